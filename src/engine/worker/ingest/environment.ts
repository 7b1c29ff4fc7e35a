/** What loading needs from its surroundings, so that it runs in a browser's workers and under Node alike. */
import type { ParsedChunk } from '../../../core/ingest/parse/types';
import type { FileSource } from '../../../core/recipe/types';

export interface ParserPool {
  /** How many chunks are worked on at one time. */
  readonly width: number;
  /** Parses whole lines; takes the bytes' buffer over. */
  parse(bytes: Uint8Array<ArrayBuffer>, header: boolean): Promise<ParsedChunk>;
  close(): void;
}

export interface ParquetShape {
  columns: { name: string; type: 'time' | 'number' | 'text' | 'other' }[];
  rowGroups: number;
  rows: number;
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
  parsers(source: FileSource, columns: readonly string[]): ParserPool;
  /** sha256 of the bytes as they are, lower-case hexadecimal. Rejects with AbortError. */
  hash(file: Blob, signal: AbortSignal): Promise<string>;
  parquet(): ParquetSession;
}
