/** What loading needs from its surroundings, so that it runs in a browser's workers and under Node alike. */
import { createChunkParser } from '../../../core/ingest/parse/chunk';
import type { ParsedChunk } from '../../../core/ingest/parse/types';
import type { PartitionValue } from '../../../core/ingest/parts';
import type { FileSource } from '../../../core/recipe/types';
import type { Bytes } from './bytes';
import type { PieceHash } from './hash';

/** The memory of a chunk, to be handed to another thread instead of copied. */
export function buffersOf({ times, values, keys, labels }: ParsedChunk): ArrayBuffer[] {
  const buffers = [times.buffer, ...values.map((column) => column.buffer)];
  if (keys) buffers.push(keys.index.buffer);
  if (labels) buffers.push(labels.index.buffer);
  return [...new Set(buffers)];
}

export interface ParserPool {
  /** How many chunks are worked on at one time. */
  readonly width: number;
  /** Parses whole lines; takes the bytes' buffer over. `first`: they are the file's first. */
  parse(bytes: Uint8Array<ArrayBuffer>, first: boolean): Promise<ParsedChunk>;
  /** Memory of bytes that were parsed, to be filled anew; undefined where there is none. */
  spare(): Uint8Array<ArrayBuffer> | undefined;
  close(): void;
}

/** Parses in this thread: for small files, where starting a worker costs more than it saves, and for tests. */
export function inThisThread(source: FileSource, columns: readonly string[], trailing: boolean): ParserPool {
  const parser = createChunkParser(source, columns, trailing);
  return {
    width: 1,
    parse: (bytes, first) => Promise.resolve(parser.parse(bytes, first)),
    spare: () => undefined,
    close: () => undefined,
  };
}

export interface ParquetShape {
  columns: {
    name: string;
    /** `time`: a timestamp; `date`: a day without a time of day. */
    type: 'time' | 'date' | 'number' | 'text' | 'other';
    /** A timestamp that says that it is in UTC. */
    aware?: boolean;
    /** Named by the file's path. */
    partition?: boolean;
  }[];
  rowGroups: number;
  rows: number;
  /** Of its columns unpacked, as its metadata says. */
  bytes: number;
}

/** How many rows of a file are looked at. */
export interface SampleRows {
  head: number;
  middle: number;
  end: number;
}

export interface ParquetSample {
  /** The cells of each column of the shape as text. */
  columns: string[][];
  /** How many of the first rows follow each other in the file. */
  head: number;
  /** The sample is the whole file. */
  complete: boolean;
}

/** Parquet files, one open at a time. */
export interface ParquetSession {
  /** `partition`: the columns that the file's path names. The file that was open before is let go. */
  open(file: Blob, partition?: readonly PartitionValue[]): Promise<ParquetShape>;
  /** Some rows of the open file; they are kept for `preview`. */
  sample(rows: SampleRows): Promise<ParquetSample>;
  /** What a source makes of all samples. Rejects with RangeError for a source that names a column that is not there. */
  preview(source: FileSource): Promise<ParsedChunk[]>;
  /** One row group; its lines are its rows. */
  read(group: number, source: FileSource): Promise<ParsedChunk>;
  /** Lets the reader and its memory go. */
  close(): void;
}

export interface IngestEnvironment {
  /** `trailing`: lines end with a delimiter behind their last cell; `pieces`: how many chunks there will be, about. */
  parsers: (source: FileSource, columns: readonly string[], trailing: boolean, pieces: number) => ParserPool;
  /** sha256 of the bytes as they are, lower-case hexadecimal. Rejects with AbortError. */
  hash(bytes: Bytes, signal: AbortSignal): Promise<string>;
  /** The same of so many bytes that are read anyway. */
  hashPieces(size: number, signal: AbortSignal): PieceHash;
  parquet(): ParquetSession;
}
