// @ts-check
// Sends a stroke before anything else that is pressed: the canvas waits with each for a fifth of a second, in which Undo,
// Clear or another tool would go to the server first and act on a drawing without it.

const WAIT = 250; // milliseconds: a little longer than the canvas waits
const SEND = '.dc-toolbar button[aria-label^="Update"]';

/**
 * Sends what the canvases within have not sent yet.
 *
 * @param {ParentNode} container
 */
export function send(container) {
  for (const { shadowRoot } of container.querySelectorAll("*")) {
    const button = shadowRoot?.querySelector(SEND);
    if (button instanceof HTMLElement) button.click();
  }
}

/**
 * Follows the strokes in a container and calls `flush` when a press or a key outside of it comes just after one.
 *
 * @param {EventTarget} page what all events pass through
 * @param {EventTarget} container
 * @param {() => void} flush
 * @param {() => number} now milliseconds
 * @returns {() => void} ends it
 */
export function watchStrokes(page, container, flush, now = () => performance.now()) {
  let drawing = false;
  let lifted = -Infinity;
  const press = (/** @type {Event} */ event) => {
    drawing = event.composedPath().includes(container);
    if (!drawing) settle();
  };
  const lift = () => {
    if (drawing) lifted = now();
    drawing = false;
  };
  const settle = () => {
    if (drawing || now() - lifted > WAIT) return;
    lifted = -Infinity;
    flush();
  };
  const listeners = /** @type {const} */ ([
    ["pointerdown", press],
    ["pointerup", lift],
    ["pointercancel", lift],
    ["keydown", settle],
  ]);
  for (const [name, listener] of listeners) page.addEventListener(name, listener, { capture: true });
  return () => {
    for (const [name, listener] of listeners) page.removeEventListener(name, listener, { capture: true });
  };
}
