/** What loading needs from its surroundings, so that it runs in a browser's workers and under Node alike. */
import { createChunkParser } from '../../../core/ingest/parse/chunk';
import type { ParsedChunk } from '../../../core/ingest/parse/types';
import type { FileSource } from '../../../core/recipe/types';

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
  close(): void;
}

/** Parses in this thread: for small files, where starting a worker costs more than it saves, and for tests. */
export function inThisThread(source: FileSource, columns: readonly string[], trailing: boolean): ParserPool {
  const parser = createChunkParser(source, columns, trailing);
  return {
    width: 1,
    parse: (bytes, first) => Promise.resolve(parser.parse(bytes, first)),
    close: () => undefined,
  };
}

export interface ParquetShape {
  columns: { name: string; type: 'time' | 'number' | 'text' | 'other' }[];
  rowGroups: number;
  rows: number;
  /** Of its columns unpacked, as its metadata says. */
  bytes: number;
  /** The first rows as text. */
  preview: string[][];
}

export interface ParquetSession {
  open(file: Blob): Promise<ParquetShape>;
  /** One row group; its lines are its rows. */
  read(group: number, source: FileSource): Promise<ParsedChunk>;
  /** Lets the reader and its memory go. */
  close(): void;
}

export interface IngestEnvironment {
  /** `trailing`: lines end with a delimiter behind their last cell. */
  parsers: (source: FileSource, columns: readonly string[], trailing: boolean) => ParserPool;
  /** sha256 of the bytes as they are, lower-case hexadecimal. Rejects with AbortError. */
  hash(file: Blob, signal: AbortSignal): Promise<string>;
  parquet(): ParquetSession;
}
