import type { OutliersOptions } from '../../recipe/types';
import { between, meanOf } from '../../statistics';
import { SortedWindow } from './sortedWindow';
import type { WindowFinds } from './windowFinds';

/** Median absolute deviation and mean absolute deviation to the standard deviation of a normal distribution; Iglewicz and Hoaglin 1993. */
const MEDIAN_DEVIATION = 1.4826;
const MEAN_DEVIATION = 1.253314;

const meanOfTwo = (low: number, high: number): number => {
  const sum = low + high;
  return Number.isFinite(sum) ? sum / 2 : low / 2 + high / 2;
};

/** The limits of one window after another; NaN where it has none. */
abstract class RankLimits {
  low = NaN;
  high = NaN;
  /** Whether the value that was asked about is beside the centre of a window without a width; and whether its mean deviation was taken instead. */
  noWidth = false;
  meanDeviation = false;

  protected clear(): void {
    this.low = this.high = NaN;
    this.noWidth = this.meanDeviation = false;
  }

  /** Takes the limits of a window, of which `value` is one; its values are not all equal. */
  abstract measure(window: SortedWindow, value: number): void;
}

/** Quartiles by linear interpolation (Hyndman and Fan 1996, type 7). */
class QuartileLimits extends RankLimits {
  constructor(private readonly threshold: number) {
    super();
  }

  measure({ sorted, count }: SortedWindow, value: number): void {
    this.clear();
    const first = (count - 1) * 0.25;
    const third = (count - 1) * 0.75;
    const rank = Math.floor(first);
    const upper = Math.floor(third);
    // The first value is at 1; behind the last one nothing is read, for there are two values at least.
    const q1 = between(sorted[rank + 1] as number, sorted[rank + 2] as number, first - rank);
    const q3 = between(sorted[upper + 1] as number, sorted[upper + 2] as number, third - upper);
    const spread = q3 - q1;
    if (spread > 0) {
      this.low = q1 - this.threshold * spread;
      this.high = q3 + this.threshold * spread;
    } else this.noWidth = value < q1 || value > q3;
  }
}

/** Median and median absolute deviation from it, or the mean deviation where that is zero. */
class MedianLimits extends RankLimits {
  /** Where the values nearest to the median began in the window before. */
  private nearest = 1;
  private readonly far: Float64Array;

  constructor(
    private readonly threshold: number,
    capacity: number,
  ) {
    super();
    this.far = new Float64Array(capacity);
  }

  measure(window: SortedWindow, value: number): void {
    this.clear();
    const { sorted, count } = window;
    const half = (count + 1) >> 1;
    const upper = sorted[(count >> 1) + 1] as number;
    const median = count % 2 === 1 ? upper : meanOfTwo(sorted[half] as number, upper);
    let spread = MEDIAN_DEVIATION * this.deviation(sorted, count, half, median);
    if (spread === 0) {
      if (value === median) return;
      this.meanDeviation = true;
      spread = MEAN_DEVIATION * this.meanDistance(sorted, count, median);
      this.noWidth = spread === 0;
    }
    if (!(spread > 0)) return;
    this.low = median - this.threshold * spread;
    this.high = median + this.threshold * spread;
  }

  /**
   * The median of the distances from the median. The nearest `half` values are neighbours in order; where they begin moves little from one window to the next.
   */
  private deviation(sorted: Float64Array, count: number, half: number, median: number): number {
    const end = count - half + 1;
    let from = Math.min(this.nearest, end);
    while (from > 1 && median - (sorted[from - 1] as number) <= (sorted[from - 1 + half] as number) - median)
      from--;
    while (from < end && median - (sorted[from] as number) > (sorted[from + half] as number) - median) from++;
    this.nearest = from;
    const furthest = Math.max(
      median - (sorted[from] as number),
      (sorted[from + half - 1] as number) - median,
    );
    if (count % 2 === 1) return furthest;
    const next = Math.min(median - (sorted[from - 1] as number), (sorted[from + half] as number) - median);
    return meanOfTwo(furthest, next);
  }

  private meanDistance(sorted: Float64Array, count: number, median: number): number {
    const { far } = this;
    for (let i = 0; i < count; i++) far[i] = Math.abs((sorted[i + 1] as number) - median);
    return meanOf(far.subarray(0, count));
  }
}

/**
 * Finds the outliers among rows `[from, to)` by the quartiles or the median of the windows around them, which reach `half` rows to both sides.
 */
export function findByRanks(
  { rule, threshold }: Pick<OutliersOptions, 'rule' | 'threshold'>,
  values: Float64Array,
  length: number,
  half: number,
  from: number,
  to: number,
  finds: WindowFinds,
): void {
  const { found, low, high, own } = finds;
  const capacity = Math.min(2 * half + 1, length);
  const limits = rule === 'iqr' ? new QuartileLimits(threshold) : new MedianLimits(threshold, capacity);
  const window = new SortedWindow(capacity);
  const { sorted } = window;
  window.fill(values, Math.max(0, from - half), Math.min(length, from + half));
  for (let row = from; row < to; row++) {
    const enters = row + half < length ? (values[row + half] as number) : NaN;
    const leaves = row > from && row - half > 0 ? (values[row - half - 1] as number) : NaN;
    if (Number.isFinite(enters)) {
      if (Number.isFinite(leaves)) window.replace(leaves, enters);
      else window.insert(enters);
    } else if (Number.isFinite(leaves)) window.remove(leaves);
    const value = values[row] as number;
    if (!Number.isFinite(value) || sorted[1] === sorted[window.count]) continue;
    limits.measure(window, value);
    if (value < limits.low || value > limits.high) {
      found[row] = 1;
      if (low) low[row] = limits.low;
      if (high) high[row] = limits.high;
    }
    if (row < own.start || row >= own.end) continue;
    if (limits.noWidth) finds.noWidth++;
    if (limits.meanDeviation) finds.meanDeviation++;
  }
}
