// Numbers as they travel (base64 of little-endian arrays) and as a person reads them: 0.2361, −1.350, 3.200×10⁻⁵.

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

function bufferOf(text) {
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let index = 0; index < bytes.length; index++) bytes[index] = characters.charCodeAt(index);
  return bytes.buffer;
}

function float32(text) {
  return new Float32Array(bufferOf(text));
}

function uint16(text) {
  return new Uint16Array(bufferOf(text));
}

function superscript(exponent) {
  const digits = String(Math.abs(exponent)).replace(/\d/g, (digit) => SUPERSCRIPTS[digit]);
  return (exponent < 0 ? "⁻" : "") + digits;
}

function numberText(value, digits = 4) {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  const sign = value < 0 ? "−" : "";
  if (Number.isInteger(size) && size < 1e5) return sign + size;
  const [mantissa, exponent] = size.toExponential(digits - 1).split("e");
  if (+exponent < -4 || +exponent > 5) return `${sign}${mantissa}×10${superscript(+exponent)}`;
  return sign + size.toFixed(Math.max(0, digits - 1 - +exponent));
}

// A coordinate on an axis or under the pointer: as many decimals as the window needs, no more.
function coordinateText(value, extent) {
  const decimals = Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(extent))));
  const text = Math.abs(value).toFixed(decimals);
  return (value < 0 && +text !== 0 ? "−" : "") + text;
}

function countText(count) {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

// Round numbers inside [low, high], about `count` of them: 1, 2 or 5 times a power of ten apart.
function roundNumbers(low, high, count) {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= rough) * power;
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const ticks = [];
  const first = Math.ceil(low / step - 1e-9);
  for (let index = 0; index < 100 && (first + index) * step <= high + step * 1e-9; index++) {
    const value = (first + index) * step;
    const text = Math.abs(value) >= 1e6 ? numberText(value, 2) : value.toFixed(decimals).replace("-", "−");
    ticks.push({ value, text: +value.toFixed(decimals) === 0 ? "0" : text });
  }
  return ticks;
}

function clamp(value, low, high) {
  return Math.min(high, Math.max(low, value));
}
