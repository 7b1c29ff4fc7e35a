/** Rows of generated series: values, then anomalies, then faults. Any stretch of the grid alone has the same bytes as the whole. */
import { at } from '../list';
import { absentRows, inject, injectTimes } from './inject';
import type { Extremes, Others, RealisedAnomaly, SeriesAccess } from './inject/types';
import type { ChannelModel } from './signal/types';
import { copyAccess, copyExtremes, modelExtremes } from './access';
import { copiedSeries, type GeneratorJob } from './job';
import { compileOthers, compileJob } from './models';

/** Rows in the order in which they are written; the arrays may be longer than `rows`. */
export interface GeneratedRows {
  rows: number;
  /** Microseconds; null where every row of the grid is there, at its time. */
  times: Float64Array<ArrayBuffer> | null;
  /** NaN where missing. */
  values: Float64Array<ArrayBuffer>;
}

export interface Generator {
  /**
   * Rows [from, to) of the grid of one of the job's series. `clean`: without anomalies. `into`, with room for as many values, is written to and
   * comes back where every row of the grid is there; else there are arrays of their own.
   */
  rows(
    series: number,
    from: number,
    to: number,
    clean: boolean,
    into?: Float64Array<ArrayBuffer>,
  ): GeneratedRows;
  /** Extremes of rows [from, to) of a series as injection sees it: without anomalies and faults. */
  extremes(series: number, from: number, to: number): Extremes;
  /** What is known of one of the job's series. */
  series(index: number): { access: SeriesAccess; anomalies: readonly RealisedAnomaly[] };
}

/** Times of rows that a generator made from row `from` of the grid on, microseconds. */
export function timesOfRows(
  { rows, times }: GeneratedRows,
  { timeOf }: Pick<SeriesAccess, 'timeOf'>,
  from: number,
): Float64Array<ArrayBuffer> {
  return times ?? Float64Array.from({ length: rows }, (_, i) => timeOf(from + i));
}

/** Rows after an anomaly that are neither set back in time nor duplicated, so that interval and rows agree. */
const AFTER = 2;

/** Disjoint ranges of rows that faults keep clear of. */
function clear(anomalies: readonly RealisedAnomaly[]): [from: number, to: number][] {
  const ranges: [number, number][] = [];
  for (const { from, to } of [...anomalies].sort((a, b) => a.from - b.from)) {
    const before = ranges.at(-1);
    if (before && from <= before[1]) before[1] = Math.max(before[1], to + AFTER);
    else ranges.push([from, to + AFTER]);
  }
  return ranges;
}

/** Whether anomalies leave every row there, at its time. */
export const keepsGrid = (anomalies: readonly RealisedAnomaly[]): boolean =>
  absentRows(anomalies).length === 0 && anomalies.every(({ kind }) => kind !== 'timestamps');

/** Anomalies of a series, and what follows from them for any of its rows. */
interface Injected {
  anomalies: readonly RealisedAnomaly[];
  avoid: readonly (readonly [from: number, to: number])[];
  onGrid: boolean;
}

/** Takes rows that are left out away, and writes times and values in their order. */
function emit(
  times: Float64Array,
  values: Float64Array,
  from: number,
  anomalies: readonly RealisedAnomaly[],
  copies?: Uint8Array,
): GeneratedRows {
  const count = times.length;
  const keep = copies ?? new Uint8Array(count).fill(1);
  for (const gap of absentRows(anomalies, from, from + count)) keep.fill(0, gap.from - from, gap.to - from);
  const rows = keep.reduce((sum, n) => sum + n, 0);
  const out = new Float64Array(rows);
  const kept = new Float64Array(rows);
  let row = 0;
  for (let i = 0; i < count; i++) {
    for (let n = keep[i] as number; n > 0; n--) {
      out[row] = times[i] as number;
      kept[row++] = values[i] as number;
    }
  }
  return { rows, times: out, values: kept };
}

/** No fault removes a row of an anomaly, or the row after it, which ends a gap: its label would cover nothing. */
function keepLabelled(anomalies: readonly RealisedAnomaly[], from: number, copies: Uint8Array): void {
  for (const anomaly of anomalies) {
    const end = Math.min(from + copies.length, anomaly.to + 1);
    for (let row = Math.max(from, anomaly.from); row < end; row++) {
      if (copies[row - from] === 0) copies[row - from] = 1;
    }
  }
}

function modelRows(
  model: ChannelModel,
  access: SeriesAccess,
  { anomalies, avoid, onGrid }: Injected,
  others: Others,
  from: number,
  to: number,
  clean: boolean,
  into?: Float64Array<ArrayBuffer>,
): GeneratedRows {
  const count = to - from;
  const values = into ?? new Float64Array(count);
  model.fill(from, to, values);
  const injected = clean ? [] : anomalies;
  if (injected.length > 0) inject(injected, access, from, to, values, others);
  if (model.onGrid && (clean || onGrid)) {
    model.leaveEmpty(from, to, values);
    return { rows: count, times: null, values };
  }
  const faults = model.faultRows(from, to, avoid);
  if (injected.length > 0) injectTimes(injected, access, from, to, faults.times);
  for (let i = 0; i < count; i++) if (faults.empty[i] === 1) values[i] = NaN;
  keepLabelled(anomalies, from, faults.copies);
  return emit(faults.times, values, from, injected, faults.copies);
}

/** What makes the rows of a job. The job comes from `planSources`, so it is known to make sense. */
export function createGenerator(job: GeneratorJob): Generator {
  const others = compileOthers(job);
  const injected = job.series.map(({ anomalies }): Injected => ({
    anomalies,
    avoid: clear(anomalies),
    onGrid: keepsGrid(anomalies),
  }));
  if (job.copy) {
    const { copy } = job;
    const copied = copiedSeries(job.copied, copy.copy);
    if (!copied) throw new RangeError(`expected the rows of "${copy.copy}" in the job`);
    const access = copyAccess(copy.name, copied);
    const { anomalies } = at(job.series, 0);
    return {
      series: () => ({ access, anomalies }),
      extremes: (_series, from, to) => copyExtremes(copied, from, to),
      rows(_series, from, to, clean) {
        const values = copied.values.slice(from, to);
        const times = copied.times.slice(from, to);
        if (clean) return emit(times, values, from, []);
        inject(anomalies, access, from, to, values, others);
        injectTimes(anomalies, access, from, to, times);
        return emit(times, values, from, anomalies);
      },
    };
  }
  const channels = compileJob(job);
  return {
    series: (index) => ({ access: at(channels, index).access, anomalies: at(job.series, index).anomalies }),
    extremes: (series, from, to) => modelExtremes(at(channels, series).model, from, to),
    rows(series, from, to, clean, into) {
      const { model, access } = at(channels, series);
      return modelRows(model, access, at(injected, series), others, from, to, clean, into);
    },
  };
}
