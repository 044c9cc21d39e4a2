// @ts-check
// What the network answers at one point of the plane, in numbers and in words.

import { float32 } from "../decode.js";
import { setText } from "../dom.js";
import { coordinateText, numberText } from "../number_text.js";
import { shownWeights } from "./editor.js";
import { TYPED, featuresOf } from "./features.js";
import { forward, softmaxAt, valuesFor } from "./forward.js";
import { lossesAt } from "./known.js";

/** @import { Player, PlayerData, Points, Values } from "./types.d.ts" */

/**
 * Lets the numbers of the cross flow through the network.
 *
 * @param {Player} player
 */
export function fitReading(player) {
  const { cross, data, pointValues, known, elements } = player;
  if (!cross || !known.count) {
    setText(elements.reading, "");
    return;
  }
  featuresOf(data).forEach((feature, index) => (pointValues[0][index][0] = feature(...cross)));
  forward(data.network, shownWeights(player), pointValues);
  const place = cross.map((value, axis) => `${axis ? "x₂" : "x₁"} = ${coordinateText(value, 2 * data.extent)}`).join(", ");
  setText(elements.reading, `${place}: ${answerText(data, pointValues)}`);
}

/**
 * @param {PlayerData} data
 * @param {Values} values - of one point
 */
export function answerText({ network }, values) {
  const outputs = values[values.length - 1];
  const classes = classNames(network);
  if (outputs.length > 1) {
    const shares = outputs.map(() => 0);
    softmaxAt(outputs, 0, shares);
    const best = shares.indexOf(Math.max(...shares));
    return `${classes[best]} with ${percentText(shares[best])}`;
  }
  const output = outputs[0][0];
  if (network.target === "number") return `output ${numberText(output, 3)}`;
  const side = classes[+(output > 0)];
  if (network.shown === "number") return `output ${numberText(output, 3)}, ${side}`;
  const probability = 1 / (1 + Math.exp(-Math.abs(output)));
  return `${side} with ${percentText(probability)}`;
}

/** @param {PlayerData["network"]} network */
export function classNames({ classes, target }) {
  if (classes?.length) return classes;
  return Array.from({ length: target === "three classes" ? 3 : 2 }, (_, index) => `class ${index}`);
}

/** @param {number} share */
export function percentText(share) {
  return `${share > 0.999 && share < 1 ? ">99.9" : (100 * share).toFixed(share > 0.99 && share < 1 ? 1 : 0)} %`;
}

/**
 * The share of points whose class the network finds; NaN without points or classes.
 *
 * @param {Player} player
 * @param {Points} points
 * @param {string} [typed] - values of the typed feature at these points; else they are interpolated
 */
export function accuracyOf(player, points, typed) {
  const { data } = player;
  const count = points.targets.length;
  if (data.network.target === "number" || !count || !player.known.count) return NaN;
  const values = valuesFor(data.network.sizes, count);
  featuresOf(data).forEach((feature, index) => {
    for (let row = 0; row < count; row++) values[0][index][row] = feature(points.xy[2 * row], points.xy[2 * row + 1]);
  });
  const exact = typed === undefined ? [] : float32(typed);
  if (exact.length === count) values[0][data.network.features.indexOf(TYPED)]?.set(exact);
  forward(data.network, shownWeights(player), values);
  const outputs = values[values.length - 1];
  let right = 0;
  for (let row = 0; row < count; row++) {
    let best = +(outputs[0][row] > 0);
    if (outputs.length > 1) best = outputs.reduce((found, output, index) => (output[row] > outputs[found][row] ? index : found), 0);
    right += +(best === points.targets[row]);
  }
  return right / count;
}

/**
 * Where the training stands, as the controls say it.
 *
 * @param {Player} player
 */
export function standText(player) {
  const { train, test } = lossesAt(player.known, player.position);
  const texts = [`training loss ${numberText(train, 3)}`];
  if (player.test.targets.length && Number.isFinite(test)) texts.push(`test loss ${numberText(test, 3)}`);
  const kind = player.test.targets.length ? "test" : "train";
  const share = accuracyOf(player, player[kind], player.ownPoints ? undefined : player.data.typed?.[kind]);
  if (Number.isFinite(share)) texts.push(`${percentText(share)} of ${kind === "test" ? "test" : "training"} points right`);
  return texts;
}
