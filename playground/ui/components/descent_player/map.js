// The map: the landscape from above, with axes, minima, the paths and the moving points. What stands still between two
// steps is painted once into a backdrop; a frame copies it and adds what moves.

const MAP_EDGES = { left: 60, top: 8, right: 10, bottom: 36 };

function mapPlaces(scene, width, height) {
  const { left, top, right, bottom } = MAP_EDGES;
  const [[lowX, highX], [lowY, highY]] = scene.window;
  const room = [width - left - right, height - top - bottom];
  // One scale for both axes: only so does the steepest way cross the isolines at right angles.
  const scale = Math.min(room[0] / (highX - lowX), room[1] / (highY - lowY));
  const pixels = [scale, scale];
  const area = { left, top, width: scale * (highX - lowX), height: scale * (highY - lowY) };
  area.left += (room[0] - area.width) / 2;
  area.top += (room[1] - area.height) / 2;
  return {
    area,
    pixels,
    x: (value) => area.left + (value - lowX) * pixels[0],
    y: (value) => area.top + (highY - value) * pixels[1],
    across: (x) => (x - area.left) / area.width,
    up: (y) => 1 - (y - area.top) / area.height,
    valueX: (x) => lowX + ((x - area.left) / area.width) * (highX - lowX),
    valueY: (y) => highY - ((y - area.top) / area.height) * (highY - lowY),
    holds: (x, y) =>
      x >= area.left && x <= area.left + area.width && y >= area.top && y <= area.top + area.height,
  };
}

// A path in pixels, bounded: a canvas loses lines to points a million pixels away.
function pathOnMap(path, places) {
  const xs = new Float32Array(path.losses.length);
  const ys = new Float32Array(path.losses.length);
  for (let row = 0; row < xs.length; row++) {
    xs[row] = clamp(places.x(path.points[2 * row]), -2e4, 2e4);
    ys[row] = clamp(places.y(path.points[2 * row + 1]), -2e4, 2e4);
  }
  let gone = xs.length; // the first row of the last stretch outside of the map
  while (gone > 0 && !places.holds(xs[gone - 1], ys[gone - 1])) gone--;
  return { xs, ys, gone: gone < xs.length && gone > 0 ? gone : null };
}

function pointOnPath({ xs, ys }, row, share) {
  const next = Math.min(row + 1, xs.length - 1);
  return [xs[row] + (xs[next] - xs[row]) * share, ys[row] + (ys[next] - ys[row]) * share];
}

function drawMapAxes(context, scene, places, theme) {
  const { area } = places;
  const bottom = area.top + area.height;
  context.font = `12px ${theme.font}`;
  context.fillStyle = theme.muted;
  context.strokeStyle = theme.muted;
  context.lineWidth = 1;
  context.textAlign = "center";
  context.textBaseline = "top";
  for (const { value, text } of roundNumbers(...scene.window[0], area.width / 90)) {
    context.fillText(text, places.x(value), bottom + 6);
    context.fillRect(places.x(value) - 0.5, bottom, 1, 4);
  }
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const { value, text } of roundNumbers(...scene.window[1], area.height / 48)) {
    context.fillText(text, area.left - 7, places.y(value));
    context.fillRect(area.left - 4, places.y(value) - 0.5, 4, 1);
  }
  context.font = `italic 600 14px ${theme.font}`;
  context.fillStyle = theme.text;
  context.textAlign = "center";
  context.fillText(scene.coordinates[0], area.left + area.width / 2, bottom + 27);
  context.fillText(scene.coordinates[1], area.left - 51, area.top + area.height / 2);
}

function withinMap(context, { area }, draw) {
  context.save();
  context.beginPath();
  context.roundRect(area.left, area.top, area.width, area.height, 8);
  context.clip();
  draw();
  context.restore();
}

function paintMapBackdrop(context, { scene, theme, places, onMap }, landscape) {
  const { area } = places;
  withinMap(context, places, () => {
    context.drawImage(landscape, area.left, area.top, area.width, area.height);
    scene.minima.forEach(([x, y]) => drawMinimum(context, places.x(x), places.y(y), theme));
    onMap.forEach((path, index) => {
      const strokes = [[withAlpha(colorOf(theme, index), 0.38), 2]];
      strokePath(context, path, path.xs.length - 1, null, strokes);
    });
  });
  drawMapAxes(context, scene, places, theme);
}

function drawMapFrame(context, player) {
  const { scene, theme, places, onMap, position, startDrag } = player;
  const racers = scene.paths.map((path, index) => {
    const row = rowAt(path, position);
    const end = pointOnPath(onMap[index], row, player.eased(shareAt(path, position, row)));
    return { path, row, end, shape: onMap[index], color: colorOf(theme, index) };
  });
  withinMap(context, places, () => {
    context.globalAlpha = startDrag ? 0.45 : 1; // the old path, while a new start is being chosen
    for (const { shape, row, end, color } of racers) strokePath(context, shape, row, end, [[theme.halo, 5], [color, 2.6]]);
    if (racers.length <= 4) {
      for (const { shape, row, color } of racers) drawStepDots(context, shape, row, color, theme.halo);
    }
    drawStartHandle(context, player);
    if (scene.narration && racers[0].path.steps.length > 1) {
      const told = toldRow(racers[0].path, racers[0].row);
      const arrows = arrowsOf(scene.narration, told, places.pixels);
      drawArrows(context, theme, arrows, pointOnPath(onMap[0], told, 0));
      const { area } = places;
      const note = factorText(arrows.factor);
      if (note) drawPlate(context, note, area.left + area.width, area.top, theme, area);
    }
    for (const { end, color } of racers.toReversed()) drawRacer(context, end, color, theme);
    context.globalAlpha = 1;
    for (const racer of racers) drawDeparture(context, racer, player);
  });
}

// Where a path left the map for good, once it has.
function drawDeparture(context, { path, row, shape, color }, { places, theme, scene }) {
  const { gone } = shape;
  if (gone === null || row < gone) return;
  const { area } = places;
  const inside = [shape.xs[gone - 1], shape.ys[gone - 1]];
  const outside = [shape.xs[gone], shape.ys[gone]];
  let [near, far] = [0, 1];
  for (let halving = 0; halving < 24; halving++) {
    const middle = (near + far) / 2;
    const at = inside.map((value, axis) => value + (outside[axis] - value) * middle);
    if (places.holds(...at)) near = middle;
    else far = middle;
  }
  const who = scene.paths.length > 1 ? `${path.label} left the map` : "left the map";
  const [x, y] = inside.map((value, axis) => value + (outside[axis] - value) * near);
  const shift = y < area.top + area.height / 2 ? 14 : -14;
  drawPlate(context, `${who} at ${stepText(path.steps[gone])}`, x, y + shift, theme, area, color);
}
