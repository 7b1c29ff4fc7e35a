/**
 * Elementary functions from +, −, ×, ÷ and bits alone, which IEEE 754 rounds the same everywhere: the language leaves
 * Math.sin, exp and log to the platform, and series must have the same bytes in every browser. Argument reduction after
 * Cody and Waite (1980), then Taylor's series far enough for an error of about one unit in the last place.
 */

/** ln 2 in two parts: the first has 32 bits, so that its product with an exponent is exact. */
const ln2High = 2977044471 / 2 ** 32;
const ln2Low = 1.9082149292705877e-10;
const inverseLn2 = 1.4426950408889634;

/** 2^k for k from -1074 to 1023, by doubling. */
const powers = (() => {
  const table = new Float64Array(2098);
  let power = 5e-324;
  for (let k = 0; k < table.length; k++, power *= 2) table[k] = power;
  return table;
})();

/** e^x. */
export function exp(x: number): number {
  if (x > 709.782712893384) return Infinity;
  if (!(x > -745.2)) return Number.isNaN(x) ? x : 0;
  const k = Math.floor(x * inverseLn2 + 0.5);
  const r = x - k * ln2High - k * ln2Low;
  let sum = 1 + r / 13;
  for (let n = 12; n > 0; n--) sum = 1 + (r / n) * sum;
  if (k < -1022) return sum * 2 ** -60 * (powers[k + 1134] ?? 0);
  return sum * 2 * (powers[k + 1073] ?? 0);
}

const double = new Float64Array(1);
const bits = new DataView(double.buffer);

/** Natural logarithm; NaN below zero. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  if (x < 2 ** -1022) return log(x * 2 ** 54) - 54 * ln2High - 54 * ln2Low;
  bits.setFloat64(0, x);
  const high = bits.getUint32(0);
  let k = (high >>> 20) - 1023;
  bits.setUint32(0, (high & 0xfffff) | 0x3ff00000);
  let m = bits.getFloat64(0);
  if (m > Math.SQRT2) {
    m /= 2;
    k++;
  }
  const s = (m - 1) / (m + 1);
  const z = s * s;
  let sum = 0;
  for (let n = 23; n > 1; n -= 2) sum = (sum + 1 / n) * z;
  return k * ln2High + (k * ln2Low + 2 * (s + s * sum));
}

/** x^y for x > 0, as e^(y·ln x). */
export const power = (x: number, y: number): number => exp(y * log(x));

/** sin(2π·x): the angle is given in turns. */
export function sinTurns(x: number): number {
  const r = x - Math.floor(x + 0.5);
  const quarter = Math.floor(4 * r + 0.5);
  const y = (r - quarter / 4) * (2 * Math.PI);
  const z = y * y;
  const odd = (quarter & 1) === 1;
  let sum = 1;
  // sin: 1 − z/(2·3)·(1 − z/(4·5)·(…)); cos: 1 − z/(1·2)·(1 − z/(3·4)·(…)).
  for (let n = odd ? 16 : 17; n > 1; n -= 2) sum = 1 - (z / (n * (n - 1))) * sum;
  const value = odd ? sum : y * sum;
  return (quarter & 2) === 2 ? -value : value;
}

/** cos(2π·x): the angle is given in turns. */
export const cosTurns = (x: number): number => sinTurns(x - Math.floor(x) + 0.25);
