/** The rows of one generated series as the store holds them, and once more without its anomalies. */
import { LabFailure, toLabError } from '../../../core/errors';
import { count } from '../../../core/format';
import type { Rows } from '../../../core/rows/types';
import type { StageFacts } from '../../../core/rows/facts';
import type { Extremes } from '../../../core/synth/inject/types';
import { extremesOf } from '../../../core/synth/access';
import type { PlannedSource } from '../../../core/synth/plan';
import { append, at } from '../../../core/list';
import { levelWidths } from '../../../core/rows/levels';
import type { CallContext } from '../../protocol';
import { nextTurn } from '../duckdb/schedule';
import { joinedLevel, levelsFrom, rawFactsInSteps, timeFacts, timeFactsInSteps } from '../series/rawFacts';
import { CHUNK_ROWS, Column, type RawRows } from '../series/rowStore';
import { TimesBuilder } from '../series/timesBuilder';
import type { Session } from '../session';
import type { Chunk, ChunkRequest } from './chunk';
import { inThisThread, inWorkers, type GeneratorPool } from './pool';

/** Rows that are asked for at once: some 20 ms of work, and a whole part of what the store keeps together. */
const REQUEST_ROWS = CHUNK_ROWS / 4;
/** Stretches of a whole series whose extremes its sparkline is drawn from. */
const SPARK_SEGMENTS = 60;
/** Below this, starting workers costs more than they save. */
const SMALL = 200_000;

export interface GenerateContext extends CallContext {
  /** How rows are made; by workers where there are many, unless a test says otherwise. */
  open?: (source: Pick<PlannedSource, 'rows' | 'job'>) => GeneratorPool;
}

export interface Filling {
  planned: PlannedSource;
  /** Which of the source's series. */
  channel: number;
  pool: GeneratorPool;
  /** Whether so many bytes of values may be kept; those that are count from then on. */
  keep: (bytes: number) => boolean;
  /** Rows made before, for the message where memory runs out. */
  before: number;
  /** Told how many rows of the grid are done. */
  done?: (rows: number) => void;
}

export interface Filled {
  raw: RawRows;
  /** Rows without a value. */
  missing: number;
  /** Times (microseconds) and values of lowest and highest rows all along the series. */
  extremes: [time: number, value: number][];
}

