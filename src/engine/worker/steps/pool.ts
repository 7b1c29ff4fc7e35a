/** Who does the steps on pieces: workers where there are many rows, this thread where there are few. */
import { transfer, type Remote } from 'comlink';
import type { Result } from '../../../core/errors';
import type { PieceResult } from '../../../core/steps/piece';
import type { PieceFiles } from '../dataset/parquet/pieceFiles';
import type { WrittenFile } from '../dataset/parquet/writer';
import { WorkerDied, WorkerKind, workerPool, type WorkerPool } from '../workers/pool';
import type { StepsWorker } from './steps.worker';
import { encodeTask, runTask, sizeOf, unwrap, type PieceTask } from './task';

export interface StepsPool {
  /** Pieces that may be under way at once. */
  readonly width: number;
  /** Rows of a piece, where a test wants other than the usual ones. */
  readonly pieceRows?: number;
  /** Does a task, whose arrays are taken over. Rejects with what stopped it, `worker-died` where the worker itself did, and at once with the signal's reason. */
  run(task: PieceTask, signal: AbortSignal): Promise<PieceResult>;
  /** Does a task for rows and encodes them; null where the piece needs more rows around it. Rejects likewise. */
  encode(task: PieceTask, files: PieceFiles, signal: AbortSignal): Promise<WrittenFile[] | null>;
}

/** In this thread: for tests and for few rows. */
export const inThisThread: StepsPool = {
  width: 1,
  run: async (task) => runTask(task),
  encode: (task, files) => encodeTask(task, files),
};

/** Rows, given or made, from which on a task is worth its way to a worker and back. */
const FEW_ROWS = 50_000;

const workers = new WorkerKind<StepsWorker>(
  'The worker that does the steps',
  () => new Worker(new URL('./steps.worker.ts', import.meta.url), { type: 'module', name: 'steps' }),
);

/** A worker that is at work on what nobody waits for any more is ended after so long, and another takes its place. */
const GIVE_UP_MS = 150;

/** One worker, started when it is first asked, and anew where it has ended. */
class Slot {
  constructor(private readonly kind: WorkerKind<StepsWorker>) {}

  /** Tasks that somebody waits for, and those that were given up and are under way. */
  wanted = 0;
  private left = 0;
  private pool: WorkerPool<StepsWorker> | undefined;

  get busy(): number {
    return this.wanted + this.left;
  }

  async ask<T>(
    question: (remote: Remote<StepsWorker>) => Promise<Result<T>>,
    signal: AbortSignal,
  ): Promise<T> {
    signal.throwIfAborted();
    const pool = (this.pool ??= workerPool(this.kind));
    this.wanted++;
    const answer = pool.ask(question);
    const settled = answer.then(
      () => true,
      () => true,
    );
    try {
      return unwrap(await orAborted(answer, signal));
    } catch (thrown) {
      if (thrown instanceof WorkerDied) this.drop(pool);
      if (signal.aborted) void this.giveUp(pool, settled);
      throw thrown;
    } finally {
      this.wanted--;
    }
  }

  /** Waits a little for what is under way, then ends its worker, unless somebody else waits for that. */
  private async giveUp(pool: WorkerPool<StepsWorker>, settled: Promise<boolean>): Promise<void> {
    this.left++;
    const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), GIVE_UP_MS));
    const done = await Promise.race([settled, late]);
    this.left--;
    if (!done && this.wanted === 0) this.drop(pool);
  }

  private drop(pool: WorkerPool<StepsWorker>): void {
    if (this.pool !== pool) return;
    this.pool = undefined;
    pool.close();
  }
}

function orAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Workers by the cores, started when the first long piece comes and kept; short pieces are done in this thread. */
export function inWorkers(
  size = Math.max(1, Math.min(8, globalThis.navigator?.hardwareConcurrency ?? 2)),
  kind = workers,
): StepsPool {
  const slots = Array.from({ length: size }, () => new Slot(kind));
  /** Asks the least busy worker, which takes the arrays of the task over. */
  function ask<T>(
    { values, times }: PieceTask,
    question: (remote: Remote<StepsWorker>, buffers: ArrayBuffer[]) => Promise<Result<T>>,
    signal: AbortSignal,
  ): Promise<T> {
    const slot = slots.reduce((least, one) => (one.busy < least.busy ? one : least));
    const buffers = [values, times].flatMap((array) => (array instanceof Float64Array ? [array.buffer] : []));
    return slot.ask((remote) => question(remote, buffers), signal);
  }
  return {
    width: size + 1,
    async run(task, signal) {
      if (sizeOf(task) < FEW_ROWS) return runTask(task);
      return ask(
        task,
        async (remote, buffers): Promise<Result<PieceResult>> => remote.run(transfer(task, buffers)),
        signal,
      );
    },
    async encode(task, files, signal) {
      if (sizeOf(task) < FEW_ROWS) return encodeTask(task, files);
      return ask(
        task,
        async (remote, buffers): Promise<Result<WrittenFile[] | null>> =>
          remote.encode(transfer(task, buffers), files),
        signal,
      );
    },
  };
}
