import { at, last } from '../../list';
import { meanOf, median, sumOf } from '../../statistics';
import { day, week } from '../signal/clock';
import { placeIn, without, type Model, type Place } from './model';
import { robustSd } from './statistics';

/** What a model may consist of beside its level. */
export interface Shape {
  trend: boolean;
  /** Parts of the day; 0: no daily rhythm. */
  daily: number;
  interpolate: 'linear' | 'step';
  weekly: boolean;
}

/** Huber's constant: 95 % efficient where noise is Gaussian. */
const TUNING = 1.345;
const ROUNDS = 30;

/**
 * Level, trend and rhythms together, by Huber's M-estimator (1964): least squares, again and again with weights min(1, 1.345·s/|residual|), s the
 * residuals' robust deviation; it begins at the median. So the influence of outliers is bounded. Rhythms have mean 0; parts of a rhythm without a value
 * lie between their neighbours.
 */
export function fitStructure(times: Float64Array, values: Float64Array, shape: Shape): Model {
  const origin = at(times, 0);
  const reach = Math.max(1, last(times) - origin);
  const none = { values: new Float64Array(shape.daily), interpolate: shape.interpolate };
  let model: Model = {
    level: median(values),
    trend: 0,
    origin,
    daily: none,
    weekly: new Float64Array(shape.weekly ? 7 : 0),
  };
  let scale = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const residuals = without(model, times, values, ['level', 'trend', 'daily', 'weekly']);
    const next = spread(residuals);
    // A robust deviation that no longer moves: the weights do not either.
    if (next === 0 || (round > 3 && Math.abs(next - scale) <= 1e-5 * scale)) break;
    scale = next;
    model = weighted(times, values, residuals, TUNING * scale, shape, origin, reach);
  }
  return model;
}

function spread(residuals: Float64Array): number {
  const robust = robustSd(residuals);
  if (robust > 0) return robust;
  // More than half are 0: the mean distance, which is √(2/π) deviations of a Gaussian.
  return sumOf(residuals, (value) => Math.abs(value)) / residuals.length / 0.7978845608028654;
}

function weighted(
  times: Float64Array,
  values: Float64Array,
  residuals: Float64Array,
  limit: number,
  shape: Shape,
  origin: number,
  reach: number,
): Model {
  const first = shape.trend ? 2 : 1;
  const weeks = first + shape.daily;
  const size = weeks + (shape.weekly ? 7 : 0);
  const a = new Float64Array(size * size);
  const b = new Float64Array(size);
  const place: Place = { left: 0, right: 0, share: 0 };
  const columns = new Int32Array(5);
  const entries = new Float64Array(5);
  const centre = median(values);
  let count = 0;
  const put = (column: number, entry: number): void => {
    columns[count] = column;
    entries[count++] = entry;
  };
  let total = 0;
  for (let i = 0; i < times.length; i++) {
    const time = times[i] as number;
    count = 0;
    put(0, 1);
    // The trend's unit is half the series, around its middle.
    if (shape.trend) put(1, (2 * (time - origin)) / reach - 1);
    if (shape.daily > 0) {
      placeIn(time, day, shape.daily, shape.interpolate, place);
      put(first + place.left, 1 - place.share);
      if (place.share > 0) put(first + place.right, place.share);
    }
    if (shape.weekly) {
      placeIn(time, week, 7, 'step', place);
      put(weeks + place.left, 1);
    }
    const weight = Math.min(1, limit / Math.abs(residuals[i] as number));
    total += weight;
    const value = weight * ((values[i] as number) - centre);
    for (let p = 0; p < count; p++) {
      const row = columns[p] as number;
      const entry = entries[p] as number;
      b[row] = (b[row] as number) + entry * value;
      for (let q = 0; q < count; q++) {
        const cell = row * size + (columns[q] as number);
        a[cell] = (a[cell] as number) + weight * entry * (entries[q] as number);
      }
    }
  }
  if (shape.daily > 0) bind(a, size, first, shape.daily, total);
  if (shape.weekly) bind(a, size, weeks, 7, total);
  const x = solve(a, b);
  const daily = x.slice(first, weeks);
  const weekly = x.slice(weeks);
  const shift = centred(daily) + centred(weekly);
  const slope = shape.trend ? (x[1] as number) : 0;
  return {
    level: centre + (x[0] as number) - slope + shift,
    trend: (slope * 2 * day) / reach,
    origin,
    daily: { values: daily, interpolate: shape.interpolate },
    weekly,
  };
}

/** Makes a rhythm's mean 0 (its level is the series'), and its empty parts lie between their neighbours: hardly any weight on second differences. */
function bind(a: Float64Array, size: number, from: number, n: number, total: number): void {
  const add = (i: number, j: number, value: number): void => {
    const cell = (from + (i % n)) * size + from + (j % n);
    a[cell] = (a[cell] as number) + value;
  };
  const smooth = (1e-12 * total) / n;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) add(i, j, total / (n * n));
    if (n < 3) continue;
    for (const [p, u] of [1, -2, 1].entries())
      for (const [q, v] of [1, -2, 1].entries()) add(i + p, i + q, smooth * u * v);
  }
}

/** Takes the mean out and returns it; 0 where there is nothing. */
function centred(values: Float64Array): number {
  if (values.length === 0) return 0;
  const mean = meanOf(values);
  for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) - mean;
  return mean;
}

/**
 * Solves A·x = b for a symmetric positive definite A (n × n, row by row; overwritten) by Cholesky's decomposition. A direction in which A is
 * singular gets 0.
 */
function solve(a: Float64Array, b: Float64Array): Float64Array<ArrayBuffer> {
  const n = b.length;
  const x = Float64Array.from(b);
  const cell = (i: number, j: number): number => a[i * n + j] as number;
  for (let j = 0; j < n; j++) {
    const before = cell(j, j);
    let pivot = before;
    for (let k = 0; k < j; k++) pivot -= cell(j, k) ** 2;
    const root = pivot > 1e-13 * before ? Math.sqrt(pivot) : Infinity;
    a[j * n + j] = root;
    for (let i = j + 1; i < n; i++) {
      let sum = cell(i, j);
      for (let k = 0; k < j; k++) sum -= cell(i, k) * cell(j, k);
      a[i * n + j] = sum / root;
    }
  }
  for (let i = 0; i < n; i++) {
    let sum = x[i] as number;
    for (let k = 0; k < i; k++) sum -= cell(i, k) * (x[k] as number);
    x[i] = sum / cell(i, i);
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i] as number;
    for (let k = i + 1; k < n; k++) sum -= cell(k, i) * (x[k] as number);
    x[i] = sum / cell(i, i);
  }
  return x;
}
