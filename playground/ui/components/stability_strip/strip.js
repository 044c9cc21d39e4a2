// @ts-check
// The strip of learning rates: Python says what lies where; the pointer and the keys choose a rate.

import { find } from "../dom.js";
import { Drawing } from "./drawing.js";
import { Picks } from "./picks.js";
import { Scale } from "./scale.js";

/** @import { Component, Elements, StripData } from "./types.d.ts" */

const SLIP = 4; // pixels to the side that make a finger's touch a drag
const KEYS = new Map(
  /** @type {[string, { move: "next" | "round" | "landmark", up: boolean }][]} */ ([
    ["ArrowLeft", { move: "next", up: false }],
    ["ArrowDown", { move: "next", up: false }],
    ["ArrowRight", { move: "next", up: true }],
    ["ArrowUp", { move: "next", up: true }],
    ["PageDown", { move: "round", up: false }],
    ["PageUp", { move: "round", up: true }],
    ["Home", { move: "landmark", up: false }],
    ["End", { move: "landmark", up: true }],
  ]),
);

/** @type {WeakMap<ParentNode, Strip>} */
const strips = new WeakMap();

/** @param {Component} component */
export function mount({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".strip");
  if (!(root instanceof HTMLElement) || !data) return undefined;
  let strip = strips.get(parentElement);
  if (strip?.elements.root !== root) {
    strip?.end();
    strip = new Strip(root, data);
    strips.set(parentElement, strip);
  }
  const mounted = strip;
  mounted.update(data, (rate) => setTriggerValue("picked", rate));
  return () => {
    mounted.end();
    strips.delete(parentElement);
  };
}

class Strip {
  /**
   * @param {HTMLElement} root
   * @param {StripData} data
   */
  constructor(root, data) {
    this.elements = elementsOf(root);
    this.data = data;
    this.scale = new Scale(data);
    this.drawing = new Drawing(this.elements, data, this.scale, 0);
    this.picks = new Picks(() => this.draw());
    /** @type {{ x: number, y: number, picks: boolean } | null} */
    this.pressed = null; // where the pointer went down, and whether it picks
    this.observer = new ResizeObserver(() => this.draw());
    this.observer.observe(root);
    root.onpointerdown = (event) => this.press(event);
    root.onpointermove = (event) => this.move(event);
    root.onpointerup = (event) => this.release(event);
    root.onpointercancel = () => this.cancel();
    root.onpointerleave = () => this.drawing.drawHover(null);
    this.elements.marker.onkeydown = (event) => this.pressKey(event);
  }

  end() {
    this.observer.disconnect();
    this.picks.end();
  }

  /**
   * @param {StripData} data
   * @param {(rate: number) => void} send
   */
  update(data, send) {
    this.data = data;
    this.scale = new Scale(data);
    this.picks.update(data.value, send);
    this.draw();
  }

  draw() {
    const width = this.elements.root.clientWidth;
    if (!width) return;
    this.drawing = new Drawing(this.elements, this.data, this.scale, width);
    this.drawing.drawRegions();
    this.drawing.drawNumbers();
    this.drawing.drawMarker(this.picks.rate);
  }

  /** @param {PointerEvent} event */
  rateAt(event) {
    const { left, width } = this.elements.zones.getBoundingClientRect();
    return this.scale.rateAt(event.clientX - left, width);
  }

  /**
   * @param {number} rate
   * @param {boolean} last
   */
  pick(rate, last) {
    this.picks.pick(rate, last);
    this.drawing.drawMarker(this.picks.rate);
  }

  /** @param {PointerEvent} event */
  press(event) {
    if (event.button !== 0 || !event.isPrimary) return;
    // A finger may have come to scroll: it picks where it moves sideways or lifts.
    this.pressed = { x: event.clientX, y: event.clientY, picks: event.pointerType !== "touch" };
    this.picks.held = true;
    this.drawing.drawHover(null);
    this.elements.root.setPointerCapture(event.pointerId);
    this.elements.marker.focus({ preventScroll: true });
    event.preventDefault();
    if (this.pressed.picks) this.pick(this.rateAt(event), false);
  }

  /** @param {PointerEvent} event */
  move(event) {
    if (!this.pressed) {
      if (event.pointerType !== "touch") this.drawing.drawHover(this.rateAt(event));
      return;
    }
    if (!event.isPrimary) return;
    const [across, along] = [event.clientX - this.pressed.x, event.clientY - this.pressed.y].map(Math.abs);
    if (across > Math.max(SLIP, along)) this.pressed.picks = true;
    if (this.pressed.picks) this.pick(this.rateAt(event), false);
  }

  /** @param {PointerEvent} event */
  release(event) {
    if (!this.pressed || !event.isPrimary) return;
    this.pressed = null;
    this.picks.held = false;
    this.pick(this.rateAt(event), true);
  }

  cancel() {
    if (!this.pressed) return;
    this.pressed = null;
    this.picks.cancel();
    this.drawing.drawMarker(this.picks.rate);
  }

  /** @param {KeyboardEvent} event */
  pressKey(event) {
    const key = KEYS.get(event.key);
    if (!key || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const { high, least } = this.scale;
    const { rate } = this.picks;
    const moved = Math.min(Math.max(high, rate), Math.max(least, this.scale[key.move](rate, key.up)));
    this.pick(moved > 0 ? moved : rate, false);
  }
}

/**
 * @param {HTMLElement} root
 * @returns {Elements}
 */
function elementsOf(root) {
  const element = (/** @type {string} */ name) => find(root, `.${name}`, HTMLElement);
  return {
    root,
    value: element("value"),
    hover: element("hover"),
    zones: element("zones"),
    best: element("best"),
    line: element("line"),
    marker: element("marker"),
    names: element("names"),
    numbers: element("numbers"),
  };
}
