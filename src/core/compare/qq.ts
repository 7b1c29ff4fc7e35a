import { measured, finePercent } from '../format';
import { at } from '../list';
import { quantileOf } from '../statistics';
import { NOTHING_TO_COMPARE, type Sample } from './series';

/** Points of a quantile-quantile plot: at `parts[i]` the reference has `reference[i]`, the other `other[i]`. */
export interface Qq {
  /** From 0 to 1, equal distances. */
  parts: Float64Array;
  reference: Float64Array;
  other: Float64Array;
  /** Quartiles of the reference apart, 0 for a constant. */
  iqr: number;
}

/** Quantiles of both at the same parts, 101 of them where nothing else is said (at least 2); linear between ranks, as numpy's. Null where one of the two has no value. */
export function qq(reference: Sample, other: Sample, points = 101): Qq | null {
  if (reference.sorted.length === 0 || other.sorted.length === 0) return null;
  const parts = Float64Array.from({ length: points }, (_, i) => i / (points - 1));
  const iqr = quantileOf(reference.sorted, 0.75) - quantileOf(reference.sorted, 0.25);
  return {
    parts,
    reference: parts.map((part) => quantileOf(reference.sorted, part)),
    other: parts.map((part) => quantileOf(other.sorted, part)),
    iqr: Number.isFinite(iqr) ? iqr : Number.MAX_VALUE,
  };
}

/** Where the points lie farthest from the diagonal, in the middle nine tenths and in the ends. */
export function readQq(result: Qq | null): string {
  if (!result) return NOTHING_TO_COMPARE;
  const { parts, reference, other, iqr } = result;
  let middle = -1;
  let end = -1;
  const gap = (i: number): number =>
    i < 0 ? -1 : Math.abs((other[i] as number) / 2 - (reference[i] as number) / 2);
  for (const [i, part] of parts.entries()) {
    if (part >= 0.05 && part <= 0.95) {
      if (gap(i) > gap(middle)) middle = i;
    } else if (gap(i) > gap(end)) end = i;
  }
  const worst = gap(end) > gap(middle) ? end : middle;
  if (gap(worst) === 0)
    return 'Quantiles: all points lie on the diagonal, so the two distributions are the same.';
  const place = `${finePercent(at(parts, worst))} of the rows: ${measured(at(reference, worst))} in the reference, ${measured(at(other, worst))} in the other`;
  const share = (2 * gap(middle)) / iqr;
  const body = !Number.isFinite(share)
    ? 'the middle half of the reference is one value'
    : `in the middle nine tenths they are at most ${measured(share)} interquartile ranges of the reference apart`;
  return `Quantiles: farthest apart at ${place}; ${body}. Points above the diagonal: the other series has larger values there. A straight line off the diagonal: same shape, different level or spread.`;
}
