/** When what two implementations of a recipe compute counts as the same. */

import { minOf } from '../list';

/** Relative to the numbers that are compared. */
export const TOLERANCE = 1e-9;

/**
 * Whether |a − b| ≤ 1e-9 · max(|a|, |b|, min(1, scale)): a mean of large values may come out near 0, and then holds no more digits than they do. `scale`: the
 * greatest magnitude among what they are computed from; of a series whose values are all below 1, smaller ones count. What is no finite number is
 * the same as itself alone.
 */
export function numbersAlike(a: number, b: number, scale = 1): boolean {
  if (a === b || Object.is(a, b)) return true;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return false;
  return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b), Math.min(1, scale));
}

/** A number within a sentence: `12`, `1,209.5`, `−0.25`, `1.20e-9`. */
const numbers = /[-−]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?/g;

const valueOf = (text: string): number => Number(text.replaceAll(',', '').replace('−', '-'));

/** What one more in the last digit comes to; undefined of a whole number, which counts something. */
function lastDigit(text: string): number | undefined {
  const [, decimals, exponent] = /^[^.e]*(?:\.(\d+))?(?:e([-+]?\d+))?$/.exec(text) ?? [];
  if (decimals === undefined && exponent === undefined) return undefined;
  return 10 ** (Number(exponent ?? 0) - (decimals?.length ?? 0));
}

function roundedAlike(a: string, b: string): boolean {
  if (a === b) return true;
  const digits = [lastDigit(a), lastDigit(b)].filter((digit) => digit !== undefined);
  // Half a digit more, for the difference itself is rounded.
  return digits.length > 0 && Math.abs(valueOf(a) - valueOf(b)) < 1.5 * minOf(digits);
}

/** Whether two sentences have the same words and whole numbers, and their rounded numbers differ by one in the last digit at most. */
export function sentencesAlike(a: string, b: string): boolean {
  if (a === b) return true;
  if (a.replace(numbers, '#') !== b.replace(numbers, '#')) return false;
  const others = b.match(numbers) ?? [];
  return (a.match(numbers) ?? []).every((number, index) => roundedAlike(number, others[index] ?? ''));
}
