/** Reads one Parquet file; its memory never shrinks, so the worker is let go with it. */
import { transfer } from 'comlink';
import init, { ParquetFile } from 'parquet-wasm/esm';
import wasmUrl from 'parquet-wasm/esm/parquet_wasm_bg.wasm?url';
import type { ParsedChunk } from '../../../core/ingest/parse/types';
import type { FileSource } from '../../../core/recipe/types';
import { buffersOf, type ParquetShape } from './environment';
import { ParquetReader } from './parquetReader';
import { offer } from '../workers/offer';

let reader: ParquetReader | undefined;

const api = {
  async open(file: Blob): Promise<ParquetShape> {
    await init({ module_or_path: wasmUrl });
    reader = new ParquetReader(await ParquetFile.fromFile(file));
    return reader.shape();
  },
  async read(group: number, source: FileSource): Promise<ParsedChunk> {
    if (!reader) throw new Error('no Parquet file is open');
    const chunk = await reader.read(group, source);
    return transfer(chunk, buffersOf(chunk));
  },
};
export type ParquetWorker = typeof api;
offer(api);
