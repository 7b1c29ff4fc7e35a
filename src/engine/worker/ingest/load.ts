/** Files into the store of rows. A file is loaded whole or not at all. */
import { LabFailure, toLabError } from '../../../core/errors';
import { append, maxOf } from '../../../core/list';
import type { LabelEntry } from '../../../core/label/attach';
import { isMoment } from '../../../core/recipe/timeFormat';
import type { ParsedChunk } from '../../../core/ingest/parse/types';
import type { Reject } from '../../../core/ingest/types';
import { checkZone } from '../../../core/ingest/zone';
import type { FileSource, LabelSource } from '../../../core/recipe/types';
import type { CallContext, FileReport, LoadRequest, NamedFile } from '../../protocol';
import type { EntryProblems } from '../../protocol';
import { readLabelFile } from '../label/labelFile';
import { Meter } from '../progress';
import type { RowKeeper } from '../series/rowKeeper';
import type { RowStore } from '../series/rowStore';
import type { Undo } from '../transaction';
import { ReadAhead, type Bytes } from './bytes';
import type { IngestEnvironment } from './environment';
import { readCsv } from './files';
import { readParquetFile } from './parquetFile';
import { hashSource, type SourceHash } from './hashParts';
import { readFailure } from './read';
import { LabelRuns } from './labelRuns';
import { createSink, type WrittenSeries } from './sink';

export interface IngestContext extends CallContext {
  store: RowStore;
  environment: IngestEnvironment;
  /** What is loaded already. */
  existing: readonly { sid: number; name: string }[];
  /** Takes what undoes the load, for the caller's failures; a failure here undoes itself. */
  undo: Undo;
}

export interface IngestedSeries extends WrittenSeries {
  file: string;
  zone: string;
}

export interface LoadOutcome {
  files: FileReport[];
  series: IngestedSeries[];
  /** At most `MAX_REJECTS` for a file; `rejected` of its report counts all. */
  rejects: Reject[];
  labelFiles: {
    file: string;
    sha256: string;
    entries: LabelEntry[];
    /** Every series that the file lists. */
    listed: string[];
    skipped: EntryProblems;
  }[];
}

/** A column of labels has no entries that are none. */
const noProblems: EntryProblems = { counts: {}, problems: [] };

const isLabels = (source: FileSource | LabelSource): source is LabelSource => !('time' in source);

/**
 * Reads files into the store. A file that fails is reported by itself, and leaves nothing behind. Rejects with AbortError when cancelled; then none of
 * the request's files is left in the store.
 */
export function loadFiles(request: LoadRequest, context: IngestContext): Promise<LoadOutcome> {
  return context.undo.attempt(async (undo) => {
    const outcome: LoadOutcome = { files: [], series: [], rejects: [], labelFiles: [] };
    const total = request.files.reduce((sum, item) => sum + sizeOf(item), 0);
    const names = new SeriesNames(context.existing);
    const meter = new Meter(context.progress, total, 'bytes');
    const ahead = new ReadAhead(
      request.files.map(({ file, source }) => (!isLabels(source) && source.csv ? file : null)),
    );
    await context.store.keeper.ready(total);
    for (const { source, guessed = false, ...item } of request.files) {
      const { name, file } = item;
      const progress = (done: number): void => meter.at(`reading ${name}`, done);
      try {
        context.signal.throwIfAborted();
        const loaded = await undo.attempt(async (mine) => {
          if (isLabels(source)) return loadLabels({ name, file, source }, context);
          const bytes = await ahead.take(file);
          const claimed: number[] = [];
          mine.add(() => claimed.forEach((sid) => context.store.remove(sid)));
          const claim = (series: string): number => {
            const sid = names.claim(series, name);
            claimed.push(sid);
            return sid;
          };
          mine.add(() => names.giveUp(claimed));
          return loadSource({ ...item, bytes, source, guessed }, context, claim, progress);
        });
        outcome.files.push(loaded.report);
        append(outcome.series, loaded.series);
        append(outcome.rejects, loaded.rejects);
        append(outcome.labelFiles, loaded.labelFiles);
      } catch (thrown) {
        if (context.signal.aborted) throw new LabFailure({ code: 'aborted', message: 'Cancelled.' });
        const error = { file: name, ...toLabError(readFailure(thrown, name)) };
        outcome.files.push({ file: name, series: [], rows: 0, rejected: 0, error });
      }
      meter.next(sizeOf(item));
      progress(0);
    }
    return outcome;
  });
}

/** The names of series, each with its number. */
class SeriesNames {
  private readonly sids: Map<string, number>;
  private next: number;

  constructor(existing: IngestContext['existing']) {
    this.sids = new Map(existing.map(({ name, sid }) => [name, sid]));
    this.next = Math.max(-1, maxOf(existing.map(({ sid }) => sid))) + 1;
  }

  /** The next number for a new name. Throws `series-twice` for one that is taken. */
  claim(name: string, file: string): number {
    if (this.sids.has(name)) {
      throw new LabFailure({
        code: 'series-twice',
        file,
        message: `${file}: a series named "${name}" is loaded already. Every series needs a name of its own; remove the one that is there, or rename the file.`,
      });
    }
    this.sids.set(name, this.next);
    return this.next++;
  }

  /** Frees the names of these numbers; a number is not given out again. */
  giveUp(sids: readonly number[]): void {
    const gone = new Set(sids);
    for (const [name, sid] of this.sids) if (gone.has(sid)) this.sids.delete(name);
  }
}

