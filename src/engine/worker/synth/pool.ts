/** Generators: a source's rows, chunk by chunk in their order, made by workers or in this thread. */
import { transfer, wrap, type Remote } from 'comlink';
import type { GeneratorJob } from '../../../core/synth/plan';
import type { Extremes } from '../../../core/synth/inject/types';
import { createMaker, type Chunk, type ChunkRequest, type ExtremesRequest } from './chunk';
import type { GenerateWorker } from './generate.worker';

export interface GeneratorPool {
  /** Chunks that may be under way at once. */
  readonly width: number;
  make(request: Omit<ChunkRequest, 'used'>): Promise<Chunk>;
  /** Takes the memory of a chunk that is done with, for one to come. */
  reuse(memory: ArrayBuffer): void;
  extremes(request: ExtremesRequest): Promise<Extremes>;
  /** Lets the generators go; what is under way is forgotten. */
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

interface Hand {
  worker: Worker;
  remote: Remote<GenerateWorker>;
  died: Promise<never>;
  dead: boolean;
}

/** Workers kept for a while after a job, and memory of chunks: the next one, a dial turned a little further, finds them warm. */
const kept: Hand[] = [];
const spare: ArrayBuffer[] = [];
const KEEP_MS = 30_000;
let letGo: ReturnType<typeof setTimeout> | undefined;

function start(): Hand {
  const worker = new Worker(new URL('./generate.worker.ts', import.meta.url), { type: 'module' });
  let stop: (reason: Error) => void = () => undefined;
  const died = new Promise<never>((_, reject) => (stop = reject));
  died.catch(() => undefined);
  const hand: Hand = { worker, remote: wrap<GenerateWorker>(worker), died, dead: false };
  worker.onerror = (event) => {
    hand.dead = true;
    stop(new Error(`a generator stopped: ${event.message}`));
  };
  return hand;
}

function keep(hands: readonly Hand[]): void {
  for (const hand of hands) {
    if (hand.dead) hand.worker.terminate();
    else kept.push(hand);
  }
  clearTimeout(letGo);
  letGo = setTimeout(() => {
    spare.length = 0;
    for (const { worker } of kept.splice(0)) worker.terminate();
  }, KEEP_MS);
}

/** So many workers. Rejects with what stopped one. */
export const inWorkers =
  (width: number): OpenPool =>
  (job) => {
    const hands = Array.from({ length: width }, () => kept.pop() ?? start());
    // What is asked next stands behind it in the worker's queue: nobody has to wait for the answer.
    const failed = hands.map(
      ({ remote }) => new Promise<never>((_, reject) => void remote.configure(job).catch(reject)),
    );
    for (const one of failed) one.catch(() => undefined);
    let next = 0;
    const byNext = <T>(work: (remote: Hand['remote']) => Promise<T>): Promise<T> => {
      const at = next++ % width;
      const { remote, died } = hands[at] as Hand;
      return Promise.race([failed[at] as Promise<never>, work(remote), died]);
    };
    return {
      width: width + 1,
      make: (request) =>
        byNext((remote) => {
          const used = spare.pop();
          return remote.make(used ? transfer({ ...request, used }, [used]) : request);
        }),
      reuse: (memory) => void spare.push(memory),
      extremes: (request) => byNext((remote) => remote.extremes(request)),
      close: () => keep(hands),
    };
  };
