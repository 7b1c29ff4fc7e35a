import { LabFailure } from '../../../core/errors';
import type { CompareSide, Sampling, Stretch } from '../../../core/compare/types';
import { identifier, integer, timestamp } from '../../../core/sql';
import { rawBatches } from '../export/batches';
import type { Session } from '../session';
import { doubles, timePieces } from '../view/values';
import type { Rows, SideRows } from './numbers';
import { middleOf, MOST_ROWS, spread, STRETCHES, stretchesOf } from './sampling';

export interface ReadSide {
  rows: SideRows;
  sampling: Pick<Sampling, 'rows' | 'taken' | 'stretches' | 'inTime'>;
}

interface Source {
  relation: string;
  sid: number;
}

/** The rows of one side, or of a sample where there are more than 1,000,000. Rejects with `source-missing`, and AbortError. */
export async function readSide(session: Session, side: CompareSide, signal: AbortSignal): Promise<ReadSide> {
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

function sidOf({ series }: Session, { series: name }: CompareSide): number {
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
  session: Session,
  source: Source,
  { part }: CompareSide,
  signal: AbortSignal,
): Promise<ReadSide> {
  const { patient } = session;
  const of = `FROM ${identifier(source.relation)} WHERE sid = ${integer(source.sid)}`;
  const [extent] = await patient.rows<{ n: number; low: number | null; high: number | null }>(
    `SELECT count(*)::DOUBLE AS n, min(epoch_us(ts))::DOUBLE AS low, max(epoch_us(ts))::DOUBLE AS high ${of}`,
    signal,
  );
  const { n = 0, low = null, high = null } = extent ?? {};
  if (low === null || high === null)
    return { rows: { taken: empty() }, sampling: { rows: 0, taken: 0, stretches: 1, inTime: 0 } };
  const stretches = stretchesOf(part, low, high);
  const rows = part === 'all' ? n : await countIn(session, of, stretches, signal);
  const ask = (wanted: readonly Stretch[]): Promise<Rows> =>
    readStretches(session, of, wanted, Math.min(rows, MOST_ROWS), n / (high + 1 - low), signal);
  if (rows <= MOST_ROWS) {
    const taken = await ask(stretches);
    const { length } = taken.values;
    return { rows: { taken }, sampling: { rows, taken: length, stretches: 1, inTime: length } };
  }
  const share = MOST_ROWS / rows;
  const taken = await ask(spread(stretches, share, STRETCHES));
  const inTime = await ask(middleOf(stretches, share));
  return {
    rows: { taken, inTime },
    sampling: {
      rows,
      taken: taken.values.length,
      stretches: STRETCHES,
      inTime: inTime.values.length,
    },
  };
}

const empty = (): Rows => ({ times: new Float64Array(), values: new Float64Array() });

const between = ({ from, to }: Stretch): string => `ts >= ${timestamp(from)} AND ts < ${timestamp(to)}`;

async function countIn(
  { patient }: Session,
  of: string,
  stretches: readonly Stretch[],
  signal: AbortSignal,
): Promise<number> {
  if (stretches.length === 0) return 0;
  const sql = `SELECT count(*)::DOUBLE AS n ${of} AND (${stretches.map(between).join(' OR ')})`;
  return (await patient.rows<{ n: number }>(sql, signal))[0]?.n ?? 0;
}

/** Rows of the stretches, `most` at most; `density`: rows a microsecond, for pieces that take one short statement each. */
async function readStretches(
  { patient }: Session,
  of: string,
  stretches: readonly Stretch[],
  most: number,
  density: number,
  signal: AbortSignal,
): Promise<Rows> {
  const times = new Float64Array(most);
  const values = new Float64Array(most);
  let filled = 0;
  for (const stretch of stretches) {
    for (const piece of timePieces((stretch.to - stretch.from) * density, stretch.from, stretch.to)) {
      if (filled >= most) break;
      const sql = `SELECT epoch_us(ts)::DOUBLE AS t, coalesce(value, 'nan'::DOUBLE) AS v ${of} AND ${between(piece)}`;
      for await (const slice of rawBatches(patient.slices(sql, signal))) {
        for (const batch of slice) {
          const take = Math.min(batch.rows, most - filled);
          times.set(doubles(batch, 't').subarray(0, take), filled);
          values.set(doubles(batch, 'v').subarray(0, take), filled);
          filled += take;
        }
      }
    }
  }
  // Arrays of their own: they are handed on to another thread.
  return filled === most
    ? { times, values }
    : { times: times.slice(0, filled), values: values.slice(0, filled) };
}
