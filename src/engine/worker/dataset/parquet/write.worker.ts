/** A worker that encodes Parquet files; it ends with the export, since the memory of its wasm never shrinks. */
import { transfer } from 'comlink';
import init, * as parquet from 'parquet-wasm/esm';
import wasm from 'parquet-wasm/esm/parquet_wasm_bg.wasm?url';
import { toLabError, type Result } from '../../../../core/errors';
import type { FileRows } from './fileRows';
import type { ParquetOptions } from './parquetWasm';
import { encode, type WrittenFile } from './writer';
import { offer } from '../../workers/offer';

let ready: Promise<typeof parquet> | undefined;
const load = (): Promise<typeof parquet> =>
  (ready ??= init({ module_or_path: new URL(wasm, import.meta.url) }).then(() => parquet));

const api = {
  async write(rows: FileRows, options: ParquetOptions): Promise<Result<WrittenFile>> {
    try {
      const file = await encode(load, rows, options);
      return transfer({ ok: true, value: file }, [file.bytes.buffer]);
    } catch (thrown) {
      return { ok: false, error: toLabError(thrown) };
    }
  },
};
export type WriteApi = typeof api;
offer(api);
