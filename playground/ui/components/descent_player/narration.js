// The step in numbers: each quantity's arithmetic with the numbers of this very step; in a race the ranking instead.
// The table keeps its rows, and so its height; only texts change.

function element(kind, className, ...children) {
  const made = document.createElement(kind);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

// `0.9 · {m} + 0.1 · {g}` with numbers; a negative one is put in parentheses behind an operator and under a power.
function arithmeticText(template, read) {
  const parts = template.split(/\{(\w+)\}/);
  return parts
    .map((part, index) => {
      if (index % 2 === 0) return part;
      const text = numberText(read(part));
      const before = parts[index - 1].trimEnd();
      const signed = text.startsWith("−") && /[-+−·×/*]$/.test(before);
      const powered = /^[²³^]/.test(parts[index + 1]) && /[−×]/.test(text);
      const under = before.endsWith("√") && /[−×]/.test(text);
      const divides = before.endsWith("/") && text.includes("×");
      return signed || powered || under || divides ? `(${text})` : text;
    })
    .join("");
}

function buildNarration(player) {
  const { scene, elements, theme } = player;
  const { narration, paths } = scene;
  const shape = JSON.stringify([narration?.lines, narration?.arrows, scene.coordinates, paths.map(({ label }) => label), theme.colors]);
  if (shape === player.narrationShape) return;
  player.narrationShape = shape;
  player.cells = [];
  player.ranks = [];
  elements.heading.textContent = "";
  elements.narration.hidden = !narration && paths.length === 1;
  if (paths.length > 1) elements.numbers.replaceChildren(rankingOf(player));
  else if (narration) elements.numbers.replaceChildren(tableOf(player));
  elements.legend.classList.toggle("arrows", paths.length === 1);
  elements.legend.replaceChildren(...legendOf(player));
}

function tableOf(player) {
  const { narration, coordinates } = player.scene;
  // Wide enough for the longest line, so that columns do not shift while their numbers change.
  const lengths = narration.lines.map(({ template }) => template.replace(/\{\w+\}/g, "(−0.1234)").length);
  const headings = coordinates.map((name) => element("th", "coordinate", name));
  for (const heading of headings) heading.style.minWidth = `${Math.round((Math.max(...lengths) + 10) * 6.6 + 28)}px`;
  const head = element("tr", "", element("th", ""), ...headings);
  const rows = narration.lines.map((line) => {
    const symbol = element("span", "symbol", line.symbol);
    const arrow = narration.arrows.findIndex(({ name }) => name === line.name);
    if (arrow >= 0) symbol.style.color = arrowColor(player.theme, arrow);
    const title = element("th", "quantity", symbol, element("span", "label", line.label));
    title.scope = "row";
    const cells = coordinates.map((_, column) => {
      const [how, result] = [element("span", "how"), element("b", "result")];
      player.cells.push({ line, column, how, result });
      return element("td", "", how, result);
    });
    return element("tr", "", title, ...cells);
  });
  return element("table", "", element("thead", "", head), element("tbody", "", ...rows));
}

function legendOf({ scene, theme }) {
  const chip = (mark, color, label) => {
    const sign = element("span", "mark", mark);
    sign.style.color = color;
    return element("span", "chip", sign, label);
  };
  if (scene.paths.length > 1) return scene.paths.map(({ label }, index) => chip("●", colorOf(theme, index), label));
  const signs = { step: "➜", part: "→", direction: "⇢" };
  const arrows = scene.narration?.arrows ?? [];
  return arrows.map(({ kind, label }, index) => chip(signs[kind] ?? "→", arrowColor(theme, index), label));
}

function rankingOf(player) {
  const { paths } = player.scene;
  const list = element("div", "ranking");
  list.setAttribute("role", "list");
  list.style.height = `${paths.length * 36}px`;
  paths.forEach(({ label }, index) => {
    const [place, swatch, loss] = [element("span", "place"), element("span", "swatch"), element("span", "loss")];
    swatch.style.background = colorOf(player.theme, index);
    const row = element("div", "rank", place, swatch, element("span", "name", label), loss);
    row.style.transform = `translateY(${index * 36}px)`; // a row that comes does not slide in from the top
    row.setAttribute("role", "listitem");
    player.ranks.push({ row, place, loss });
    list.append(row);
  });
  return list;
}

function showNarration(player) {
  const { scene, elements, position } = player;
  if (scene.paths.length > 1) return showRanking(player);
  if (!scene.narration) return;
  const path = scene.paths[0];
  const row = rowAt(path, position);
  const over = row >= path.steps.length - 1;
  const shown = toldRow(path, row);
  const endings = { null: path.steps[shown] + 1 === path.last ? ", the last one" : "", 0: ": the loss at the start is no finite number" };
  const ending = over ? (endings[path.divergedAt] ?? ": the next step leaves the finite numbers") : "";
  const step = path.steps[shown];
  setText(elements.heading, `Step ${countText(step)} → ${countText(step + 1)}${ending}`);
  for (const { line, column, how, result } of player.cells) {
    if (path.steps.length < 2) {
      setText(how, "");
      setText(result, "");
      continue;
    }
    const read = (name) => scene.narration.read(name, shown, column);
    setText(how, line.template ? `${arithmeticText(line.template, read)} = ` : "");
    setText(result, numberText(read(line.name)));
  }
}

function showRanking(player) {
  const { scene, elements, position } = player;
  setText(elements.heading, `After ${stepText(Math.floor(position + 1e-9))}`);
  const standings = scene.paths.map((path, index) => {
    const out = path.divergedAt !== null && position > path.last;
    return { index, out, loss: path.losses[rowAt(path, position)] };
  });
  standings.sort((one, other) => one.out - other.out || one.loss - other.loss || one.index - other.index);
  standings.forEach(({ index, out, loss }, place) => {
    const { row, place: number, loss: text } = player.ranks[index];
    row.style.transform = `translateY(${place * 36}px)`;
    setText(number, `${place + 1}`);
    setText(text, out ? `no finite number from ${stepText(scene.paths[index].divergedAt)} on` : numberText(loss));
  });
}

function setText(target, text) {
  if (target.textContent !== text) target.textContent = text;
}
