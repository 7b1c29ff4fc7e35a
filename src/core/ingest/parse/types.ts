import type { ReasonCount } from '../reasons';

/** A line refused by the parser; `line` counts from 0 within the chunk. */
export interface RejectedLine {
  line: number;
  column: string;
  reason: string;
  text: string;
}

/** A cell of a value column that could not be read, and is missing for that; `line` counts from 0 within the chunk. */
export interface UnreadableCell {
  line: number;
  /** Place among the value columns. */
  column: number;
  reason: string;
}

/** Texts of rows: the distinct ones in order of appearance, and for each row the index of its text. */
export interface RowTexts {
  names: string[];
  index: Int32Array<ArrayBuffer>;
}

/** What a chunk of whole lines holds. Arrays may be longer than `rows`. */
export interface ParsedChunk {
  /** Line ends in the chunk, and one for a last line without. */
  lines: number;
  rows: number;
  /** Microseconds since 1970, whole numbers: UTC, or local time as written. */
  times: Float64Array<ArrayBuffer>;
  /** One for each value column; NaN where there is no value, or none that can be read: infinities are none. */
  values: Float64Array<ArrayBuffer>[];
  /** How many NaNs each value column holds. */
  missing: number[];
  /** With series columns: the key of each row. */
  keys?: RowTexts;
  /** With a column of labels: the type of each anomalous row, −1 where it is normal. */
  labels?: RowTexts;
  /** Of each value column how many cells hold something that cannot be read; the first `MAX_EXAMPLES` of the chunk. */
  unreadable: number[];
  examples: UnreadableCell[];
  /** Of each value column how many cells hold an integer beyond 2^53, where a double no longer has every whole number. Parquet only. */
  inexact?: number[];
  /** Rows whose time is finer than a microsecond, and how many distinct times fell together with another by being cut. Parquet only. */
  finer?: { rows: number; merged: number };
  /** Whether times are moments, or local times of the source's zone; where absent, the format says which. */
  moments?: boolean;
  /** Lines that lack their last cells. */
  short: number;
  /** Times without the offset that their format has. */
  assumed: number;
  /** Records, refused ones included: what row numbers count. */
  records: number;
  /** Records without a delimiter where there is more than one column. */
  undivided: number;
  /** A refused line whose time can be read with day and month the other way round. */
  swapped?: RejectedLine;
  /** The first `MAX_REJECTS` refused lines. */
  rejects: RejectedLine[];
  rejected: number;
  /** All of them by reason; absent where there are none. */
  reasons?: ReasonCount[];
}

/** Unreadable cells kept with their text; all are counted. */
export const MAX_EXAMPLES = 50;

/** Refused lines kept with their text; all are counted. */
export const MAX_REJECTS = 100_000;

export interface ChunkParser {
  /** Parses whole lines of UTF-8. `first`: they are the file's first, with what stands before its first row. */
  parse(bytes: Uint8Array, first?: boolean): ParsedChunk;
}
