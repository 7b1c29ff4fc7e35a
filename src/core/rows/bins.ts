/** Bins of positive whole numbers, 256 for each power of two: by the first bits of the double. */

const MANTISSA = 8;
/** Of the high word, what is not the exponent and the first bits of the mantissa. */
const SHIFT = 20 - MANTISSA;
const ONE = 1023 << MANTISSA;

/** For numbers up to 2^54. */
export const BINS = 54 << MANTISSA;

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

/** The bin of a whole number from 1 on. */
export function binOf(number: number): number {
  double[0] = number;
  return ((words[1] as number) >>> SHIFT) - ONE;
}

/** The least whole number of a bin, or of the first after it that has any. */
export function leastOf(bin: number): number {
  words[0] = 0;
  words[1] = (bin + ONE) << SHIFT;
  return Math.ceil(double[0] as number);
}
