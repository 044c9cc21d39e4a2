// The pointer and the keys on the stage: on the map they read the loss and choose a start, in space they turn the surface.

function watchStage(player) {
  const { canvas, tip } = player.elements;
  const { view } = player;
  let turning = null;
  const turn = (yaw, pitch) => {
    view.yaw += yaw;
    view.pitch = clamp(view.pitch + pitch, 0.12, 1.5);
    player.stale ||= "view";
    requestFrame(player);
  };
  canvas.onpointerdown = (event) => {
    if (view.mode === "map" || event.button || !event.isPrimary) return; // a second finger changes nothing
    turning = [event.clientX, event.clientY];
    canvas.setPointerCapture(event.pointerId);
  };
  canvas.onpointermove = (event) => {
    if (view.mode === "map") return event.pointerType === "mouse" && showTip(player, event);
    if (!turning || !event.isPrimary) return;
    const [dx, dy] = [event.clientX - turning[0], event.clientY - turning[1]];
    turning = [event.clientX, event.clientY];
    view.turning = true;
    turn(dx * 0.008, dy * 0.006);
  };
  canvas.onpointerup = canvas.onpointercancel = (event) => {
    if (!turning || !event.isPrimary) return;
    turning = null;
    view.turning = false;
    turn(0, 0);
  };
  canvas.onpointerleave = () => (tip.hidden = true);
  canvas.onclick = (event) => view.mode === "map" && player.tapMap(event);
  canvas.ondblclick = () => view.mode === "3d" && (Object.assign(view, firstView(player)), turn(0, 0));
  canvas.onwheel = (event) => {
    if (view.mode !== "3d" || !event.ctrlKey) return; // without ctrl the page scrolls
    event.preventDefault();
    view.zoom = clamp(view.zoom * Math.exp(-event.deltaY * 0.002), 0.6, 4);
    turn(0, 0);
  };
  canvas.onkeydown = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const turns = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, 0.08], ArrowDown: [0, -0.08] };
    if (event.key === " ") playOrPause(player);
    else if (view.mode === "3d" && turns[event.key]) turn(...turns[event.key]);
    else if (view.mode === "3d" || !moveStart(player, event)) return;
    event.preventDefault();
  };
}

function showTip({ elements: { tip, canvas }, places, scene, dragging }, event) {
  const box = canvas.getBoundingClientRect();
  const [x, y] = [event.clientX - box.left, event.clientY - box.top];
  tip.hidden = dragging || !places.holds(x, y);
  if (tip.hidden) return;
  const texts = [places.valueX(x), places.valueY(y)].map((value, axis) => {
    const [low, high] = scene.window[axis];
    return `${scene.coordinates[axis]} = ${coordinateText(value, high - low)}`;
  });
  setText(tip, `${texts.join(", ")}, ${readLoss(scene, places.across(x), places.up(y))}`);
  const left = x + 14 + tip.offsetWidth > box.width ? x - 14 - tip.offsetWidth : x + 14;
  tip.style.transform = `translate(${Math.max(0, left)}px, ${Math.max(0, y - 34)}px)`;
}

// The map knows the loss at its grid only, and in a plane where the other coordinates are at the target.
function readLoss(scene, across, up) {
  if (isHole(scene.landscape, across, up)) return "no value here";
  const plane = scene.plane ? ` at ${scene.plane}` : "";
  return `${lossText(+lossAt(scene.landscape, across, up).toPrecision(2)).replace(" ", " ≈ ")}${plane}`;
}

function nameStage({ elements, scene, view }) {
  const map = scene.pickable ? "Map of the loss. Arrow keys move the start, space plays." : "Map of the loss. Space plays.";
  elements.canvas.setAttribute("aria-label", view.mode === "map" ? map : "The loss as a surface. Arrow keys turn it, space plays.");
}
