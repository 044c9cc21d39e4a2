// Tiles out of one picture, one of which can be chosen. Python says what each shows; a click is told to Python.

function mount({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".tiles");
  if (!root || !data) return undefined;
  root.setAttribute("aria-label", data.label);
  root.style.setProperty("--tile", `${data.tile}px`);
  root.style.setProperty("--height", `${data.height}px`);
  while (root.children.length > data.tiles.length) root.lastChild.remove();
  while (root.children.length < data.tiles.length) root.append(emptyTile());
  data.tiles.forEach((tile, index) => fill(root.children[index], tile, data));
  if (!root.querySelector('[aria-pressed="true"]') && root.firstChild) root.firstChild.tabIndex = 0;
  const choose = (button) => {
    for (const other of root.children) mark(other, other === button);
    setTriggerValue("picked", Number(button.dataset.id));
  };
  root.onclick = (event) => {
    const button = event.target.closest("button");
    if (button) choose(button);
  };
  root.onkeydown = (event) => walk(root, event);
  return undefined;
}

function emptyTile() {
  const button = document.createElement("button");
  button.type = "button";
  button.innerHTML = '<div class="picture"></div><div class="bar"><i></i></div><span class="name"><b></b> <span></span></span>';
  return button;
}

function fill(button, tile, data) {
  const { url, across, down, width, height } = data.sprite;
  const column = tile.place % across, row = Math.floor(tile.place / across);
  const picture = button.querySelector(".picture"), bar = button.querySelector("i");
  // In percent a background's place is counted between the first tile and the last one.
  picture.style.backgroundImage = `url(${url})`;
  picture.style.backgroundSize = `${100 * across}% ${100 * down}%`;
  picture.style.backgroundPosition = `${across > 1 ? (100 * column) / (across - 1) : 0}% ${down > 1 ? (100 * row) / (down - 1) : 0}%`;
  picture.style.aspectRatio = `${width} / ${height}`;
  bar.style.width = `${100 * Math.abs(tile.level)}%`;
  bar.className = tile.level < 0 ? "below" : "";
  button.className = tile.silent ? "silent" : "";
  button.querySelector("b").textContent = tile.name;
  button.querySelector(".name span").textContent = tile.value;
  button.title = tile.title;
  button.setAttribute("aria-label", tile.title);
  button.dataset.id = tile.id;
  mark(button, tile.id === data.chosen);
}

// One tile is reached by the tabulator, the others from it by the arrows.
function mark(button, chosen) {
  button.setAttribute("aria-pressed", chosen);
  button.tabIndex = chosen ? 0 : -1;
}

function walk(root, event) {
  const tiles = [...root.children], index = tiles.indexOf(event.target.closest("button"));
  const across = getComputedStyle(root).gridTemplateColumns.split(" ").length;
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -across, ArrowDown: across }[event.key];
  if (index < 0 || !step) return;
  event.preventDefault();
  tiles[Math.min(Math.max(index + step, 0), tiles.length - 1)].focus();
}
