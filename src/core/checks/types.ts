import type { CheckColumn, CheckKind } from '../recipe/types';

/** A row for which a check of rows does not hold; of a check of labels, the label. */
export interface FailingRow {
  /** ISO 8601 UTC; of a label its start. */
  timestamp: string;
  /** What stands in the column; of a distance its seconds; of a label its id. */
  value: number | string | boolean | null;
  /** Of a check of all rows together. */
  series?: string;
}

/** What the built-in suite looks at that no kind of the recipe does. */
export type BuiltInKind = 'filled_stretches' | 'files_present' | 'windows_in_label_files';

/** What came of one check, of one series or of all rows together. */
export interface CheckResult {
  /** Its name; a person accepts a failure by it. Unique together with the series. */
  id: string;
  kind: CheckKind | BuiltInKind;
  /** What is expected, as a sentence. */
  expectation: string;
  /** Absent for a check of all rows together. */
  series?: string;
  stage: 'clean' | 'resampled';
  severity: 'fail' | 'warn';
  pass: boolean;
  /** What was found, for a person. */
  observed: string;
  /** The statistic that was compared; null where there is none. Lengths of time in seconds. */
  value?: number | null;
  /** Rows (or labels) that were looked at, and those for which it does not hold; of a check of rows or labels. */
  rows?: number;
  unexpected?: number;
  /** The first of them, at most 20. */
  examples?: readonly FailingRow[];
  /** Whether it belongs to the built-in suite. */
  builtIn: boolean;
}

/** Two limits of a number, as Great Expectations names them. */
export interface Limits {
  min_value?: number;
  max_value?: number;
  strict_min?: boolean;
  strict_max?: boolean;
}

/** What is asked of each row of a column. Rows without a value are left out of all but `present`. */
export type RowRule =
  | { rule: 'present' }
  | { rule: 'unique' }
  | { rule: 'between'; limits: Limits }
  | { rule: 'increasing'; strictly: boolean }
  | { rule: 'in'; values: readonly (string | number | boolean)[] }
  /** The distance from the row before is the median of all distances. */
  | { rule: 'step' }
  /** The distance from the row before is at most so many microseconds. */
  | { rule: 'gap'; longest: number }
  /** Of the rows of a split. */
  | { rule: 'unlabelled'; split: string };

/** What is asked of each label of a series. */
export type LabelRule = { rule: 'inside' } | { rule: 'covers' } | { rule: 'effect'; least: number };

/** What has to be known of a series for a check. Plain data: equal needs are measured once. */
export type Need =
  | { of: 'rows'; column: CheckColumn; rule: RowRule }
  | { of: 'labels'; rule: LabelRule }
  | { of: 'moments' | 'quantiles'; column: 'value' | 'observations'; at?: readonly number[] }
  | { of: 'share'; column: 'filled' | 'is_anomaly' }
  | { of: 'count'; what: 'rows' | 'labels' }
  | { of: 'utc' };

/** How many of the rows or labels that were looked at are not as expected, and the first of them. */
export interface Tally {
  of: 'tally';
  looked: number;
  unexpected: number;
  examples: FailingRow[];
  /** The greatest distance of neighbouring rows, or the least effect of a label; null where there is none. */
  extreme: number | null;
}

/** What was measured. */
export type Answer =
  | Tally
  | { of: 'moments'; count: number; mean: number; sd: number }
  | { of: 'quantiles'; count: number; values: readonly number[] }
  | { of: 'share'; part: number; whole: number }
  | { of: 'count'; count: number }
  /** Why it cannot be measured. */
  | { of: 'nothing'; reason: string };

/** What a check makes of an answer. */
export type Verdict = Pick<CheckResult, 'pass' | 'observed' | 'value' | 'rows' | 'unexpected' | 'examples'>;
