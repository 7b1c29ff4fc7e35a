/** The rows of one generated series into a table of its own, and once more without its anomalies. */
import { LabFailure, toLabError } from '../../../core/errors';
import { count } from '../../../core/format';
import type { Extremes } from '../../../core/synth/inject/types';
import { extremesOf } from '../../../core/synth/access';
import type { PlannedSource } from '../../../core/synth/plan';
import { identifier, integer } from '../../../core/sql';
import { append, at } from '../../../core/list';
import { levelWidths } from '../../../core/view/grid';
import type { CallContext } from '../../protocol';
import { ROW_GROUP, type Database } from '../duckdb/database';
import type { Session } from '../session';
import type { Chunk } from './chunk';
import { inThisThread, inWorkers, type GeneratorPool } from './pool';

/** Rows of one chunk: enough that the cost of a call disappears, few enough that a cancel is heard in time, and whole row groups. */
const CHUNK_ROWS = 4 * ROW_GROUP;
/** Stretches of a whole series whose extremes its sparkline is drawn from. */
const SPARK_SEGMENTS = 60;
/** Below this, starting workers costs more than they save. */
const SMALL = 200_000;

export interface GenerateContext extends CallContext {
  /** How rows are made; by workers where there are many, unless a test says otherwise. */
  open?: (source: Pick<PlannedSource, 'rows' | 'job'>) => GeneratorPool;
}

export interface Filling {
  /** Name of the table that is made, `ts, value`. */
  table: string;
  planned: PlannedSource;
  /** Which of the source's series. */
  channel: number;
  clean: boolean;
  database: Database;
  /** Rows made before, for the message where memory runs out. */
  before: number;
  /** A pool that is there already; one is opened and closed where absent. */
  pool?: GeneratorPool;
  /** Told how many rows of the grid are done. */
  done?: (rows: number) => void;
}

export interface Extent {
  rows: number;
  /** Rows without a value. */
  nulls: number;
  /** Least and greatest time, microseconds; NaN without rows. */
  first: number;
  last: number;
  /** Times (microseconds) and values of lowest and highest rows all along the series. */
  extremes: [time: number, value: number][];
  /** Of a long series on the grid: its finest level of detail, chunk by chunk as `Buckets` records it. */
  finest?: readonly Float64Array[];
}

/** Extremes of a whole series of a job, its rows shared out among the generators. Rejects with AbortError, or what stopped a generator. */
export async function lookForExtremes(
  { pool, channel, rows }: { pool: GeneratorPool; channel: number; rows: number },
  signal: AbortSignal,
): Promise<Extremes> {
  const parts: Extremes[] = [];
  for (let from = 0; from < rows; from += pool.width * CHUNK_ROWS) {
    signal.throwIfAborted();
    const requests = Array.from({ length: pool.width }, (_, k) => from + k * CHUNK_ROWS)
      .filter((start) => start < rows)
      .map((start) => pool.extremes({ channel, from: start, to: Math.min(rows, start + CHUNK_ROWS) }));
    append(parts, await Promise.all(requests));
  }
  return extremesOf(parts);
}

/** Workers for a long synthetic series, this thread for everything else. */
export function openPool({ rows, job }: Pick<PlannedSource, 'rows' | 'job'>): GeneratorPool {
  const cores = globalThis.navigator?.hardwareConcurrency ?? 2;
  const open = rows < SMALL || job.copy ? inThisThread : inWorkers(Math.max(1, Math.min(4, cores)));
  return open(job);
}

