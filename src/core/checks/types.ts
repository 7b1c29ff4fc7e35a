import type { CheckKind } from '../recipe/types';

/** A row for which a check of rows does not hold. */
export interface FailingRow {
  /** ISO 8601 UTC. */
  timestamp: string;
  value: number | string | boolean | null;
}

/** What came of one check, of one series or of all rows together. */
export interface CheckResult {
  /** Its name; a person accepts a failure by it. Unique together with the series. */
  id: string;
  kind: CheckKind;
  /** What is expected, as a sentence. */
  expectation: string;
  /** Absent for a check of all rows together. */
  series?: string;
  stage: 'clean' | 'resampled';
  severity: 'fail' | 'warn';
  pass: boolean;
  /** What was found, for a person. */
  observed: string;
  /** The statistic that was compared; null where there is none. */
  value?: number | null;
  /** Rows that were looked at, and those for which it does not hold; of a check of rows. */
  rows?: number;
  unexpected?: number;
  /** The first of them, at most 20. */
  examples?: readonly FailingRow[];
  /** Whether it belongs to the built-in suite. */
  builtIn: boolean;
}
