/** Generators: a source's rows, chunk by chunk in their order, made by workers or in this thread. */
import { wrap, type Remote } from 'comlink';
import type { GeneratorJob } from '../../../core/pipeline/generate';
import { makeChunk, type Chunk, type ChunkRequest } from './chunk';
import type { GenerateWorker } from './generate.worker';

export interface GeneratorPool {
  /** Chunks that may be under way at once. */
  readonly width: number;
  make(request: ChunkRequest): Promise<Chunk>;
  close(): void;
}

export type OpenPool = (job: GeneratorJob) => GeneratorPool;

/** In this thread: for tests, and where a worker costs more than it saves. */
export const inThisThread: OpenPool = (job) => {
  const make = makeChunk(job);
  return { width: 1, make: (request) => Promise.resolve(make(request)), close: () => undefined };
};

/** A pool of so many workers. Rejects with what stopped a worker. */
export const inWorkers =
  (width: number): OpenPool =>
  (job) => {
    let dead: (reason: Error) => void = () => undefined;
    const died = new Promise<never>((_, reject) => (dead = reject));
    died.catch(() => undefined);
    const workers = Array.from({ length: width }, () => {
      const worker = new Worker(new URL('./generate.worker.ts', import.meta.url), { type: 'module' });
      worker.onerror = (event) => dead(new Error(`a generator stopped: ${event.message}`));
      const remote: Remote<GenerateWorker> = wrap<GenerateWorker>(worker);
      return { worker, remote, ready: remote.configure(job) };
    });
    let next = 0;
    return {
      width: width + 1,
      async make(request) {
        const chosen = workers[next++ % width] as (typeof workers)[number];
        await Promise.race([chosen.ready, died]);
        return Promise.race([chosen.remote.make(request), died]);
      },
      close: () => workers.forEach(({ worker }) => worker.terminate()),
    };
  };