/** Extremes of a whole series of a job, its rows shared out among the generators. Rejects with AbortError, or what stopped a generator. */
export async function lookForExtremes(
  { pool, channel, rows }: { pool: GeneratorPool; channel: number; rows: number },
  signal: AbortSignal,
): Promise<Extremes> {
  const parts: Extremes[] = [];
  for (let from = 0; from < rows; from += pool.width * REQUEST_ROWS) {
    signal.throwIfAborted();
    const requests = Array.from({ length: pool.width }, (_, k) => from + k * REQUEST_ROWS)
      .filter((start) => start < rows)
      .map((start) => pool.extremes({ channel, from: start, to: Math.min(rows, start + REQUEST_ROWS) }));
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

/** What is asked of the rows of a chunk. */
type Wanted = Omit<ChunkRequest, 'from' | 'to' | 'used'>;

/** A chunk, and which rows of the grid it has. */
interface MadeChunk {
  chunk: Chunk;
  from: number;
  to: number;
}

/** The chunks of a series in order, as many under way as there are generators. Rejects with AbortError, or what stopped a generator. */
async function* chunksOf(
  pool: GeneratorPool,
  rows: number,
  request: (from: number) => Wanted,
  signal: AbortSignal,
): AsyncGenerator<MadeChunk, void> {
  const under: { from: number; to: number; made: Promise<Chunk> }[] = [];
  for (let asked = 0; ;) {
    while (asked < rows && under.length < pool.width) {
      const to = Math.min(rows, asked + REQUEST_ROWS);
      const made = pool.make({ ...request(asked), from: asked, to });
      made.catch(() => undefined);
      under.push({ from: asked, to, made });
      asked = to;
    }
    const next = under.shift();
    if (!next) return;
    const chunk = await next.made;
    signal.throwIfAborted();
    yield { chunk, from: next.from, to: next.to };
    await nextTurn();
    signal.throwIfAborted();
  }
}

/** Makes a series. Rejects with AbortError, `memory`, or what stopped a generator. */
export async function fillSeries(filling: Filling, { signal }: CallContext): Promise<Filled> {
  const { planned, channel, before } = filling;
  const { step } = at(planned.series, channel);
  let made = 0;
  const done = (rows: number): void => {
    made = rows;
    filling.done?.(rows);
  };
  try {
    return await (step === undefined
      ? fillColumns({ ...filling, done }, signal)
      : fillGrid({ ...filling, done, step }, signal));
  } catch (thrown) {
    const error = toLabError(thrown);
    if (error.code !== 'memory') throw thrown;
    throw new LabFailure({
      ...error,
      message: `Memory ran out after ${count(before + made)} rows. Generate fewer rows, or use a longer step. What was loaded before is still there.`,
    });
  }
}

/** How many stretches of each chunk the sparkline takes its extremes from. */
const segmentsFor = (rows: number): number =>
  Math.max(4, Math.ceil((SPARK_SEGMENTS * REQUEST_ROWS) / Math.max(rows, REQUEST_ROWS)));

function addExtremes(points: [time: number, value: number][], { extremes }: Chunk): void {
  for (let i = 0; i < extremes.length; i += 2)
    points.push([extremes[i] as number, extremes[i + 1] as number]);
}

/** Room for values; none where there is no memory for it, since they can be made again. */
function roomFor(rows: number): Float64Array<ArrayBuffer> | undefined {
  try {
    return new Float64Array(rows);
  } catch {
    return undefined;
  }
}

/** A series of which every row stands on the grid: its values are kept as far as they may be. */
async function fillGrid(
  { planned, channel, pool, keep, done, step }: Filling & { step: number },
  signal: AbortSignal,
): Promise<Filled> {
  const { rows } = at(planned.series, channel);
  const segments = segmentsFor(rows);
  const widths = levelWidths(rows, step);
  const [width] = widths;
  const kept: (Float64Array<ArrayBuffer> | undefined)[] = [];
  const extremes: Filled['extremes'] = [];
  const level: Float64Array[] = [];
  let start = NaN;
  let nulls = 0;
  let infinite = 0;
  const request = (from: number): Wanted => {
    if (from % CHUNK_ROWS === 0) {
      const size = Math.min(CHUNK_ROWS, rows - from);
      kept.push(keep(8 * size) ? roomFor(size) : undefined);
    }
    return { channel, segments, bucket: width, brief: kept.at(-1) === undefined };
  };
  for await (const { chunk, from, to } of chunksOf(pool, rows, request, signal)) {
    const { times, values } = chunk;
    if (from === 0 && !(times instanceof Float64Array)) start = times.start;
    const room = kept[Math.floor(from / CHUNK_ROWS)];
    if (room) {
      room.set(values.subarray(0, chunk.rows), from % CHUNK_ROWS);
      pool.reuse(values.buffer);
    }
    nulls += chunk.nulls;
    infinite += chunk.infinite;
    level.push(chunk.level);
    addExtremes(extremes, chunk);
    done?.(to);
  }
  const times = { start, step };
  const { order: _order, ...known } = timeFacts(times, rows);
  const facts: StageFacts = {
    ...known,
    count: rows - nulls - infinite,
    levels: width === undefined ? [] : levelsFrom(joinedLevel(level, width), widths),
    filled: new Float64Array(0),
  };
  return {
    raw: { rows, times, values: { source: planned, channel, kept }, facts },
    missing: nulls,
    extremes,
  };
}

/** A series with times of its own, or with rows that are missing: it is stored as it was made. */
async function fillColumns({ planned, channel, pool, done }: Filling, signal: AbortSignal): Promise<Filled> {
  const grid = at(planned.series, channel).rows;
  const segments = segmentsFor(grid);
  const builder = new TimesBuilder();
  const values = new Column();
  const extremes: Filled['extremes'] = [];
  let missing = 0;
  for await (const { chunk, to } of chunksOf(pool, grid, () => ({ channel, segments }), signal)) {
    builder.append(timesOfChunk(chunk));
    values.append(chunk.values.subarray(0, chunk.rows));
    missing += chunk.nulls;
    addExtremes(extremes, chunk);
    done?.(to);
  }
  values.trim();
  const { rows } = builder;
  const times = builder.done();
  const pause = async (): Promise<void> => {
    await nextTurn();
    signal.throwIfAborted();
  };
  const facts = await rawFactsInSteps(times, values, await timeFactsInSteps(times, rows, pause), pause);
  return {
    raw: { rows, times, values, facts },
    missing,
    extremes,
  };
}

function timesOfChunk({ rows, times }: Chunk): Float64Array<ArrayBuffer> {
  if (times instanceof Float64Array) return times;
  return Float64Array.from({ length: rows }, (_, row) => times.start + row * times.step);
}

/**
 * A generated series once more without its anomalies, in the order in which its rows are written. Rejects with AbortError, `internal` for a series that
 * was not generated, or what stopped a generator.
 */
export async function* makeTwin(
  session: Pick<Session, 'series' | 'planned'>,
  name: string,
  context: Pick<GenerateContext, 'signal' | 'open'>,
): AsyncGenerator<Rows, void> {
  const series = session.series.find((one) => one.name === name);
  const planned = series && session.planned.get(series.file);
  const channel = planned?.series.findIndex((one) => one.name === name) ?? -1;
  if (!planned || channel < 0) {
    throw new LabFailure({ code: 'internal', message: `No generated series is named ${name}.` });
  }
  const pool = (context.open ?? openPool)(planned);
  const { rows } = at(planned.series, channel);
  try {
    for await (const { chunk } of chunksOf(pool, rows, () => ({ channel, clean: true }), context.signal)) {
      yield {
        length: chunk.rows,
        times: timesOfChunk(chunk),
        values: chunk.values,
        flags: new Uint8Array(chunk.rows),
        observations: null,
      };
    }
  } finally {
    pool.close();
  }
}
