import { at, last } from '../../list';
import { median } from '../../statistics';
import { day } from '../signal/clock';
import type { TimedSeries } from './types';

const maxRows = 1e8;
/** Step where no two rows differ in time. */
const defaultStep = 6e7;

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
  const ordered = times.every((time, i) => i === 0 || time >= (times[i - 1] as number));
  if (!ordered) {
    const order = Uint32Array.from(times, (_, i) => i).sort(
      (a, b) => (times[a] as number) - (times[b] as number),
    );
    const [t, v] = [times, values];
    times = Float64Array.from(order, (i) => t[i] as number);
    values = Float64Array.from(order, (i) => v[i] as number);
  }
  const steps = new Float64Array(Math.max(0, times.length - 1));
  let apart = 0;
  for (let i = 1; i < times.length; i++) {
    const distance = (times[i] as number) - (times[i - 1] as number);
    if (distance > 0) steps[apart++] = distance;
  }
  const start = times.length === 0 ? 0 : at(times, 0);
  const end = times.length === 0 ? 0 : last(times);
  const middle = apart > 0 ? Math.round(median(steps.subarray(0, apart))) : defaultStep;
  const step = Math.min(day, Math.max(1000, middle));
  const rows = Math.min(maxRows, Math.round((end - start) / step) + 1);
  const here = values.reduce((count, value) => count + (Number.isFinite(value) ? 1 : 0), 0);
  const keptTimes = new Float64Array(here);
  const keptValues = new Float64Array(here);
  let kept = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) continue;
    keptTimes[kept] = times[i] as number;
    keptValues[kept++] = value;
  }
  return { times: keptTimes, values: keptValues, start, step, rows };
}

/** Medians of so many successive rows (times: means) that at most `maxPoints` points are left. */
export function condense(
  times: Float64Array,
  values: Float64Array,
  maxPoints: number,
): { times: Float64Array; values: Float64Array } {
  const each = Math.ceil(values.length / maxPoints);
  if (each <= 1) return { times, values };
  const points = Math.ceil(values.length / each);
  const t = new Float64Array(points);
  const v = new Float64Array(points);
  for (let p = 0; p < points; p++) {
    const from = p * each;
    const to = Math.min(values.length, from + each);
    const first = times[from] as number;
    let sum = 0;
    for (let i = from; i < to; i++) sum += (times[i] as number) - first;
    t[p] = first + sum / (to - from);
    v[p] = median(values.subarray(from, to));
  }
  return { times: t, values: v };
}
