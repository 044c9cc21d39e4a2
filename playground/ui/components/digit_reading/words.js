// @ts-check
// How an answer is announced, and what is said where none is given.

/** @import { Kind } from "./types.d.ts" */

export const REFUSED = "This does not look like one digit";

/**
 * Why no answer is given.
 *
 * @param {readonly Kind[]} kinds
 * @param {number} kind - what it looks like
 * @param {boolean} drawing - before the server has answered, which also looks for several digits in what is refused
 */
export function reasonText(kinds, kind, drawing) {
  const several = kind === kinds.length - 1;
  const like = kinds[kind] ? `It looks more like ${kinds[kind].name}. ` : "";
  if (drawing) return `${like}${several ? "They are read one by one once the pen is lifted." : ""}`.trim();
  return `${like}So no answer is given. ${several ? "They touch: leave room between them." : "Draw one digit from 0 to 9."}`;
}
