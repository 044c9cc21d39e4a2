// The player: unpacks what Python sent, paints what stands still, and draws a frame whenever something moved.

const players = new WeakMap();

function createPlayer(parent) {
  const find = (selector) => parent.querySelector(selector);
  const names = ["player", "stage", "map", "handle", "tip", "legend", "fit", "timeline", "first", "back", "play", "forward", "speed", "narration", "heading", "numbers"];
  const elements = Object.fromEntries(names.map((name) => [name, find(`.${name}`)]));
  Object.assign(elements, {
    canvas: find("canvas.map"),
    fit: find("canvas.fit"),
    fitPanel: find(".fit-panel"),
    fitTitle: find(".fit-title"),
    viewMap: find(".view-map"),
    viewSpace: find(".view-3d"),
    speedText: find(".speed-text"),
    step: find(".readout .step"),
    loss: find(".readout .loss"),
  });
  const player = {
    elements,
    view: { mode: "map", yaw: null },
    speed: 0,
    position: 0,
    playing: false,
    touched: false,
    textsAt: 0,
    frame: 0,
    sentAt: -Infinity,
    answered: true,
    startDrag: null,
    eased: (share) => share,
  };
  watchControls(player);
  watchTimeline(player);
  watchStart(player);
  watchStage(player);
  player.observer = new ResizeObserver(() => layOut(player));
  for (const canvas of [elements.canvas, elements.fit, elements.timeline]) player.observer.observe(canvas);
  return player;
}

function watchControls(player) {
  const { elements } = player;
  elements.play.onclick = () => playOrPause(player);
  elements.first.onclick = () => (pause(player), seek(player, 0));
  elements.back.onclick = () => stepBy(player, -1);
  elements.forward.onclick = () => stepBy(player, 1);
  elements.speed.oninput = () => {
    player.speed = +elements.speed.value;
    player.eased = easing(player);
    requestFrame(player);
  };
  const show = (mode) => {
    player.view.mode = mode;
    if (mode === "3d" && player.view.yaw === null) Object.assign(player.view, firstView(player));
    elements.player.classList.toggle("space", mode === "3d");
    elements.viewMap.setAttribute("aria-pressed", mode === "map");
    elements.viewSpace.setAttribute("aria-pressed", mode === "3d");
    elements.tip.hidden = true;
    player.stale ||= "view";
    placeHandle(player);
    nameStage(player);
    requestFrame(player);
  };
  elements.viewMap.onclick = () => show("map");
  elements.viewSpace.onclick = () => show("3d");
  elements.player.ontransitionend = (event) => {
    if (event.target !== elements.player || event.propertyName !== "color") return;
    dress(player);
  };
}

// Reads the theme, which may have changed, and paints again.
function dress(player) {
  player.theme = readTheme(player.elements.player);
  buildNarration(player);
  layOut(player);
}

// A canvas with one pixel for each pixel of the screen; null while it has no size.
function fitted(canvas) {
  const ratio = Math.min(window.devicePixelRatio || 1, 3);
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  if (width < 120 || height < 60) return null;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) [canvas.width, canvas.height] = [wide, high];
  return { width, height, ratio };
}

function backdrop({ width, height, ratio }, paint) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
  const context = canvas.getContext("2d");
  context.scale(ratio, ratio);
  paint(context);
  return canvas;
}

// Fits the canvases to their room and draws within the same task, so that no blank canvas is ever shown.
function layOut(player) {
  if (!player.scene || player.gone) return;
  const { elements, scene } = player;
  player.sizes = { map: fitted(elements.canvas), timeline: fitted(elements.timeline), fit: scene.fit && fitted(elements.fit) };
  player.stale = "all";
  if (player.sizes.map && player.sizes.timeline) drawAll(player, performance.now(), true);
}

// Paints anew what stands still between two steps.
function paintBackdrops(player) {
  const { scene, theme, view, sizes } = player;
  const { width, height, ratio } = sizes.map;
  player.places = mapPlaces(scene, width, height);
  if (player.stale === "all") {
    player.timeline = timelinePlaces(scene, sizes.timeline.width, sizes.timeline.height);
    player.timelineBackdrops = [false, true].map((bright) => backdrop(sizes.timeline, (context) => paintTimeline(context, player, bright)));
  }
  if (view.mode === "map") {
    player.onMap = scene.paths.map((path) => pathOnMap(path, player.places));
    const landscape = landscapePicture(player, ratio);
    player.stageBackdrop = backdrop(sizes.map, (context) => paintMapBackdrop(context, player, landscape));
  } else {
    player.camera = cameraOf(view, width, height);
    player.inSpace = scene.paths.map((path) => pathInSpace(path, player));
    player.stageBackdrop = backdrop(sizes.map, (context) => {
      paintSurface(context, player);
      paintSpaceAxes(context, player);
    });
  }
  player.stale = null;
}

// The landscape's picture outlives new paths: only a new loss, size or theme paints it again.
function landscapePicture(player, ratio) {
  const { area } = player.places;
  const [width, height] = [Math.round(area.width * ratio), Math.round(area.height * ratio)];
  const key = [player.data.landscape.heights, width, height, player.theme.dark].join();
  if (key !== player.landscapeKey) {
    player.landscapeKey = key;
    player.landscape = paintLandscape(player.scene.landscape, player.theme, width, height, ratio);
  }
  return player.landscape;
}

function drawAll(player, now, texts = false) {
  const { sizes, elements, view } = player;
  if (!sizes?.map || !sizes.timeline) return;
  if (player.stale) paintBackdrops(player);
  drawOn(elements.canvas, sizes.map, (context, { width, height }) => {
    context.drawImage(player.stageBackdrop, 0, 0, width, height);
    if (view.mode === "map") drawMapFrame(context, player);
    else drawSpaceFrame(context, player);
  });
  drawOn(elements.timeline, sizes.timeline, (context, { width, height }) => drawTimelineFrame(context, player, width, height));
  if (sizes.fit) drawOn(elements.fit, sizes.fit, (context, { width, height }) => drawFit(context, player, width, height));
  placeHandle(player);
  if (!texts && player.playing && now - player.textsAt < TEXTS_EVERY) return;
  player.textsAt = now;
  showControls(player);
  showNarration(player);
}

function drawOn(canvas, size, draw) {
  const context = canvas.getContext("2d");
  context.setTransform(size.ratio, 0, 0, size.ratio, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
  draw(context, size);
}

function showData(player, data) {
  player.data = data;
  player.scene = sceneOf(data);
  const { scene, elements } = player;
  const kept = player.playing || player.touched;
  player.position = kept ? Math.min(player.position, scene.last) : scene.last;
  player.eased = easing(player);
  elements.player.setAttribute("aria-label", scene.alt || "A gradient descent");
  elements.player.classList.toggle("with-fit", Boolean(scene.fit));
  elements.player.classList.toggle("pickable", Boolean(scene.pickable));
  elements.fitPanel.hidden = !scene.fit;
  setText(elements.fitTitle, scene.paths.length > 1 ? `The line of ${scene.paths[0].label}` : "The line at this step");
  nameStage(player);
}

function mount({ data, parentElement, setTriggerValue }) {
  let player = players.get(parentElement);
  if (!player) players.set(parentElement, (player = createPlayer(parentElement)));
  player.setTriggerValue = setTriggerValue;
  const changed = data !== player.data;
  if (changed) showData(player, data);
  dress(player);
  if (changed) answerPick(player);
  return () => {
    player.gone = true;
    cancelAnimationFrame(player.frame);
    clearTimeout(player.pickTimer);
    player.observer.disconnect();
    players.delete(parentElement);
  };
}
