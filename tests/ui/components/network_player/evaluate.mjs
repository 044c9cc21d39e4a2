// @ts-check
// Computes with the browser's modules what test_parity.py asks for: JSON in, JSON out.

import { ACTIVATIONS } from "../../../../playground/ui/components/evaluation/activations.js";
import { tabulatedErf } from "../../../../playground/ui/components/evaluation/erf.js";
import { featuresOf } from "../../../../playground/ui/components/network_player/features.js";
import { fillGrid, forward, valuesFor } from "../../../../playground/ui/components/network_player/forward.js";
import { branchTexts } from "../../../../playground/ui/components/network_player/branches.js";
import { noneKnown, takeOver } from "../../../../playground/ui/components/network_player/known.js";
import { lossesTable, savedNetwork } from "../../../../playground/ui/components/network_player/saving.js";
import { float32 } from "../../../../playground/ui/components/decode.js";

let text = "";
for await (const part of process.stdin.setEncoding("utf8")) text += part;
const asked = JSON.parse(text);

/** @param {any} data */
function evaluate(data) {
  const values = valuesFor(data.network.sizes, data.grid ** 2);
  fillGrid(data, values);
  forward(data.network, float32(data.weights), values);
  return Buffer.concat(values.flat().map((neuron) => new Uint8Array(neuron.buffer))).toString("base64");
}

/** @param {any} typed */
function interpolate({ grid, points, size, extent }) {
  const network = /** @type {any} */ ({ features: ["typed"] });
  const [feature] = featuresOf({ network, typed: /** @type {any} */ ({ grid }), grid: size, extent });
  return points.map((/** @type {[number, number]} */ point) => feature(...point));
}

/** @param {any} asked */
function saved({ data, position, edited, reached }) {
  const known = noneKnown(data);
  takeOver(known, data.epochs);
  const player = { data, known, position, reached, edited: edited && { epoch: position, weights: float32(edited) } };
  return { network: savedNetwork(player), losses: lossesTable(player), rows: [data.about, ...data.others].map(branchTexts) };
}

process.stdout.write(
  JSON.stringify({
    activations: asked.activations?.map((/** @type {any} */ { name, parameters }) => asked.x.map(ACTIVATIONS[name](parameters))),
    erf: asked.erf?.map(tabulatedErf),
    networks: asked.networks?.map(evaluate),
    saved: asked.saved?.map(saved),
    typed: asked.typed && interpolate(asked.typed),
  }),
);
