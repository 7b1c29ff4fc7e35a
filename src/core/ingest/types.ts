import type { LabError } from '../errors';
import type { LabelProblem, LabelProblemKind } from '../nab';
import type { CsvFormat, FileSource, LabelSource, TimeFormat } from '../recipe/types';

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

/** A question that a file leaves open; its guess stands in the source until a person answers. */
export type Question =
  /** Day or month first: no date in the sample decides it. */
  | { about: 'date-order' }
  /** Layout is not NAB's: the columns have to be chosen or confirmed. */
  | { about: 'columns' }
  /** `1,5` may be one and a half, or two columns. */
  | { about: 'decimal' }
  /** Epoch numbers whose unit is a guess from their size. */
  | { about: 'epoch-unit'; candidates: TimeFormat[] }
  /** Entries of a label file that are no labels: skip them, or refuse the file. */
  | { about: 'label-entries' };

/** Entries of a label file. */
interface InspectedEntries {
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
  /** A complete source that would load. Absent where `error` is set. */
  source?: FileSource | LabelSource;
  questions: Question[];
  /** Column names, and the first rows as text (at most 20). */
  columns: string[];
  preview: string[][];
  /** For each column whether every sampled cell is a number, a time, or text. */
  types: ('number' | 'time' | 'text' | 'empty')[];
  format?: CsvFormat;
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
