/** Parquet files, and data sets of several, looked at and read into a sink row group by row group, in order. */
import { LabFailure } from '../../../core/errors';
import { count } from '../../../core/format';
import { inspectParquet, type ParquetTable } from '../../../core/ingest/inspectParquet';
import { checkColumns, checkUnpacked, checkValueCount } from '../../../core/ingest/limits';
import { columnsRead } from '../../../core/ingest/parse/layout';
import { partitionValues } from '../../../core/ingest/parts';
import { previewOf } from '../../../core/ingest/preview';
import type { ImportPreview, Inspection } from '../../../core/ingest/types';
import { append, at } from '../../../core/list';
import type { FileSource } from '../../../core/recipe/types';
import type { InspectFile, NamedFile } from '../../protocol';
import type { IngestEnvironment, ParquetSession, ParquetShape, SampleRows } from './environment';
import { WorkerDied } from '../workers/pool';
import { damaged, Intake, type Intaken, type Reading } from './files';

/** Files of a data set that an inspection looks into: the first, the last, and others evenly between. */
const MOST_SAMPLED = 24;
const SAMPLE: SampleRows = { head: 6000, middle: 3000, end: 3000 };
const FEWEST_ROWS = 300;

type Part = Pick<NamedFile, 'name' | 'file'>;

const partsOf = ({ name, file, parts }: NamedFile): readonly Part[] => parts ?? [{ name, file }];

/** What a Parquet file or data set holds, from its first, middle and last rows. Throws `file-unsupported`, `file-too-wide`. */
export async function inspectParquetFile(
  { source, time, ...item }: InspectFile,
  environment: IngestEnvironment,
  signal: AbortSignal,
): Promise<Inspection> {
  const session = environment.parquet();
  try {
    const table = await sampled(item, session, signal);
    const preview = (given: FileSource): Promise<ImportPreview | undefined> =>
      previewed(given, table, session);
    const found = await inspectParquet(item.name, table, preview, {
      ...(source ? { source } : {}),
      ...(time ? { time } : {}),
    });
    if (!item.parts || !found.source || !('time' in found.source)) return found;
    const parts = item.parts.map(({ name }) => ({ file: name }));
    const withParts = (one: FileSource): FileSource => ({ ...one, parts });
    return {
      ...found,
      source: withParts(found.source),
      questions: found.questions.map((question) => ({
        ...question,
        options: question.options.map((option) => ({ ...option, source: withParts(option.source) })),
      })),
    };
  } finally {
    session.close();
  }
}

/** Undefined where a source names what the file does not have, or a zone or format that is none. */
async function previewed(
  source: FileSource,
  table: ParquetTable,
  session: ParquetSession,
): Promise<ImportPreview | undefined> {
  const names = new Set(table.columns.map(({ name }) => name));
  if (!columnsRead(source).every((name) => names.has(name))) return undefined;
  try {
    return previewOf(source, await session.preview(source), table.sample.complete);
  } catch (thrown) {
    if (thrown instanceof WorkerDied) throw damaged(source.file, thrown);
    // An error keeps its name, and not its class, on the way out of a worker.
    if (thrown instanceof Error && (thrown.name === 'LabFailure' || thrown.name === 'RangeError'))
      return undefined;
    throw thrown;
  }
}

