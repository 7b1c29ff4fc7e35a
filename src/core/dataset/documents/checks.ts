import type { CheckResult } from '../../checks/types';
import { plural } from '../../format';
import type { ObservedRows } from '../verdict';

/** What a run found out about one series. */
export interface ObservedSeries extends ObservedRows {
  series: string;
}

/** A stage that is in the bundle, and what was found out of its series. */
export interface CheckedStage {
  kind: 'clean' | 'resampled';
  checks: readonly ObservedSeries[];
  /** Rows written by series, in the order of the series. */
  counts: ReadonlyMap<string, number>;
}

/** What of the recipe and its labels the bundle cannot hold. */
export interface LeftOut {
  /** Files of the recipe that were not there. */
  awaited: readonly string[];
  /** Windows that are in no label file, since each of their rows shares its time with another, by series. */
  lostWindows: readonly { series: string; windows: number }[];
}

/** What is left out, each in a sentence for a person. */
export const leftOutNotes = ({ awaited, lostWindows }: LeftOut): string[] => [
  ...awaited.map(
    (file) => `${file}, a file of the recipe, was not there: the bundle and its recipe are without it.`,
  ),
  ...lostWindows.map(
    ({ series, windows }) =>
      `${series}: ${plural(windows, 'labelled window')} cannot stand in the label files, since every row in or around it shares its time with another row. The catalogue of anomalies has it. Remove duplicate times to keep it.`,
  ),
];

/** An entry of `checks_v{n}.json`: `spec/checks.schema.json` says what each field means. */
interface CheckEntry extends CheckResult {
  /** Of a failure that would stop an export: whether a person accepted it. Absent otherwise. */
  accepted?: boolean;
}

/** The results of checks as the document has them. `accepted`: `export.accept` of the recipe. */
export function checkEntries(results: readonly CheckResult[], accepted: readonly string[]): CheckEntry[] {
  const names = new Set(accepted);
  return results.map((result) =>
    result.pass || result.builtIn || result.severity === 'warn'
      ? result
      : { ...result, accepted: names.has(result.id) },
  );
}
