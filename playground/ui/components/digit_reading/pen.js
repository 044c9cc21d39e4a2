// @ts-check
// When the pen is on the canvas.

/**
 * Follows the pen, be it a mouse, a finger or a pen.
 *
 * @param {EventTarget} page - what all events pass through
 * @param {(target: EventTarget | undefined) => boolean} isCanvas
 * @param {{ press: () => void, move: () => void, lift: () => void }} pen
 * @returns {() => void} ends it
 */
export function watchPen(page, isCanvas, { press, move, lift }) {
  let down = false;
  const pressed = (/** @type {Event} */ event) => {
    if (down || !isCanvas(event.composedPath()[0])) return;
    down = true;
    press();
  };
  const moved = () => {
    if (down) move();
  };
  const lifted = () => {
    if (!down) return;
    down = false;
    lift();
  };
  const listeners = /** @type {const} */ ([
    ["pointerdown", pressed],
    ["pointermove", moved],
    ["touchmove", moved],
    ["pointerup", lifted],
    ["pointercancel", lifted],
  ]);
  for (const [name, listener] of listeners) page.addEventListener(name, listener, { capture: true, passive: true });
  return () => {
    for (const [name, listener] of listeners) page.removeEventListener(name, listener, { capture: true });
  };
}
