/** Values for buckets that have none, between those that have one, and which of them are as in the whole series. */
import type { ResampleOptions } from '../../recipe/types';
import { ChangeList } from '../../rows/piece';
import { changeKinds, FILLED, type Changes, type Rows } from '../../rows/types';
import type { Extent } from './extent';
import type { Groups } from './groups';

const FILL = changeKinds.indexOf('filled');

/** Whether buckets without a value are filled from others. */
export const fills = ({ with: aggregate, empty }: ResampleOptions): boolean =>
  aggregate !== 'sum' && aggregate !== 'count' && (empty === 'linear' || empty === 'forward');

/** Linear in time; weighted where the difference is too great for a double. */
export function linear(v0: number, v1: number, passed: number, gap: number): number {
  const distance = v1 - v0;
  return Number.isFinite(distance)
    ? v0 + distance * (passed / gap)
    : v0 * ((gap - passed) / gap) + v1 * (passed / gap);
}

/** How buckets without a value are filled, and up to which distance of the values on both sides, microseconds. */
export interface Filling {
  empty: ResampleOptions['empty'];
  longest: number;
}

/** Fills buckets of a grid that starts at `extent.from`, and lists those of the piece's own that it filled. */
export function fillGrid(
  { length, starts, values }: Groups,
  extent: Extent,
  every: number,
  { empty, longest }: Filling,
  grid: Rows,
): Changes | null {
  const { from, to, ownFrom, ownTo } = extent;
  const changes = new ChangeList();
  // Between a value v0 at t0 and one at t1; NaN for v1 repeats the first.
  const fill = (end: number, t0: number, v0: number, t1: number, v1: number): void => {
    for (let time = Math.max(from, t0 + every); time < Math.min(to, end); time += every) {
      const value = v1 === v1 ? linear(v0, v1, time - t0, t1 - t0) : v0;
      const bucket = (time - from) / every;
      grid.values[bucket] = value;
      grid.flags[bucket] = FILLED;
      if (time >= ownFrom && time < ownTo) changes.add(time, FILL, NaN, value);
    }
  };
  let t0 = NaN;
  let v0 = NaN;
  for (let group = 0; group < length; group++) {
    const v1 = values[group] as number;
    if (v1 !== v1) continue;
    const t1 = starts[group] as number;
    // Neither holds before the first value.
    if (t1 - t0 > every && t1 - t0 <= longest) fill(t1, t0, v0, t1, empty === 'linear' ? v1 : NaN);
    t0 = t1;
    v0 = v1;
  }
  if (length === 0 || extent.openEnd || empty !== 'forward') return changes.done();
  const end = starts[length - 1] as number;
  if (t0 < end && end - t0 <= longest) fill(end + every, t0, v0, end, NaN);
  return changes.done();
}

/**
 * Which buckets are sure where those without a value are filled: not those whose value before or after them may be one that is not here and near enough. Gives the starts of
 * a stretch of buckets, half-open.
 */
export function sureOfFills(
  { starts, values, length }: Groups,
  { sureFrom, sureTo, openStart, openEnd }: Extent,
  every: number,
  { empty, longest }: Filling,
): { from: number; to: number } {
  const isAnchor = (group: number): boolean => !Number.isNaN(values[group]);
  let low = 0;
  while (low < length && ((starts[low] as number) < sureFrom || !isAnchor(low))) low++;
  let high = length - 1;
  while (high >= low && ((starts[high] as number) >= sureTo || !isAnchor(high))) high--;
  // The nearest that a value which is not here can be; there is one bucket at least that is sure at the end, the last may be that.
  const before = sureFrom - every;
  const after = sureTo - every;
  if (high < low) {
    const sure = !openStart || (!openEnd && empty === 'linear') || after - before > longest;
    return { from: sureFrom, to: sure ? sureTo : sureFrom };
  }
  const [firstValue, lastValue] = [starts[low] as number, starts[high] as number];
  return {
    from: openStart && firstValue - before <= longest ? firstValue : sureFrom,
    to: openEnd && after - lastValue <= longest ? lastValue + every : sureTo,
  };
}
