/** Reads Parquet files; its memory never shrinks, so the worker is let go after use. */
import { transfer } from 'comlink';
import init, { ParquetFile } from 'parquet-wasm/esm';
import wasmUrl from 'parquet-wasm/esm/parquet_wasm_bg.wasm?url';
import type { ParsedChunk } from '../../../core/ingest/parse/types';
import type { PartitionValue } from '../../../core/ingest/parts';
import type { FileSource } from '../../../core/recipe/types';
import { buffersOf, type ParquetSample, type ParquetShape, type SampleRows } from './environment';
import { ParquetReader } from './parquetReader';
import { offer } from '../workers/offer';

const reader = new ParquetReader();

const api = {
  async open(file: Blob, partition: PartitionValue[]): Promise<ParquetShape> {
    await init({ module_or_path: wasmUrl });
    return reader.open(await ParquetFile.fromFile(file), partition);
  },
  sample: (rows: SampleRows): Promise<ParquetSample> => reader.sample(rows),
  preview(source: FileSource): ParsedChunk[] {
    const chunks = reader.preview(source);
    return transfer(chunks, chunks.flatMap(buffersOf));
  },
  async read(group: number, source: FileSource): Promise<ParsedChunk> {
    const chunk = await reader.read(group, source);
    return transfer(chunk, buffersOf(chunk));
  },
};
export type ParquetWorker = typeof api;
offer(api);
