import { LabFailure } from '../../../core/errors';
import type { CompareSide, Sampling, Stretch } from '../../../core/compare/types';
import { identifier, integer, timestamp } from '../../../core/sql';
import { number, orNull } from '../duckdb/shape';
import type { SeriesHolder } from '../series/loaded';
import { doubles, eachBatch, timePieces } from '../series/values';
import type { Rows, SideRows } from './numbers';
import { middleOf, SAMPLE_ROWS, stretchesOf, thinned } from './sampling';

export interface ReadSide {
  rows: SideRows;
  sampling: Pick<Sampling, 'rows' | 'taken' | 'inTime'>;
}

interface Source {
  relation: string;
  sid: number;
}

/** The rows of one side, or of a sample where there are more than 1,000,000. Rejects with `source-missing`, and AbortError. */
export async function readSide(
  session: SeriesHolder,
  side: CompareSide,
  signal: AbortSignal,
): Promise<ReadSide> {
  for (;;) {
    const relation = session.tables[side.layer];
    try {
      return await read(
        session,
        { relation: relationOf(side, relation), sid: sidOf(session, side) },
        side,
        signal,
      );
    } catch (thrown) {
      // A run that ended meanwhile has taken the table away; the next look finds its successor.
      signal.throwIfAborted();
      if (relation === session.tables[side.layer] || relation === null) throw thrown;
    }
  }
}

function sidOf({ series }: SeriesHolder, { series: name }: CompareSide): number {
  const found = series.find((one) => one.name === name);
  if (found) return found.sid;
  throw new LabFailure({
    code: 'source-missing',
    message: `Expected a series that is loaded, got “${name}”. Choose another series to compare.`,
  });
}

function relationOf({ series }: CompareSide, relation: string | null): string {
  if (relation !== null) return relation;
  throw new LabFailure({
    code: 'source-missing',
    message: `Expected processed rows of “${series}”; the steps have not run yet. Compare raw rows, or wait for the run.`,
  });
}

async function read(
  session: SeriesHolder,
  source: Source,
  { part }: CompareSide,
  signal: AbortSignal,
): Promise<ReadSide> {
  const { background } = session;
  const of = `FROM ${identifier(source.relation)} WHERE sid = ${integer(source.sid)}`;
  const { n, low, high } = await background.readOne(
    `SELECT count(*)::DOUBLE AS n, min(epoch_us(ts))::DOUBLE AS low, max(epoch_us(ts))::DOUBLE AS high ${of}`,
    { n: number, low: orNull(number), high: orNull(number) },
    signal,
  );
  if (low === null || high === null)
    return { rows: { taken: empty() }, sampling: { rows: 0, taken: 0, inTime: 0 } };
  const stretches = stretchesOf(part, low, high);
  const rows = part === 'all' ? n : await countIn(session, of, stretches, signal);
  const ask = (wanted: readonly Stretch[], limit: number, share?: number): Promise<Rows> =>
    readStretches(session, of, { stretches: wanted, limit, density: n / (high + 1 - low), share }, signal);
  if (rows <= SAMPLE_ROWS) {
    const taken = await ask(stretches, rows);
    const { length } = taken.values;
    return { rows: { taken }, sampling: { rows, taken: length, inTime: length } };
  }
  const share = SAMPLE_ROWS / rows;
  // A little more than wanted, for how many it becomes is left to chance.
  const drawn = await ask(stretches, Math.ceil(1.01 * SAMPLE_ROWS), Math.min(1, 1.005 * share));
  const taken = { times: thinned(drawn.times, SAMPLE_ROWS), values: thinned(drawn.values, SAMPLE_ROWS) };
  const inTime = await ask(middleOf(stretches, share), SAMPLE_ROWS);
  return {
    rows: { taken, inTime },
    sampling: { rows, taken: taken.values.length, inTime: inTime.values.length },
  };
}

const empty = (): Rows => ({ times: new Float64Array(), values: new Float64Array() });

const between = ({ from, to }: Stretch): string => `ts >= ${timestamp(from)} AND ts < ${timestamp(to)}`;

async function countIn(
  { background }: SeriesHolder,
  of: string,
  stretches: readonly Stretch[],
  signal: AbortSignal,
): Promise<number> {
  if (stretches.length === 0) return 0;
  const sql = `SELECT count(*)::DOUBLE AS n ${of} AND (${stretches.map(between).join(' OR ')})`;
  return (await background.readOne(sql, { n: number }, signal)).n;
}

interface Wanted {
  stretches: readonly Stretch[];
  /** Rows at most. */
  limit: number;
  /** Rows a microsecond, for pieces that take one short statement each. */
  density: number;
  /** The share of rows to draw, by a hash of their times, so that it falls in with no rhythm; absent: all. */
  share?: number | undefined;
}

async function readStretches(
  { background }: SeriesHolder,
  of: string,
  { stretches, limit, density, share }: Wanted,
  signal: AbortSignal,
): Promise<Rows> {
  const times = new Float64Array(limit);
  const values = new Float64Array(limit);
  const drawn = share === undefined ? '' : ` AND hash(ts) >> 33 < ${integer(Math.ceil(share * 2 ** 31))}`;
  let filled = 0;
  for (const stretch of stretches) {
    for (const piece of timePieces((stretch.to - stretch.from) * density, stretch.from, stretch.to)) {
      if (filled >= limit) break;
      const sql = `SELECT epoch_us(ts)::DOUBLE AS t, coalesce(value, 'nan'::DOUBLE) AS v ${of} AND ${between(piece)}${drawn}`;
      await eachBatch(sql, { database: background, signal }, (batch) => {
        const take = Math.min(batch.rows, limit - filled);
        times.set(doubles(batch, 't').subarray(0, take), filled);
        values.set(doubles(batch, 'v').subarray(0, take), filled);
        filled += take;
      });
    }
  }
  // Arrays of their own: they are handed on to another thread.
  return filled === limit
    ? { times, values }
    : { times: times.slice(0, filled), values: values.slice(0, filled) };
}
