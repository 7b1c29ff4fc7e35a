/** Series as injection sees them: made by a model, or read from the database. */
import { reserve, widen } from '../kernel';
import { lowerBound, maxOf, minOf } from '../list';
import type { Extremes, SeriesAccess } from './inject/types';
import type { ChannelModel } from './signal/types';
import type { CopiedSeries } from './job';

/** Rows that are made and read at once, while the processor's cache holds them. */
const CHUNK = 8192;
const scratch = reserve(CHUNK);

/** Stretches read where the extremes of a long series need not be exact. */
const SAMPLES = 256;
const SAMPLE_ROWS = 256;

/** Extremes of all parts. */
export function extremesOf(parts: readonly Extremes[]): Extremes {
  return {
    min: minOf(parts.map(({ min }) => min)),
    max: maxOf(parts.map(({ max }) => max)),
  };
}

/** Extremes of rows [from, to) of a model. */
export function modelExtremes({ fill }: Pick<ChannelModel, 'fill'>, from: number, to: number): Extremes {
  const found = { min: Infinity, max: -Infinity };
  for (let at = from; at < to; at += CHUNK) {
    const end = Math.min(to, at + CHUNK);
    fill(at, end, scratch);
    widen(found, scratch, end - at);
  }
  return found;
}

/** Extremes of rows [from, to) of a series that was read. */
export function copyExtremes({ values }: CopiedSeries, from: number, to: number): Extremes {
  const found = { min: Infinity, max: -Infinity };
  widen(found, values.subarray(from, to));
  return found;
}

/** `rough`: extremes of long series are those of evenly spread stretches, for checks and previews. `known`: they were found before. */
export function modelAccess(model: ChannelModel, rough = false, known?: Extremes): SeriesAccess {
  let extremes = known;
  const values = (from: number, to: number): Float64Array => {
    const out = new Float64Array(Math.max(0, to - from));
    if (to > from) model.fill(from, to, out);
    return out;
  };
  return {
    name: model.name,
    rows: model.rows,
    step: model.step,
    timeOf: (row) => model.timeOf(row),
    rowAt: (time) => model.rowAt(time),
    values,
    read: (from, to, out) => {
      if (to > from) model.fill(from, to, out);
    },
    signalAt(positions) {
      const out = new Float64Array(positions.length);
      model.signalAt(positions, out);
      return out;
    },
    noise(from, to) {
      const all = values(from, to);
      const signal = new Float64Array(all.length);
      if (to > from) model.signal(from, to, signal);
      for (let i = 0; i < all.length; i++) all[i] = (all[i] as number) - (signal[i] as number);
      return all;
    },
    extremes() {
      if (extremes) return extremes;
      if (!rough || model.rows <= SAMPLES * SAMPLE_ROWS)
        return (extremes = modelExtremes(model, 0, model.rows));
      extremes = { min: Infinity, max: -Infinity };
      const every = Math.floor((model.rows - SAMPLE_ROWS) / (SAMPLES - 1));
      for (let from = 0; from < model.rows; from += every) {
        widen(extremes, values(from, Math.min(model.rows, from + SAMPLE_ROWS)));
      }
      return extremes;
    },
  };
}

/** A series from the database, whose values are all there is: no noise apart from them. */
export function copyAccess(name: string, series: CopiedSeries): SeriesAccess {
  const { times, values } = series;
  const rows = times.length;
  let extremes: Extremes | undefined;
  return {
    name,
    rows,
    timeOf: (row) => times[row] as number,
    rowAt: (time) => lowerBound(times, time),
    values: (from, to) => values.slice(from, to),
    read: (from, to, out) => out.set(values.subarray(from, to)),
    signalAt: (positions) =>
      positions.map((position) => values[Math.min(rows - 1, Math.max(0, Math.round(position)))] as number),
    noise: (from, to) => new Float64Array(Math.max(0, to - from)),
    extremes: () => (extremes ??= copyExtremes(series, 0, rows)),
  };
}
