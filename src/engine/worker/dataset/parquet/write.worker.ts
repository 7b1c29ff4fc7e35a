/** A worker that encodes Parquet files; it ends with the export, since the memory of its wasm never shrinks. */
import { transfer } from 'comlink';
import { toLabError, type Result } from '../../../../core/errors';
import type { FileRows } from './fileRows';
import type { ParquetOptions, WriteGeneral } from './parquetWasm';
import { encode, type WrittenFile } from './writer';
import { offer } from '../../workers/offer';

let general: Promise<WriteGeneral> | undefined;

/** The general writer, which most exports do without: it and Arrow are large, and a worker starts the sooner without them. */
async function loadGeneral(): Promise<WriteGeneral> {
  const [{ generalWriter }, parquet, { default: wasm }] = await Promise.all([
    import('./parquetWasm'),
    import('parquet-wasm/esm'),
    import('parquet-wasm/esm/parquet_wasm_bg.wasm?url'),
  ]);
  await parquet.default({ module_or_path: new URL(wasm, import.meta.url) });
  return generalWriter(parquet);
}

const api = {
  async write(rows: FileRows, options: ParquetOptions): Promise<Result<WrittenFile>> {
    try {
      const file = await encode(() => (general ??= loadGeneral()), rows, options);
      return transfer({ ok: true, value: file }, [file.bytes.buffer]);
    } catch (thrown) {
      return { ok: false, error: toLabError(thrown) };
    }
  },
};
export type WriteApi = typeof api;
offer(api);
