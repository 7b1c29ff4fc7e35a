/** Generators: a source's rows, chunk by chunk in their order, made by workers or in this thread. */
import { transfer } from 'comlink';
import type { GeneratorJob } from '../../../core/synth/job';
import type { Extremes } from '../../../core/synth/inject/types';
import { WorkerKind, workerPool } from '../workers/pool';
import { createMaker, type Chunk, type ChunkRequest, type ExtremesRequest } from './chunk';
import type { GenerateWorker } from './generate.worker';

export interface GeneratorPool {
  /** Chunks that may be under way at once. */
  readonly width: number;
  /** Rejects with what stopped it; `worker-died` where the worker itself did. */
  make(request: Omit<ChunkRequest, 'used'>): Promise<Chunk>;
  /** Takes the memory of a chunk that is done with, for one to come. */
  reuse(memory: ArrayBuffer): void;
  extremes(request: ExtremesRequest): Promise<Extremes>;
  /** Lets the generators go; what is under way rejects with AbortError. */
  close(): void;
}

export type OpenPool = (job: GeneratorJob) => GeneratorPool;

/** In this thread: for tests, and where a worker costs more than it saves. */
export const inThisThread: OpenPool = (job) => {
  const { make, extremes } = createMaker(job);
  const spare: ArrayBuffer[] = [];
  return {
    width: 1,
    make: (request) => Promise.resolve(make({ ...request, used: spare.pop() })),
    reuse: (memory) => void spare.push(memory),
    extremes: (request) => Promise.resolve(extremes(request)),
    close: () => undefined,
  };
};

/** Memory of chunks that are done with. */
const spare: ArrayBuffer[] = [];
/** Kept warm for a while after a job: the next one, of an option changed a little further, finds workers and memory. */
const KEEP_MS = 30_000;
const generators = new WorkerKind<GenerateWorker>(
  'The generator of synthetic series',
  () => new Worker(new URL('./generate.worker.ts', import.meta.url), { type: 'module' }),
  { ms: KEEP_MS, onEnd: () => (spare.length = 0) },
);

/** In so many workers. */
export const inWorkers =
  (width: number): OpenPool =>
  (job) => {
    const pool = workerPool(generators, { size: width, configure: (remote) => remote.configure(job) });
    return {
      width: width + 1,
      make: (request) =>
        pool.ask((remote) => {
          const used = spare.pop();
          return remote.make(used ? transfer({ ...request, used }, [used]) : request);
        }),
      reuse: (memory) => void spare.push(memory),
      extremes: (request) => pool.ask((remote) => remote.extremes(request)),
      close: pool.close,
    };
  };
