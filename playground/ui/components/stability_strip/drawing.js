// @ts-check
// The strip's regions, its numbers, the marker and what the pointer shows.

import { clamp } from "../clamp.js";
import { make } from "../dom.js";
import { numberText } from "../number_text.js";

/** @import { Scale } from "./scale.js" */
/** @import { Elements, Region, StripData } from "./types.d.ts" */

const GAP = 6; // pixels between two texts

export class Drawing {
  /**
   * @param {Elements} elements
   * @param {StripData} data
   * @param {Scale} scale
   * @param {number} width - of the strip, in pixels
   */
  constructor(elements, data, scale, width) {
    this.elements = elements;
    this.data = data;
    this.scale = scale;
    this.width = width;
    /** @type {[number, number]} */
    this.valueEnds = [0, 0];
  }

  /** @param {number} rate */
  placeOf(rate) {
    return this.scale.share(rate) * this.width;
  }

  /**
   * Puts a text's middle at a place, but within the strip; returns its ends.
   *
   * @param {HTMLElement} element
   * @param {number} middle
   * @returns {[number, number]}
   */
  centre(element, middle) {
    const left = Math.max(0, Math.min(this.width - element.offsetWidth, middle - element.offsetWidth / 2));
    element.style.left = `${left}px`;
    return [left, left + element.offsetWidth];
  }

  drawRegions() {
    const { zones, names, best: mark } = this.elements;
    zones.replaceChildren();
    names.replaceChildren();
    for (const region of this.data.regions) this.drawRegion(region);
    const { best } = this.data;
    mark.hidden = best === null;
    if (best !== null) mark.style.left = `${this.placeOf(best)}px`;
  }

  /**
   * A region with its name under it, or in its title where the name has no room.
   *
   * @param {Region} region
   */
  drawRegion(region) {
    const { zones, names } = this.elements;
    const [left, right] = [region.low, region.high].map((rate) => this.placeOf(rate));
    const zone = make("div", `zone ${region.name}`);
    zone.style.left = `${left}px`;
    zone.style.width = `${right - left}px`;
    zones.append(zone);
    const name = make("span", "", region.label);
    names.append(name);
    if (name.offsetWidth + GAP <= right - left) {
      this.centre(name, (left + right) / 2);
    } else {
      name.remove();
      zone.title = region.label;
    }
  }

  /** The numbers under the strip, the best and the limit first; one that would touch another is left out. */
  drawNumbers() {
    const { zones, numbers } = this.elements;
    numbers.replaceChildren();
    /** @type {[number, number][]} */
    const taken = [];
    for (const { rate, text, best } of this.scale.landmarks()) {
      const middle = this.placeOf(rate);
      const number = make("span", best ? "best-number" : "", text);
      numbers.append(number);
      const [left, right] = this.centre(number, middle);
      if (taken.some((other) => left < other[1] + GAP && right > other[0] - GAP)) number.remove();
      else taken.push([left, right]);
      if (this.scale.logarithmic) {
        const tick = make("div", "tick");
        tick.style.left = `${middle}px`;
        zones.append(tick);
      }
    }
  }

  /** @param {number} rate */
  drawMarker(rate) {
    const { marker, value } = this.elements;
    const { label, best_label: bestLabel } = this.data;
    const { high, least } = this.scale;
    const best = this.scale.isBest(rate);
    const middle = this.placeOf(rate);
    marker.style.left = `${middle}px`;
    value.textContent = this.markerText(rate);
    this.valueEnds = this.centre(value, middle);
    const words = [numberText(rate), best ? bestLabel : this.scale.regionOf(rate)?.label].filter(Boolean).join(", ");
    const now = clamp(rate, least, high);
    for (const [name, text] of Object.entries({ label, valuemin: least, valuemax: high, valuenow: now, valuetext: words })) {
      marker.setAttribute(`aria-${name}`, String(text));
    }
  }

  /**
   * The rate over the marker; an arrow says that it lies beyond the strip.
   *
   * @param {number} rate
   */
  markerText(rate) {
    const text = numberText(rate);
    if (rate > this.scale.high) return `${text} →`;
    if (rate < this.scale.least) return `← ${text}`;
    return this.scale.isBest(rate) ? `${text} best` : text;
  }

  /**
   * What the pointer is over; it hides the marker's text where both would touch.
   *
   * @param {number | null} rate - null where no pointer is
   */
  drawHover(rate) {
    const { hover, line, value } = this.elements;
    hover.hidden = line.hidden = rate === null;
    let covered = false;
    if (rate !== null) {
      const middle = this.placeOf(rate);
      const word = this.scale.isBest(rate) ? "best" : this.scale.regionOf(rate)?.label;
      hover.textContent = [numberText(rate), word].filter(Boolean).join(" ");
      line.style.left = `${middle}px`;
      const [left, right] = this.centre(hover, middle);
      covered = left < this.valueEnds[1] + GAP && right > this.valueEnds[0] - GAP;
    }
    value.style.visibility = covered ? "hidden" : "visible";
  }
}
