import type { LabError } from '../errors';
import type { LabelProblem, LabelProblemKind } from '../nab';
import type { CsvFormat, FileSource, LabelSource } from '../recipe/types';

/** A line that could not be read, kept for the person. */
export interface Reject {
  file: string;
  /** Counted from 1, the header included. */
  line: number;
  /** Name of the column, or empty where the whole line is at fault. */
  column: string;
  reason: string;
  /** The line as it came, cut after 500 characters. */
  text: string;
}

/** One answer to a question. */
export interface Answer {
  /** Of the field: a format, a decimal sign, … */
  value: string;
  /** What it leads to, for a person: the first and last time, or a number. */
  reading: string;
  /** What would be loaded with this answer. */
  source: FileSource;
}

/** A question that a file leaves open; its guess stands in the source until a person answers. */
export interface Question {
  /**
   * `format`: how times are written; `decimal`: what separates decimals and thousands; `zone`: where times with the abbreviation of a zone were written;
   * `start`, `step`: of row numbers that take the place of times; `time`: which column has times; `values`: which columns have values; `entries`: entries of
   * a label file that are no labels.
   */
  field: 'format' | 'decimal' | 'zone' | 'start' | 'step' | 'time' | 'values' | 'entries';
  /** Answers, the proposed one first; none where one has to be written. */
  options: Answer[];
  /** Of the zone of a label file: the zones to choose from, that of its series first. */
  zones?: string[];
  why: string;
}

/** What a source makes of the sample of a file. */
export interface ImportPreview {
  /** The sample is the whole file, so that the numbers are its. */
  complete: boolean;
  /** Names of the series, at most 1,000. */
  series: string[];
  seriesCount: number;
  rows: number;
  /** Cells without a value, by value column; those that hold something that cannot be read are among them. */
  missing: number;
  /** Cells that hold something that cannot be read, by column, with the first reason. */
  unreadable: { column: string; cells: number; reason: string }[];
  rejected: number;
  /** The first refused lines; `line` counts from 1, and is null behind the first piece of a sample. */
  rejects: { line: number | null; column: string; reason: string; text: string }[];
  /** Lines that lack their last cells. */
  short: number;
  /** Times without an offset among times with one, read in the source's zone. */
  assumed: number;
  /** Integers beyond 2^53, whose last digits a double may not hold, by column; absent where there are none. */
  inexact?: { column: string; cells: number }[];
  /** Rows whose time is finer than a microsecond, and how many distinct times fall together with another by being cut; absent where there are none. */
  finer?: { rows: number; merged: number };
  /** Microseconds UTC; null where there is no row. */
  first: number | null;
  last: number | null;
  /** The step between times that occurs most, in microseconds, of the first series. */
  step: number | null;
  /** Runs of anomalous rows and how many rows they have, by the column of labels. */
  labels: { runs: number; rows: number } | null;
}

/** Entries of a label file. */
interface InspectedEntries {
  /** Names of series that have labels. */
  keys: string[];
  good: number;
  bad: number;
  /** Bad ones by kind, and the first of them. */
  counts: Partial<Record<LabelProblemKind, number>>;
  problems: LabelProblem[];
}

/** What a file looks like from its first bytes. */
export interface Inspection {
  name: string;
  kind: 'csv' | 'parquet' | 'labels' | 'unreadable';
  /** What would be loaded. Where `error` is set beside it, it lacks what the error names, for a person to choose. */
  source?: FileSource | LabelSource;
  questions: Question[];
  /** The layout is none that is known for sure: a person should see what would be loaded. */
  confirm: boolean;
  /** What the source makes of the sample. */
  outcome?: ImportPreview;
  /** Column names, and the first rows as text (at most 20). */
  columns: string[];
  preview: string[][];
  /** For each column whether every sampled cell is a number, a time, or text. */
  types: ('number' | 'time' | 'text' | 'empty')[];
  format?: CsvFormat;
  /** Columns of timestamps that say their zone themselves (Parquet): their times are in UTC, whatever zone the source names. */
  aware?: string[];
  /** Of a file of labels. */
  entries?: InspectedEntries;
  error?: LabError;
}

/**
 * What the local times in `[from, to)` mean. `normal`: utc = local − offset. `nonexistent`: skipped by the clock; `offset` is
 * the one before the skip, so local − offset is the moment shifted forward by the length of the skip. `ambiguous`: `offset` gives the earlier, `offsetLater` the later moment.
 */
export interface LocalRule {
  from: number;
  to: number;
  kind: 'normal' | 'nonexistent' | 'ambiguous';
  offset: number;
  offsetLater?: number;
}
