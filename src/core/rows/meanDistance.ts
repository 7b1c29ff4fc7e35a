/** Mean distance of finite values from a number, piece by piece. */

/** Of the finite values of one piece. `sum + lost` is the sum of the distances, times `SMALLER` where `scaled`. */
export interface MeanDistancePart {
  kind: 'meanDistance';
  count: number;
  /** The least and the greatest distance. */
  low: number;
  high: number;
  scaled: boolean;
  sum: number;
  lost: number;
}

/** Distances from here on are summed on a smaller scale. */
const HUGE = 1e290;
const SMALLER = 2 ** -64;

/** Looks at `values[start, end)`. */
export function gatherMeanDistance(
  around: number,
  values: Float64Array,
  start: number,
  end: number,
  scaled = false,
): MeanDistancePart {
  const factor = scaled ? SMALLER : 1;
  const centre = around * factor;
  let count = 0;
  let low = Infinity;
  let high = -Infinity;
  let sum = 0;
  let lost = 0;
  for (let i = start; i < end; i++) {
    const value = values[i] as number;
    if (value - value !== 0) continue;
    const x = Math.abs(value * factor - centre);
    count++;
    if (x < low) low = x;
    if (x > high) high = x;
    // Knuth's two-sum.
    const next = sum + x;
    const added = next - sum;
    lost += sum - (next - added) + (x - added);
    sum = next;
  }
  if (!scaled && high >= HUGE) return gatherMeanDistance(around, values, start, end, true);
  return { kind: 'meanDistance', count, low: low / factor, high: high / factor, scaled, sum, lost };
}

/** Mean of all pieces together, never outside the least and the greatest distance; NaN of no values. */
export function concludeMeanDistance(parts: readonly MeanDistancePart[]): { count: number; mean: number } {
  const scaled = parts.some((part) => part.scaled);
  let count = 0;
  let low = Infinity;
  let high = -Infinity;
  let sum = 0;
  let lost = 0;
  for (const part of parts) {
    const factor = scaled && !part.scaled ? SMALLER : 1;
    count += part.count;
    low = Math.min(low, part.low);
    high = Math.max(high, part.high);
    const x = part.sum * factor;
    const next = sum + x;
    const added = next - sum;
    lost += sum - (next - added) + (x - added) + part.lost * factor;
    sum = next;
  }
  if (count === 0) return { count, mean: NaN };
  const mean = (sum + lost) / count / (scaled ? SMALLER : 1);
  return { count, mean: Math.max(low, Math.min(high, mean)) };
}
