/** One line of the table and of the JSON. */
export interface Outcome {
  name: string;
  unit: 's' | 'ms' | 'MB' | 'KB' | 'times';
  /** Median of `runs`, or the percentile that the name says; null where it failed. */
  value: number | null;
  runs: number[];
  against: { [peer: string]: { value: number; ratio: number } };
  /** What was wished for, in words. */
  aim: string;
  holds: boolean;
  /** Why there is no value. */
  failed?: string;
  /** More numbers of each contestant, by column. */
  contestants?: { [contestant: string]: { [column: string]: number } };
}

export interface Bench {
  name: string;
  run(context: BenchContext): Promise<Outcome[]>;
}

export interface BenchContext {
  /** Address of the built app. */
  url: string;
  /** Path of a Chromium. */
  chromium: string;
  /** Runs of each contestant. */
  rounds: number;
  /** Rows of each size that `standard-growth` is to measure, ascending. */
  sizes: number[];
  /** Rows of the standard work, ten million unless another number is asked for. */
  rows: number;
}
