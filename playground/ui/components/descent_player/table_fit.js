// @ts-check
// Fits the step in numbers to its room: each quantity on one line where that has room for every coordinate, else its
// arithmetic above its result, with room for as many lines as numbers of a usual length need.

/** @import { Line, Player } from "./types.d.ts" */

const CHARACTER = 6.6; // pixels, on average
const PADDING = 28;
const HEADING = 150; // pixels of a row's name on one line
const STACKED = { character: 5.9, padding: 18, heading: 72, least: 86 };
const UNUSED = 7; // characters at the end of a line, where the next word has no room

/**
 * How many characters the arithmetic of a quantity has at most.
 *
 * @param {Pick<Line, "template">} line
 */
export function charactersOf({ template }) {
  return template.replace(/\{\w+\}/g, "(−0.001234)").length + 4;
}

/**
 * The layout of a table of these quantities.
 *
 * @param {Pick<Line, "template">[]} lines
 * @param {number} columns - coordinates
 * @param {number} width - of the room, in pixels
 * @returns {{ stacked: boolean, column: number, rows: number[] }} `column`: the least width of one, in pixels;
 *   `rows`: how many lines of text each quantity's arithmetic may take
 */
export function tableFit(lines, columns, width) {
  const longest = Math.max(...lines.map(charactersOf));
  const column = Math.round((longest + 8) * CHARACTER + PADDING);
  if (HEADING + columns * column <= width) return { stacked: false, column, rows: lines.map(() => 1) };
  const narrow = Math.max((width - STACKED.heading) / columns, STACKED.least);
  const characters = Math.max(Math.floor((narrow - STACKED.padding) / STACKED.character) - UNUSED, 6);
  return { stacked: true, column: STACKED.least, rows: lines.map((line) => Math.ceil(charactersOf(line) / characters)) };
}

/** @param {Pick<Player, "elements" | "scene" | "cells">} player */
export function fitTable({ elements, scene, cells }) {
  const width = elements.numbers.clientWidth;
  if (!scene.trace || !cells.length || !width) return;
  const { lines } = scene.trace;
  const { stacked, column, rows } = tableFit(lines, scene.coordinates.length, width);
  elements.numbers.classList.toggle("stacked", stacked);
  elements.numbers.style.setProperty("--column", `${column}px`);
  for (const { line, how } of cells) how.style.setProperty("--lines", String(rows[lines.indexOf(line)]));
}
