/** A line refused by the parser; `line` counts from 0 within the chunk. */
export interface RejectedLine {
  line: number;
  column: string;
  reason: string;
  text: string;
}

/** What a chunk of whole lines holds. Arrays may be longer than `rows`. */
export interface ParsedChunk {
  /** Line ends in the chunk, and one for a last line without. */
  lines: number;
  rows: number;
  /** Microseconds since 1970: UTC, or local time as written. */
  times: BigInt64Array<ArrayBuffer>;
  /** One for each value column; NaN where there is no value (a NaN in a file means the same, and infinities are refused). */
  values: Float64Array<ArrayBuffer>[];
  /** How many NaNs each value column holds. */
  missing: number[];
  /** With a series column: its distinct texts in order of appearance, and for each row the index of its text. */
  keys?: { names: string[]; index: Int32Array<ArrayBuffer> };
  /** The first `MAX_REJECTS` refused lines. */
  rejects: RejectedLine[];
  rejected: number;
}

/** Refused lines kept with their text; all are counted. */
export const MAX_REJECTS = 100_000;

export interface ChunkParser {
  /** Parses whole lines of UTF-8. `header`: the first record names the columns and is passed over. */
  parse(bytes: Uint8Array, header?: boolean): ParsedChunk;
}
