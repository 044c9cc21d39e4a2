// @ts-check
// Computes with the browser's modules what the tests in Python ask for: JSON in, JSON out, arrays in files.

import { readFileSync } from "node:fs";
import { ACTIVATIONS } from "../../../../playground/ui/components/evaluation/activations.js";
import { percentText } from "../../../../playground/ui/components/percent_text.js";
import { unpacked } from "../../../../playground/ui/components/evaluation/packed.js";
import { answerTo } from "../../../../playground/ui/components/digit_reading/answer.js";
import { toMnist } from "../../../../playground/ui/components/preparation/preprocessing.js";

let text = "";
for await (const part of process.stdin.setEncoding("utf8")) text += part;
const asked = JSON.parse(text);

/** @param {string} file */
const bytesOf = (file) => new Uint8Array(readFileSync(file));

/** @param {{ network: string, images: string }} asked */
function outputs({ network, images }) {
  const { network: evaluate } = unpacked(bytesOf(network));
  const pixels = bytesOf(images);
  const answers = [];
  for (let at = 0; at < pixels.length; at += 784) answers.push([...evaluate(Float32Array.from(pixels.subarray(at, at + 784), (value) => value / 255))]);
  return answers;
}

/** @param {{ canvases: string, width: number, height: number, reader: string, judge: string, sizes: number[] }} asked */
function read({ canvases, width, height, reader, judge, sizes }) {
  const pixels = bytesOf(canvases);
  const [reading, judging] = [reader, judge].map((file) => unpacked(bytesOf(file)).network);
  const size = 4 * width * height;
  const answers = [];
  for (let at = 0; at < pixels.length; at += size) {
    const image = toMnist(pixels.subarray(at, at + size), width, height);
    const answer = image && answerTo(image, reading, judging, sizes);
    answers.push(answer && { ...answer, image: Buffer.from(answer.image).toString("base64") });
  }
  return answers;
}

process.stdout.write(
  JSON.stringify({ activations: Object.keys(ACTIVATIONS), percents: asked.percents?.map(percentText), outputs: asked.outputs?.map(outputs), read: asked.read?.map(read) }),
);