const filesOf = ({ file, parts }: NamedFile): readonly File[] => parts?.map((part) => part.file) ?? [file];
const sizeOf = (item: NamedFile): number => filesOf(item).reduce((sum, { size }) => sum + size, 0);

interface SourceFile<S> extends NamedFile {
  source: S;
  guessed?: boolean;
}

/** What one file brings. */
type Loaded = Omit<LoadOutcome, 'files'> & { report: FileReport };

async function loadSource(
  { source, guessed = false, ...item }: SourceFile<FileSource> & { bytes: Bytes },
  context: IngestContext,
  claim: (name: string) => number,
  progress: (done: number) => void,
): Promise<Loaded> {
  const { store, environment } = context;
  const { name } = item;
  if (source.values.length === 0) throw noValues(name);
  checkZone(source.time.zone);
  // Times of a format with offsets are in UTC already, and so are timestamps that say so.
  let moments = isMoment(source.time.format);
  const sink = createSink(source, store, claim);
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  let hashing: SourceHash | undefined;
  try {
    hashing = await hashSource({ ...item, text: source.csv !== undefined }, environment, signal);
    const modified = filesOf(item).map(({ lastModified }) => lastModified);
    const rejects: Reject[] = [];
    const runs = new LabelRuns(source);
    const add = (chunk: ParsedChunk): void => {
      moments = chunk.moments ?? moments;
      runs.add(chunk);
      sink.add(chunk);
      room.check(chunk.rows);
    };
    const room = new RoomAhead(store.keeper, sizeOf(item), 8 * source.values.length);
    const told = (done: number): void => {
      room.read = done;
      progress(done);
    };
    const reading = {
      ...item,
      source,
      guessed,
      environment,
      signal,
      progress: told,
      add,
      rejects,
      hashed: hashing.take,
    };
    const { rejected, reasons, ...notes } = await (source.csv ? readCsv(reading) : readParquetFile(reading));
    const digesting = hashing.digest();
    digesting.catch(() => undefined);
    const series = await sink.finish(signal);
    const digest = await digesting;
    if (filesOf(item).some(({ lastModified }, i) => lastModified !== modified[i])) throw changed(name);
    const zone = moments ? 'UTC' : source.time.zone;
    const rows = series.reduce((sum, entry) => sum + entry.rows, 0);
    if (rows === 0) throw nothing(name, rejected, rejects);
    context.signal.throwIfAborted();
    const names = series.map((entry) => entry.name);
    const labelled = source.labels !== undefined || source.anomalies !== undefined;
    const there = new Set(names);
    const labels = labelled ? runs.entries().filter(({ key }) => there.has(key)) : [];
    const { parts: _parts, ...plain } = source;
    return {
      series: series.map((entry) => ({ ...entry, file: name, zone })),
      rejects,
      labelFiles: labelled
        ? [{ file: name, sha256: digest.sha256, entries: labels, listed: [], skipped: noProblems }]
        : [],
      report: {
        file: name,
        series: names,
        rows,
        rejected,
        ...(reasons ? { reasons } : {}),
        notes,
        ...(labelled ? { labelled: labels.length } : {}),
        source: { ...plain, ...digest },
      },
    };
  } finally {
    stop.abort();
    hashing?.close();
    sink.discard();
  }
}

/** Foresees, once rows of a file go beyond memory, whether the storage has room for all of them. */
class RoomAhead {
  /** Bytes of the file that were read. */
  read = 0;
  private rows = 0;
  private checked = false;

  /** `size`: bytes of the file. `rowBytes`: what a row takes at least; times at one distance take nothing. */
  constructor(
    private readonly keeper: RowKeeper,
    private readonly size: number,
    private readonly rowBytes: number,
  ) {}

  /** So many rows came. Throws `storage-full`, once, where those to come do not fit. */
  check(rows: number): void {
    this.rows += rows;
    if (this.checked || this.keeper.stored === 0) return;
    this.checked = true;
    // The reading is ahead of the rows: these are fewer than there will be.
    this.keeper.check((this.rows * this.rowBytes * (this.size - this.read)) / Math.max(1, this.read));
  }
}

async function loadLabels(
  { name, file, source }: SourceFile<LabelSource>,
  context: IngestContext,
): Promise<Loaded> {
  const { files: listed, entries, ...skipped } = await readLabelFile(name, file, source);
  const sha256 = await context.environment.hash(file, context.signal);
  return {
    series: [],
    rejects: [],
    labelFiles: [{ file: name, sha256, entries, listed, skipped }],
    report: { file: name, series: [], rows: 0, rejected: 0, labels: { ...source, sha256 } },
  };
}

const noValues = (file: string): LabFailure =>
  new LabFailure({
    code: 'file-no-number',
    file,
    message: `${file} has no value column in its source. Expected at least one; choose the columns that hold observations.`,
  });

const changed = (file: string): LabFailure =>
  new LabFailure({
    code: 'file-changed',
    file,
    message: `${file} changed while it was being read, so nothing of it was kept. Add it again once it is complete.`,
  });

function nothing(file: string, rejected: number, rejects: readonly Reject[]): LabFailure {
  if (rejected === 0) {
    return new LabFailure({
      code: 'file-header-only',
      file,
      message: `${file} has no row of data. Add it again once it has data.`,
    });
  }
  const first = rejects
    .slice(0, 3)
    .map((r) => `line ${r.line}${r.column ? `, ${r.column}` : ''}: ${r.reason}`);
  return new LabFailure({
    code: 'file-all-rejected',
    file,
    message: `${file}: none of its ${rejected} lines could be read. ${first.join('; ')}. Check the columns, the format of the time and the decimal sign.`,
  });
}
