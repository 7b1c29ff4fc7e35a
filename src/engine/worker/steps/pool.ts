/** Who does the steps on pieces: workers where there are many rows, this thread where there are few. */
import { transfer } from 'comlink';
import type { PieceResult } from '../../../core/steps/piece';
import { WorkerKind, workerPool, type WorkerPool } from '../workers/pool';
import type { StepsWorker } from './steps.worker';
import { runTask, unwrap, type PieceTask } from './task';

export interface StepsPool {
  /** Pieces that may be under way at once. */
  readonly width: number;
  /** Rows of a piece, where a test wants other than the usual ones. */
  readonly pieceRows?: number;
  /** Does a task, whose arrays are taken over. Rejects with what stopped it; `worker-died` where the worker itself did. */
  run(task: PieceTask): Promise<PieceResult>;
}

/** In this thread: for tests and for few rows. */
export const inThisThread: StepsPool = {
  width: 1,
  run: async (task) => runTask(task),
};

/** Rows from which on a task is worth its way to a worker and back. */
const FEW_ROWS = 50_000;

const kind = new WorkerKind<StepsWorker>(
  'The worker that does the steps',
  () => new Worker(new URL('./steps.worker.ts', import.meta.url), { type: 'module', name: 'steps' }),
);

/** Workers by the cores, started when the first long piece comes and kept; short pieces are done in this thread. */
export function inWorkers(
  size = Math.max(1, Math.min(8, globalThis.navigator?.hardwareConcurrency ?? 2)),
): StepsPool {
  let pool: WorkerPool<StepsWorker> | undefined;
  return {
    width: size + 1,
    async run(task) {
      const { values, times } = task;
      const rows = values instanceof Float64Array ? values.length : values.to - values.from;
      if (rows < FEW_ROWS) return runTask(task);
      pool ??= workerPool(kind, { size });
      const buffers = [values, times].flatMap((array) =>
        array instanceof Float64Array ? [array.buffer] : [],
      );
      try {
        return unwrap(await pool.ask(async (remote) => remote.run(transfer(task, buffers))));
      } catch (thrown) {
        if (thrown instanceof Error && 'who' in thrown) {
          pool.close();
          pool = undefined;
        }
        throw thrown;
      }
    },
  };
}
