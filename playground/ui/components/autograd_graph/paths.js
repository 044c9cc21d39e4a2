// A chosen leaf: its ways to the loss on the picture, and their products beside PyTorch's gradient.

function choose(graph, index) {
  const check = graph.data.checks[index];
  if (!check) return;
  if (graph.chosen === index) return closeCheck(graph);
  pause(graph);
  graph.chosen = index;
  showCheck(graph);
}

function closeCheck(graph) {
  const { check } = graph.elements;
  const inside = check.contains(check.getRootNode().activeElement);
  if (inside && graph.chosen !== null) graph.boxes[graph.chosen].group.focus();
  graph.chosen = null;
  check.hidden = true;
  markPaths(graph, []);
  showStep(graph);
}

function markPaths(graph, paths) {
  const marked = new Set(paths.flatMap((path) => path.edges));
  graph.wires.forEach((wire, index) => wire.classList.toggle("path", marked.has(index)));
  graph.boxes.forEach(({ group }, index) => {
    const chosen = String(index) === graph.chosen;
    group.classList.toggle("chosen", chosen);
    if (group.getAttribute("role") === "button") group.setAttribute("aria-pressed", chosen);
  });
}

function showCheck(graph) {
  const { elements, data, chosen } = graph;
  const check = data.checks[chosen];
  showStep(graph);
  markPaths(graph, check.paths);
  elements.checkTitle.textContent = titleOf(check);
  const table = document.createElement("table");
  check.paths.forEach((path, number) => {
    const row = addRow(table, `Path ${number + 1}`, path.factors, path.product);
    row.tabIndex = 0;
    row.onmouseenter = row.onfocus = () => markPaths(graph, [path]);
    row.onmouseleave = row.onblur = () => markPaths(graph, check.paths);
  });
  if (check.paths.length) addRow(table, "Sum", check.paths.length > 1 ? "of all paths" : "one path", check.sum);
  addRow(table, ".grad", "what PyTorch computed", check.gradient);
  addRow(table, "Finite difference", "(loss(w + h) − loss(w − h)) / 2h", check.difference);
  elements.checkBody.replaceChildren(table, check.note);
  elements.check.hidden = false;
}

function titleOf({ name, paths }) {
  if (!paths.length) return `${name}: its gradient, checked`;
  return paths.length > 1 ? `${name}: ${paths.length} paths to the loss` : `${name}: one path to the loss`;
}

function addRow(table, ...cells) {
  const row = table.insertRow();
  cells.forEach((text, index) => {
    const cell = row.insertCell();
    cell.textContent = text;
    if (index === 1) cell.className = "soft";
  });
  return row;
}
