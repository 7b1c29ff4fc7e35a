/** The rows of one series in memory, and pieces of them: what steps work on. */

/** Bits of a row's flags. */
export const OUTLIER = 1;
export const FILLED = 2;

/** Rows in order of time. The arrays may be longer than `length`; what lies behind it means nothing. */
export interface Rows {
  length: number;
  /** Microseconds UTC, whole numbers. */
  times: Float64Array<ArrayBuffer>;
  /** NaN where there is no value. Before the step for missing values infinities may stand here, which are no values either. */
  values: Float64Array<ArrayBuffer>;
  /** `OUTLIER`, `FILLED`. */
  flags: Uint8Array<ArrayBuffer>;
  /** Values in each bucket; null where nothing was resampled. */
  observations: Int32Array<ArrayBuffer> | null;
}

/**
 * A stretch of a series with rows around it. Rows at times `[from, to)` are its own: these are counted and kept. Those before and after are there to be
 * looked at. Rows of one time are all in the piece, or none.
 */
export interface Piece {
  /** Name of the series, for messages. */
  series: string;
  /** Changed by steps: they own the arrays, and may put others in their place. */
  rows: Rows;
  /** Whether the first of `rows` is the first of the series, and the last its last. */
  first: boolean;
  last: boolean;
  /** Microseconds; -Infinity and Infinity at the ends of the series. */
  from: number;
  to: number;
  /**
   * Rows `[sureFrom, sureTo)` are what they are in the whole series. A step narrows this where its result depends on rows that are not here; where it no
   * longer holds the piece's own rows, the piece is made again with more rows around it.
   */
  sureFrom: number;
  sureTo: number;
  /** The union of the labelled intervals that touch the rows: start and end (exclusive) by turns, ascending, microseconds. */
  spans: Float64Array;
  /** How many rows of the whole series come before an earlier one in the file: told to its first piece, 0 to the others. */
  backward: number;
}

export type ChangeKind = 'outlier' | 'outlier-protected' | 'filled';
/** Change kinds by their code. */
export const changeKinds = [
  'outlier',
  'outlier-protected',
  'filled',
] as const satisfies readonly ChangeKind[];

/** What steps did to single rows, in order of time; NaN where there was or is no value. A removed row has NaN after it. */
export interface Changes {
  length: number;
  times: Float64Array<ArrayBuffer>;
  /** Index in `changeKinds`. */
  kinds: Uint8Array<ArrayBuffer>;
  before: Float64Array<ArrayBuffer>;
  after: Float64Array<ArrayBuffer>;
}

/** What a step did to a piece's own rows. */
export interface Applied {
  rowsIn: number;
  rowsOut: number;
  /** By the names of `spec/steps.md`. Sums over pieces; of names that end in `Us` the greatest, where the step does not merge them in another way. */
  counts: Record<string, number>;
  /** Null where no row was marked, filled or given another value. */
  changes: Changes | null;
}
