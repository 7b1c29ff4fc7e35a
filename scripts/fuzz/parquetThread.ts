/** Reads Parquet in a thread of its own, as the app does in a worker: a reader that dies takes nothing else with it. */
import { parentPort } from 'node:worker_threads';
import type { FileSource } from '../../src/core/recipe/types';
import { nodeEnvironment } from '../../src/engine/worker/ingest/environment.node';
import type { ParquetSession, SampleRows } from '../../src/engine/worker/ingest/environment';

export type ParquetQuestion =
  | { open: Uint8Array<ArrayBuffer> }
  | { sample: SampleRows }
  | { preview: FileSource }
  | { group: number; source: FileSource }
  | { close: true };

let session: ParquetSession | undefined;

async function answer(question: ParquetQuestion): Promise<unknown> {
  if ('open' in question) {
    session = nodeEnvironment.parquet();
    return session.open(new Blob([question.open]));
  }
  if ('close' in question) {
    session?.close();
    return undefined;
  }
  if ('sample' in question) return session?.sample(question.sample);
  if ('preview' in question) return session?.preview(question.preview);
  return session?.read(question.group, question.source);
}

parentPort?.on('message', (question: ParquetQuestion) => {
  answer(question).then(
    (value) => parentPort?.postMessage({ value }, []),
    (thrown: unknown) => parentPort?.postMessage({ error: String(thrown) }, []),
  );
});
