import { at, last, maxOf, minOf } from '../list';
import type { Moments } from '../rows/measure';
import type { HistogramRequest, Quantiles } from './types';

const BIN_LIMIT = 200;

/** Aggregates of the finite values of a part. `quantiles`: at 0, 1, 5, 25, 50, 75, 95, 99 and 100 %; null without a value. */
export interface ValueStats {
  count: number;
  mean: number | null;
  /** Of the sample (n - 1); null with fewer than two values, or with one beyond 1e150. */
  std: number | null;
  quantiles: Quantiles | null;
}

/** Which quantiles `statsOf` takes, in its order. */
export const QUANTILES = [0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1] as const;

export function statsOf(
  mean: number | null,
  std: number | null,
  values: readonly Float64Array[],
  quantiles: readonly number[],
): ValueStats {
  const count = values.reduce((sum, chunk) => sum + chunk.length, 0);
  return statsWith(count, mean, std, quantiles);
}

function statsWith(
  count: number,
  mean: number | null,
  std: number | null,
  quantiles: readonly number[],
): ValueStats {
  const [min, p01, p05, q1, median, q3, p95, p99, max] = quantiles;
  const all = { min, p01, p05, q1, median, q3, p95, p99, max };
  const whole = (value: typeof all): value is { [K in keyof typeof all]: number } =>
    Object.values(value).every((each) => each !== undefined);
  return { count, mean, std, quantiles: whole(all) ? all : null };
}

/**
 * Width of a bin. Freedman-Diaconis (1981): 2 iqr / n^(1/3); Scott (1979): 3.49 sd / n^(1/3). `auto` is the first, or the
 * second where the quartiles coincide. 0 where the rule gives none.
 */
export function binWidth(stats: ValueStats, rule: HistogramRequest['rule']): number {
  if (stats.count < 2 || !stats.quantiles) return 0;
  const root = Math.cbrt(stats.count);
  const freedman = (2 * (stats.quantiles.q3 - stats.quantiles.q1)) / root;
  const scott = (3.49 * (stats.std ?? 0)) / root;
  if (rule === 'scott') return scott;
  return freedman > 0 || rule === 'freedman-diaconis' ? freedman : scott;
}

/**
 * Edges of the bins that two layers share, at most 200 of one width, from the lowest to the highest value of both. The width
 * comes from the layer with more values, the first where they are equal. One bin for a constant; none without a value.
 */
export function binEdges(layers: readonly ValueStats[], rule: HistogramRequest['rule']): number[] {
  const present = layers.flatMap((layer) => (layer.quantiles ? [{ layer, q: layer.quantiles }] : []));
  const leading = present.reduce<ValueStats | undefined>(
    (best, { layer }) => (best && best.count >= layer.count ? best : layer),
    undefined,
  );
  if (!leading) return [];
  const low = minOf(present.map(({ q }) => q.min));
  const high = maxOf(present.map(({ q }) => q.max));
  if (low === high) {
    const half = Math.max(0.5, Math.abs(low) * 2 ** -40);
    return [low - half, high + half];
  }
  const width = binWidth(leading, rule);
  const wanted = width > 0 ? Math.ceil(high / width - low / width) : 1;
  const bins = Math.min(BIN_LIMIT, Math.max(1, Number.isFinite(wanted) ? wanted : BIN_LIMIT));
  const edges = Array.from(
    { length: bins + 1 },
    (_, index) => low * (1 - index / bins) + high * (index / bins),
  );
  edges[0] = low;
  edges[bins] = high;
  // There cannot be more bins than doubles between the two ends.
  return edges.filter((edge, index) => index === 0 || edge > at(edges, index - 1));
}

/** Adds the finite values to the counts of bins of one width; the last bin holds its upper edge. */
export function countInBins(values: Float64Array, edges: readonly number[], counts: number[]): void {
  const bins = edges.length - 1;
  if (bins < 1) return;
  const low = at(edges, 0);
  const width = last(edges) / bins - low / bins;
  const found = new Float64Array(bins);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) continue;
    const place = Math.floor((value - low) / width);
    // Of the widest ranges a place is beyond doubles, or none.
    const bin = place < bins ? place : bins - 1;
    found[bin] = (found[bin] as number) + 1;
  }
  for (let bin = 0; bin < bins; bin++) counts[bin] = at(counts, bin) + at(found, bin);
}

/** Moves the finite of the first `length` values to the front, in their order, and gives them: a view. */
export function finiteOnly(values: Float64Array, length: number): Float64Array {
  let count = 0;
  for (let i = 0; i < length; i++) {
    const value = values[i] as number;
    if (Number.isFinite(value)) values[count++] = value;
  }
  return values.subarray(0, count);
}

/** Values of a stage from the answers to questions about them. */
export function statsOfAnswers(
  { count, low, high, mean, sd }: Moments,
  quantiles: readonly number[],
): ValueStats {
  const known = (number: number): number | null => (Number.isFinite(number) ? number : null);
  const few = count < 2 || Math.max(high, -low) >= 1e150;
  return statsWith(count, known(mean), few ? null : known(sd), quantiles);
}
