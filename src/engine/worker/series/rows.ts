/** Rows of a series: raw and in UTC, as the labels see them, in the order of the file; and as they were read, in order of time. */
import { isSorted, lowerBound } from '../../../core/list';
import { identifier, integer } from '../../../core/sql';
import type { Columns, LoadedSeries, SeriesHolder } from './loaded';
import { doubles, eachBatch, PIECE_ROWS, type Reading } from './values';

/** What times depend on beside the series itself: the step that turns them into UTC. */
function zoneKey({ lastRun }: SeriesHolder, { zone }: LoadedSeries): string {
  if (zone === 'UTC') return '';
  return JSON.stringify(lastRun?.recipe.steps.find((step) => 'utc' in step && !step.off) ?? null);
}

/** Times of a series that stands on a grid; nothing where it does not. */
function gridTimes({ rows, first, grid }: LoadedSeries): Float64Array | undefined {
  if (!grid) return undefined;
  const times = new Float64Array(rows);
  for (let row = 0; row < rows; row++) times[row] = first + row * grid.step;
  return times;
}

/** Times and, unless only times are wanted, values of the raw rows; NaN where there is none. Kept for the next time, so not to be changed. */
export async function columnsOf(
  session: SeriesHolder,
  series: LoadedSeries,
  signal: AbortSignal,
  want: 'times' | 'both' = 'both',
): Promise<Columns> {
  const key = zoneKey(session, series);
  const { cache } = session;
  const kept = cache.columnsOf(series);
  if (kept?.key === key && (want === 'times' || kept.values)) return kept;
  const times = want === 'times' ? gridTimes(series) : undefined;
  if (times) {
    cache.keepColumns(series, { key, times });
    return { key, times };
  }
  for (;;) {
    const { raw } = session.tables;
    try {
      const columns = { key, ...(await read(session, raw, series, signal, want)) };
      cache.keepColumns(series, columns);
      return columns;
    } catch (thrown) {
      // A run that ended meanwhile has taken the table away: the next one holds the same rows.
      signal.throwIfAborted();
      if (raw === session.tables.raw || !session.series.includes(series)) throw thrown;
    }
  }
}

async function read(
  { background }: SeriesHolder,
  table: string,
  { sid, rows }: LoadedSeries,
  signal: AbortSignal,
  want: 'times' | 'both',
): Promise<Omit<Columns, 'key'>> {
  const times = new Float64Array(rows);
  const values = want === 'both' ? new Float64Array(rows) : undefined;
  let filled = 0;
  for (let from = 0; from < rows; from += PIECE_ROWS) {
    const more = values ? `, coalesce(value, 'nan'::DOUBLE) AS v` : '';
    const sql = `SELECT epoch_us(ts)::DOUBLE AS t${more} FROM ${identifier(table)} WHERE sid = ${integer(sid)} AND "row" >= ${integer(from)} AND "row" < ${integer(from + PIECE_ROWS)} ORDER BY "row"`;
    await eachBatch(sql, { database: background, signal }, (batch) => {
      times.set(doubles(batch, 't'), filled);
      values?.set(doubles(batch, 'v'), filled);
      filled += batch.rows;
    });
  }
  return {
    times: times.subarray(0, filled),
    ...(values ? { values: values.subarray(0, filled) } : {}),
  };
}

/** A series as it was read, in order of time and in its own zone; NaN where there is no value. */
export async function rowsByTime(
  { sid, rows }: LoadedSeries,
  reading: Reading,
): Promise<{ times: Float64Array; values: Float64Array }> {
  const times = new Float64Array(rows);
  const values = new Float64Array(rows);
  let filled = 0;
  const sql = `SELECT epoch_us(ts)::DOUBLE AS t, coalesce(value, 'NaN'::DOUBLE) AS v FROM stage_raw WHERE sid = ${integer(sid)} ORDER BY ts, "row"`;
  await eachBatch(sql, reading, (batch) => {
    times.set(doubles(batch, 't'), filled);
    values.set(doubles(batch, 'v'), filled);
    filled += batch.rows;
  });
  return { times, values };
}

/** Tells of a time whether a row has exactly it. */
export function timesIn(times: Float64Array): (time: number) => boolean {
  const ordered = isSorted(times) ? times : times.slice().sort();
  return (time) => ordered[lowerBound(ordered, time)] === time;
}
