// The graph: takes what Python sent, and turns clicks and keys into steps.

const graphs = new WeakMap();

function createGraph(parent) {
  const find = (selector) => parent.querySelector(selector);
  const names = ["graph", "scroll", "legend", "controls", "first", "back", "play", "forward", "timeline", "speed", "story", "phase", "title", "count", "lines", "check", "close"];
  const elements = Object.fromEntries(names.map((name) => [name, find(`.${name}`)]));
  Object.assign(elements, {
    svg: find("svg.picture"),
    speedText: find(".speed-text"),
    checkTitle: find(".check-title"),
    checkBody: find(".check-body"),
  });
  const graph = { elements, data: null, position: 0, speed: 0, playing: false, chosen: null, timer: 0 };
  watchControls(graph);
  watchKeys(graph);
  return graph;
}

function watchControls(graph) {
  const { elements } = graph;
  const go = (position) => {
    closeCheck(graph);
    pause(graph);
    seek(graph, position);
  };
  elements.play.onclick = () => (graph.playing ? pause(graph) : play(graph));
  elements.first.onclick = () => go(0);
  elements.back.onclick = () => go(graph.position - 1);
  elements.forward.onclick = () => go(graph.position + 1);
  elements.timeline.oninput = () => go(+elements.timeline.value);
  elements.close.onclick = () => closeCheck(graph);
  elements.speed.oninput = () => {
    graph.speed = +elements.speed.value;
    elements.speedText.textContent = `${2 ** graph.speed}×`;
    elements.speed.setAttribute("aria-valuetext", elements.speedText.textContent);
    if (graph.playing) tick(graph);
  };
  elements.svg.onclick = (event) => chooseAt(graph, event.target);
}

function watchKeys(graph) {
  const { elements } = graph;
  elements.graph.onkeydown = (event) => {
    const leaf = event.target.closest?.(".node.leaf");
    if (leaf && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      chooseAt(graph, leaf);
    } else if (event.key === "Escape") closeCheck(graph);
    else if (leaf && event.key === "ArrowRight") elements.forward.click();
    else if (leaf && event.key === "ArrowLeft") elements.back.click();
  };
}

function chooseAt(graph, element) {
  const group = element.closest(".node.leaf");
  if (group) choose(graph, String(graph.boxes.findIndex((box) => box.group === group)));
}

// The same graph with other numbers keeps its step and its chosen leaf.
function takeData(graph, data) {
  const shape = JSON.stringify([data.edges, data.nodes.map((node) => node.sign), data.steps.length]);
  const same = shape === graph.shape;
  Object.assign(graph, { data, shape });
  const { elements } = graph;
  elements.svg.setAttribute("aria-label", data.alt);
  elements.graph.setAttribute("aria-label", "The autograd graph");
  for (const part of [elements.controls, elements.story]) part.hidden = data.steps.length === 0;
  const focused = graph.boxes?.findIndex((box) => box.group === box.group.getRootNode().activeElement) ?? -1;
  buildPicture(graph);
  if (!same) {
    graph.playing = false;
    clearTimeout(graph.timer);
    graph.position = Math.max(data.steps.length - 1, 0);
    graph.chosen = null;
    elements.check.hidden = true;
  }
  if (focused >= 0 && same) graph.boxes[focused].group.focus();
  if (graph.chosen !== null) showCheck(graph);
  else showStep(graph);
}

function mount({ data, parentElement }) {
  let graph = graphs.get(parentElement);
  if (!graph) graphs.set(parentElement, (graph = createGraph(parentElement)));
  if (data !== graph.data) takeData(graph, data);
  return () => {
    clearTimeout(graph.timer);
    graphs.delete(parentElement);
  };
}
