/** Rows of a series in the order of its file, as the labels see them: raw, in UTC. */
import { isSorted, lowerBound } from '../../../core/nab';
import { identifier, integer } from '../../../core/sql';
import type { LoadedSeries, Session } from '../session';
import { doubles } from './values';
import { rawBatches } from '../duckdb/batches';
import { store, type Columns } from './cache';

/** Rows of one statement: short enough for the charts to come between. */
const PIECE_ROWS = 400_000;

/** What times depend on beside the series itself: the step that turns them into UTC. */
function zoneKey({ lastRun }: Session, { zone }: LoadedSeries): string {
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
  session: Session,
  series: LoadedSeries,
  signal: AbortSignal,
  want: 'times' | 'both' = 'both',
): Promise<Columns> {
  const key = zoneKey(session, series);
  const kept = store(session).columns.get(series);
  if (kept?.key === key && (want === 'times' || kept.values)) return kept;
  const times = want === 'times' ? gridTimes(series) : undefined;
  if (times) {
    store(session).keep(series, { key, times });
    return { key, times };
  }
  for (;;) {
    const { raw } = session.tables;
    try {
      const columns = { key, ...(await read(session, raw, series, signal, want)) };
      store(session).keep(series, columns);
      return columns;
    } catch (thrown) {
      // A run that ended meanwhile has taken the table away: the next one holds the same rows.
      signal.throwIfAborted();
      if (raw === session.tables.raw || !session.series.includes(series)) throw thrown;
    }
  }
}

async function read(
  { patient }: Session,
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
    for await (const slice of rawBatches(patient.slices(sql, signal))) {
      for (const batch of slice) {
        times.set(doubles(batch, 't'), filled);
        values?.set(doubles(batch, 'v'), filled);
        filled += batch.rows;
      }
    }
  }
  return {
    times: times.subarray(0, filled),
    ...(values ? { values: values.subarray(0, filled) } : {}),
  };
}

/** Tells of a time whether a row has exactly it. */
export function timesIn(times: Float64Array): (time: number) => boolean {
  const ordered = isSorted(times) ? times : times.slice().sort();
  return (time) => ordered[lowerBound(ordered, time)] === time;
}
