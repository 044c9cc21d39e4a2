// @ts-check

const TURN = 2.5; // where the series ends and the continued fraction begins
const TERMS = 40;
const FRACTIONS = 24;

/**
 * The error function, to 1e-12: its series 2/√π e^(-x²) Σ 2ⁿ x^(2n+1) / (1·3·…·(2n+1)) near 0, the continued fraction
 * of erfc far out (Abramowitz and Stegun 7.1.6 and 7.1.14).
 *
 * @param {number} x
 */
export function erf(x) {
  const size = Math.abs(x);
  if (size > 6) return Math.sign(x);
  const square = size * size;
  if (size < TURN) {
    let [term, sum] = [x, x];
    for (let n = 1; n < TERMS && Math.abs(term) > 1e-16; n++) {
      term *= (2 * square) / (2 * n + 1);
      sum += term;
    }
    return (2 / Math.sqrt(Math.PI)) * Math.exp(-square) * sum;
  }
  let fraction = size;
  for (let n = FRACTIONS; n > 0; n--) fraction = size + n / 2 / fraction;
  return Math.sign(x) * (1 - Math.exp(-square) / (Math.sqrt(Math.PI) * fraction));
}

const STEPS = 256; // a unit of the table
const REACH = 6;
const table = new Float64Array(REACH * STEPS + 2).map((_, index) => erf(index / STEPS));
const slopes = table.map((_, index) => ((2 / Math.sqrt(Math.PI)) * Math.exp(-((index / STEPS) ** 2))) / STEPS);

/**
 * The same to 1e-7 or better out of a table, as every neuron of every frame needs it: the cubic through value and slope
 * at both ends of a step of 1/256 is off by at most (1/256)⁴ / 384 · max|erf⁗| < 1e-11.
 *
 * @param {number} x
 */
export function tabulatedErf(x) {
  const size = Math.abs(x);
  if (!(size < REACH)) return Math.sign(x);
  const place = size * STEPS;
  const index = Math.floor(place);
  const t = place - index;
  const [low, high] = [table[index], table[index + 1]];
  const [first, second] = [slopes[index], slopes[index + 1]];
  const value = low + t * (first + t * (3 * (high - low) - 2 * first - second + t * (2 * (low - high) + first + second)));
  return x < 0 ? -value : value;
}
