import { toLabError } from '../../../core/errors';
import { inspectCsv } from '../../../core/ingest/inspect';
import { SAMPLE_PARTS, unreadableFile, type Sample } from '../../../core/ingest/sample';
import { checkJson } from '../../../core/ingest/limits';
import type { Inspection } from '../../../core/ingest/types';
import type { CallContext, InspectFile } from '../../protocol';
import { inspectLabels } from '../label/labelFile';
import { Meter } from '../progress';
import { ReadAhead, type Bytes } from './bytes';
import type { IngestEnvironment } from './environment';
import { inspectParquetFile } from './parquetFile';
import { isGzip, readFailure, readSample } from './read';

/** The first bytes of a Parquet file. */
const PARQUET_MAGIC = new TextEncoder().encode('PAR1');

/** What each file is, from its first bytes; never rejects but for a cancel. */
export async function inspectFiles(
  files: readonly InspectFile[],
  { signal, progress, environment }: CallContext & { environment: IngestEnvironment },
): Promise<Inspection[]> {
  const found: Inspection[] = [];
  const meter = new Meter(progress, files.length, 'files');
  const ahead = new ReadAhead(files.map((item) => (isText(item) ? item.file : null)));
  for (const item of files) {
    signal.throwIfAborted();
    const { name } = item;
    meter.at(`looking at ${name}`);
    meter.next(1);
    try {
      const bytes = await ahead.take(item.file);
      found.push(await inspectOne(item, bytes, environment, signal));
    } catch (thrown) {
      signal.throwIfAborted();
      const { code, message } = toLabError(readFailure(thrown, name));
      found.push(unreadableFile(name, code, message));
    }
  }
  return found;
}

const isText = ({ name, parts }: InspectFile): boolean => !parts && !/\.(?:json|parquet|pq)$/i.test(name);

/** A file of no more bytes is looked at whole. */
const WHOLE_BYTES = SAMPLE_PARTS.head + SAMPLE_PARTS.middle + SAMPLE_PARTS.end;

/** Beginning, middle and end of a file; of a compressed one its beginning, since the rest cannot be reached without unpacking it all. */
async function sampleOf(file: Bytes, head: Uint8Array, complete: boolean): Promise<Sample> {
  if (complete || (await isGzip(file))) return { head, others: [], complete };
  const middle = Math.floor((file.size - SAMPLE_PARTS.middle) / 2);
  const others = await Promise.all(
    [
      file.slice(Math.max(middle, SAMPLE_PARTS.head), middle + SAMPLE_PARTS.middle),
      file.slice(Math.max(file.size - SAMPLE_PARTS.end, middle + SAMPLE_PARTS.middle)),
    ].map(async (piece) => new Uint8Array(await piece.arrayBuffer())),
  );
  return { head: head.subarray(0, SAMPLE_PARTS.head), others, complete };
}

async function inspectOne(
  item: InspectFile,
  file: Bytes,
  environment: IngestEnvironment,
  signal: AbortSignal,
): Promise<Inspection> {
  const { name, csv, source, time } = item;
  const { bytes, complete } = await readSample(file, name, WHOLE_BYTES, signal);
  const isParquet = PARQUET_MAGIC.every((byte, i) => bytes[i] === byte);
  if (isParquet || ((/\.(?:parquet|pq)$/i.test(name) || item.parts) && bytes.length > 0)) {
    return inspectParquetFile(item, environment, signal);
  }
  if (/\.json$/i.test(name) && bytes.length > 0) {
    checkJson(name, file.size);
    return inspectLabels(name, await item.file.text());
  }
  const given = { ...(csv ? { csv } : {}), ...(source ? { source } : {}), ...(time ? { time } : {}) };
  return inspectCsv(name, await sampleOf(file, bytes, complete), given);
}
