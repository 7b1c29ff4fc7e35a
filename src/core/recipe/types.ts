/**
 * The recipe: everything a person chooses, as one JSON document. The same recipe and the same input give the same bytes.
 * `recipe.schema.json` is the contract; these types say the same to the compiler. What each step means is in `spec/steps.md`.
 */

import type { Annotation, LabelEdit } from './annotation';
import type { Injection } from './injection';
import type { GeneratedSource } from './signal';

/** A length of time as a person writes it: a whole or decimal number and a unit of ms, s, min, h, d or w (`5min`, `1.5h`). */
export type Duration = string;

export interface Recipe {
  recipe: 1;
  /** Name of the data set. */
  name: string;
  /** Everything drawn at random comes from this whole number. */
  seed: number;
  sources: FileSource[];
  /** Series made from nothing, and copies of others, in the order in which they were added. */
  generated: GeneratedSource[];
  /** Anomalies to put into generated series. */
  injections: Injection[];
  labels: LabelSource[];
  /** Labels made by hand. */
  annotations: Annotation[];
  /** Changes by hand to the labels of files. */
  edits: LabelEdit[];
  steps: Step[];
  export: ExportOptions;
}

/** A file of observations. Its series are named after the path: `realTraffic/speed_7578.csv`. */
export interface FileSource {
  /** Relative path with forward slashes. With several value columns a series is `path:column`, with a series column `path:key`, with both `path:key:column`. */
  file: string;
  /** Of the bytes as they came, compressed or not; lower-case hexadecimal. Set once the file has been read. */
  sha256?: string;
  /** Size of the bytes as they came. */
  bytes?: number;
  /** How the text is laid out; absent for Parquet. */
  csv?: CsvFormat;
  time: TimeSpec;
  /** The columns that hold observations, at least one. */
  values: string[];
  /** A column whose text tells series apart. */
  series?: string;
}

export interface CsvFormat {
  delimiter: ',' | ';' | '\t' | '|' | ' ';
  /** The sign before the fraction: `1.5` or `1,5`. */
  decimal: '.' | ',';
  /** Whether the first line names the columns; without it they are `column 1`, `column 2`, … */
  header: boolean;
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
}

/**
 * How a time is written. `iso`: date, then T or a space, then a time, without an offset. `iso-offset`: the same with `Z`, `+02:00`, `+0200` or `+02`.
 * `epoch-*`: a number since 1970-01-01T00:00:00Z. `day-first`, `month-first`: `31/12/2023 23:59:59` and `12/31/2023 23:59:59`, with `/`, `.` or `-`.
 * Anything finer than a microsecond is cut off. `timestamp`: a Parquet column that is a timestamp already.
 */
export type TimeFormat =
  | 'iso'
  | 'iso-offset'
  | 'epoch-s'
  | 'epoch-ms'
  | 'epoch-us'
  | 'epoch-ns'
  | 'day-first'
  | 'month-first'
  | 'timestamp';

export interface TimeSpec {
  column: string;
  format: TimeFormat;
  /** IANA name of the zone in which times without an offset were written; `UTC` where the format says it itself. */
  zone: string;
}

/** A file of labels in NAB's shape: `combined_labels.json` or `combined_windows.json`. */
export interface LabelSource {
  file: string;
  sha256?: string;
  /** What becomes of entries that are no labels; where it is absent, a file with such entries is refused. */
  bad?: 'skip';
}

/** One step: its kind is its only key beside `off`. */
export type Step = { [K in StepKind]: { [P in K]: StepOptions[K] } & { off?: boolean } }[StepKind];

export interface StepOptions {
  utc: UtcOptions;
  duplicates: DuplicatesOptions;
  missing: MissingOptions;
  outliers: OutliersOptions;
  resample: ResampleOptions;
}
export type StepKind = keyof StepOptions;

/** Local times to UTC, by the transitions of the source's zone. */
export interface UtcOptions {
  /** A local time that a clock change skipped: moved forward by the length of the skip, or its row dropped. */
  nonexistent: 'shift' | 'drop';
  /** A local time that a clock change repeated: the earlier or the later moment, or its row dropped. */
  ambiguous: 'earlier' | 'later' | 'drop';
}

/** Rows in order of time within each series; rows of one series at one time become one. */
export interface DuplicatesOptions {
  /** First and last in the order of the file; `mean` of the values that are there; `refuse` ends the run with an error. */
  keep: 'first' | 'last' | 'mean' | 'refuse';
}

export interface MissingOptions {
  /** Values that mean "no value". */
  sentinels: number[];
  /** Values outside `[min, max]` are missing. */
  min?: number;
  max?: number;
  fill: 'drop' | 'linear' | 'forward' | 'leave';
  /** A run of missing values is filled whole, or not at all where the time from the value before it to the value after it is longer than this. */
  longest?: Duration;
}

export interface OutliersOptions {
  /** `zscore`: |x − mean| > t·sd (sample). `iqr`: outside [q1 − t·iqr, q3 + t·iqr]. `hampel`: |x − median| > t·1.4826·MAD. */
  rule: 'zscore' | 'iqr' | 'hampel';
  /** t above; usual values 3, 1.5 and 3. */
  threshold: number;
  /** An odd number of rows, centred on the row; absent: the whole series. */
  window?: number;
  then: 'flag' | 'remove' | 'interpolate' | 'clip';
  /** Rows inside labelled intervals are counted and left as they are. */
  protect: boolean;
}

export type Aggregate = 'mean' | 'median' | 'min' | 'max' | 'sum' | 'count' | 'first' | 'last' | 'std';

/** Buckets `[b, b + every)` named by their start; origin 1970-01-01T00:00:00Z, for a week Monday 1970-01-05. */
export interface ResampleOptions {
  /** From 1 s to 1 w. */
  every: Duration;
  with: Aggregate;
  /** What a bucket without a value becomes. */
  empty: 'linear' | 'forward' | 'null' | 'omit';
  /** Which buckets a label keeps: those where `any` of its rows lies, where it has the `majority` (more than half) of the rows, or at least this share of them; `any` where absent. */
  labels?: 'any' | 'majority' | number;
}

export type PartitionUnit = 'year' | 'month' | 'day' | 'hour';

export interface ExportOptions {
  /** Coarsest first, without a gap: `[]`, `[year]`, `[year, month]`, `[year, month, day]`, `[year, month, day, hour]`. */
  partition: PartitionUnit[];
  codec: 'snappy' | 'gzip' | 'zstd' | 'none';
  /** BYTE_STREAM_SPLIT for values: smaller files, which Spark 3's fast reader cannot read. */
  smallest: boolean;
  /** The processed series as CSV beside Parquet. */
  csv: boolean;
  /** The raw files byte for byte. */
  raw: boolean;
  /** Generated series once more without their anomalies. */
  twin?: boolean;
  /** The processed series and their labels once more in NAB's layout. */
  nab?: boolean;
}

export type * from './annotation';
export type * from './injection';
export type * from './signal';
