/** Comparing and fitting at work: in a worker of their own, which a cancel ends at once; few rows in this thread. */
import { proxy, transfer } from 'comlink';
import { LabFailure, type Result } from '../../../core/errors';
import type { FitReport } from '../../../core/synth/fit/types';
import { WorkerKind, workerPool, type WorkerPool } from '../workers/pool';
import type { CompareWorker } from './compare.worker';
import { compareNumbers, fitRows, type CompareNumbers, type Rows, type SideRows } from './numbers';

export interface CompareRunner {
  /** Rejects with AbortError, or `worker-died`. Takes the arrays over. */
  compare(
    reference: SideRows,
    other: SideRows,
    onPart: (done: number) => void,
    signal: AbortSignal,
  ): Promise<CompareNumbers>;
  /** Rejects with LabFailure or AbortError. */
  fit(rows: Rows, bootstrap: boolean, signal: AbortSignal): Promise<FitReport>;
  close(): void;
}

/** Below this, starting a worker costs more than it saves. */
const SMALL_ROWS = 10_000;

/** The runner of tests: no worker. */
export const plainRunner = (): CompareRunner => ({
  compare: (reference, other, onPart) => Promise.resolve(compareNumbers(reference, other, onPart)),
  fit: async (rows, bootstrap) => fitRows(rows, bootstrap),
  close: () => undefined,
});

const buffers = (sides: readonly SideRows[]): ArrayBuffer[] =>
  sides
    .flatMap(({ taken, inTime }) => (inTime ? [taken, inTime] : [taken]))
    .flatMap(({ times, values }) => [times.buffer, values.buffer]);

const sizeOf = ({ taken, inTime }: SideRows): number =>
  taken.values.length + (inTime ? inTime.values.length : 0);

const comparers = new WorkerKind<CompareWorker>(
  'The worker that compares and fits series',
  () => new Worker(new URL('./compare.worker.ts', import.meta.url), { type: 'module', name: 'compare' }),
);

export function workerRunner(): CompareRunner {
  const here = plainRunner();
  let pool: WorkerPool<CompareWorker> | undefined;
  const open = (): WorkerPool<CompareWorker> => (pool ??= workerPool(comparers));
  return {
    close: () => pool?.close(),
    async compare(reference, other, onPart, signal) {
      if (sizeOf(reference) + sizeOf(other) < SMALL_ROWS)
        return here.compare(reference, other, onPart, signal);
      return open().ask(
        (remote) =>
          remote.compare(
            transfer(reference, buffers([reference])),
            transfer(other, buffers([other])),
            proxy(onPart),
          ),
        signal,
      );
    },
    async fit(rows, bootstrap, signal) {
      if (rows.values.length < SMALL_ROWS) return here.fit(rows, bootstrap, signal);
      const found = await open().ask(
        async (remote): Promise<Result<FitReport>> =>
          remote.fit(transfer(rows, buffers([{ taken: rows }])), bootstrap),
        signal,
      );
      if (!found.ok) throw new LabFailure(found.error);
      return found.value;
    },
  };
}
