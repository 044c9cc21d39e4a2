// @ts-check
// Listens for a picture pasted anywhere on the page and sends it, made small, as a data URL.

import { contextOf } from "../dom.js";

/** @import { FrontendRendererArgs } from "@streamlit/component-v2-lib" */

const LONGEST = 1280; // pixels of the longer side
const MOST_BYTES = 4_000_000; // of a file that is sent as it is

/**
 * The size that a picture is sent in: its own, unless its longer side is longer than `LONGEST`.
 *
 * @param {{ width: number, height: number }} picture
 */
export function sizeOf({ width, height }) {
  const scale = Math.min(1, LONGEST / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * @param {File} file
 * @throws where the browser cannot open it
 */
async function shrink(file) {
  const bitmap = await createImageBitmap(file);
  const canvas = Object.assign(document.createElement("canvas"), sizeOf(bitmap));
  contextOf(canvas).drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return canvas.toDataURL("image/png");
}

/**
 * What the browser cannot open goes as it is, so that the page can say what is wrong with it.
 *
 * @param {File} file
 * @returns {Promise<string>}
 */
function readAsIs(file) {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.readAsDataURL(file.slice(0, MOST_BYTES));
  });
}

/** @param {FrontendRendererArgs<{ pasted: string }>} component */
export function mount({ setTriggerValue }) {
  const paste = async (/** @type {ClipboardEvent} */ event) => {
    const file = [...(event.clipboardData?.files ?? [])].find((one) => one.type.startsWith("image/"));
    if (!file) return;
    event.preventDefault();
    setTriggerValue("pasted", await shrink(file).catch(() => readAsIs(file)));
  };
  document.addEventListener("paste", paste);
  return () => document.removeEventListener("paste", paste);
}
