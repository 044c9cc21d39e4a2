// The same landscape as a surface in space, drawn by hand: quads from far to near, shaded by their slant, on a block with
// two cut sides. It is painted when the view changes.

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
