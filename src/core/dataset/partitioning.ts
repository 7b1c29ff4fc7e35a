/** Partitionings of a data set compared: figures that were measured on a sample, extrapolated to all rows. */
import { bytes as sizeText, count, plural } from '../format';
import { at, minOf } from '../list';
import type { ExportOptions, PartitionUnit, Recipe } from '../recipe/types';

export type Codec = ExportOptions['codec'];

/** The partitionings that are compared, coarsest first. */
export const partitionings: readonly (readonly PartitionUnit[])[] = [
  [],
  ['year'],
  ['year', 'month'],
  ['year', 'month', 'day'],
  ['year', 'month', 'day', 'hour'],
];

/** What a file of n rows takes: `base + each · n`. */
export interface Line {
  base: number;
  each: number;
}

/** The line through two measurements, one of a small file and one of a large one; neither part is less than zero. */
export function lineThrough(small: { rows: number; y: number }, large: { rows: number; y: number }): Line {
  if (large.rows <= small.rows) return { base: 0, each: large.rows > 0 ? large.y / large.rows : 0 };
  const each = Math.max(0, (large.y - small.y) / (large.rows - small.rows));
  return { base: Math.max(0, small.y - each * small.rows), each };
}

/** What was measured of a codec, for a file of n rows. Times in milliseconds, of one thread. */
export interface CodecFigures {
  codec: Codec;
  bytes: Line;
  /** Encoding and hashing. */
  write: Line;
  /** Opening, and reading times and values of its series. */
  values: Line;
  /** The same with the columns of labels. */
  labels: Line;
}

/** Of the files of a partitioning, what a query has to read: files to open and rows in the row groups that may hold what it asks for. */
export interface Touched {
  files: number;
  rows: number;
}

/** The files of a partitioning, counted over all rows. */
export interface CountedFiles {
  units: readonly PartitionUnit[];
  /** Rows of each file, ascending; null where there are more files than are counted. */
  rows: ArrayLike<number> | null;
  day: Touched;
  anomalies: Touched;
}

/** One partitioning in one codec. Sizes in bytes, times in milliseconds; all but `files` extrapolated. */
export interface PartitioningEntry {
  units: readonly PartitionUnit[];
  /** Null where there are more than are counted; then nothing else is known. */
  files: number | null;
  median: number;
  largest: number;
  /** Files under `SMALL_FILE`. */
  small: number;
  bytes: number;
  write: number;
  day: number;
  mean: number;
  anomalies: number;
  /** Sentences. */
  warnings: string[];
}

/** What of a recipe partitionings depend on. */
export interface PartitioningsRequest
  extends Pick<ExportOptions, 'stages' | 'smallest'>, Pick<Recipe, 'splits'> {}

/** Partitionings compared, by codec. Files are counted over all rows; what a row and a file take is measured on a sample. */
export interface PartitioningsReport {
  /** Rows that are written. */
  rows: number;
  sample: { rows: number; series: number };
  /** The question about one day of one series: `day` as ISO 8601, UTC. */
  asked: { series: string; day: string };
  tables: {
    codec: Codec;
    figures: CodecFigures;
    entries: PartitioningEntry[];
    /** Place of the entry that is recommended. */
    recommended: number;
  }[];
  ms: number;
}

/** A file under this is called small, and one over that large. */
export const SMALL_FILE = 1e6;
export const LARGE_FILE = 512e6;
/** More files than this are called many. */
export const MANY_FILES = 1000;
/** File sizes that readers are at ease with. */
const EASE = { least: 16e6, most: 256e6 } as const;

const rise = ({ base, each }: Line, files: number, rows: number): number => base * files + each * rows;

const nameOf = (units: readonly PartitionUnit[]): string => units.at(-1) ?? 'no partitioning';

