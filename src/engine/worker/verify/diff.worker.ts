/** Compares Parquet files in a worker of its own: one of them may be damaged on purpose, and ends no more than this. */
import { tableFromIPC, type Table } from 'apache-arrow';
import { offer } from '../workers/offer';
import type { RowsOutcome, Scales } from './compareRows';
import { FolderComparison } from './folder';
import { tableDifference, type TableDifference } from './tables';

const loading = (async () => {
  const [parquet, { default: wasm }] = await Promise.all([
    import('parquet-wasm/esm'),
    import('parquet-wasm/esm/parquet_wasm_bg.wasm?url'),
  ]);
  await parquet.default({ module_or_path: new URL(wasm, import.meta.url) });
  return parquet;
})();

let folder: FolderComparison | undefined;

function opened(): FolderComparison {
  if (!folder) throw new RangeError('expected a folder that is being compared');
  return folder;
}

const api = {
  /** Null where all rows are the same. */
  async compare(expected: Uint8Array, got: Uint8Array): Promise<TableDifference | null> {
    const parquet = await loading;
    const decode = (bytes: Uint8Array): Table => tableFromIPC(parquet.readParquet(bytes).intoIPCStream());
    return tableDifference(decode(expected), decode(got));
  },
  /** Begins with a folder; the calls below are about it. */
  async open(scales: Scales): Promise<void> {
    const { ParquetFile } = await loading;
    folder = new FolderComparison(scales, (file) => ParquetFile.fromFile(file));
  },
  add(file: Blob): void {
    opened().add(file);
  },
  next: (bytes: Uint8Array<ArrayBuffer>): Promise<void> => opened().next(bytes),
  async end(): Promise<RowsOutcome> {
    try {
      return await opened().end();
    } finally {
      folder = undefined;
    }
  },
};
export type DiffWorker = typeof api;
offer(api);
