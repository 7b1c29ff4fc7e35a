import { toLabError } from '../../../core/errors';
import { inspectCsv, SAMPLE_BYTES, unreadableFile } from '../../../core/ingest/inspect';
import { checkJson } from '../../../core/ingest/limits';
import { inspectParquet } from '../../../core/ingest/inspectParquet';
import type { Inspection } from '../../../core/ingest/types';
import type { CallContext, InspectFile } from '../../protocol';
import { inspectLabels } from '../label/labelFile';
import { Meter } from '../progress';
import type { IngestEnvironment } from './environment';
import { notParquet } from './files';
import { readFailure, readSample } from './read';

/** The first bytes of a Parquet file. */
const PARQUET_MAGIC = new TextEncoder().encode('PAR1');

/** What each file is, from its first bytes; never rejects but for a cancel. */
export async function inspectFiles(
  files: readonly InspectFile[],
  { signal, progress, environment }: CallContext & { environment: IngestEnvironment },
): Promise<Inspection[]> {
  const found: Inspection[] = [];
  const meter = new Meter(progress, files.length, 'files');
  for (const item of files) {
    signal.throwIfAborted();
    const { name } = item;
    meter.at(`looking at ${name}`);
    meter.next(1);
    try {
      found.push(await inspectOne(item, environment, signal));
    } catch (thrown) {
      signal.throwIfAborted();
      const { code, message } = toLabError(readFailure(thrown, name));
      found.push(unreadableFile(name, code, message));
    }
  }
  return found;
}

async function inspectOne(
  { name, file, csv }: InspectFile,
  environment: IngestEnvironment,
  signal: AbortSignal,
): Promise<Inspection> {
  const { bytes, complete } = await readSample(file, name, SAMPLE_BYTES, signal);
  const isParquet = PARQUET_MAGIC.every((byte, i) => bytes[i] === byte);
  if (isParquet || (/\.parquet$/i.test(name) && bytes.length > 0)) {
    const session = environment.parquet();
    try {
      return inspectParquet(
        name,
        await session.open(file).catch((thrown: unknown) => {
          throw notParquet(name, thrown);
        }),
      );
    } finally {
      session.close();
    }
  }
  if (/\.json$/i.test(name) && bytes.length > 0) {
    checkJson(name, file.size);
    return inspectLabels(name, await file.text());
  }
  return inspectCsv(name, bytes, complete, csv);
}
