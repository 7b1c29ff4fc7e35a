/** Rows of a series: raw and in UTC, as the labels see them, in the order of the file; and as they were read, in order of time. */
import { isSorted, lowerBound } from '../../../core/list';
import { sortRows } from '../../../core/rows/sort';
import type { Columns, LoadedSeries, SeriesHolder } from './loaded';
import { isGrid, isMade, type RawRows } from './rowStore';
import type { Range, Stage } from './stages';

/** What times depend on beside the series itself: the step that turned them into UTC. */
const zoneKey = ({ lastRun }: SeriesHolder, { sid }: LoadedSeries): string =>
  lastRun?.series.get(sid)?.converted?.key ?? '';

/** Times and values of rows; NaN where there is none. */
export interface TimedValues {
  times: Float64Array<ArrayBuffer>;
  values: Float64Array<ArrayBuffer>;
}

/** Rows of a stage that are asked for. */
export interface Wanted {
  stage: Stage;
  range?: Range;
  /** How many there probably are. */
  expected?: number;
  /** How many are taken at most, the first of them. */
  most?: number;
}

/** The rows of a stage in a range of time, in the order in which the stage has them. Rejects with AbortError. */
export async function stageRows(
  { stages }: Pick<SeriesHolder, 'stages'>,
  sid: number,
  { stage, range = {}, expected = 0, most = Infinity }: Wanted,
  signal: AbortSignal,
): Promise<TimedValues> {
  let times = new Float64Array(expected);
  let values = new Float64Array(expected);
  let filled = 0;
  for await (const rows of stages.rows(sid, stage, range, signal)) {
    const take = Math.min(rows.length, most - filled);
    if (filled + take > times.length) {
      const room = Math.max(2 * times.length, filled + take);
      times = widened(times, filled, room);
      values = widened(values, filled, room);
    }
    times.set(rows.times.subarray(0, take), filled);
    values.set(rows.values.subarray(0, take), filled);
    filled += take;
    if (filled === most) break;
  }
  // Arrays of their own: they may be handed on to another thread.
  return filled === times.length
    ? { times, values }
    : { times: times.slice(0, filled), values: values.slice(0, filled) };
}

function widened(numbers: Float64Array, filled: number, room: number): Float64Array<ArrayBuffer> {
  const wider = new Float64Array(room);
  wider.set(numbers.subarray(0, filled));
  return wider;
}

/** Times as they came, in the order of the file. */
function ownTimes({ rows, times }: RawRows): Float64Array<ArrayBuffer> {
  if (!isGrid(times)) return times.copy(0, rows);
  const all = new Float64Array(rows);
  for (let row = 0; row < rows; row++) all[row] = times.start + row * times.step;
  return all;
}

/**
 * Times and, unless only times are wanted, values of the raw rows; NaN where there is none. Kept for the next time, so not to be changed. A series that
 * was removed meanwhile has no rows.
 */
export async function columnsOf(
  session: SeriesHolder,
  series: LoadedSeries,
  signal: AbortSignal,
  want: 'times' | 'both' = 'both',
): Promise<Columns> {
  const { cache, store } = session;
  const key = zoneKey(session, series);
  const kept = cache.columnsOf(series);
  if (kept?.key === key && (want === 'times' || kept.values)) return kept;
  const raw = store.get(series.sid);
  if (!raw) return { key, times: new Float64Array(0), values: new Float64Array(0) };
  const read = async (): Promise<Omit<Columns, 'key'>> => {
    if (series.zone === 'UTC' && want === 'times') return { times: ownTimes(raw) };
    if (series.zone === 'UTC' && !isMade(raw.values))
      return { times: ownTimes(raw), values: raw.values.copy(0, raw.rows) };
    return stageRows(session, series.sid, { stage: 'raw', expected: raw.rows }, signal);
  };
  const columns = { key, ...(await read()) };
  signal.throwIfAborted();
  cache.keepColumns(series, columns);
  return columns;
}

/** A series as it was read, in order of time and in its own zone; NaN where there is no value. */
export async function rowsByTime(
  session: Pick<SeriesHolder, 'store' | 'stages'>,
  { sid }: LoadedSeries,
  signal: AbortSignal,
): Promise<TimedValues> {
  const raw = session.store.need(sid);
  // Made rows are in UTC and in order of time as they are.
  if (isMade(raw.values)) return stageRows(session, sid, { stage: 'raw', expected: raw.rows }, signal);
  const { times, values } = sortRows(ownTimes(raw), raw.values.copy(0, raw.rows));
  return { times, values };
}

/** Tells of a time whether a row has exactly it. */
export function timesIn(times: Float64Array): (time: number) => boolean {
  const ordered = isSorted(times) ? times : times.slice().sort();
  return (time) => ordered[lowerBound(ordered, time)] === time;
}
