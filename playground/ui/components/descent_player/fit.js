// What the step means for the examples: the points, the line y = w·x + b of this step, and each error as a square.

const FIT_EDGES = { left: 40, top: 26, right: 10, bottom: 36 };

// Room for the points and some around them; it does not follow the line, so that the line is seen to move.
function fitPlaces({ inputs, targets }, width, height) {
  const around = (values) => {
    const [low, high] = [Math.min(...values, 0), Math.max(...values, 0)];
    const room = 0.22 * (high - low || 1);
    return [low - room, high + room];
  };
  const { left, top, right, bottom } = FIT_EDGES;
  const [windowX, windowY] = [around(inputs), around(targets)];
  const area = { left, top, width: width - left - right, height: height - top - bottom };
  return {
    area,
    windowX,
    windowY,
    x: (value) => left + ((value - windowX[0]) / (windowX[1] - windowX[0])) * area.width,
    y: (value) => top + ((windowY[1] - value) / (windowY[1] - windowY[0])) * area.height,
  };
}

function drawFitAxes(context, theme, places) {
  const { area, windowX, windowY } = places;
  context.fillStyle = theme.dark ? "rgba(255, 255, 255, 0.035)" : "rgba(40, 60, 110, 0.035)";
  context.beginPath();
  context.roundRect(area.left, area.top, area.width, area.height, 8);
  context.fill();
  context.font = `12px ${theme.font}`;
  context.textBaseline = "middle";
  const bottom = area.top + area.height;
  for (const { value, text } of roundNumbers(...windowX, area.width / 70)) {
    context.fillStyle = theme.faint;
    context.fillRect(places.x(value) - 0.5, area.top, 1, area.height);
    context.fillStyle = theme.muted;
    context.textAlign = "center";
    context.fillText(text, places.x(value), bottom + 12);
  }
  for (const { value, text } of roundNumbers(...windowY, area.height / 48)) {
    context.fillStyle = theme.faint;
    context.fillRect(area.left, places.y(value) - 0.5, area.width, 1);
    context.fillStyle = theme.muted;
    context.textAlign = "right";
    context.fillText(text, area.left - 6, places.y(value));
  }
  context.font = `italic 600 14px ${theme.font}`;
  context.fillStyle = theme.text;
  context.textAlign = "center";
  context.fillText("x", area.left + area.width / 2, bottom + 28);
  context.fillText("y", 8, area.top + area.height / 2);
}

function drawFit(context, player, width, height) {
  const { scene, theme, position } = player;
  const places = fitPlaces(scene.fit, width, height);
  const path = scene.paths[0];
  const row = rowAt(path, position);
  const next = Math.min(row + 1, path.steps.length - 1);
  const share = player.eased(shareAt(path, position, row));
  const [weight, bias] = [0, 1].map(
    (axis) => path.points[2 * row + axis] * (1 - share) + path.points[2 * next + axis] * share,
  );
  const predict = (input) => weight * input + bias;
  const bounded = (value) => clamp(places.y(value), -1e4, 1e4);
  const { area, windowX } = places;
  drawFitAxes(context, theme, places);
  context.save();
  context.beginPath();
  context.rect(area.left, area.top, area.width, area.height);
  context.clip();
  const errorColor = colorOf(theme, 1);
  scene.fit.inputs.forEach((input, index) => {
    const [x, from, to] = [places.x(input), places.y(scene.fit.targets[index]), bounded(predict(input))];
    const side = Math.abs(to - from);
    context.fillStyle = withAlpha(errorColor, 0.14);
    context.fillRect(to < from === weight > 0 ? x - side : x, Math.min(from, to), side, side);
    context.strokeStyle = errorColor;
    context.lineWidth = 2;
    context.beginPath();
    context.moveTo(x, from);
    context.lineTo(x, to);
    context.stroke();
  });
  for (const [style, line] of [[theme.halo, 6], [colorOf(theme, 0), 3]]) {
    context.strokeStyle = style;
    context.lineWidth = line;
    context.beginPath();
    context.moveTo(places.x(windowX[0]), bounded(predict(windowX[0])));
    context.lineTo(places.x(windowX[1]), bounded(predict(windowX[1])));
    context.stroke();
  }
  scene.fit.inputs.forEach((input, index) => drawRacer(context, [places.x(input), places.y(scene.fit.targets[index])], theme.text, theme));
  context.restore();
  const sign = bias < 0 ? "−" : "+";
  context.font = `600 13px ${theme.font}`;
  context.fillStyle = colorOf(theme, 0);
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillText(`y = ${numberText(weight, 3)} · x ${sign} ${numberText(Math.abs(bias), 3)}`, area.left + 2, 12);
}
