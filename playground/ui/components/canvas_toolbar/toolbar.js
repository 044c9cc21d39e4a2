// @ts-check
// Styles the shadow roots of a container's canvases, and of those that replace them: Clear and Undo mount another one.

import { send, watchStrokes } from "./pending_stroke.js";

/** @import { FrontendRendererArgs } from "@streamlit/component-v2-lib" */

const TOOLBAR = ".dc-toolbar";
// The canvas keeps its pixels, so that brushes, drawings and readings stay as they are; only each is larger to the eye.
const LARGE = `@media (min-width: 1200px) {
  .dc-root, .dc-scroll, .dc-container, .canvas-container, canvas { width: 420px !important; height: 420px !important; }
}`;
const FRAMES = 120; // to wait, after a change, for a shadow root that its component attaches later

let sheet = /** @type {CSSStyleSheet | undefined} */ (undefined);

function hidden() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(`${TOOLBAR} { display: none !important; } ${LARGE}`);
  }
  return sheet;
}

/**
 * Hides the toolbar of every canvas within.
 *
 * @param {ParentNode} container
 * @returns {boolean} whether there is one
 */
export function hideToolbars(container) {
  let found = false;
  for (const { shadowRoot } of container.querySelectorAll("*")) {
    if (!shadowRoot?.querySelector(TOOLBAR)) continue;
    found = true;
    if (!shadowRoot.adoptedStyleSheets.includes(hidden())) shadowRoot.adoptedStyleSheets.push(hidden());
  }
  return found;
}

/** @param {FrontendRendererArgs & { data: { container: string } }} component */
export function mount({ data }) {
  const container = document.querySelector(`.st-key-${data.container}`);
  if (!container) throw new Error(`Expected a container with the key ${data.container}, found none.`);
  let frame = 0;
  const search = (/** @type {number} */ left) => {
    cancelAnimationFrame(frame);
    if (!hideToolbars(container) && left > 0) frame = requestAnimationFrame(() => search(left - 1));
  };
  const observer = new MutationObserver(() => search(FRAMES));
  observer.observe(container, { childList: true, subtree: true });
  search(FRAMES);
  const unwatch = watchStrokes(window, container, () => send(container));
  return () => {
    unwatch();
    observer.disconnect();
    cancelAnimationFrame(frame);
  };
}
