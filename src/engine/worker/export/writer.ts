/** Who turns rows into Parquet files: in this thread, or in the pool of `pool.ts`. */
import { sha256 } from './hash';
import { toArrow, toParquet, type FileRows, type ParquetModule, type ParquetOptions } from './parquet';

export interface WrittenFile {
  path: string;
  rows: number;
  bytes: Uint8Array<ArrayBuffer>;
  sha256: string;
}

export interface ParquetWriter {
  /** Files that may be under way at once. */
  readonly width: number;
  /** Encodes one file. The arrays of `rows` may be taken away (transferred). */
  write(rows: FileRows, options: ParquetOptions): Promise<WrittenFile>;
  /** Lets go of threads and memory. */
  close(): void;
}

/** Rows to one hashed Parquet file. */
export async function encode(
  module: ParquetModule,
  rows: FileRows,
  options: ParquetOptions,
): Promise<WrittenFile> {
  const bytes = toParquet(module, toArrow(rows), options) as Uint8Array<ArrayBuffer>;
  return { path: rows.path, rows: rows.rows, bytes, sha256: await sha256(bytes) };
}

/** A writer in this thread, for Node and tests. */
export function inProcessWriter(module: ParquetModule): ParquetWriter {
  return {
    width: 1,
    write: (rows, options) => encode(module, rows, options),
    close: () => undefined,
  };
}