async function sampled(item: NamedFile, session: ParquetSession, signal: AbortSignal): Promise<ParquetTable> {
  const parts = partsOf(item);
  const chosen =
    parts.length <= MOST_SAMPLED
      ? parts
      : Array.from({ length: MOST_SAMPLED }, (_, i) =>
          at(parts, Math.round((i * (parts.length - 1)) / (MOST_SAMPLED - 1))),
        );
  const share = Math.max(
    FEWEST_ROWS,
    Math.floor((SAMPLE.head + SAMPLE.middle + SAMPLE.end) / chosen.length / 3),
  );
  const rows: SampleRows = parts.length === 1 ? SAMPLE : { head: share, middle: share, end: share };
  let shape: ParquetShape | undefined;
  let total = 0;
  let head = 0;
  let complete = chosen.length === parts.length;
  const cells: string[][] = [];
  for (const part of chosen) {
    signal.throwIfAborted();
    const own = await answer(part.name, session.open(part.file, partitionValues(part.name)), signal);
    shape ??= own;
    total += own.rows;
    const sample = await answer(part.name, session.sample(rows), signal);
    if (cells.length === 0) head = sample.head;
    complete &&= sample.complete;
    const length = sample.columns[0]?.length ?? 0;
    for (const [i, { name }] of shape.columns.entries()) {
      const place = own.columns.findIndex((column) => column.name === name);
      const column = place < 0 ? Array.from({ length }, () => '') : at(sample.columns, place);
      const known = (cells[i] ??= []);
      append(known, column);
    }
  }
  if (!shape) throw new RangeError('expected a file');
  const values = new Map<string, Set<string | null>>();
  for (const part of parts) {
    for (const { name, value } of partitionValues(part.name)) {
      const known = values.get(name) ?? new Set();
      values.set(name, known.add(value));
    }
  }
  const varying = shape.columns
    .filter(({ name, partition }) => partition === true && (values.get(name)?.size ?? 0) > 1)
    .map(({ name }) => name);
  return { columns: shape.columns, rows: total, sample: { columns: cells, head, complete }, varying };
}

/** An answer of the reader about a file. Throws `file-unsupported`, `file-damaged`, or AbortError. */
const answer = <T>(
  file: string,
  asked: Promise<T>,
  signal: AbortSignal,
  aborted?: Promise<never>,
): Promise<T> =>
  Promise.race(aborted ? [asked, aborted] : [asked]).catch((thrown: unknown) => {
    signal.throwIfAborted();
    throw notParquet(file, thrown);
  });

/** Reads a Parquet file or data set. Throws `file-unsupported`, `file-too-wide`, `file-too-large`, `column-unknown`, `layout-contradicted`, or AbortError. */
export async function readParquetFile(reading: Reading): Promise<Intaken> {
  const { name, source, environment, signal, progress } = reading;
  const session = environment.parquet();
  const aborted = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
  );
  aborted.catch(() => undefined);
  const intake = new Intake(reading);
  const needed = columnsRead(source);
  let before = 0;
  let rows = 0;
  try {
    for (const part of partsOf(reading)) {
      const asked = <T>(promise: Promise<T>): Promise<T> => answer(part.name, promise, signal, aborted);
      const shape = await asked(session.open(part.file, partitionValues(part.name)));
      const names = shape.columns.map((column) => column.name);
      checkColumns(part.name, names);
      checkUnpacked(part.name, part.file.size, shape.bytes);
      rows += shape.rows;
      checkValueCount(name, rows, source.values.length);
      const absent = needed.find((column) => !names.includes(column));
      if (absent !== undefined) throw unknownColumn(part.name, absent, names);
      intake.beginPart(part.name);
      for (let group = 0; group < shape.rowGroups; group++) {
        intake.take(await asked(session.read(group, source)));
        progress(before + Math.round((part.file.size * (group + 1)) / shape.rowGroups));
      }
      before += part.file.size;
    }
    return intake.counted();
  } finally {
    session.close();
  }
}

function unknownColumn(file: string, absent: string, names: readonly string[]): LabFailure {
  const shown = names.slice(0, 20).join(', ');
  return new LabFailure({
    code: 'column-unknown',
    file,
    message: `${file} has no column "${absent}". Its columns are ${shown}${names.length > 20 ? `, and ${count(names.length - 20)} more` : ''}. Choose one of them.`,
  });
}

/** The error of a file that is Parquet by its name and nothing the reader can open; another one where the reader itself is the reason. */
function notParquet(file: string, thrown: unknown): LabFailure {
  if (thrown instanceof WorkerDied) return damaged(file, thrown);
  if (thrown instanceof LabFailure) return thrown;
  return new LabFailure({
    code: 'file-unsupported',
    file,
    detail: String(thrown),
    message: `${file} could not be read as Parquet: it is damaged, cut short, or uses something that the reader does not know. Write it again, or convert it to CSV.`,
  });
}