/** Makes and fills the table. Rejects with AbortError, `memory`, or what stopped a generator; the table is the caller's to drop. */
export async function fillTable(filling: Filling, { signal }: CallContext): Promise<Extent> {
  const { table, planned, channel, clean, database } = filling;
  const { rows, step = null } = at(planned.series, channel);
  const pool = filling.pool ?? openPool(planned);
  await database.run(`CREATE TABLE ${identifier(table)} (ts TIMESTAMP NOT NULL, value DOUBLE)`);
  const extent: Extent = { rows: 0, nulls: 0, first: NaN, last: NaN, extremes: [] };
  const segments = clean
    ? 0
    : Math.max(4, Math.ceil((SPARK_SEGMENTS * CHUNK_ROWS) / Math.max(rows, CHUNK_ROWS)));
  // Made by the generators as they make the rows: reading them all back takes the engine longer than everything else.
  const bucket = clean ? undefined : levelWidths(rows, step)[0];
  const finest: Float64Array[] = [];
  const under: Promise<Chunk>[] = [];
  let asked = 0;
  let done = 0;
  try {
    while (asked < rows || under.length > 0) {
      while (asked < rows && under.length < pool.width) {
        const to = Math.min(rows, asked + CHUNK_ROWS);
        const chunk = pool.make({ channel, from: asked, to, clean, segments, bucket });
        chunk.catch(() => undefined);
        under.push(chunk);
        asked = to;
      }
      const chunk = await under.shift();
      signal.throwIfAborted();
      if (!chunk) break;
      if (chunk.rows > 0) {
        await insert(database, table, chunk.ipc, filling.before + extent.rows);
        pool.reuse(chunk.ipc.buffer);
        finest.push(chunk.level);
        extent.first = Number.isNaN(extent.first) ? chunk.first : Math.min(extent.first, chunk.first);
        extent.last = Number.isNaN(extent.last) ? chunk.last : Math.max(extent.last, chunk.last);
        extent.rows += chunk.rows;
        extent.nulls += chunk.nulls;
        const { extremes } = chunk;
        for (let i = 0; i < extremes.length; i += 2) {
          extent.extremes.push([extremes[i] as number, extremes[i + 1] as number]);
        }
      }
      done = Math.min(rows, done + CHUNK_ROWS);
      filling.done?.(done);
      await database.pause();
      signal.throwIfAborted();
    }
  } finally {
    if (!filling.pool) pool.close();
  }
  return bucket === undefined ? extent : { ...extent, finest };
}

async function insert(database: Database, table: string, ipc: Uint8Array, before: number): Promise<void> {
  try {
    await database.whenFree(() => database.insert(table, ipc));
  } catch (thrown) {
    const error = toLabError(thrown);
    if (error.code !== 'memory') throw thrown;
    const millions = Math.max(1, Math.floor((before * 0.6) / 1e6));
    throw new LabFailure({
      ...error,
      message: `Memory ran out after ${count(before)} rows. About ${count(millions)} million rows would fit and leave memory for the steps. Generate fewer rows, or use a longer step. What was loaded before is still there.`,
    });
  }
}

let twins = 0;

/** A generated series once more without its anomalies, as a relation like `stage_raw`. Nothing of it stays when it fails or is cancelled. */
export async function makeTwin(
  session: Session,
  name: string,
  context: GenerateContext,
): Promise<{ relation: string; drop: () => Promise<void> }> {
  const series = session.series.find((one) => one.name === name);
  const planned = series && session.planned.get(series.file);
  const channel = planned?.series.findIndex((one) => one.name === name) ?? -1;
  if (!series || !planned || channel < 0) {
    throw new LabFailure({ code: 'internal', message: `No generated series is named ${name}.` });
  }
  const relation = `twin_${++twins}`;
  const table = `${relation}_rows`;
  const { database } = session;
  const drop = async (): Promise<void> => {
    await database.run(`DROP VIEW IF EXISTS ${identifier(relation)}`);
    await database.run(`DROP TABLE IF EXISTS ${identifier(table)}`);
  };
  try {
    const pool = context.open?.(planned);
    const filling = { table, planned, channel, clean: true, database, before: 0 };
    await fillTable({ ...filling, ...(pool ? { pool } : {}) }, context);
    await database.run(
      `CREATE VIEW ${identifier(relation)} AS SELECT ${integer(series.sid)}::INTEGER AS sid, rowid::INTEGER AS "row", ts, value, false AS outlier, false AS filled FROM ${identifier(table)}`,
    );
  } catch (thrown) {
    await drop();
    throw thrown;
  }
  return { relation, drop };
}
