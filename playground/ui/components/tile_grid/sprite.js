// @ts-check

/** @import { Sprite } from "./types.d.ts" */

/**
 * The CSS that shows one tile of a sprite, whatever size it is shown at.
 *
 * @param {Sprite} sprite
 * @param {number} place - of the tile, row by row
 */
export function backgroundOf({ url, across, down, width, height }, place) {
  const [column, row] = [place % across, Math.floor(place / across)];
  // In percent a background's place is counted between the first tile and the last one.
  const share = (/** @type {number} */ index, /** @type {number} */ count) => (count > 1 ? (100 * index) / (count - 1) : 0);
  return {
    backgroundImage: `url(${url})`,
    backgroundSize: `${100 * across}% ${100 * down}%`,
    backgroundPosition: `${share(column, across)}% ${share(row, down)}%`,
    aspectRatio: `${width} / ${height}`,
  };
}
