// What lies on the surface in space: paths bent along it, minima and racers. What a hill hides shows through faintly.

// The first view: the one of eight in which the hills hide least of the path and the minima.
function firstView({ scene }) {
  const [[lowX, highX], [lowY, highY]] = scene.window;
  const path = scene.paths[0];
  const every = Math.ceil(path.losses.length / 60);
  const seen = [...scene.minima, ...scene.minima];
  for (let row = 0; row < path.losses.length; row += every) seen.push([path.points[2 * row], path.points[2 * row + 1]]);
  const hiddenFrom = (yaw) => {
    const { eye } = cameraOf({ ...FIRST_VIEW, yaw }, 100, 100);
    return seen.filter(([x, y]) => {
      const [across, up] = [(x - lowX) / (highX - lowX), (y - lowY) / (highY - lowY)];
      return isHidden(scene.landscape, eye, across, up, heightAt(scene.landscape, across, up) + 0.012);
    }).length;
  };
  const counts = FIRST_YAWS.map(hiddenFrom);
  return { ...FIRST_VIEW, yaw: FIRST_YAWS[counts.indexOf(Math.min(...counts))] };
}

// A path in pixels of this view, laid on the surface: a long step bends with it. `ends[row]` is the spot of a row; each
// spot knows whether a hill hides it. The path ends where it leaves the map.
function pathInSpace(path, { scene, camera }) {
  const [[lowX, highX], [lowY, highY]] = scene.window;
  const spots = [];
  const ends = [];
  let [fromX, fromY] = [NaN, NaN];
  for (let row = 0; row < path.losses.length; row++) {
    const toX = (path.points[2 * row] - lowX) / (highX - lowX);
    const toY = (path.points[2 * row + 1] - lowY) / (highY - lowY);
    if (!(toX >= 0 && toX <= 1 && toY >= 0 && toY <= 1)) break;
    const pieces = row ? clamp(Math.ceil(Math.hypot(toX - fromX, toY - fromY) / 0.02), 1, 40) : 1;
    for (let piece = 1; piece <= pieces; piece++) {
      const share = piece / pieces;
      const across = row ? fromX + (toX - fromX) * share : toX;
      const up = row ? fromY + (toY - fromY) * share : toY;
      const level = heightAt(scene.landscape, across, up) + 0.012;
      spots.push({ at: camera.place(across, up, level), hidden: isHidden(scene.landscape, camera.eye, across, up, level) });
    }
    ends.push(spots.length - 1);
    [fromX, fromY] = [toX, toY];
  }
  return { spots, ends };
}

function isHidden(landscape, eye, across, up, level) {
  for (let stride = 1; stride <= 24; stride++) {
    const reach = 0.008 * stride ** 1.45;
    const [x, y, z] = [across + eye[0] * reach, up + eye[1] * reach, level + eye[2] * reach];
    if (x < 0 || x > 1 || y < 0 || y > 1 || z > 1) return false;
    if (heightAt(landscape, x, y) > z + 0.01) return true;
  }
  return false;
}

function drawSpaceMinima(context, { scene, theme, camera }) {
  const [[lowX, highX], [lowY, highY]] = scene.window;
  for (const [x, y] of scene.minima) {
    const [across, up] = [(x - lowX) / (highX - lowX), (y - lowY) / (highY - lowY)];
    const level = heightAt(scene.landscape, across, up);
    context.globalAlpha = isHidden(scene.landscape, camera.eye, across, up, level + 0.012) ? 0.3 : 1;
    drawMinimum(context, ...camera.place(across, up, level), theme);
  }
  context.globalAlpha = 1;
}

// Segments of one visibility are one line; the hidden ones are drawn first.
function strokeInSpace(context, spots, last, end, color, halo) {
  const lines = [];
  for (let index = 1; index <= last; index++) {
    const hidden = spots[index].hidden && spots[index - 1].hidden;
    if (lines.at(-1)?.hidden !== hidden) lines.push({ hidden, points: [spots[index - 1].at] });
    lines.at(-1).points.push(spots[index].at);
  }
  if (end) lines.push({ hidden: spots[last].hidden, points: [spots[last].at, end] });
  context.lineJoin = context.lineCap = "round";
  for (const { hidden, points } of lines.sort((one, other) => other.hidden - one.hidden)) {
    context.beginPath();
    points.forEach((point, index) => (index ? context.lineTo(...point) : context.moveTo(...point)));
    context.strokeStyle = hidden ? "transparent" : halo;
    context.lineWidth = 5;
    context.stroke();
    context.strokeStyle = hidden ? withAlpha(color, 0.4) : color;
    context.lineWidth = hidden ? 1.6 : 2.8;
    context.stroke();
  }
}

function drawSpaceFrame(context, player) {
  const { scene, theme, position, inSpace } = player;
  drawSpaceMinima(context, player);
  const heads = [];
  scene.paths.forEach((path, index) => {
    const { spots, ends } = inSpace[index];
    if (!spots.length) return;
    const row = Math.min(rowAt(path, position), ends.length - 1);
    const share = player.eased(shareAt(path, position, row));
    const place = ends[row] + ((ends[row + 1] ?? ends[row]) - ends[row]) * share;
    const [from, to] = [Math.floor(place), Math.ceil(place)];
    const head = spots[from].at.map((value, axis) => value + (spots[to].at[axis] - value) * (place - from));
    strokeInSpace(context, spots, spots.length - 1, null, withAlpha(colorOf(theme, index), 0.35), "transparent");
    strokeInSpace(context, spots, from, head, colorOf(theme, index), theme.halo);
    heads.push([head, colorOf(theme, index)]);
  });
  for (const [head, color] of heads.toReversed()) drawRacer(context, head, color, theme);
}
