// The loss over the steps, which is also the scrubber: what has passed is bright, what comes is faint. Both are painted
// once; a frame copies them left and right of the cursor.

const TIMELINE_EDGES = { left: 66, top: 10, right: 16, bottom: 20 };

function timelinePlaces(scene, width, height) {
  const { left, top, right, bottom } = TIMELINE_EDGES;
  const area = { left, top, width: width - left - right, height: height - top - bottom };
  let [low, high, positive] = [Infinity, -Infinity, Infinity];
  for (const { losses } of scene.paths) {
    for (const loss of losses) {
      if (!Number.isFinite(loss)) continue;
      low = Math.min(low, loss);
      high = Math.max(high, loss);
      if (loss > 0) positive = Math.min(positive, loss);
    }
  }
  if (low > high) low = high = 0; // not even the start has a loss
  const logarithmic = low >= 0 && positive < high;
  // A loss of exactly 0 has no logarithm: it stands on the floor.
  const level = logarithmic ? (loss) => Math.log(Math.max(loss, positive)) : (loss) => loss;
  const [floor, ceiling] = [level(low), level(high)];
  return {
    area,
    low,
    high,
    logarithmic,
    x: (step) => area.left + (scene.last ? step / scene.last : 1) * area.width,
    y: (loss) => area.top + (1 - (ceiling > floor ? (level(loss) - floor) / (ceiling - floor) : 0.5)) * area.height,
    step: (x) => clamp((x - area.left) / area.width, 0, 1) * scene.last,
  };
}

function traceLosses(context, path, places) {
  context.beginPath();
  let [x, y] = [NaN, NaN];
  path.losses.forEach((loss, row) => {
    const [nextX, nextY] = [places.x(path.steps[row]), places.y(loss)];
    if (row && row < path.losses.length - 1 && Math.abs(nextX - x) + Math.abs(nextY - y) < 0.7) return;
    [x, y] = [nextX, nextY];
    context.lineTo(x, y);
  });
}

// Short enough for the room beside the curve.
function edgeText(loss) {
  const text = numberText(loss, 3);
  return text.length > 7 ? numberText(loss, 2) : text;
}

function paintTimeline(context, { scene, theme, timeline }, bright) {
  const { area } = timeline;
  context.fillStyle = theme.dark ? "rgba(255, 255, 255, 0.035)" : "rgba(40, 60, 110, 0.035)";
  context.beginPath();
  context.roundRect(area.left - 6, area.top - 6, area.width + 12, area.height + 12, 8);
  context.fill();
  context.lineJoin = context.lineCap = "round";
  scene.paths.forEach((path, index) => {
    const color = colorOf(theme, index);
    traceLosses(context, path, timeline);
    context.strokeStyle = bright ? color : withAlpha(color, 0.35);
    context.lineWidth = bright ? 2.4 : 1.8;
    context.stroke();
    if (!bright || scene.paths.length > 1 || !path.last) return;
    context.lineTo(timeline.x(path.last), area.top + area.height + 6);
    context.lineTo(area.left, area.top + area.height + 6);
    context.fillStyle = withAlpha(color, 0.1);
    context.fill();
  });
  context.font = `12px ${theme.font}`;
  context.fillStyle = theme.muted;
  context.textBaseline = "middle";
  context.textAlign = "right";
  context.fillText(edgeText(timeline.high), area.left - 12, area.top + 1);
  context.fillText("loss", area.left - 12, area.top + area.height / 2);
  context.fillText(edgeText(timeline.low), area.left - 12, area.top + area.height - 1);
  const below = area.top + area.height + 14;
  context.textAlign = "left";
  context.fillText("0", area.left, below);
  context.textAlign = "right";
  context.fillText(stepText(scene.last), area.left + area.width, below);
  const diverged = scene.paths.find(({ divergedAt, last }) => divergedAt !== null && last === scene.last);
  const note = diverged ? `no finite number from ${stepText(diverged.divergedAt)} on` : timeline.logarithmic ? "logarithmic" : "";
  context.textAlign = "center";
  context.fillText(note, area.left + area.width / 2, below);
}

function drawTimelineFrame(context, player, width, height) {
  const { scene, theme, timeline, position, timelineBackdrops: [faint, bright] } = player;
  const { area } = timeline;
  const cursor = timeline.x(position);
  const copy = (picture, from, to) => {
    context.save();
    context.beginPath();
    context.rect(from, 0, to - from, height);
    context.clip();
    context.drawImage(picture, 0, 0, width, height);
    context.restore();
  };
  copy(bright, 0, cursor);
  copy(faint, cursor, width);
  context.fillStyle = theme.text;
  context.beginPath();
  context.roundRect(cursor - 1, area.top - 6, 2, area.height + 12, 1);
  context.fill();
  scene.paths.forEach((path, index) => {
    const row = rowAt(path, position);
    const next = Math.min(row + 1, path.losses.length - 1);
    const share = shareAt(path, position, row);
    const [from, to] = [timeline.y(path.losses[row]), timeline.y(path.losses[next])];
    context.beginPath();
    context.arc(timeline.x(Math.min(position, path.last)), from + (to - from) * share, 4.5, 0, 2 * Math.PI);
    context.fillStyle = colorOf(theme, index);
    context.fill();
    context.lineWidth = 1.5;
    context.strokeStyle = theme.background;
    context.stroke();
  });
}

function watchTimeline(player) {
  const canvas = player.elements.timeline;
  const scrub = (event) => seek(player, Math.round(player.timeline.step(event.clientX - canvas.getBoundingClientRect().left)));
  canvas.onpointerdown = (event) => {
    if (event.button) return;
    canvas.setPointerCapture(event.pointerId);
    pause(player);
    scrub(event);
  };
  canvas.onpointermove = (event) => canvas.hasPointerCapture(event.pointerId) && scrub(event);
  canvas.onkeydown = (event) => {
    const big = Math.max(1, Math.round(player.scene.last / 10));
    const moves = {
      ArrowLeft: () => stepBy(player, -1),
      ArrowDown: () => stepBy(player, -1),
      ArrowRight: () => stepBy(player, 1),
      ArrowUp: () => stepBy(player, 1),
      PageDown: () => seek(player, player.position - big),
      PageUp: () => seek(player, player.position + big),
      Home: () => seek(player, 0),
      End: () => seek(player, player.scene.last),
      " ": () => playOrPause(player),
    };
    if (!moves[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    moves[event.key]();
  };
}
