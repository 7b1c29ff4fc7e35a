/** Parsers: two workers for large files, this thread for small ones, where starting a worker costs more than it saves. */
import { transfer, wrap, type Remote } from 'comlink';
import { createChunkParser } from '../../../core/ingest/parse/chunk';
import type { FileSource } from '../../../core/recipe/types';
import type { ParserPool } from './environment';
import type { ParseWorker } from './parse.worker';

export function inThisThread(source: FileSource, columns: readonly string[]): ParserPool {
  const parser = createChunkParser(source, columns);
  return {
    width: 1,
    parse: (bytes, header) => Promise.resolve(parser.parse(bytes, header)),
    close: () => undefined,
  };
}

const WIDTH = 2;

export function inWorkers(source: FileSource, columns: readonly string[]): ParserPool {
  // A column that is missing shows here and not in a worker, where its error would lose its code.
  createChunkParser(source, columns);
  let dead: (reason: Error) => void = () => undefined;
  const died = new Promise<never>((_, reject) => (dead = reject));
  died.catch(() => undefined);
  const workers = Array.from({ length: WIDTH }, () => {
    const worker = new Worker(new URL('./parse.worker.ts', import.meta.url), { type: 'module' });
    worker.onerror = (event) => dead(new Error(`a parser stopped: ${event.message}`));
    const remote: Remote<ParseWorker> = wrap<ParseWorker>(worker);
    return { worker, remote, ready: remote.configure(source, [...columns]) };
  });
  let next = 0;
  return {
    width: WIDTH,
    async parse(bytes, header) {
      const chosen = workers[next++ % WIDTH] as (typeof workers)[number];
      await Promise.race([chosen.ready, died]);
      return Promise.race([chosen.remote.parse(transfer(bytes, [bytes.buffer]), header), died]);
    },
    close: () => workers.forEach(({ worker }) => worker.terminate()),
  };
}
