/** Generators: a source's rows, chunk by chunk in their order, made by workers or in this thread. */
import { transfer, wrap, type Remote } from 'comlink';
import type { GeneratorJob } from '../../../core/pipeline/generate';
import type { Extremes } from '../../../core/inject/types';
import { createMaker, type Chunk, type ChunkRequest, type ExtremesRequest } from './chunk';
import type { GenerateWorker } from './generate.worker';

export interface GeneratorPool {
  /** Chunks that may be under way at once. */
  readonly width: number;
  make(request: ChunkRequest): Promise<Chunk>;
  extremes(request: ExtremesRequest): Promise<Extremes>;
  /** Lets the generators go; what is under way is forgotten. */
  close(): void;
}

export type OpenPool = (job: GeneratorJob) => GeneratorPool;

/** In this thread: for tests, and where a worker costs more than it saves. */
export const inThisThread: OpenPool = (job) => {
  const { make, extremes } = createMaker(job);
  return {
    width: 1,
    make: (request) => Promise.resolve(make(request)),
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

/** Workers kept for a while after a job: the next one, a dial turned a little further, finds them warm. */
const kept: Hand[] = [];
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
    for (const { worker } of kept.splice(0)) worker.terminate();
  }, KEEP_MS);
}

/** So many workers. Rejects with what stopped one. */
export const inWorkers =
  (width: number): OpenPool =>
  (job) => {
    const hands = Array.from({ length: width }, () => kept.pop() ?? start());
    const ready = hands.map(({ remote }) => remote.configure(job));
    for (const one of ready) one.catch(() => undefined);
    let next = 0;
    const byNext = async <T>(work: (remote: Hand['remote']) => Promise<T>): Promise<T> => {
      const at = next++ % width;
      const { remote, died } = hands[at] as Hand;
      await Promise.race([ready[at], died]);
      return Promise.race([work(remote), died]);
    };
    return {
      width: width + 1,
      make: (request) =>
        byNext((remote) => remote.make(request.used ? transfer(request, [request.used]) : request)),
      extremes: (request) => byNext((remote) => remote.extremes(request)),
      close: () => keep(hands),
    };
  };
