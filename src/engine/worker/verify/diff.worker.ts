/** Compares Parquet files in a worker of its own: one of them may be damaged on purpose, and ends no more than this. */
import { tableFromIPC, type Table } from 'apache-arrow';
import { offer } from '../workers/offer';
import { tableDifference, type TableDifference } from './tables';

const decoder = (async () => {
  const [parquet, { default: wasm }] = await Promise.all([
    import('parquet-wasm/esm'),
    import('parquet-wasm/esm/parquet_wasm_bg.wasm?url'),
  ]);
  await parquet.default({ module_or_path: new URL(wasm, import.meta.url) });
  return (bytes: Uint8Array): Table => tableFromIPC(parquet.readParquet(bytes).intoIPCStream());
})();

const api = {
  /** Null where all rows are the same. */
  async compare(expected: Uint8Array, got: Uint8Array): Promise<TableDifference | null> {
    const decode = await decoder;
    return tableDifference(decode(expected), decode(got));
  },
};
export type DiffWorker = typeof api;
offer(api);
