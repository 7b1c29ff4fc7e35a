import { lowerBound, upperBound } from '../../../list';
import { effect } from './effects';
import { chosen } from '../kinds';
import type { Others, RealisedAnomaly, SeriesAccess } from '../types';

/** Memory for short ranges, written to again and again: an array of its own for each of many anomalies is more work than what is done with it. */
const LONGEST = 4096;

/** So many numbers, whatever stands in them, at most until the same scratch is asked again. */
export type Scratch = (count: number) => Float64Array;

export function createScratch(): Scratch {
  let memory: Float64Array | undefined;
  return (count) => {
    if (count > LONGEST) return new Float64Array(count);
    memory ??= new Float64Array(LONGEST);
    return memory.subarray(0, count);
  };
}

const none: readonly RealisedAnomaly[] = [];

/** First rows of anomalies in their order, and for each the furthest row that it or one before it reaches. */
interface Extents {
  starts: Float64Array;
  reach: Float64Array;
}

/** Kept for as long as the list is. */
const extents = new WeakMap<readonly RealisedAnomaly[], Extents>();

function extentsOf(anomalies: readonly RealisedAnomaly[]): Extents {
  const known = extents.get(anomalies);
  if (known?.starts.length === anomalies.length) return known;
  const reach = new Float64Array(anomalies.length);
  let furthest = 0;
  for (const [k, { to }] of anomalies.entries()) reach[k] = furthest = Math.max(furthest, to);
  const found = { starts: Float64Array.from(anomalies, ({ from }) => from), reach };
  extents.set(anomalies, found);
  return found;
}

/** Those with rows in [from, to), of anomalies in order of their first rows. */
function touching(
  anomalies: readonly RealisedAnomaly[],
  from: number,
  to: number,
): readonly RealisedAnomaly[] {
  const { starts, reach } = extentsOf(anomalies);
  const low = upperBound(reach, from);
  const high = lowerBound(starts, to);
  if (low >= high) return none;
  return anomalies.slice(low, high).filter((anomaly) => anomaly.to > from);
}

/** What stays after an anomaly's rows: from this row on, so much in all. */
interface Step {
  row: number;
  sum: number;
}

const changes = createScratch();

const lasting = new WeakMap<readonly RealisedAnomaly[], Step[]>();

/** What has been left behind by the anomalies that persist, in order of their ends; kept for as long as the list is. */
function stepsOf(anomalies: readonly RealisedAnomaly[]): readonly Step[] {
  const known = lasting.get(anomalies);
  if (known) return known;
  let sum = 0;
  const steps = anomalies
    .filter(({ requested }) => chosen(requested, 'persists') === true)
    .sort((a, b) => a.to - b.to)
    .map(({ to, realised }) => ({ row: to, sum: (sum += realised.amount ?? 0) }));
  lasting.set(anomalies, steps);
  return steps;
}

function carryOn(steps: readonly Step[], from: number, to: number, values: Float64Array): void {
  for (const [index, { row, sum }] of steps.entries()) {
    const until = Math.min(to, steps[index + 1]?.row ?? to);
    for (let k = Math.max(from, row) - from; k < until - from; k++) values[k] = (values[k] as number) + sum;
  }
}

/**
 * Puts anomalies into the clean values of rows [from, to), in place. `anomalies`: as `realise` gives them, in order of rows. Whatever the split of
 * the rows, each row gets the same bytes. Where anomalies overlap, their changes add up. Rows outside the anomalies keep theirs, but for those after one that persists.
 */
export function inject(
  anomalies: readonly RealisedAnomaly[],
  access: SeriesAccess,
  from: number,
  to: number,
  values: Float64Array,
  others?: Others,
): void {
  let changedTo = from;
  for (const anomaly of touching(anomalies, from, to)) {
    const start = Math.max(from, anomaly.from);
    const end = Math.min(to, anomaly.to);
    const shared = Math.min(end, Math.max(start, changedTo));
    if (start < shared) {
      const clean = access.values(start, shared);
      const changed = effect(anomaly, access, others, start, shared, clean);
      for (let k = 0; k < clean.length; k++) {
        const place = start - from + k;
        values[place] = (values[place] as number) + ((changed[k] as number) - (clean[k] as number));
      }
    }
    if (shared < end) {
      const part = values.subarray(shared - from, end - from);
      part.set(effect(anomaly, access, others, shared, end, part, changes(end - shared)));
    }
    changedTo = Math.max(changedTo, end);
  }
  const steps = stepsOf(anomalies);
  if (steps.length > 0) carryOn(steps, from, to, values);
}

/** A row's time, later by half the distance to the row after it (of the last row, before it), cut to whole microseconds. */
export function offsetTime(access: SeriesAccess, row: number): number {
  const time = access.timeOf(row);
  if (access.rows < 2) return time;
  const distance = row + 1 < access.rows ? access.timeOf(row + 1) - time : time - access.timeOf(row - 1);
  return time + Math.floor(distance / 2);
}

/**
 * Times of rows [from, to) in microseconds, changed in place where an anomaly of kind `timestamps` holds. Like `inject`, the same whatever
 * the split of the rows. All times of an anomaly's rows stay within its label, and no other row's does.
 */
export function injectTimes(
  anomalies: readonly RealisedAnomaly[],
  access: SeriesAccess,
  from: number,
  to: number,
  out: Float64Array,
): void {
  for (const anomaly of touching(anomalies, from, to)) {
    if (anomaly.kind !== 'timestamps') continue;
    const fault = chosen(anomaly.requested, 'fault');
    const end = Math.min(to, anomaly.to);
    for (let row = Math.max(from, anomaly.from); row < end; row++) {
      if (fault === 'offset') out[row - from] = offsetTime(access, row);
      else
        out[row - from] = access.timeOf(
          fault === 'duplicate' ? anomaly.from : anomaly.from + anomaly.to - 1 - row,
        );
    }
  }
}
