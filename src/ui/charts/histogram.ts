/** A histogram as numbers and words; `HistogramChart` draws it. */
import { at, last, maxOf, minOf } from '../../core/list';
import { count } from '../../core/format';
import type { Histogram, Quantiles } from '../../core/view/types';
import { formatValue } from './format';

/** What the height of a bar is: how many values, on either scale, or which share of the values of its own layer. */
export type HistogramScale = 'linear' | 'log' | 'share';

/** From so many times as many values in one layer as in the other on, counts would hide the smaller one. */
const LOPSIDED = 4;
/** Where an empty bin stands on the logarithmic axis: a little below one. */
export const LOG_FLOOR = -0.3;

const totalOf = (counts: readonly number[]): number => counts.reduce((sum, each) => sum + each, 0);

/** The scale on which both layers can be seen. */
export function fittingScale(data: Histogram | null): HistogramScale {
  const totals = data ? [totalOf(data.raw), totalOf(data.processed)].filter((total) => total > 0) : [];
  return totals.length > 1 && maxOf(totals) > LOPSIDED * minOf(totals) ? 'share' : 'linear';
}

/** Counts as they are, or in percent of all of them. */
export function heights(counts: readonly number[], scale: HistogramScale): readonly number[] {
  if (scale !== 'share') return counts;
  const total = totalOf(counts);
  return total > 0 ? counts.map((each) => (100 * each) / total) : counts;
}

/** Height of a count on the axis. */
export function countHeight(value: number, scale: HistogramScale): number {
  if (scale !== 'log') return value;
  return value > 0 ? Math.log10(value) : LOG_FLOOR;
}

/** Outline of a histogram: two points for each bin, from and back to the floor. `edges` has one more entry than `counts`. */
export function outline(
  edges: readonly number[],
  counts: readonly number[],
  scale: HistogramScale,
): [number, number][] {
  if (counts.length === 0) return [];
  const floor = countHeight(0, scale);
  const steps = counts.flatMap((each, bin): [number, number][] => {
    const height = countHeight(each, scale);
    return [
      [at(edges, bin), height],
      [at(edges, bin + 1), height],
    ];
  });
  return [[at(edges, 0), floor], ...steps, [last(edges), floor]];
}

/** The picture in words. */
export function describeHistogram(data: Histogram | null): string {
  if (!data) return 'Distribution of values. Loading.';
  const layer = (counts: readonly number[], q: Quantiles | null): string => {
    const quartiles = q
      ? `, median ${formatValue(q.median)}, quartiles ${formatValue(q.q1)} and ${formatValue(q.q3)}`
      : '';
    return `${count(totalOf(counts))} values${quartiles}`;
  };
  const { raw, processed, quantiles } = data;
  return `Distribution of values in ${count(raw.length)} bins. Raw: ${layer(raw, quantiles.raw)}. Processed: ${layer(processed, quantiles.processed)}.`;
}
