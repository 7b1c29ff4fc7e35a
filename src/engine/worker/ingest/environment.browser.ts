/** Loading in a browser: parsing, hashing and Parquet each in workers of their own, which are let go after use. */
import { wrap } from 'comlink';
import type { IngestEnvironment, ParquetSession } from './environment';
import type { HashWorker } from './hash.worker';
import type { ParquetWorker } from './parquet.worker';
import { inWorkers } from './pool';

function hash(file: Blob, signal: AbortSignal): Promise<string> {
  const worker = new Worker(new URL('./hash.worker.ts', import.meta.url), { type: 'module' });
  const stopped = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    worker.onerror = (event) => reject(new Error(`hashing stopped: ${event.message}`));
  });
  return Promise.race([wrap<HashWorker>(worker).hash(file), stopped]).finally(() => worker.terminate());
}

function parquet(): ParquetSession {
  const worker = new Worker(new URL('./parquet.worker.ts', import.meta.url), { type: 'module' });
  const remote = wrap<ParquetWorker>(worker);
  let dead: (reason: Error) => void = () => undefined;
  const died = new Promise<never>((_, reject) => (dead = reject));
  died.catch(() => undefined);
  worker.onerror = (event) => dead(new Error(`the Parquet reader stopped: ${event.message}`));
  return {
    open: (file) => Promise.race([remote.open(file), died]),
    read: (group, source) => Promise.race([remote.read(group, source), died]),
    close: () => worker.terminate(),
  };
}

export const browserEnvironment: IngestEnvironment = { parsers: inWorkers, hash, parquet };
