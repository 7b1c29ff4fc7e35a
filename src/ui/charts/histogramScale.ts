import type { Histogram } from '../../core/view/types';

/** What the height of a bar says: how many values, on either scale, or which share of the values of its own layer. */
export type HistogramScale = 'linear' | 'log' | 'share';

/** From so many times as many values in one layer as in the other on, counts would hide the smaller one. */
const LOPSIDED = 4;

export const totalOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

/** The scale on which both layers can be seen. */
export function fittingScale(data: Histogram | null): HistogramScale {
  const totals = data ? [totalOf(data.raw), totalOf(data.processed)].filter((total) => total > 0) : [];
  return totals.length > 1 && Math.max(...totals) > LOPSIDED * Math.min(...totals) ? 'share' : 'linear';
}
