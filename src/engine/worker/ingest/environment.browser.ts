/** Loading in a browser: parsing, hashing and Parquet each in workers of their own, which are let go after use. */
import { transfer } from 'comlink';
import { createChunkParser } from '../../../core/ingest/parse/chunk';
import type { FileSource } from '../../../core/recipe/types';
import { WorkerKind, workerPool } from '../workers/pool';
import type { IngestEnvironment, ParquetSession, ParserPool } from './environment';
import type { Bytes } from './bytes';
import { hashFile, pieceHash, type PieceHash } from './hash';
import type { HashWorker } from './hash.worker';
import type { ParquetWorker } from './parquet.worker';
import type { ParseWorker } from './parse.worker';

const parsers = new WorkerKind<ParseWorker>(
  'The CSV parser',
  () => new Worker(new URL('./parse.worker.ts', import.meta.url), { type: 'module' }),
);
const hashers = new WorkerKind<HashWorker>(
  'The worker that computes the SHA-256 of a file',
  () => new Worker(new URL('./hash.worker.ts', import.meta.url), { type: 'module' }),
);
const parquetReaders = new WorkerKind<ParquetWorker>(
  'The Parquet reader',
  () => new Worker(new URL('./parquet.worker.ts', import.meta.url), { type: 'module' }),
);

/** As many parsers as cores, for this worker waits while they work; more than six are not fed by one reading. */
const MOST_PARSERS = 6;
function parsersFor(pieces: number): number {
  const cores = globalThis.navigator?.hardwareConcurrency ?? 2;
  return Math.max(2, Math.min(MOST_PARSERS, cores, pieces));
}

function parserPool(
  source: FileSource,
  columns: readonly string[],
  trailing: boolean,
  pieces: number,
): ParserPool {
  // A column that is missing shows here and not in a worker, where its error would lose its code.
  createChunkParser(source, columns, trailing);
  const width = parsersFor(pieces);
  const spare: ArrayBuffer[] = [];
  const pool = workerPool(parsers, {
    size: width,
    configure: (remote) => remote.configure(source, [...columns], trailing),
  });
  return {
    width,
    async parse(bytes, header) {
      const { chunk, memory } = await pool.ask((remote) =>
        remote.parse(transfer(bytes, [bytes.buffer]), header),
      );
      spare.push(memory);
      return chunk;
    },
    spare() {
      const memory = spare.pop();
      return memory && new Uint8Array(memory);
    },
    close: pool.close,
  };
}

/** Above this a worker hashes, whose memory goes with it. */
const HASHED_HERE = 64 << 20;

async function hash(bytes: Bytes, signal: AbortSignal): Promise<string> {
  // The platform hashes in a thread of its own, where it does; a worker for a small file would take longer to start.
  if (!(bytes instanceof Blob) || ('subtle' in crypto && bytes.size <= HASHED_HERE))
    return hashFile(bytes, signal);
  const pool = workerPool(hashers);
  try {
    return await pool.ask((remote) => remote.hash(bytes), signal);
  } finally {
    pool.close();
  }
}

function hashPieces(size: number, signal: AbortSignal): PieceHash {
  if ('subtle' in crypto && size <= HASHED_HERE) return pieceHash(size);
  const pool = workerPool(hashers);
  // One that failed fails the digest: its worker is told no more than that.
  let taken: Promise<unknown> = pool.ask((remote) => remote.begin(size));
  const after = (next: Promise<unknown>): void => {
    const both = Promise.all([taken, next]);
    both.catch(() => undefined);
    taken = both;
  };
  return {
    take: (piece) => after(pool.ask((remote) => remote.take(transfer(piece, [piece.buffer])))),
    async digest() {
      await taken;
      return pool.ask((remote) => remote.digest(), signal);
    },
    close: pool.close,
  };
}

function parquet(): ParquetSession {
  const pool = workerPool(parquetReaders);
  return {
    open: (file, partition = []) => pool.ask((remote) => remote.open(file, [...partition])),
    sample: (rows) => pool.ask((remote) => remote.sample(rows)),
    preview: (source) => pool.ask((remote) => remote.preview(source)),
    read: (group, source) => pool.ask((remote) => remote.read(group, source)),
    close: pool.close,
  };
}

export const browserEnvironment: IngestEnvironment = { parsers: parserPool, hash, hashPieces, parquet };
