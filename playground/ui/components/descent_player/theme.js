// The colours of the page's theme, and the landscape's palette: cool valleys, warm heights, pale by day, deep by night,
// so that paths in the theme's chart colours stand out on it.

const LIGHT_RAMP = ["#a9c6de", "#c3dae3", "#dde8e2", "#f1eee0", "#f7e6cf", "#f3d6bd", "#e9c3ae"];
const DARK_RAMP = ["#1d5566", "#1a4560", "#1c3654", "#232d4c", "#2d2747", "#372442", "#42243d"];
const RAMP_SIZE = 1024;
const BANDS = 16;

const colorProbe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

function rgbOf(color) {
  colorProbe.fillStyle = "#888888";
  colorProbe.fillStyle = color;
  const text = colorProbe.fillStyle;
  if (text.startsWith("#")) return [1, 3, 5].map((start) => parseInt(text.slice(start, start + 2), 16));
  return text.match(/[\d.]+/g).slice(0, 3).map(Number);
}

function withAlpha(color, alpha) {
  return `rgba(${rgbOf(color).join(", ")}, ${alpha})`;
}

function mix(first, second, share) {
  return first.map((value, index) => value + (second[index] - value) * share);
}

// A colour for each height: mostly one tone a band, and a little of the smooth change within it.
function rampOf(colors) {
  const stops = colors.map(rgbOf);
  const at = (height) => {
    const place = clamp(height, 0, 1) * (stops.length - 1);
    const stop = Math.min(stops.length - 2, Math.floor(place));
    return mix(stops[stop], stops[stop + 1], place - stop);
  };
  const ramp = new Float32Array(RAMP_SIZE * 3);
  for (let index = 0; index < RAMP_SIZE; index++) {
    const height = index / (RAMP_SIZE - 1);
    const banded = (Math.min(BANDS - 1, Math.floor(height * BANDS)) + 0.5) / BANDS;
    ramp.set(mix(at(height), at(banded), 0.6), index * 3);
  }
  return ramp;
}

const RAMPS = { light: rampOf(LIGHT_RAMP), dark: rampOf(DARK_RAMP) };

function readTheme(element) {
  const style = getComputedStyle(element);
  const read = (name, fallback) => {
    const value = style.getPropertyValue(name).trim();
    return value && value !== "unset" ? value : fallback;
  };
  const background = read("--st-background-color", "#ffffff");
  const [red, green, blue] = rgbOf(background);
  const dark = 0.3 * red + 0.59 * green + 0.11 * blue < 128;
  const colors = read("--st-chart-categorical-colors", "#3454d1,#d1495b,#0f8b6d,#b7791f,#7a4fc0,#2a7f9e");
  const text = read("--st-text-color", dark ? "#eeeeee" : "#222222");
  return {
    dark,
    background,
    text,
    muted: withAlpha(text, 0.62),
    faint: withAlpha(text, 0.16),
    font: read("--st-font", "sans-serif"),
    colors: colors.split(/,(?![^(]*\))/).map((color) => color.trim()),
    ramp: dark ? RAMPS.dark : RAMPS.light,
    // What surrounds a path on the landscape: a rim of the page's colour keeps it apart from the isolines.
    halo: withAlpha(dark ? "#0b0e16" : "#ffffff", 0.75),
    line: dark ? [255, 255, 255, 0.13] : [36, 52, 84, 0.2],
    relief: dark ? 0.2 : 0.08,
  };
}

function colorOf(theme, index) {
  const color = theme.colors[index % theme.colors.length];
  if (index < theme.colors.length) return color;
  return `rgb(${mix(rgbOf(color), rgbOf(theme.text), 0.5).map(Math.round).join(", ")})`; // a seventh racer
}
