/** Who does the steps on pieces: workers where there are many rows, this thread where there are few. */
import { transfer, type Remote } from 'comlink';
import type { Result } from '../../../core/errors';
import type { PieceResult } from '../../../core/steps/piece';
import type { PieceFiles } from '../dataset/parquet/pieceFiles';
import type { WrittenFile } from '../dataset/parquet/writer';
import { WorkerDied, WorkerKind, workerPool, type WorkerPool } from '../workers/pool';
import type { StepsWorker } from './steps.worker';
import { encodeTask, runTask, unwrap, type PieceTask } from './task';

export interface StepsPool {
  /** Pieces that may be under way at once. */
  readonly width: number;
  /** Rows of a piece, where a test wants other than the usual ones. */
  readonly pieceRows?: number;
  /** Does a task, whose arrays are taken over. Rejects with what stopped it; `worker-died` where the worker itself did. */
  run(task: PieceTask): Promise<PieceResult>;
  /** Does a task for rows and encodes them; null where the piece needs more rows around it. Rejects likewise. */
  encode(task: PieceTask, files: PieceFiles): Promise<WrittenFile[] | null>;
}

/** In this thread: for tests and for few rows. */
export const inThisThread: StepsPool = {
  width: 1,
  run: async (task) => runTask(task),
  encode: encodeTask,
};

/** Rows from which on a task is worth its way to a worker and back. */
const FEW_ROWS = 50_000;

const kind = new WorkerKind<StepsWorker>(
  'The worker that does the steps',
  () => new Worker(new URL('./steps.worker.ts', import.meta.url), { type: 'module', name: 'steps' }),
);

const rowsIn = ({ values }: PieceTask): number =>
  values instanceof Float64Array ? values.length : values.to - values.from;

/** Workers by the cores, started when the first long piece comes and kept; short pieces are done in this thread. */
export function inWorkers(
  size = Math.max(1, Math.min(8, globalThis.navigator?.hardwareConcurrency ?? 2)),
): StepsPool {
  let pool: WorkerPool<StepsWorker> | undefined;
  /** Asks a worker, which takes the arrays of the task over; a pool that has lost one is made anew with the next task. */
  async function ask<T>(
    { values, times }: PieceTask,
    question: (remote: Remote<StepsWorker>, buffers: ArrayBuffer[]) => Promise<Result<T>>,
  ): Promise<T> {
    pool ??= workerPool(kind, { size });
    const buffers = [values, times].flatMap((array) => (array instanceof Float64Array ? [array.buffer] : []));
    try {
      return unwrap(await pool.ask((remote) => question(remote, buffers)));
    } catch (thrown) {
      if (thrown instanceof WorkerDied) {
        pool.close();
        pool = undefined;
      }
      throw thrown;
    }
  }
  return {
    width: size + 1,
    async run(task) {
      if (rowsIn(task) < FEW_ROWS) return runTask(task);
      return ask(task, async (remote, buffers): Promise<Result<PieceResult>> =>
        remote.run(transfer(task, buffers)),
      );
    },
    async encode(task, files) {
      if (rowsIn(task) < FEW_ROWS) return encodeTask(task, files);
      return ask(task, async (remote, buffers): Promise<Result<WrittenFile[] | null>> =>
        remote.encode(transfer(task, buffers), files),
      );
    },
  };
}
