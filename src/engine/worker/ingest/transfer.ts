import type { ParsedChunk } from '../../../core/ingest/parse/types';

/** The memory of a chunk, to be handed over instead of copied. */
export function buffersOf(chunk: ParsedChunk): ArrayBuffer[] {
  const buffers = [chunk.times.buffer, ...chunk.values.map((column) => column.buffer)];
  if (chunk.keys) buffers.push(chunk.keys.index.buffer);
  return [...new Set(buffers)];
}
