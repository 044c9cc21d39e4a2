// @ts-check
// The step that is shown: what of the graph is known and lit by then, and what happens in it.

import { make } from "../dom.js";
import { showCards } from "./cards.js";
import { isConstant, labelNode } from "./picture.js";

/** @import { Graph, Step } from "./types.d.ts" */

const PHASES = new Map([["start", "Start"], ["forward", "Forward"], ["loss", "Loss"], ["backward", "Backward"], ["update", "Update"]]);

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
  const [nodes, edges] = [new Set(chosen === null ? step?.nodes : []), new Set(chosen === null ? step?.edges : [])];
  showCards(graph, { value: (node) => isConstant(data.nodes[node]) || known.value(node), gradient: known.gradient }, nodes, edges);
  graph.frames.forEach((frame, index) => frame.classList.toggle("lit", data.groups[index].members.some((node) => nodes.has(node))));
  graph.boxes.forEach((box, index) => {
    const constant = isConstant(box.node);
    box.value.classList.toggle("unknown", !constant && !known.value(index));
    box.gradient.classList.toggle("unknown", !known.gradient(index));
    labelNode(box, known.value(index), known.gradient(index));
    box.group.classList.toggle("lit", nodes.has(index));
  });
  graph.wires.forEach((wire, index) => wire.classList.toggle("lit", edges.has(index)));
  elements.graph.classList.toggle("behind", step?.phase === "backward");
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
  elements.lines.replaceChildren(...step.lines.map((text) => make("div", text.startsWith("(") ? "line soft" : "line", text)));
  elements.lines.classList.toggle("many", step.lines.length > 4);
  elements.step.scrollTop = 0;
  elements.timeline.max = String(last);
  elements.timeline.value = String(position);
  elements.timeline.setAttribute("aria-valuetext", `step ${position + 1}: ${step.title}`);
  elements.first.disabled = elements.back.disabled = position === 0;
  elements.forward.disabled = position === last;
  elements.graph.classList.toggle("playing", playing);
  elements.play.setAttribute("aria-label", playing ? "Pause" : "Play");
}
