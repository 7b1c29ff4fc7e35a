/** A worker that makes rows of synthetic series; it ends with the job. */
import { expose, transfer } from 'comlink';
import type { GeneratorJob } from '../../../core/pipeline/generate';
import { makeChunk, type Chunk, type ChunkRequest } from './chunk';

let make: ((request: ChunkRequest) => Chunk) | undefined;

const api = {
  configure(job: GeneratorJob): void {
    make = makeChunk(job);
  },
  make(request: ChunkRequest): Chunk {
    if (!make) throw new Error('the generator has not been configured');
    const chunk = make(request);
    return transfer(chunk, [chunk.ipc.buffer]);
  },
};
export type GenerateWorker = typeof api;
expose(api);
