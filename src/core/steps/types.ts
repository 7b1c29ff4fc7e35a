import type { LabError } from '../errors';
import type { LabelEffect } from '../label/effect';
import type { StepKind } from '../recipe/types';

/** Numbers by name: what a probe found, or sums of what a step did. The names are the step's own; `spec/steps.md` lists those of a report. */
export type Counts = Record<string, number>;

/** Where a step's SQL reads and writes; names of tables, unquoted. */
export interface StepContext {
  /** Index in the recipe's steps. */
  index: number;
  input: string;
  output: string;
}

/** What is to be done once the probe has answered. */
export interface StepAct {
  statements: string[];
  /** The table that holds the result: the input itself where nothing had to be copied. */
  output: string;
  /** Whether the output is a view of the input with the same times and values. */
  same?: boolean;
  /** Run after the statements; rows mean that the step refuses, and why. */
  refuse?: { sql: string; error(rows: readonly Record<string, unknown>[]): LabError | undefined };
  /** One row a series: sid, rowsIn, rowsOut and the step's counts by name. */
  report: string;
  /** Run at the end. */
  cleanup: string[];
}

/** SQL as data: `probe` gives one row of numbers in one cheap scan; `act` is a pure function of that row. */
export interface StepSql {
  probe: string;
  act(found: Counts): StepAct;
}

/** What a step did to one series. */
export interface SeriesCounts {
  series: string;
  rowsIn: number;
  rowsOut: number;
  counts: Counts;
}

export interface StepReport {
  /** Index in the recipe's steps. */
  index: number;
  kind: StepKind;
  off: boolean;
  ms: number;
  rowsIn: number;
  rowsOut: number;
  /** Sums over the series. */
  counts: Counts;
  series: SeriesCounts[];
  /** One line for a person: `filled 12 of 1,127; longest gap 15 min`. */
  sentence: string;
  /** What it did to labels; absent where there are none, and for a step that is off. */
  labels?: LabelEffect;
  /** The same as a line for a person. */
  labelSentence?: string;
  warnings: string[];
}
