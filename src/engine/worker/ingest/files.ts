/** Files of text, read into a sink chunk by chunk, in order; what is counted of any file while it is read. */
import { LabFailure } from '../../../core/errors';
import { toUtf8 } from '../../../core/ingest/encoding';
import { checkHeaderRead, SAMPLE_BYTES } from '../../../core/ingest/sample';
import { checkColumns, checkLine, checkValueCount } from '../../../core/ingest/limits';
import {
  MAX_EXAMPLES,
  MAX_REJECTS,
  type ParsedChunk,
  type RejectedLine,
} from '../../../core/ingest/parse/types';
import { at } from '../../../core/list';
import { listOf } from '../../../core/recipe/series';
import type { NamedFile, ReadingNotes } from '../../protocol';
import { RecordSplitter } from '../../../core/ingest/split';
import { PLAIN_CSV } from '../../../core/ingest/parse/layout';
import { numberRows } from '../../../core/ingest/preview';
import { quoteByte, readTable, tableColumns } from '../../../core/ingest/table';
import { Reasons, type ReasonCount } from '../../../core/ingest/reasons';
import type { Reject } from '../../../core/ingest/types';
import type { CsvFormat, FileSource } from '../../../core/recipe/types';
import { SMALL_BYTES, type Bytes } from './bytes';
import { inThisThread, type IngestEnvironment, type ParserPool } from './environment';
import { WorkerDied } from '../workers/pool';
import { isGzip, readPieces, readSample, SLICE } from './read';

export interface Reading {
  name: string;
  file: File;
  /** Its bytes, read from where they are or from memory. */
  bytes: Bytes;
  /** Of a Parquet data set of several files. */
  parts?: NamedFile['parts'];
  source: FileSource;
  environment: IngestEnvironment;
  signal: AbortSignal;
  progress: (done: number) => void;
  /** Takes the pieces of a file that is hashed as it is read, in order; they are not used any more. */
  hashed?: ((piece: Uint8Array<ArrayBuffer>) => void) | undefined;
  /** Takes the chunks, in order. */
  add: (chunk: ParsedChunk) => void;
  guessed: boolean;
  /** Filled here, up to `MAX_REJECTS`. */
  rejects: Reject[];
}

/** Lines of one cell in one stretch of a file that are no accident. */
const MANY_UNDIVIDED = 1000;

/** What was counted of a file while it was read. */
export interface Intaken extends ReadingNotes {
  rejected: number;
  /** The same by reason; absent where there are none. */
  reasons?: ReasonCount[];
}

/** Takes chunks in file order: rows to the sink, refused lines with their place in the file. Throws `layout-contradicted`. */
export class Intake {
  rejected = 0;
  private readonly reasons = new Reasons();
  private rows = 0;
  private line = 1;
  private records = 0;
  /** Whether times are moments, as the first chunk has them. */
  private moments: boolean | undefined;
  private short = 0;
  private assumed = 0;
  private readonly cells: number[];
  private readonly inexact: number[];
  private finer = { rows: 0, merged: 0 };
  /** The file that lines are counted in. */
  private part: string;
  private readonly examples: { line: number; reason: string }[][];

  constructor(private readonly reading: Reading) {
    this.cells = reading.source.values.map(() => 0);
    this.inexact = reading.source.values.map(() => 0);
    this.examples = reading.source.values.map(() => []);
    this.part = reading.name;
  }

  /** Lines are counted anew: those of another file of the same data set. */
  beginPart(name: string): void {
    this.part = name;
    this.line = 1;
  }

  take(chunk: ParsedChunk): void {
    const { add, rejects, name, source, guessed } = this.reading;
    if (guessed && chunk.swapped) throw contradicted(name, source, chunk.swapped, this.line);
    this.checkDivided(chunk);
    this.checkMoments(chunk);
    this.rows += chunk.rows;
    checkValueCount(name, this.rows, source.values.length);
    numberRows(chunk, source, this.records);
    add(chunk);
    for (const reject of chunk.rejects) {
      if (rejects.length >= MAX_REJECTS) break;
      rejects.push({ ...reject, file: this.part, line: reject.line + this.line });
    }
    for (const [i, cells] of chunk.unreadable.entries()) this.cells[i] = at(this.cells, i) + cells;
    for (const [i, cells] of (chunk.inexact ?? []).entries()) this.inexact[i] = at(this.inexact, i) + cells;
    if (chunk.finer) {
      this.finer.rows += chunk.finer.rows;
      this.finer.merged += chunk.finer.merged;
    }
    for (const { line, column, reason } of chunk.examples) {
      const own = at(this.examples, column);
      if (own.length < MAX_EXAMPLES) own.push({ line: line + this.line, reason });
    }
    this.rejected += chunk.rejected;
    for (const { reason, count } of chunk.reasons ?? []) this.reasons.add(reason, count);
    this.short += chunk.short;
    this.assumed += chunk.assumed;
    this.records += chunk.records;
    this.line += chunk.lines;
  }

  /** Throws `file-unsupported` where the times of some parts of a data set are moments in UTC and those of others are local. */
  private checkMoments({ moments }: ParsedChunk): void {
    if (moments === undefined) return;
    this.moments ??= moments;
    if (moments === this.moments) return;
    const { name, source } = this.reading;
    throw new LabFailure({
      code: 'file-unsupported',
      file: name,
      message: `${name}: the times in "${listOf(source.time.column).join(', ')}" have a zone in some of its files and none in others (${this.part}), so they cannot be read as one. Nothing was loaded. Add the files apart, or write them with one type of timestamp.`,
    });
  }

