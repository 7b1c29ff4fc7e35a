/** What a source makes of the sample of a file. */
import { LabFailure } from '../errors';
import { microseconds } from '../recipe/duration';
import { seriesName } from '../recipe/series';
import type { FileSource } from '../recipe/types';
import { at, maxOf, minOf } from '../list';
import { createChunkParser } from './parse/chunk';
import { isMoment } from '../recipe/timeFormat';
import type { ParsedChunk } from './parse/types';
import type { ImportPreview } from './types';
import { localToUtc } from './zone';

const SHOWN_REJECTS = 20;
const SHOWN_SERIES = 1000;

/** Microseconds of a chunk's rows as doubles. */
const timesOf = ({ times, rows }: ParsedChunk): Float64Array => times.subarray(0, rows);

/** The difference of neighbours that occurs most often in the rows of the first key; the smallest of equals. */
function usualStep(chunks: readonly ParsedChunk[]): number | null {
  const counts = new Map<number, number>();
  const [first] = chunks;
  const name = first?.keys?.names[0];
  for (const chunk of chunks) {
    const key = chunk.keys?.names.indexOf(name ?? '') ?? -1;
    let before = NaN;
    for (const [i, us] of timesOf(chunk).entries()) {
      if (chunk.keys && chunk.keys.index[i] !== key) continue;
      if (us > before) counts.set(us - before, (counts.get(us - before) ?? 0) + 1);
      before = us;
    }
  }
  let step: number | null = null;
  let most = 0;
  for (const [difference, times] of counts)
    if (times > most || (times === most && step !== null && difference < step))
      [step, most] = [difference, times];
  return step;
}

/** Runs of anomalous rows, by key and type, in the order of the file. */
function labelRuns(chunks: readonly ParsedChunk[]): { runs: number; rows: number } {
  const open = new Map<string, string | undefined>();
  let runs = 0;
  let rows = 0;
  for (const { labels, keys, rows: length } of chunks) {
    if (!labels) continue;
    for (let i = 0; i < length; i++) {
      const key = keys ? at(keys.names, keys.index[i] as number) : '';
      const index = labels.index[i] as number;
      const type = index < 0 ? undefined : at(labels.names, index);
      if (type !== undefined) {
        rows++;
        if (open.get(key) !== type) runs++;
      }
      open.set(key, type);
    }
  }
  return { runs, rows };
}

/** The same for rows that the source names by their numbers, as far as they are there. */
function numberedRuns(ranges: readonly [number, number][], length: number): { runs: number; rows: number } {
  const there = ranges.filter(([first]) => first < length);
  return {
    runs: there.length,
    rows: there.reduce((sum, [first, last]) => sum + Math.min(last, length - 1) - first + 1, 0),
  };
}

/** The chunks of a preview put together. Times are local where the format has no offset. */
export function previewOf(
  source: FileSource,
  chunks: readonly ParsedChunk[],
  complete: boolean,
): ImportPreview {
  const keys = new Set(chunks.flatMap(({ keys: texts }) => texts?.names ?? []));
  const names = (keys.size > 0 ? [...keys] : [undefined]).flatMap((key) =>
    source.values.map((column) => seriesName(source, column, key)),
  );
  const sum = (of: (chunk: ParsedChunk) => number): number =>
    chunks.reduce((total, chunk) => total + of(chunk), 0);
  const total = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
  const ends = chunks.flatMap((chunk) => {
    const times = timesOf(chunk);
    return times.length > 0 ? [minOf(times), maxOf(times)] : [];
  });
  const moments = chunks[0]?.moments ?? isMoment(source.time.format);
  const toUtc = moments ? (us: number) => us : localToUtc(source.time.zone);
  const inexact = source.values.flatMap((column, i) => {
    const cells = sum((chunk) => (chunk.inexact ? at(chunk.inexact, i) : 0));
    return cells > 0 ? [{ column, cells }] : [];
  });
  const finer = {
    rows: sum((chunk) => chunk.finer?.rows ?? 0),
    merged: sum((chunk) => chunk.finer?.merged ?? 0),
  };
  const rows = sum((chunk) => chunk.rows);
  const rejects: ImportPreview['rejects'] = [];
  let line: number | null = 1;
  for (const chunk of chunks) {
    for (const reject of chunk.rejects) {
      if (rejects.length === SHOWN_REJECTS) break;
      rejects.push({ ...reject, line: line === null ? null : reject.line + line });
    }
    // The pieces of a sample do not follow each other.
    line = complete && line !== null ? line + chunk.lines : null;
  }
  return {
    complete,
    series: names.slice(0, SHOWN_SERIES),
    seriesCount: names.length,
    rows,
    missing: sum(({ missing }) => total(missing)),
    unreadable: source.values.flatMap((column, i) => {
      const cells = sum(({ unreadable }) => at(unreadable, i));
      const example = chunks.flatMap(({ examples }) => examples).find((one) => one.column === i);
      return cells > 0 ? [{ column, cells, reason: example?.reason ?? '' }] : [];
    }),
    rejected: sum(({ rejected }) => rejected),
    rejects,
    short: sum(({ short }) => short),
    assumed: sum(({ assumed }) => assumed),
    ...(inexact.length > 0 ? { inexact } : {}),
    ...(finer.rows > 0 ? { finer } : {}),
    first: ends.length > 0 ? toUtc(minOf(ends)) : null,
    last: ends.length > 0 ? toUtc(maxOf(ends)) : null,
    step: usualStep(chunks),
    labels: source.anomalies
      ? numberedRuns(source.anomalies, rows)
      : source.labels
        ? labelRuns(chunks)
        : null,
  };
}

/**
 * The same for a text. `parts`: pieces of whole lines in UTF-8, of which the first is the beginning of the file. Undefined where the source names a
 * column that the file does not have, or a zone or format that is none.
 */
export function previewText(
  source: FileSource,
  columns: readonly string[],
  trailing: boolean,
  parts: readonly Uint8Array[],
  complete: boolean,
): ImportPreview | undefined {
  try {
    const parser = createChunkParser(source, columns, trailing);
    let records = 0;
    const chunks = parts.map((part, i) => {
      const chunk = parser.parse(part, i === 0);
      numberRows(chunk, source, records);
      records += chunk.records;
      return chunk;
    });
    return previewOf(source, chunks, complete);
  } catch (thrown) {
    if (thrown instanceof LabFailure || thrown instanceof RangeError) return undefined;
    throw thrown;
  }
}

/** Where rows are numbered by their place in the file: moves the times of a chunk by the records before it. */
export function numberRows(chunk: ParsedChunk, { time }: FileSource, before: number): void {
  if (before === 0 || time.format !== 'index' || time.column.length > 0 || typeof time.column === 'string')
    return;
  const by = (time.step === undefined ? 1 : microseconds(time.step)) * before;
  for (let i = 0; i < chunk.rows; i++) chunk.times[i] = (chunk.times[i] as number) + by;
}
