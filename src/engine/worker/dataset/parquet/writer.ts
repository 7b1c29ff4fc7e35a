/** Who turns rows into Parquet files: in this thread, or in the pool of `pool.ts`. */
import { crc32, md5, sha256 } from '../sink';
import { writeFile } from './parquetFile';
import type { PackedTimes } from '../../../../core/rows/times';
import { timesBack, type FileRows } from './fileRows';
import type { ParquetOptions, WriteGeneral } from './parquetWasm';

export interface WrittenFile {
  path: string;
  rows: number;
  bytes: Uint8Array<ArrayBuffer>;
  sha256: string;
  md5: string;
  /** CRC-32. */
  crc: number;
  /** Of the series for which they were wanted, in their order. */
  times: PackedTimes[];
}

export interface ParquetWriter {
  /** Files that may be under way at once. */
  readonly width: number;
  /** Encodes one file. The arrays of `rows` may be taken away (transferred). */
  write(rows: FileRows, options: ParquetOptions): Promise<WrittenFile>;
  /** Lets go of threads and memory. */
  close(): void;
}

/** Rows to one hashed Parquet file; `general` loads the writer for the codecs that ours does not have. */
export async function encode(
  general: () => Promise<WriteGeneral>,
  rows: FileRows,
  options: ParquetOptions,
): Promise<WrittenFile> {
  const { codec, smallest } = options;
  const bytes =
    !smallest && (codec === 'snappy' || codec === 'none')
      ? writeFile(rows, codec)
      : (await general())(rows, options);
  const hash = sha256(bytes);
  const { path, rows: count } = rows;
  return {
    path,
    rows: count,
    bytes,
    times: timesBack(rows),
    crc: await crc32(bytes),
    md5: await md5(bytes),
    sha256: await hash,
  };
}

/** A writer in this thread, for Node and tests. */
export function inProcessWriter(general: WriteGeneral): ParquetWriter {
  return {
    width: 1,
    write: (rows, options) => encode(() => Promise.resolve(general), rows, options),
    close: () => undefined,
  };
}
