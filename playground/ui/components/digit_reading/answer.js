// @ts-check
// `playground.digits.prediction.predict` in the browser: the refusing network looks first, then the chosen one reads.

/** @import { Network } from "../evaluation/types.d.ts" */
/** @import { Answer } from "./types.d.ts" */

/**
 * @param {ArrayLike<number>} logits
 * @param {number} [from]
 * @param {number} [to]
 */
function logSumExp(logits, from = 0, to = logits.length) {
  let largest = -Infinity;
  for (let at = from; at < to; at++) largest = Math.max(largest, logits[at]);
  if (!Number.isFinite(largest)) return largest;
  let sum = 0;
  for (let at = from; at < to; at++) sum += Math.exp(logits[at] - largest);
  return largest + Math.log(sum);
}

/**
 * What an image looks like: how likely one digit, and the likeliest kind, which is 0 where that is at least one half.
 *
 * @param {ArrayLike<number>} classLogits
 * @param {readonly number[]} sizes - how many classes each kind has, one digit first
 */
export function judgementOf(classLogits, sizes) {
  let from = 0;
  const logits = sizes.map((size) => logSumExp(classLogits, from, (from += size)));
  const digit = 1 / (1 + Math.exp(logSumExp(logits, 1) - logits[0]));
  let kind = 0;
  if (!(digit >= 0.5)) kind = logits.reduce((best, logit, index) => (index > 1 && logit > logits[best] ? index : best), 1);
  return { digit, kind };
}

/** @param {ArrayLike<number>} logits */
export function softmax(logits) {
  const sum = logSumExp(logits);
  return Array.from(logits, (logit) => Math.exp(logit - sum));
}

/**
 * @param {Uint8Array} image - `(28, 28)`, with ink
 * @param {Network} reader
 * @param {Network} judge
 * @param {readonly number[]} sizes - of the judge's kinds
 * @returns {Answer}
 */
export function answerTo(image, reader, judge, sizes) {
  const input = Float32Array.from(image, (value) => value / 255);
  const { digit, kind } = judgementOf(judge(input), sizes);
  const probabilities = softmax(reader(input));
  if (kind > 0) return { label: null, probabilities: probabilities.map((probability) => digit * probability), kind, image };
  const label = probabilities.reduce((best, probability, index) => (probability > probabilities[best] ? index : best), 0);
  return { label, probabilities, kind, image };
}
