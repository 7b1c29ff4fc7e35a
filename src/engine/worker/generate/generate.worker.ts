/** A worker that makes rows of synthetic series; it ends with the job. */
import { expose, transfer } from 'comlink';
import type { GeneratorJob } from '../../../core/pipeline/generate';
import type { Extremes } from '../../../core/inject/types';
import { makeChunk, makeExtremes, type Chunk, type ChunkRequest, type ExtremesRequest } from './chunk';

let configured: GeneratorJob | undefined;
let chunk: ((request: ChunkRequest) => Chunk) | undefined;
let look: ((request: ExtremesRequest) => Extremes) | undefined;

function job(): GeneratorJob {
  if (!configured) throw new Error('the generator has not been configured');
  return configured;
}

const api = {
  configure(wanted: GeneratorJob): void {
    configured = wanted;
    chunk = look = undefined;
  },
  make(request: ChunkRequest): Chunk {
    chunk ??= makeChunk(job());
    const made = chunk(request);
    return transfer(made, [made.ipc.buffer]);
  },
  extremes(request: ExtremesRequest): Extremes {
    look ??= makeExtremes(job());
    return look(request);
  },
};
export type GenerateWorker = typeof api;
expose(api);
