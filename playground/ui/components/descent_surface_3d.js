// The same landscape as a surface in space, drawn by hand: quads from far to near, shaded by their slant, on a block with
// two cut sides. It is painted when the view changes; a frame copies it and adds the paths. A path behind a hill shows through faintly.

const QUADS = 60; // along each side
const QUADS_TURNING = 38; // while the visitor turns it, for a smooth turn
const RELIEF_HEIGHT = 0.42;
const FLOOR = -0.16;
const FIRST_VIEW = { pitch: 0.88, zoom: 1 };
const FIRST_YAWS = [-0.6, 0.6, -0.97, 0.97, 2.54, -2.54, 2.17, -2.17];

// A camera: `place(across, up, height)` of the unit landscape gives pixels and the distance.
function cameraOf({ yaw, pitch, zoom, turning }, width, height) {
  const [sinYaw, cosYaw, sinPitch, cosPitch] = [Math.sin(yaw), Math.cos(yaw), Math.sin(pitch), Math.cos(pitch)];
  const tall = 1.36 * sinPitch + (1 - FLOOR) * RELIEF_HEIGHT * cosPitch;
  const size = Math.min(width / 1.5, (height - 30) / tall) * zoom;
  const place = (across, up, level) => {
    const [x, y] = [across - 0.5, up - 0.5];
    const z = (level - 0.5 - FLOOR / 2) * RELIEF_HEIGHT;
    const depth = x * sinYaw + y * cosYaw;
    const distance = depth * cosPitch - z * sinPitch;
    const scale = size / (1 + 0.22 * distance);
    return [
      width / 2 + (x * cosYaw - y * sinYaw) * scale,
      height * 0.47 - (z * cosPitch + depth * sinPitch) * scale,
    ];
  };
  // The direction to the eye, in steps of the unit landscape.
  const eye = [-sinYaw * cosPitch, -cosYaw * cosPitch, sinPitch / RELIEF_HEIGHT];
  return { place, eye, farRight: sinYaw > 0, farUp: cosYaw > 0, quads: turning ? QUADS_TURNING : QUADS };
}

function towards(count, backwards) {
  return Array.from({ length: count }, (_, index) => (backwards ? count - 1 - index : index));
}

function paintSurface(context, { scene, theme, camera }) {
  const { landscape } = scene;
  const { quads } = camera;
  const count = quads + 1;
  const levels = new Float32Array(count * count);
  const spots = [];
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      const level = heightAt(landscape, column / quads, row / quads);
      levels[row * count + column] = level;
      spots.push(camera.place(column / quads, row / quads, level));
    }
  }
  context.lineWidth = 0.7;
  context.lineJoin = "round";
  for (const row of towards(quads, camera.farUp)) {
    for (const column of towards(quads, camera.farRight)) {
      const corners = [row * count + column, row * count + column + 1, (row + 1) * count + column + 1, (row + 1) * count + column];
      paintQuad(context, corners, levels, spots, theme, quads);
    }
  }
  paintCutSides(context, camera, levels, theme);
}

function paintQuad(context, corners, levels, spots, theme, quads) {
  const [a, b, c, d] = corners.map((corner) => levels[corner]);
  const slantX = ((b + c - a - d) / 2) * quads * RELIEF_HEIGHT;
  const slantY = ((c + d - a - b) / 2) * quads * RELIEF_HEIGHT;
  // Light from the left, above and behind the viewer.
  const facing = (0.45 * slantX + 0.3 * slantY + 0.84) / Math.hypot(slantX, slantY, 1);
  const light = (theme.dark ? 0.72 : 0.76) + 0.34 * clamp(facing, 0, 1);
  const tone = Math.floor(clamp((a + b + c + d) / 4, 0, 1) * (RAMP_SIZE - 1)) * 3;
  const color = [0, 1, 2].map((channel) => Math.min(255, theme.ramp[tone + channel] * light));
  context.fillStyle = `rgb(${color.map(Math.round).join(", ")})`;
  const line = theme.dark ? 1.16 : 0.93;
  context.strokeStyle = `rgb(${color.map((value) => Math.min(255, Math.round(value * line))).join(", ")})`;
  context.beginPath();
  corners.forEach((corner, index) => (index ? context.lineTo(...spots[corner]) : context.moveTo(...spots[corner])));
  context.closePath();
  context.fill();
  context.stroke();
}

// The two sides of the block that face the viewer.
function paintCutSides(context, camera, levels, theme) {
  const { quads } = camera;
  const count = quads + 1;
  const nearColumn = camera.farRight ? 0 : quads;
  const nearRow = camera.farUp ? 0 : quads;
  const side = (spotOf, shade) => {
    const top = Array.from({ length: count }, (_, index) => spotOf(index));
    const outline = [...top.map(([x, y, level]) => camera.place(x, y, level)), ...top.toReversed().map(([x, y]) => camera.place(x, y, FLOOR))];
    context.beginPath();
    outline.forEach((spot, index) => (index ? context.lineTo(...spot) : context.moveTo(...spot)));
    context.closePath();
    context.fillStyle = shade;
    context.fill();
    context.strokeStyle = theme.faint;
    context.stroke();
  };
  const shades = theme.dark ? ["#1c2338", "#171d2f"] : ["#dfe3ea", "#d0d6e0"];
  side((index) => [index / quads, nearRow / quads, levels[nearRow * count + index]], shades[0]);
  side((index) => [nearColumn / quads, index / quads, levels[index * count + nearColumn]], shades[1]);
}

// Names and the window's numbers along the block's lower near edges.
function paintSpaceAxes(context, { scene, theme, camera }) {
  const up = camera.farUp ? 0 : 1;
  const across = camera.farRight ? 0 : 1;
  const label = (text, spot, bold) => {
    context.font = bold ? `italic 600 14px ${theme.font}` : `12px ${theme.font}`;
    context.fillStyle = bold ? theme.text : theme.muted;
    context.textAlign = "center";
    context.textBaseline = "top";
    context.fillText(text, spot[0], spot[1] + (bold ? 6 : 4));
  };
  const [[lowX, highX], [lowY, highY]] = scene.window;
  label(scene.coordinates[0], camera.place(0.5, up + (up ? 0.07 : -0.07), FLOOR), true);
  label(scene.coordinates[1], camera.place(across + (across ? 0.07 : -0.07), 0.5, FLOOR), true);
  for (const end of [0.15, 0.85]) {
    label(coordinateText(lowX + end * (highX - lowX), highX - lowX), camera.place(end, up, FLOOR));
    label(coordinateText(lowY + end * (highY - lowY), highY - lowY), camera.place(across, end, FLOOR));
  }
}

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
