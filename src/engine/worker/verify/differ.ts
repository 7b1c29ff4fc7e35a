import { transfer } from 'comlink';
import { WorkerDied, WorkerKind, workerPool, type WorkerPool } from '../workers/pool';
import type { RowsOutcome, Scales } from './compareRows';
import type { DiffWorker } from './diff.worker';
import type { TableDifference } from './tables';

/** Finds the first difference of two Parquet files; takes the bytes over. Rejects where one of them cannot be read. */
export type CompareParquet = (
  expected: Uint8Array<ArrayBuffer>,
  got: Uint8Array<ArrayBuffer>,
  signal: AbortSignal,
) => Promise<TableDifference | null>;

const comparers = new WorkerKind<DiffWorker>(
  'The reader that compares Parquet files',
  () => new Worker(new URL('./diff.worker.ts', import.meta.url), { type: 'module' }),
);

export const compareInWorker: CompareParquet = async (expected, got, signal) => {
  const pool = workerPool(comparers);
  try {
    return await pool.ask(
      (remote) =>
        remote.compare(
          transfer(expected, [expected.buffer]),
          transfer(got, [got.buffer]),
        ) as Promise<TableDifference | null>,
      signal,
    );
  } finally {
    pool.close();
  }
};

/** Compares folders of Parquet files row by row, one after the other. All reject where a file cannot be read, and with AbortError. */
export interface FolderComparer {
  /** The next folder. */
  open(scales: Scales): Promise<void>;
  /** The next file that the bundle has in it; all of them before the first of the replay. */
  add(file: File): Promise<void>;
  /** The next file that the replay makes in it; takes the bytes over. */
  next(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  end(): Promise<RowsOutcome>;
  close(): void;
}

export type OpenComparer = (signal: AbortSignal) => FolderComparer;

export const compareFoldersInWorker: OpenComparer = (signal) => {
  let pool: WorkerPool<DiffWorker> | undefined;
  const ask: WorkerPool<DiffWorker>['ask'] = async (question) => {
    pool ??= workerPool(comparers);
    try {
      return await pool.ask(question, signal);
    } catch (thrown) {
      // The next folder has a worker of its own.
      if (thrown instanceof WorkerDied) pool = undefined;
      throw thrown;
    }
  };
  return {
    open: (scales) => ask((remote) => remote.open(scales)),
    add: (file) => ask((remote) => remote.add(file)),
    next: (bytes) => ask((remote) => remote.next(transfer(bytes, [bytes.buffer]))),
    end: () => ask((remote) => remote.end()),
    close: () => pool?.close(),
  };
};
