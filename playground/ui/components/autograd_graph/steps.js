// @ts-check
// The step that is shown: what of the graph is known and lit by then, and what happens in it.

import { make } from "../dom.js";
import { labelNode } from "./picture.js";

/** @import { Graph, Step } from "./types.d.ts" */

const PHASES = new Map([["forward", "Forward"], ["loss", "Loss"], ["backward", "Backward"], ["update", "Update"]]);

/**
 * The nodes whose values and gradients are known at a step: all of them in a static picture.
 *
 * @param {Pick<Step, "values" | "gradients">[]} steps
 * @param {number} position
 */
export function knownAt(steps, position) {
  const done = steps.slice(0, position + 1);
  const values = new Set(done.flatMap((step) => step.values));
  const gradients = new Set(done.flatMap((step) => step.gradients));
  return {
    value: (/** @type {number} */ node) => steps.length === 0 || values.has(node),
    gradient: (/** @type {number} */ node) => steps.length === 0 || gradients.has(node),
  };
}

/** @param {Graph} graph */
export function showStep(graph) {
  const { elements, data, position, chosen } = graph;
  /** @type {Step | undefined} */
  const step = data.steps[position];
  const known = knownAt(data.steps, position);
  graph.boxes.forEach((box, index) => {
    box.value.classList.toggle("unknown", !known.value(index));
    box.gradient.classList.toggle("unknown", !known.gradient(index));
    labelNode(box, known.value(index), known.gradient(index));
    box.group.classList.toggle("lit", chosen === null && Boolean(step?.nodes.includes(index)));
  });
  graph.wires.forEach((wire, index) => wire.classList.toggle("lit", chosen === null && Boolean(step?.edges.includes(index))));
  elements.graph.classList.toggle("behind", step?.phase === "backward" || step?.phase === "loss");
  if (step) describeStep(graph, step);
}

/**
 * @param {Graph} graph
 * @param {Step} step
 */
function describeStep({ elements, data, position, playing }, step) {
  const last = data.steps.length - 1;
  elements.phase.textContent = PHASES.get(step.phase) ?? step.phase;
  elements.title.textContent = step.title;
  elements.count.textContent = `step ${position + 1} of ${data.steps.length}`;
  elements.lines.replaceChildren(...step.lines.map((text) => make("div", "line", text)));
  elements.timeline.max = String(last);
  elements.timeline.value = String(position);
  elements.timeline.setAttribute("aria-valuetext", `step ${position + 1}: ${step.title}`);
  elements.first.disabled = elements.back.disabled = position === 0;
  elements.forward.disabled = position === last;
  elements.graph.classList.toggle("playing", playing);
  elements.play.setAttribute("aria-label", playing ? "Pause" : "Play");
}
