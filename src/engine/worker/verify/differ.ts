import { transfer } from 'comlink';
import { WorkerKind, workerPool } from '../workers/pool';
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
