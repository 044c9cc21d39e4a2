// The story: which step is told, and what of the graph is known and lit by then.

const PHASES = { forward: "Forward", loss: "Loss", backward: "Backward", update: "Update" };
const STEPS_A_SECOND = 1.2;

function showStep(graph) {
  const { elements, data, position } = graph;
  const { steps } = data;
  const values = new Set();
  const gradients = new Set();
  for (const step of steps.slice(0, position + 1)) {
    step.values.forEach((index) => values.add(index));
    step.gradients.forEach((index) => gradients.add(index));
  }
  const still = steps.length === 0;
  const step = still ? { nodes: [], edges: [], phase: "" } : steps[position];
  graph.boxes.forEach((box, index) => {
    box.value.classList.toggle("unknown", !still && !values.has(index));
    box.slope.classList.toggle("unknown", !still && !gradients.has(index));
    tellNode(box, still || values.has(index), still || gradients.has(index));
    box.group.classList.toggle("lit", step.nodes.includes(index) && !graph.chosen);
  });
  graph.wires.forEach((wire, index) => wire.classList.toggle("lit", step.edges.includes(index) && !graph.chosen));
  elements.graph.classList.toggle("behind", step.phase === "backward" || step.phase === "loss");
  if (still) return;
  elements.phase.textContent = PHASES[step.phase];
  elements.title.textContent = step.title;
  elements.count.textContent = `step ${position + 1} of ${steps.length}`;
  elements.lines.replaceChildren(...step.lines.map((text) => lineOf(text)));
  elements.timeline.max = steps.length - 1;
  elements.timeline.value = position;
  elements.timeline.setAttribute("aria-valuetext", `step ${position + 1}: ${step.title}`);
  elements.first.disabled = elements.back.disabled = position === 0;
  elements.forward.disabled = position === steps.length - 1;
  elements.graph.classList.toggle("playing", graph.playing);
  elements.play.setAttribute("aria-label", graph.playing ? "Pause" : "Play");
}

function lineOf(text) {
  const line = document.createElement("div");
  line.className = "line";
  line.textContent = text;
  return line;
}

function seek(graph, position) {
  graph.position = Math.min(Math.max(position, 0), Math.max(graph.data.steps.length - 1, 0));
  showStep(graph);
  bringIntoView(graph);
}

// On a phone the picture is wider than the screen: it follows what is lit.
function bringIntoView(graph) {
  const { scroll, svg } = graph.elements;
  const step = graph.data.steps[graph.position];
  if (!step?.nodes.length || scroll.scrollWidth <= scroll.clientWidth || step.nodes.length > 6) return;
  const scale = svg.clientWidth / svg.viewBox.baseVal.width;
  const middle = placeOf(graph.data.nodes[step.nodes[0]]).x * scale + (BOX.width * scale) / 2;
  scroll.scrollTo({ left: middle - scroll.clientWidth / 2, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}

function pause(graph) {
  clearTimeout(graph.timer);
  graph.playing = false;
  showStep(graph);
}

function play(graph) {
  if (graph.position >= graph.data.steps.length - 1) graph.position = 0;
  closeCheck(graph);
  graph.playing = true;
  seek(graph, graph.position);
  tick(graph);
}

function tick(graph) {
  clearTimeout(graph.timer);
  graph.timer = setTimeout(() => {
    if (graph.position >= graph.data.steps.length - 1) return pause(graph);
    seek(graph, graph.position + 1);
    tick(graph);
  }, 1000 / (STEPS_A_SECOND * 2 ** graph.speed));
}
