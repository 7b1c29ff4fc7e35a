/** Loading in a browser: parsing, hashing and Parquet each in workers of their own, which are let go after use. */
import { transfer } from 'comlink';
import { createChunkParser } from '../../../core/ingest/parse/chunk';
import type { FileSource } from '../../../core/recipe/types';
import { WorkerKind, workerPool } from '../workers/pool';
import type { IngestEnvironment, ParquetSession, ParserPool } from './environment';
import type { Bytes } from './bytes';
import { hashFile } from './hash';
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

const PARSERS = 2;

function parserPool(source: FileSource, columns: readonly string[], trailing: boolean): ParserPool {
  // A column that is missing shows here and not in a worker, where its error would lose its code.
  createChunkParser(source, columns, trailing);
  const pool = workerPool(parsers, {
    size: PARSERS,
    configure: (remote) => remote.configure(source, [...columns], trailing),
  });
  return {
    width: PARSERS,
    parse: (bytes, header) => pool.ask((remote) => remote.parse(transfer(bytes, [bytes.buffer]), header)),
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

export const browserEnvironment: IngestEnvironment = { parsers: parserPool, hash, parquet };
