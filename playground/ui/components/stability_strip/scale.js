// @ts-check
// The scale of learning rates: which rate lies where, and which one comes next.

import { ticks } from "d3-array";
import { clamp } from "../clamp.js";
import { numberText } from "../number_text.js";

/** @import { Landmark, StripData } from "./types.d.ts" */

const SNAP = 6; // pixels to the best mark

export class Scale {
  /** @param {Pick<StripData, "low" | "high" | "scale" | "regions" | "best">} data */
  constructor({ low, high, scale, regions, best }) {
    this.low = low;
    this.high = high;
    this.logarithmic = scale === "log";
    this.regions = regions;
    this.best = best;
    this.least = this.logarithmic ? low : 0;
  }

  /**
   * Where a rate lies, 0 to 1.
   *
   * @param {number} rate
   */
  share(rate) {
    const { low, high } = this;
    return clamp(this.logarithmic ? Math.log(rate / low) / Math.log(high / low) : (rate - low) / (high - low), 0, 1);
  }

  /**
   * The rate under a pixel, in two or three digits: as many as the pixel can tell apart.
   *
   * @param {number} place
   * @param {number} width
   */
  rateAt(place, width) {
    const { low, high, logarithmic, best } = this;
    const pixel = clamp(place, 0, width);
    if (best !== null && Math.abs(pixel - this.share(best) * width) <= SNAP) return +best.toPrecision(3);
    const share = Math.max(pixel, 0.5) / width; // half a pixel is more than 0
    const rate = logarithmic ? low * (high / low) ** share : low + (high - low) * share;
    const perPixel = (logarithmic ? rate * Math.log(high / low) : high - low) / width;
    const short = +rate.toPrecision(2);
    return Math.abs(short - rate) <= perPixel / 2 ? short : +rate.toPrecision(3);
  }

  /** @param {number} rate */
  regionOf(rate) {
    return this.regions.findLast((region) => region.low <= rate);
  }

  /** @param {number} rate */
  isBest(rate) {
    return this.best !== null && +rate.toPrecision(3) === +this.best.toPrecision(3);
  }

  /**
   * One more or less in the second digit: 1.5, 1.6; 0.01, 0.0099.
   *
   * @param {number} current
   * @param {boolean} up
   */
  next(current, up) {
    let unit = 10 ** (Math.floor(Math.log10(current) + 1e-9) - 1);
    if (!up && current <= 10 * unit * (1 + 1e-9)) unit /= 10;
    return +((Math.round(current / unit) + (up ? 1 : -1)) * unit).toPrecision(2);
  }

  /**
   * To the next of 1, 2, 5 times a power of ten.
   *
   * @param {number} current
   * @param {boolean} up
   */
  round(current, up) {
    const power = Math.floor(Math.log10(current));
    const numbers = [power - 1, power, power + 1].flatMap((each) => [1, 2, 5].map((digit) => +`${digit}e${each}`));
    return nearest(numbers, current, up);
  }

  /**
   * To the next border, the best rate or, without regions, power of ten.
   *
   * @param {number} current
   * @param {boolean} up
   */
  landmark(current, up) {
    return nearest(this.landmarks().map(({ rate }) => +rate.toPrecision(3)), current, up);
  }

  /**
   * The rates that have a name, the weightiest first.
   *
   * @returns {Landmark[]}
   */
  landmarks() {
    const { low, high, logarithmic, regions, best } = this;
    if (logarithmic) {
      const powers = ticks(Math.log10(low), Math.log10(high), Math.log10(high / low));
      return powers.map((power) => ({ rate: +`1e${power}`, text: numberText(+`1e${power}`) }));
    }
    const borders = regions.map((region) => ({ rate: region.low, text: numberText(region.low, 3) })).reverse();
    return best === null ? borders : [{ rate: best, text: `best ${numberText(best, 3)}`, best: true }, ...borders];
  }
}

/**
 * The next of `numbers` above or below `current`, which stays where there is none.
 *
 * @param {number[]} numbers
 * @param {number} current
 * @param {boolean} up
 */
function nearest(numbers, current, up) {
  const beyond = numbers.filter((each) => (up ? each > current * (1 + 1e-9) : each < current * (1 - 1e-9)));
  if (!beyond.length) return current;
  return up ? Math.min(...beyond) : Math.max(...beyond);
}
