// A new start: a tap on the map, a drag of the handle, or the arrow keys. The handle follows at once; the server is told
// seldom, and never before it has answered the last time.

const PICKS_EVERY = 150; // milliseconds
const ANSWER_WITHIN = 1000; // milliseconds after which the server is told again

function drawStartHandle(context, player) {
  const { scene, theme, places, startDrag } = player;
  const [x, y] = [places.x((startDrag ?? scene.start)[0]), places.y((startDrag ?? scene.start)[1])];
  const alpha = context.globalAlpha;
  context.globalAlpha = 1;
  for (const [style, width] of [[theme.halo, 6], [colorOf(theme, 0), 2.5]]) {
    context.beginPath();
    context.arc(x, y, 10, 0, 2 * Math.PI);
    context.strokeStyle = style;
    context.lineWidth = width;
    context.stroke();
  }
  if (startDrag) {
    context.beginPath();
    context.arc(x, y, 4, 0, 2 * Math.PI);
    context.fillStyle = colorOf(theme, 0);
    context.fill();
  }
  const below = y < places.area.top + 40;
  drawPlate(context, "start", x, y + (below ? 24 : -24), theme, places.area);
  context.globalAlpha = alpha;
}

// Numbers that a person would type: a thousandth of the window is fine enough.
function roundPick(scene, [x, y]) {
  return [x, y].map((value, axis) => {
    const [low, high] = scene.window[axis];
    const decimals = clamp(3 - Math.ceil(Math.log10(high - low)), 0, 8);
    return +clamp(value, low, high).toFixed(decimals);
  });
}

function pick(player, point) {
  player.startDrag = player.unsent = roundPick(player.scene, point);
  placeHandle(player);
  requestFrame(player);
  sendPick(player);
}

function sendPick(player) {
  clearTimeout(player.pickTimer);
  if (player.gone) return;
  const since = performance.now() - player.sentAt;
  if (player.unsent) {
    const wait = (player.answered ? PICKS_EVERY : ANSWER_WITHIN) - since;
    if (wait > 0) {
      player.pickTimer = setTimeout(() => sendPick(player), wait);
      return;
    }
    player.sentAt = performance.now();
    player.answered = false;
    const point = player.unsent;
    player.unsent = null;
    player.setTriggerValue("picked", point);
  }
  // An answer with the same data never arrives: then the handle goes back to where the data say.
  player.pickTimer = setTimeout(() => settleStart(player), ANSWER_WITHIN);
}

function settleStart(player) {
  if (player.dragging || player.unsent) return;
  player.startDrag = null;
  placeHandle(player);
  requestFrame(player);
}

// New data have come.
function answerPick(player) {
  player.answered = true;
  if (player.unsent) sendPick(player);
  else settleStart(player);
}

// The handle's own element: a finger on it drags the start, a finger elsewhere scrolls the page.
function placeHandle({ elements, scene, places, startDrag, view }) {
  const { handle } = elements;
  handle.hidden = !scene.pickable || view.mode !== "map" || !places;
  if (handle.hidden) return;
  const [x, y] = startDrag ?? scene.start;
  handle.style.transform = `translate(${places.x(x)}px, ${places.y(y)}px)`;
}

function moveStart(player, event) {
  const sizes = player.scene.window.map(([low, high]) => (high - low) / (event.shiftKey ? 10 : 50));
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  const way = ways[event.key];
  if (!way || !player.scene.pickable) return false;
  const from = player.startDrag ?? player.scene.start;
  pick(player, from.map((value, axis) => value + way[axis] * sizes[axis]));
  return true;
}

function watchStart(player) {
  const { canvas, handle, tip } = player.elements;
  const valueAt = (event) => {
    const box = canvas.getBoundingClientRect();
    return [player.places.valueX(event.clientX - box.left), player.places.valueY(event.clientY - box.top)];
  };
  handle.onpointerdown = (event) => {
    if (event.button) return;
    event.preventDefault();
    canvas.focus({ preventScroll: true });
    handle.setPointerCapture(event.pointerId);
    player.dragging = true;
    tip.hidden = true;
  };
  handle.onpointermove = (event) => player.dragging && pick(player, valueAt(event));
  handle.onpointerup = handle.onpointercancel = () => {
    if (!player.dragging) return;
    player.dragging = false;
    if (player.startDrag && !player.unsent && player.answered) settleStart(player);
    else if (player.startDrag) sendPick(player);
  };
  player.tapMap = (event) => {
    const box = canvas.getBoundingClientRect();
    const inside = player.places.holds(event.clientX - box.left, event.clientY - box.top);
    if (inside && player.scene.pickable) pick(player, valueAt(event));
  };
}
