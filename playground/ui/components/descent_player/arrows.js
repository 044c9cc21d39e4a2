// The vectors of one update, drawn at the point: parts head to tail, which add up to the step, and directions without
// a length of their own. Steps too short to be seen are enlarged, all by the same factor.

const SHORTEST_STEP = 24;
const ENLARGED_STEP = 56;
const DIRECTION_LENGTH = 46;
const LARGEST_FACTOR = 2000; // beyond it the point stands still, and arrows would tell of rounding

function arrowColor(theme, index) {
  return colorOf(theme, index + 1); // the path has the first colour
}

// The arrows of row `row` in pixels; `pixels` is how many pixels one unit of each axis takes.
function arrowsOf(narration, row, pixels) {
  const vectors = narration.arrows.map((arrow, index) => ({
    ...arrow,
    index,
    x: narration.read(arrow.name, row, 0) * pixels[0],
    y: -narration.read(arrow.name, row, 1) * pixels[1],
  }));
  const lengthy = vectors.filter(({ kind, x, y }) => kind !== "direction" && Number.isFinite(x) && Number.isFinite(y));
  const longest = Math.max(0, ...lengthy.map(({ x, y }) => Math.hypot(x, y)));
  const step = lengthy.find(({ kind }) => kind === "step");
  const length = step ? Math.hypot(step.x, step.y) : longest;
  const factor = longest > 0 && length < SHORTEST_STEP ? Math.max(1, ENLARGED_STEP / longest) : 1;
  if (factor > LARGEST_FACTOR) return { placed: [], factor };
  const placed = [];
  let tail = [0, 0];
  for (const { kind, index, x, y } of vectors) {
    const size = Math.hypot(x, y);
    if (!(size > 0) || !Number.isFinite(size)) continue;
    const scale = kind === "direction" ? DIRECTION_LENGTH / size : factor;
    const from = kind === "part" ? tail : [0, 0];
    const to = [from[0] + x * scale, from[1] + y * scale];
    if (kind === "part") tail = to;
    placed.push({ kind, index, from, to });
  }
  const order = ["direction", "step", "part"]; // the step is broad, so that its parts can lie on it
  placed.sort((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind));
  return { placed, factor };
}

function drawArrow(context, [x0, y0], [x1, y1], color, halo, width, dashed) {
  const length = Math.hypot(x1 - x0, y1 - y0);
  if (length < 1.5) return;
  const head = Math.min(length * 0.6, 6 + 1.8 * width);
  const [ux, uy] = [(x1 - x0) / length, (y1 - y0) / length];
  const [bx, by] = [x1 - ux * head * 0.8, y1 - uy * head * 0.8];
  const shape = () => {
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x1 - ux * head - uy * head * 0.45, y1 - uy * head + ux * head * 0.45);
    context.lineTo(bx, by);
    context.lineTo(x1 - ux * head + uy * head * 0.45, y1 - uy * head - ux * head * 0.45);
    context.closePath();
  };
  const shaft = () => {
    context.beginPath();
    context.moveTo(x0, y0);
    context.lineTo(bx, by);
  };
  context.lineCap = "butt";
  context.lineJoin = "round";
  context.strokeStyle = halo;
  context.lineWidth = width + 3;
  shaft();
  context.stroke();
  context.lineWidth = 3;
  shape();
  context.stroke();
  context.strokeStyle = context.fillStyle = color;
  context.lineWidth = width;
  context.setLineDash(dashed ? [5, 4] : []);
  shaft();
  context.stroke();
  context.setLineDash([]);
  shape();
  context.fill();
}

function drawArrows(context, theme, { placed }, [x, y]) {
  for (const { kind, index, from, to } of placed) {
    const width = { step: 5, part: 2.5, direction: 2 }[kind];
    const shift = ([dx, dy]) => [x + clamp(dx, -5000, 5000), y + clamp(dy, -5000, 5000)];
    drawArrow(context, shift(from), shift(to), arrowColor(theme, index), theme.halo, width, kind === "direction");
  }
}

function factorText(factor) {
  if (factor < 1.05) return "";
  if (factor > LARGEST_FACTOR) return "steps too small to show";
  return `arrows × ${factor < 10 ? factor.toFixed(1) : factor < 1e6 ? countText(+factor.toPrecision(2)) : numberText(factor, 2)}`;
}
