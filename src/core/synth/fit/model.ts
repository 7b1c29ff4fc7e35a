import { day, monday, week } from '../signal/clock';

/** Level, trend and rhythms as numbers; a rhythm without values is none. */
export interface Model {
  /** At `origin`. */
  level: number;
  /** Per day. */
  trend: number;
  /** µs UTC. */
  origin: number;
  daily: { values: Float64Array; interpolate: 'linear' | 'step' };
  /** Seven values or none, as steps. */
  weekly: Float64Array;
}

/** Which one or two parts of a rhythm a time lies between, and the weight of the second. */
export interface Place {
  left: number;
  right: number;
  share: number;
}

/** Writes the place of a time within a rhythm of n parts: as the recipe's `profile` has it, with linear parts known in their middles. */
export function placeIn(
  time: number,
  period: number,
  n: number,
  interpolate: 'linear' | 'step',
  out: Place,
): void {
  const since = time - (period === week ? monday : 0);
  const at = ((since - Math.floor(since / period) * period) * n) / period;
  if (interpolate === 'step') {
    out.left = Math.min(Math.floor(at), n - 1);
    out.right = out.left;
    out.share = 0;
    return;
  }
  const left = Math.floor(at - 0.5);
  out.left = (left + n) % n;
  out.right = (left + 1) % n;
  out.share = at - 0.5 - left;
}

export type Part = 'level' | 'trend' | 'daily' | 'weekly';

/** What the named parts of a model have at given times. */
export function modelAt(
  model: Model,
  times: Float64Array,
  parts: readonly Part[],
): Float64Array<ArrayBuffer> {
  const { daily, weekly } = model;
  const level = parts.includes('level') ? model.level : 0;
  const trend = parts.includes('trend') ? model.trend / day : 0;
  const byDay = parts.includes('daily') && daily.values.length > 0;
  const byWeek = parts.includes('weekly') && weekly.length > 0;
  const place: Place = { left: 0, right: 0, share: 0 };
  const out = new Float64Array(times.length);
  for (let i = 0; i < times.length; i++) {
    const time = times[i] as number;
    let value = level + trend * (time - model.origin);
    if (byDay) {
      placeIn(time, day, daily.values.length, daily.interpolate, place);
      const left = daily.values[place.left] as number;
      value += left + place.share * ((daily.values[place.right] as number) - left);
    }
    if (byWeek) {
      placeIn(time, week, weekly.length, 'step', place);
      value += weekly[place.left] as number;
    }
    out[i] = value;
  }
  return out;
}

/** Values less what the named parts have. */
export function without(
  model: Model,
  times: Float64Array,
  values: Float64Array,
  parts: readonly Part[],
): Float64Array<ArrayBuffer> {
  const left = modelAt(model, times, parts);
  for (let i = 0; i < left.length; i++) left[i] = (values[i] as number) - (left[i] as number);
  return left;
}
