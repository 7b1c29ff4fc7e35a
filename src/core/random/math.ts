/**
 * Elementary functions from +, −, ×, ÷ and bits alone, which IEEE 754 rounds the same everywhere: the language leaves
 * Math.sin, exp and log to the platform, and series must have the same bytes in every browser. Argument reduction after
 * Cody and Waite (1980), then Taylor's series far enough for an error of about one unit in the last place.
 */

/** ln 2 in two parts: the first has 32 bits, so that its product with an exponent is exact. */
const ln2High = 2977044471 / 2 ** 32;
const ln2Low = 1.9082149292705877e-10;

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
  const k = Math.floor(x * Math.LOG2E + 0.5);
  const r = x - k * ln2High - k * ln2Low;
  // Taylor's terms in pairs and fours, so that the processor adds them side by side.
  const r2 = r * r;
  const r4 = r2 * r2;
  const low = 1 + r + r2 * (1 / 2 + r * (1 / 6));
  const middle = 1 / 24 + r * (1 / 120) + r2 * (1 / 720 + r * (1 / 5040));
  const high = 1 / 40320 + r * (1 / 362880) + r2 * (1 / 3628800 + r * (1 / 39916800));
  const sum = low + r4 * (middle + r4 * (high + r4 * (1 / 479001600 + r * (1 / 6227020800))));
  if (k < -1022) return sum * 2 ** -60 * (powers[k + 1134] as number);
  return sum * 2 * (powers[k + 1073] as number);
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
  // The series of artanh, z^n/(2n + 1), in the same way.
  const z2 = z * z;
  const z4 = z2 * z2;
  const low = 1 / 3 + z * (1 / 5) + z2 * (1 / 7 + z * (1 / 9));
  const middle = 1 / 11 + z * (1 / 13) + z2 * (1 / 15 + z * (1 / 17));
  const rest = 1 / 19 + z * (1 / 21) + z2 * (1 / 23);
  const sum = z * (low + z4 * (middle + z4 * rest));
  return k * ln2High + (k * ln2Low + 2 * (s + s * sum));
}

/** x^y for x > 0, as e^(y·ln x). */
export const power = (x: number, y: number): number => exp(y * log(x));

/** sin y or cos y for |y| ≤ π/4 or a little more, then the sign and exchange of the quarter turn in which the angle lies. */
function sineOf(y: number, quarter: number): number {
  const z = y * y;
  const odd = (quarter & 1) === 1;
  const sum = odd
    ? ((((((((1 / 20922789888000) * z - 1 / 87178291200) * z + 1 / 479001600) * z - 1 / 3628800) * z +
        1 / 40320) *
        z -
        1 / 720) *
        z +
        1 / 24) *
        z -
        1 / 2) *
        z +
      1
    : ((((((((1 / 355687428096000) * z - 1 / 1307674368000) * z + 1 / 6227020800) * z - 1 / 39916800) * z +
        1 / 362880) *
        z -
        1 / 5040) *
        z +
        1 / 120) *
        z -
        1 / 6) *
        z +
      1;
  const value = odd ? sum : y * sum;
  return (quarter & 2) === 2 ? -value : value;
}

/** sin(2π·x): the angle is given in turns. */
export function sinTurns(x: number): number {
  const r = x - Math.floor(x + 0.5);
  const quarter = Math.floor(4 * r + 0.5);
  return sineOf((r - quarter / 4) * (2 * Math.PI), quarter);
}

/** cos(2π·x): the angle is given in turns. */
export const cosTurns = (x: number): number => sinTurns(x - Math.floor(x) + 0.25);

/** π/2 in three parts: products of the first two, of 25 bits each, with whole numbers below 2^28 are exact. */
const half1 = 26353589 * 2 ** -24;
const half2 = 17894214 * 2 ** -50;
const half3 = 6.123233995736766e-17;

function radians(x: number, quarters: number): number {
  const quarter = Math.floor(x / (Math.PI / 2) + 0.5);
  return sineOf(x - quarter * half1 - quarter * half2 - quarter * half3, (quarter % 4) + quarters);
}

/** Sine of an angle in radians; exact to about 1e-16 up to 4e8, to a relative 1e-16 of the angle beyond. */
export const sin = (x: number): number => radians(x, 0);

/** Cosine of an angle in radians, as exact as {@link sin}. */
export const cos = (x: number): number => radians(x, 1);

/** Tangent of an angle in radians. */
export const tan = (x: number): number => sin(x) / cos(x);
