/** Series for tests, made without the generator. */
import { stream } from '../../random';
import type { AnomalyShape } from '../../recipe/types';
import { formatInstant } from '../../recipe/instant';
import { inject } from './effect/inject';
import { realise } from './realise';
import type { Others, RealisedAnomaly, SeriesAccess } from './types';

export const second = 1e6;
export const start = 1_672_531_200_000_000;

const extremesOf = (values: Float64Array): { min: number; max: number } => {
  let min = Infinity;
  let max = -Infinity;
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max };
};

export interface Made {
  name?: string;
  rows?: number;
  step?: number;
  /** Of a row position that need not be whole. */
  signal?: (position: number) => number;
  /** Deviation of Gaussian noise. */
  noise?: number;
  seed?: number;
}

export const sine = (position: number): number => 50 + 20 * Math.sin((2 * Math.PI * position) / 100);

/** A series on a grid: a signal and Gaussian noise. */
export function gridSeries({
  name = 's',
  rows = 2000,
  step = second,
  signal = sine,
  noise = 1,
  seed = 1,
}: Made = {}): SeriesAccess {
  const normal = stream(seed, `${name}/noise`);
  const noiseOf = (from: number, to: number): Float64Array => {
    const out = new Float64Array(to - from);
    if (noise > 0) normal.fillNormal(from, to, out);
    return out.map((value) => value * noise);
  };
  const values = (from: number, to: number): Float64Array =>
    noiseOf(from, to).map((value, k) => signal(from + k) + value);
  return {
    name,
    rows,
    step,
    timeOf: (row) => start + row * step,
    rowAt: (time) => Math.min(rows, Math.max(0, Math.ceil((time - start) / step))),
    values,
    read: (from, to, out) => out.set(values(from, to)),
    signalAt: (positions) => positions.map(signal),
    noise: noiseOf,
    extremes: () => extremesOf(values(0, rows)),
  };
}

/** A copy of a real series: rows at any times, NaN where a value is missing. */
export function realSeries(times: Float64Array, values: Float64Array, name = 'real'): SeriesAccess {
  const rows = times.length;
  return {
    name,
    rows,
    timeOf: (row) => times[row] as number,
    rowAt(time) {
      const found = times.findIndex((candidate) => candidate >= time);
      return found < 0 ? rows : found;
    },
    values: (from, to) => values.slice(from, to),
    read: (from, to, out) => out.set(values.subarray(from, to)),
    signalAt: (positions) => positions.map((position) => values[Math.round(position)] as number),
    noise: (from, to) => new Float64Array(to - from),
    extremes: () => extremesOf(values),
  };
}

/** First row of the anomaly of `one`. */
export const from = 1000;

/** One anomaly of so many rows from row 1,000 on (or another), with the series before and after. */
export function one(
  shape: Omit<AnomalyShape, 'length'>,
  rows: number,
  access: SeriesAccess = gridSeries(),
  at = from,
  others?: Others,
): { anomaly: RealisedAnomaly; clean: Float64Array; changed: Float64Array } {
  const result = realise(
    [
      {
        id: 'a',
        series: access.name,
        start: formatInstant(access.timeOf(at)),
        shape: { ...shape, length: `${rows}s` },
      },
    ],
    access,
    7,
    { others },
  );
  if (!result.ok) throw new Error(result.error.message);
  const [anomaly] = result.value;
  if (!anomaly) throw new Error('no anomaly');
  const clean = access.values(0, access.rows);
  const changed = clean.slice();
  inject(result.value, access, 0, access.rows, changed, others);
  return { anomaly, clean, changed };
}

/** Values of an anomaly's rows. */
export const inside = (values: Float64Array, { from: a, to: b }: RealisedAnomaly): number[] => [
  ...values.subarray(a, b),
];
/** Changed − clean in the anomaly's rows. */
export const differences = (made: ReturnType<typeof one>): number[] =>
  inside(made.changed, made.anomaly).map((value, k) => value - (made.clean[made.anomaly.from + k] as number));
export const rowsOf = (count: number): number[] => Array.from({ length: count }, (_, k) => k);
/** Without noise. */
export const quiet = (made: Made = {}): SeriesAccess => gridSeries({ ...made, noise: 0 });