function entryOf(
  { units, rows, day, anomalies }: CountedFiles,
  { bytes, write, values, labels }: CodecFigures,
): PartitioningEntry {
  const none = { median: 0, largest: 0, small: 0, bytes: 0, write: 0, day: 0, mean: 0, anomalies: 0 };
  if (rows === null) return { units, files: null, ...none, warnings: [] };
  const files = rows.length;
  if (files === 0) return { units, files, ...none, warnings: [] };
  const size = (index: number): number => rise(bytes, 1, rows[index] as number);
  let all = 0;
  let small = 0;
  for (let index = 0; index < files; index++) {
    all += rows[index] as number;
    if (size(index) < SMALL_FILE) small++;
  }
  return {
    units,
    files,
    median: size(Math.floor((files - 1) / 2)),
    largest: size(files - 1),
    small,
    bytes: rise(bytes, files, all),
    write: rise(write, files, all),
    day: rise(values, day.files, day.rows),
    mean: rise(values, files, all),
    anomalies: rise(labels, files, anomalies.rows),
    warnings: [],
  };
}

/** The finest of the coarser partitionings with a quarter of the files at most; the coarsest where none has. */
function coarser(entries: readonly PartitioningEntry[], place: number): PartitioningEntry | undefined {
  const files = entries[place]?.files ?? Infinity;
  const before = entries.slice(0, place).filter((entry) => (entry.files ?? Infinity) < files);
  return before.findLast((entry) => (entry.files ?? Infinity) <= files / 4) ?? before[0];
}

const wouldGive = (better: PartitioningEntry | undefined): string =>
  better ? `: ${nameOf(better.units)} would give ${count(better.files ?? 0)}` : '';

function warningsOf(
  entries: readonly PartitioningEntry[],
  place: number,
  rows: number,
  most: number,
): string[] {
  const { files, median, largest, small } = at(entries, place);
  const better = coarser(entries, place);
  if (files === null)
    return [`${plural(rows, 'row')} in more than ${plural(most, 'file')}${wouldGive(better)}.`];
  const warnings: string[] = [];
  const finer = entries.slice(place + 1).find((entry) => entry.files !== null && entry.largest <= LARGE_FILE);
  if (files > 1 && median < SMALL_FILE && better)
    warnings.push(
      `${plural(rows, 'row')} in ${plural(files, 'file')}, ${small === files ? 'all' : count(small)} of them under 1 MB${wouldGive(better)}.`,
    );
  if (files > MANY_FILES)
    warnings.push(`${plural(files, 'file')} have to be opened for a question about all rows.`);
  if (largest > LARGE_FILE)
    warnings.push(
      `A file of ${sizeText(Math.round(largest))}, which is read or held as one by many tools${finer ? `: ${nameOf(finer.units)} would give ${sizeText(Math.round(finer.largest))} at most` : ''}.`,
    );
  return warnings;
}

/** How far the median file is from sizes that readers are at ease with: doublings, in whole numbers. */
const unease = ({ median }: PartitioningEntry): number =>
  Math.round(Math.abs(Math.log2(Math.max(median, 1) / clamp(median, EASE.least, EASE.most))));

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

/** The three queries together. */
const querying = ({ day, mean, anomalies }: PartitioningEntry): number => day + mean + anomalies;

/**
 * The place of the partitioning that is recommended: of those with the fewest warnings, those whose files are nearest to 16–256 MB (in doublings), and of these the one in
 * which the three queries read for the shortest time together; of equals the coarsest.
 */
export function recommended(entries: readonly PartitioningEntry[]): number {
  const known = entries.filter(({ files }) => files !== null);
  const fewest = minOf(known.map(({ warnings }) => warnings.length));
  const sound = known.filter(({ warnings }) => warnings.length === fewest);
  const least = minOf(sound.map(unease));
  const near = sound.filter((entry) => unease(entry) === least);
  const quickest = minOf(near.map(querying));
  return entries.findIndex((entry) => near.includes(entry) && querying(entry) <= quickest);
}

/** The table of one codec. `rows`: all that are written; `most`: files that are counted at most. */
export function partitioningTable(
  counted: readonly CountedFiles[],
  figures: CodecFigures,
  { rows, most }: { rows: number; most: number },
): PartitioningEntry[] {
  const entries = counted.map((one) => entryOf(one, figures));
  return entries.map((entry, place) => ({ ...entry, warnings: warningsOf(entries, place, rows, most) }));
}

/** How many rows lie in row groups that may hold some of `wanted` neighbouring rows of a file of `rows`: these, and those around them in the first and last group. */
export const rowsTouched = (rows: number, wanted: number, group: number): number =>
  Math.min(rows, wanted + group);
