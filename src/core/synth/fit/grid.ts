import type { TimedSeries } from './types';
import { median } from './robust';

export const day = 8.64e10;
export const week = 7 * day;
/** Monday 1970-01-05T00:00:00Z. */
export const monday = 4 * day;

const mostRows = 1e8;
/** Where one row alone tells no step. */
const lonelyStep = 6e7;

/** Rows that have a value, in order of time, and the regular grid that they lie on. */
export interface Observed {
  times: Float64Array;
  values: Float64Array;
  start: number;
  step: number;
  rows: number;
}

/** The step is the median distance of neighbouring rows that differ in time, to the whole microsecond, at least 1 ms and at most a day. */
export function observe(series: TimedSeries): Observed {
  let { times, values } = series;
  const ordered = times.every((time, i) => i === 0 || time >= (times[i - 1] ?? 0));
  if (!ordered) {
    const order = Uint32Array.from(times, (_, i) => i).sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0));
    const [t, v] = [times, values];
    times = Float64Array.from(order, (i) => t[i] ?? NaN);
    values = Float64Array.from(order, (i) => v[i] ?? NaN);
  }
  const steps = new Float64Array(Math.max(0, times.length - 1));
  let apart = 0;
  for (let i = 1; i < times.length; i++) {
    const distance = (times[i] ?? 0) - (times[i - 1] ?? 0);
    if (distance > 0) steps[apart++] = distance;
  }
  const start = times[0] ?? 0;
  const middle = apart > 0 ? Math.round(median(steps.subarray(0, apart))) : lonelyStep;
  const step = Math.min(day, Math.max(1000, middle));
  const rows = Math.min(mostRows, Math.round(((times.at(-1) ?? start) - start) / step) + 1);
  const here = values.reduce((count, value) => count + (Number.isFinite(value) ? 1 : 0), 0);
  const keptTimes = new Float64Array(here);
  const keptValues = new Float64Array(here);
  let at = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NaN;
    if (!Number.isFinite(value)) continue;
    keptTimes[at] = times[i] ?? NaN;
    keptValues[at++] = value;
  }
  return { times: keptTimes, values: keptValues, start, step, rows };
}

/** Medians of so many successive rows (times: means) that at most `most` points are left. */
export function condense(
  times: Float64Array,
  values: Float64Array,
  most: number,
): { times: Float64Array; values: Float64Array } {
  const each = Math.ceil(values.length / most);
  if (each <= 1) return { times, values };
  const points = Math.ceil(values.length / each);
  const t = new Float64Array(points);
  const v = new Float64Array(points);
  for (let p = 0; p < points; p++) {
    const from = p * each;
    const to = Math.min(values.length, from + each);
    const first = times[from] ?? 0;
    let sum = 0;
    for (let i = from; i < to; i++) sum += (times[i] ?? 0) - first;
    t[p] = first + sum / (to - from);
    v[p] = median(values.subarray(from, to));
  }
  return { times: t, values: v };
}
