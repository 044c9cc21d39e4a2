// @ts-check

import { followHistory } from "./history.js";

/** @import { FrontendRendererArgs } from "@streamlit/component-v2-lib" */

let following = false;
let top = 0;

/** @param {FrontendRendererArgs & { data: { back: string, top: number } }} component */
export function mount({ data }) {
  if (!following) followHistory(window, data.back);
  following = true;
  if (data.top > top) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    document.querySelector('[data-testid="stMain"]')?.scrollTo({ top: 0, behavior: still ? "instant" : "smooth" });
  }
  top = data.top;
}
