// @ts-check
// Tiles out of one picture, one of which can be chosen. Python says what each shows, and learns which one was clicked.

import { clamp } from "../clamp.js";
import { find, make } from "../dom.js";
import { backgroundOf } from "./sprite.js";

/** @import { Component, GridData, Tile } from "./types.d.ts" */

/** @param {Component} component */
export function mount({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".tiles");
  if (!(root instanceof HTMLElement) || !data) return;
  root.setAttribute("aria-label", data.label);
  root.style.setProperty("--tile", `${data.tile}px`);
  root.style.setProperty("--height", `${data.height}px`);
  while (root.children.length > data.tiles.length) root.lastChild?.remove();
  while (root.children.length < data.tiles.length) root.append(makeTile());
  const buttons = buttonsOf(root);
  data.tiles.forEach((tile, index) => fillTile(buttons[index], tile, data));
  if (buttons.length && !buttons.some(isChosen)) buttons[0].tabIndex = 0;
  root.onclick = ({ target }) => {
    const button = buttonAt(target);
    if (!button) return;
    for (const other of buttonsOf(root)) markChosen(other, other === button);
    setTriggerValue("picked", Number(button.dataset.id));
  };
  root.onkeydown = (event) => moveFocus(root, event);
}

/** @param {HTMLElement} root */
function buttonsOf(root) {
  return [...root.querySelectorAll("button")];
}

/** @param {EventTarget | null} target */
function buttonAt(target) {
  return target instanceof Element ? target.closest("button") : null;
}

/** @param {HTMLButtonElement} button */
function isChosen(button) {
  return button.getAttribute("aria-pressed") === "true";
}

function makeTile() {
  const bar = make("div", "bar", make("i", ""));
  const button = make("button", "", make("div", "picture"), bar, make("span", "name", make("b", ""), " ", make("span", "")));
  button.type = "button";
  return button;
}

/**
 * @param {HTMLButtonElement} button
 * @param {Tile} tile
 * @param {GridData} data
 */
function fillTile(button, tile, data) {
  Object.assign(find(button, ".picture", HTMLElement).style, backgroundOf(data.sprite, tile.place));
  const bar = find(button, "i", HTMLElement);
  bar.style.width = `${100 * Math.abs(tile.level)}%`;
  bar.className = tile.level < 0 ? "below" : "";
  button.className = tile.silent ? "silent" : "";
  find(button, "b", HTMLElement).textContent = tile.name;
  find(button, ".name span", HTMLElement).textContent = tile.value;
  button.title = tile.title;
  button.setAttribute("aria-label", tile.title);
  button.dataset.id = String(tile.id);
  markChosen(button, tile.id === data.chosen);
}

/**
 * One tile is reached by the tabulator, the others from it by the arrows.
 *
 * @param {HTMLButtonElement} button
 * @param {boolean} chosen
 */
function markChosen(button, chosen) {
  button.setAttribute("aria-pressed", String(chosen));
  button.tabIndex = chosen ? 0 : -1;
}

/**
 * @param {HTMLElement} root
 * @param {KeyboardEvent} event
 */
function moveFocus(root, event) {
  const tiles = buttonsOf(root);
  const index = tiles.findIndex((tile) => tile === buttonAt(event.target));
  const across = getComputedStyle(root).gridTemplateColumns.split(" ").length;
  const steps = new Map([["ArrowLeft", -1], ["ArrowRight", 1], ["ArrowUp", -across], ["ArrowDown", across]]);
  const step = steps.get(event.key);
  if (index < 0 || !step) return;
  event.preventDefault();
  tiles[clamp(index + step, 0, tiles.length - 1)].focus();
}
