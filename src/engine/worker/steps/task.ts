/** One piece of a series as a task for whoever is free: its rows, the steps, and what is wanted. */
import { LabFailure, toLabError, type Result } from '../../../core/errors';
import { at } from '../../../core/list';
import { microseconds } from '../../../core/recipe/duration';
import type { Answer } from '../../../core/rows/measure';
import type { Piece, Rows } from '../../../core/rows/types';
import type { SeriesPlan } from '../../../core/steps/kernels';
import { runPiece, type PieceResult, type Want } from '../../../core/steps/piece';
import { createGenerator, type Generator } from '../../../core/synth/generator';
import type { GeneratorJob } from '../../../core/synth/job';
import { encodePiece, type PieceFiles } from '../dataset/parquet/pieceFiles';
import type { WrittenFile } from '../dataset/parquet/writer';
import type { TimeGrid } from '../series/rowStore';

/** Values to be made. `key` names the job: a worker keeps what it compiled of it. */
export interface ValuesToMake {
  job: GeneratorJob;
  key: string;
  channel: number;
  from: number;
  to: number;
}

export interface PieceTask {
  plan: SeriesPlan;
  /** By step of the plan, as far as they are known. */
  answers: readonly (readonly Answer[])[];
  /** Rows in order of time; arrays are taken over. */
  times: TimeGrid | Float64Array<ArrayBuffer>;
  values: Float64Array<ArrayBuffer> | ValuesToMake;
  piece: Omit<Piece, 'rows' | 'sureFrom' | 'sureTo'>;
  want: Want;
}

/** Rows that a task is about: those that it is given, or the buckets of a stated length that it makes of them where these are more. */
export function sizeOf({ plan, times, values, piece, want }: PieceTask): number {
  const rows = values instanceof Float64Array ? values.length : values.to - values.from;
  if (rows === 0 || ('stage' in want && want.stage === 'clean')) return rows;
  const timeAt = (row: number): number =>
    times instanceof Float64Array ? at(times, row) : times.start + row * times.step;
  const span = Math.min(piece.to, timeAt(rows - 1)) - Math.max(piece.from, timeAt(0));
  return plan.steps.reduce((most, { step }) => {
    if (!('resample' in step) || step.resample.every === 'source' || step.resample.empty === 'omit')
      return most;
    return Math.max(most, span / microseconds(step.resample.every));
  }, rows);
}

/** Generators by the key of their job; the last few. */
const generators = new Map<string, Generator>();
const MAX_GENERATORS = 4;

function generatorOf({ job, key }: ValuesToMake): Generator {
  const known = generators.get(key);
  if (known) return known;
  for (const old of generators.keys()) {
    if (generators.size < MAX_GENERATORS) break;
    generators.delete(old);
  }
  const made = createGenerator(job);
  generators.set(key, made);
  return made;
}

/** Memory of the times and flags of the last piece, where these did not leave: new memory costs a good part of what the rows do. */
let spare: Pick<Rows, 'times' | 'flags'> | undefined;

function memoryFor(length: number): Pick<Rows, 'times' | 'flags'> {
  const { times, flags } = spare ?? {};
  spare = undefined;
  if (!times || !flags || times.length < length || flags.length < length)
    return { times: new Float64Array(length), flags: new Uint8Array(length) };
  return { times: times.subarray(0, length), flags: flags.subarray(0, length).fill(0) };
}

function rowsOf({ times, values }: PieceTask): Rows {
  const its =
    values instanceof Float64Array
      ? values
      : generatorOf(values).rows(values.channel, values.from, values.to, false).values;
  const length = its.length;
  if (times instanceof Float64Array)
    return { length, times, values: its, flags: new Uint8Array(length), observations: null };
  const memory = memoryFor(length);
  for (let row = 0; row < length; row++) memory.times[row] = times.start + row * times.step;
  return { length, ...memory, values: its, observations: null };
}

/** Does a task in this thread. Throws LabFailure where a step refuses. */
export function runTask(task: PieceTask): PieceResult {
  const rows = rowsOf(task);
  const { times, flags } = rows;
  const piece: Piece = { ...task.piece, rows, sureFrom: 0, sureTo: rows.length };
  const result = runPiece(task.plan, task.answers, piece, task.want, () => performance.now());
  if (result.outcome.kind !== 'rows')
    spare = { times: new Float64Array(times.buffer), flags: new Uint8Array(flags.buffer) };
  return result;
}

/** Every buffer of plain data, to be transferred. */
export function buffersIn(data: unknown, found: ArrayBuffer[] = []): ArrayBuffer[] {
  if (ArrayBuffer.isView(data)) {
    if (data.buffer instanceof ArrayBuffer && !found.includes(data.buffer)) found.push(data.buffer);
  } else if (Array.isArray(data)) for (const one of data) buffersIn(one, found);
  else if (typeof data === 'object' && data !== null)
    for (const one of Object.values(data)) buffersIn(one, found);
  return found;
}

/** Does a task for rows and encodes them; null where the piece needs more rows around it. */
export async function encodeTask(task: PieceTask, files: PieceFiles): Promise<WrittenFile[] | null> {
  const { outcome } = runTask(task);
  if (outcome.kind === 'more') return null;
  if (outcome.kind !== 'rows') throw new RangeError(`expected rows to encode, got ${outcome.kind}`);
  return encodePiece(outcome.rows, files);
}

/** What work brings as a result that crosses between workers. */
export async function asResult<T>(work: () => T | Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (thrown) {
    return { ok: false, error: toLabError(thrown) };
  }
}

export function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new LabFailure(result.error);
  return result.value;
}
