// @ts-check
// Reads with the browser's module what test_encoded_arrays.py packed: JSON in, JSON with the bytes out.

import { packedFloat32, packedMap } from "../../playground/ui/components/decode.js";

let text = "";
for await (const part of process.stdin.setEncoding("utf8")) text += part;
const { arrays, maps } = JSON.parse(text);

/** @param {Float32Array | Uint16Array} numbers */
const bytes = (numbers) => [...new Uint8Array(numbers.buffer)];

/** @param {{ text: string, columns: number }[]} cases @param {typeof packedFloat32 | typeof packedMap} read */
const all = (cases, read) => cases.map((one) => bytes(read(one.text, one.columns)));

console.log(JSON.stringify({ arrays: all(arrays, packedFloat32), maps: all(maps, packedMap) }));