  /** Throws `file-unsupported` where most lines of a stretch have no delimiter: they are of another layout than those before. */
  private checkDivided({ records, undivided, lines }: ParsedChunk): void {
    if (undivided < MANY_UNDIVIDED || undivided < records / 2) return;
    const { name, source } = this.reading;
    throw new LabFailure({
      code: 'file-unsupported',
      file: name,
      message: `${name}: most of the lines ${this.line} to ${this.line + lines - 1} have one cell, where several parted by "${source.csv?.delimiter ?? ','}" were expected; they may have another delimiter. Nothing was loaded. Split the file where its layout changes, or choose another delimiter.`,
    });
  }

  counted(): Intaken {
    const { rejected, short, assumed } = this;
    const unreadable = this.reading.source.values.flatMap((column, i) => {
      const cells = at(this.cells, i);
      return cells > 0 ? [{ column, cells, examples: at(this.examples, i) }] : [];
    });
    const inexact = this.reading.source.values.flatMap((column, i) => {
      const cells = at(this.inexact, i);
      return cells > 0 ? [{ column, cells }] : [];
    });
    return {
      rejected,
      ...(rejected > 0 ? { reasons: this.reasons.counted() } : {}),
      short,
      assumed,
      unreadable,
      ...(inexact.length > 0 ? { inexact } : {}),
      ...(this.finer.rows > 0 ? { finer: this.finer } : {}),
    };
  }
}

/** A guess that a line of the file proves wrong, before anything of it is in place. */
function contradicted(name: string, { time }: FileSource, line: RejectedLine, before: number): LabFailure {
  return new LabFailure({
    code: 'layout-contradicted',
    file: name,
    message: `${name}: line ${line.line + before} does not fit the format ${time.format}, which was guessed from other lines: ${line.reason}. With day and month the other way round it can be read. Nothing was loaded; choose which of the two comes first.`,
  });
}

/** Names of a file's columns, and whether its lines end with a delimiter, from its first bytes. Throws `file-empty` and `file-too-wide`. */
async function readColumns(
  file: Bytes,
  name: string,
  csv: CsvFormat,
  signal: AbortSignal,
): Promise<{ columns: string[]; trailing: boolean }> {
  const { bytes, complete } = await readSample(file, name, SAMPLE_BYTES, signal);
  const utf8 = toUtf8(csv.encoding)(bytes, complete);
  const rows = readTable(utf8, csv, 201, complete);
  checkHeaderRead(name, rows, utf8, complete);
  if (rows.length === 0) {
    throw new LabFailure({
      code: 'file-empty',
      file: name,
      message: `${name} is empty. A table with a time column and a number column was expected.`,
    });
  }
  const table = tableColumns(rows, csv.header);
  checkColumns(name, table.columns);
  return table;
}

export async function readCsv(reading: Reading): Promise<Intaken> {
  const { name, bytes: file, source, environment, signal, progress } = reading;
  const csv = source.csv ?? PLAIN_CSV;
  const { columns, trailing } = await readColumns(file, name, csv, signal);
  const small = file.size < SMALL_BYTES && !(await isGzip(file));
  const start = small ? inThisThread : environment.parsers;
  const pool: ParserPool = start(source, columns, trailing, Math.ceil(file.size / SLICE));
  const intake = new Intake(reading);
  const splitter = new RecordSplitter(csv.delimiter.charCodeAt(0), quoteByte(csv.quote));
  const recode = toUtf8(csv.encoding);
  const running: Promise<ParsedChunk>[] = [];
  let first = true;
  const send = async (bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
    if (bytes.length === 0) return;
    const parsing = pool.parse(bytes, first);
    parsing.catch(() => undefined);
    first = false;
    running.push(parsing);
    if (running.length > pool.width + 1) await takeNext();
  };
  const takeNext = async (): Promise<void> => {
    const chunk = await running.shift()?.catch((thrown: unknown) => {
      throw thrown instanceof WorkerDied ? damaged(name, thrown) : thrown;
    });
    signal.throwIfAborted();
    if (chunk) intake.take(chunk);
  };
  try {
    for await (const piece of readPieces(file, name, signal, progress)) {
      const cut = splitter.push(recode(piece, false), pool.spare());
      // The splitter has a copy: the piece itself is free.
      reading.hashed?.(piece);
      await send(cut);
      checkLine(name, splitter.pending);
    }
    const rest = splitter.push(recode(new Uint8Array(0), true));
    await send(rest);
    await send(splitter.flush());
    while (running.length > 0) await takeNext();
    return intake.counted();
  } finally {
    pool.close();
  }
}

/** The error of a file at which its parser ended: it costs that file alone, for the next one has a parser of its own. */
export const damaged = (file: string, { who, error }: WorkerDied): LabFailure =>
  new LabFailure({
    code: 'file-damaged',
    file,
    detail: error.detail,
    message: `${file} could not be read: ${who.charAt(0).toLowerCase()}${who.slice(1)} stopped at it. The file is probably damaged or cut short: write it again, or convert it. If other programs read it, close other tabs, for it may need more memory than there is.`,
  });
