/** One line of the table and of the JSON. */
export interface Outcome {
  name: string;
  unit: 's' | 'ms' | 'MB' | 'KB';
  /** Median of `runs`, or the percentile that the name says. */
  value: number;
  runs: number[];
  against: { [peer: string]: { value: number; ratio: number } };
  /** What was wished for, in words. */
  aim: string;
  holds: boolean;
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
}
