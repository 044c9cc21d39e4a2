// The landscape as a picture, painted once for each size, theme and loss: bands of colour, thin isolines, and light
// from the upper left. The grid is made smooth by cubic interpolation, so that no isoline shows the grid's corners.

function cubicWeights(length, size) {
  const weights = new Float32Array(length * 4);
  const cells = new Int32Array(length);
  for (let index = 0; index < length; index++) {
    const place = (index / Math.max(1, length - 1)) * (size - 1);
    const cell = Math.min(size - 2, Math.floor(place));
    const t = place - cell;
    cells[index] = cell;
    weights[index * 4] = ((-t + 2) * t - 1) * t * 0.5;
    weights[index * 4 + 1] = ((3 * t - 5) * t * t + 2) * 0.5;
    weights[index * 4 + 2] = ((-3 * t + 4) * t + 1) * t * 0.5;
    weights[index * 4 + 3] = (t - 1) * t * t * 0.5;
  }
  return { weights, cells };
}

// The heights on `width` x `height` pixels, the highest y first.
function smoothHeights({ size, heights }, width, height) {
  const across = cubicWeights(width, size);
  const up = cubicWeights(height, size);
  const rows = new Float32Array(size * width);
  for (let row = 0; row < size; row++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let tap = 0; tap < 4; tap++) {
        const column = clamp(across.cells[x] + tap - 1, 0, size - 1);
        sum += across.weights[x * 4 + tap] * heights[row * size + column];
      }
      rows[row * width + x] = sum;
    }
  }
  const smooth = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const from = height - 1 - y;
    for (let tap = 0; tap < 4; tap++) {
      const row = clamp(up.cells[from] + tap - 1, 0, size - 1) * width;
      const weight = up.weights[from * 4 + tap];
      for (let x = 0, pixel = y * width; x < width; x++, pixel++) smooth[pixel] += weight * rows[row + x];
    }
  }
  return smooth;
}

// How much of an isoline lies on a pixel whose height is `height` and changes by `slope` a pixel.
function isolineCover(height, slope, ratio) {
  const level = height * BANDS;
  const nearest = Math.round(level);
  const steepness = slope * BANDS;
  if (steepness < 1e-7 || nearest < 1 || nearest >= BANDS) return 0;
  const distance = Math.abs(level - nearest) / steepness;
  const cover = clamp(0.5 * ratio + 0.5 - distance, 0, 1);
  return cover * clamp(1.4 - 3 * ratio * steepness, 0, 1); // lines that would touch each other fade
}

function paintLandscape(landscape, theme, width, height, ratio) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  const heights = smoothHeights(landscape, width, height);
  const { ramp, relief } = theme;
  const [red, green, blue, strength] = theme.line;
  for (let y = 0, pixel = 0; y < height; y++) {
    const above = y > 0 ? -width : 0;
    const below = y < height - 1 ? width : 0;
    for (let x = 0; x < width; x++, pixel++) {
      const value = heights[pixel];
      const right = (heights[pixel + (x < width - 1 ? 1 : 0)] - heights[pixel - (x > 0 ? 1 : 0)]) / 2;
      const down = (heights[pixel + below] - heights[pixel + above]) / 2;
      const tone = Math.floor(clamp(value, 0, 1) * (RAMP_SIZE - 1)) * 3;
      const slant = (right + down) * 0.15 * width;
      const light = 1 + (relief * slant) / (1 + Math.abs(slant));
      const line = strength * isolineCover(value, Math.hypot(right, down), ratio);
      const target = pixel * 4;
      image.data[target] = ramp[tone] * light * (1 - line) + red * line;
      image.data[target + 1] = ramp[tone + 1] * light * (1 - line) + green * line;
      image.data[target + 2] = ramp[tone + 2] * light * (1 - line) + blue * line;
      image.data[target + 3] = isHole(landscape, x / (width - 1), 1 - y / (height - 1)) ? 0 : 255;
    }
  }
  context.putImageData(image, 0, 0);
  return canvas;
}
