import type { LabError } from '../errors';
import type { StepKind, StepOptions } from '../recipe/types';

/** Sums of a step's named counts. */
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

export interface StepDefinition<K extends StepKind> {
  kind: K;
  label: string;
  defaults: StepOptions[K];
  toSql(options: StepOptions[K], context: StepContext): StepSql;
  /** One line for a person. */
  describe(counts: Counts): string;
}
