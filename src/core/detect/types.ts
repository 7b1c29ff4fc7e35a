import type { LabError } from '../errors';

/** Rows of one series in order. Both arrays have the same length. */
export interface Series {
  /** Microseconds UTC. */
  times: Float64Array;
  /** NaN, and also the infinities, mean that there is no value. */
  values: Float64Array;
}

/** Rows `[startRow, endRow)` that a detector proposes as one anomaly. */
export interface Suggestion {
  startRow: number;
  endRow: number;
  /** The highest score inside, and the first row that has it. */
  peak: number;
  peakRow: number;
}

/** An option and its limits. */
export interface OptionField<O> {
  key: keyof O & string;
  label: string;
  /** Of a number; absent where there are choices. */
  unit?: string;
  min?: number;
  max?: number;
  whole?: boolean;
  odd?: boolean;
  /** What it means that the option is absent; without this it must be there. */
  absent?: string;
  choices?: readonly string[];
}

export interface Detector<O> {
  /** Name in recipes and in the origin of a label. */
  kind: string;
  label: string;
  /** What scores are: a probability from 0 to 1, or a distance from the middle in (robust) standard deviations. */
  unit: 'probability' | 'deviations';
  /** A usual threshold in this unit. */
  threshold: number;
  options: readonly OptionField<O>[];
  defaults: O;
  /** The first error in options, at its path within them. */
  check(options: O): LabError | undefined;
  /**
   * One score a row, never NaN and never below 0; a row without a value scores 0. Throws RangeError on options that `check` refuses.
   * `onRows` is called now and then with the number of values done, by detectors that process them in order.
   */
  scores(series: Series, options: O, onRows?: (done: number) => void): Float64Array;
  /** Rows at or above a threshold as intervals of rows. */
  suggest(scores: Float64Array, threshold: number, joinRows: number): Suggestion[];
}

/** Options of any detector, to be checked by its own `check`. Those of one are a type, not an interface, which would not be assignable to this. */
export type DetectorOptions = Readonly<Record<string, number | string | undefined>>;

export type DetectorKind = 'windowedGaussian' | 'zscore' | 'hampel' | 'seasonalResidual';

export interface DetectRequest {
  series: string[];
  detector: DetectorKind;
  options: DetectorOptions;
  threshold: number;
  /** Runs with at most so many rows between them become one. */
  joinRows: number;
  /** Leaves out what lies in the first 15 % of the rows, 750 at most. */
  afterProbation: boolean;
}

export interface Proposal {
  /** Half-open. */
  start: number;
  end: number;
  rows: number;
  peak: number;
  peakAt: number;
}

export interface DetectReport {
  series: {
    series: string;
    /** In the order of rows; where there are more than `total` says, those with the highest peaks. */
    found: Proposal[];
    total: number;
    /** Greatest score of a row. */
    greatest: number;
  }[];
}
