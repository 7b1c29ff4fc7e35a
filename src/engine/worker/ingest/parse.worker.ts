/** Parses chunks of one file after another. */
import { transfer } from 'comlink';
import { createChunkParser } from '../../../core/ingest/parse/chunk';
import type { ChunkParser, ParsedChunk } from '../../../core/ingest/parse/types';
import type { FileSource } from '../../../core/recipe/types';
import { buffersOf } from './environment';
import { offer } from '../workers/offer';

let parser: ChunkParser | undefined;

const api = {
  configure(source: FileSource, columns: readonly string[], trailing: boolean): void {
    parser = createChunkParser(source, columns, trailing);
  },
  /** The memory of the bytes goes back with the chunk. */
  parse(bytes: Uint8Array<ArrayBuffer>, first: boolean): { chunk: ParsedChunk; memory: ArrayBuffer } {
    if (!parser) throw new Error('the parser has not been configured');
    const chunk = parser.parse(bytes, first);
    return transfer({ chunk, memory: bytes.buffer }, [...buffersOf(chunk), bytes.buffer]);
  },
};
export type ParseWorker = typeof api;
offer(api);
