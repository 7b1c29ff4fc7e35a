import { kindOf } from '../recipe/steps';
import type { Step } from '../recipe/types';
import { describe } from './describe';
import type { Counts, SeriesCounts, StepReport } from './types';

/** A row of a step's report query: sid, rowsIn, rowsOut and named counts. */
export type ReportRow = { sid: number; rowsIn: number; rowsOut: number } & Counts;

/** A count that must be there. Throws RangeError where it is not. */
export function countOf(counts: Counts, name: string): number {
  const found = counts[name];
  if (found === undefined) throw new RangeError(`expected a count named ${name}`);
  return found;
}

export function seriesCounts(rows: readonly ReportRow[], nameOf: (sid: number) => string): SeriesCounts[] {
  return rows.map(({ sid, rowsIn, rowsOut, ...counts }) => ({
    series: nameOf(sid),
    rowsIn,
    rowsOut,
    counts,
  }));
}

/** Counts over all series: sums, and the greatest of what is a length of time (names that end in `Us`). */
function total(series: readonly SeriesCounts[]): Counts {
  const totals: Counts = {};
  for (const { counts } of series) {
    for (const [key, count] of Object.entries(counts)) {
      const before = totals[key] ?? 0;
      totals[key] = key.endsWith('Us') ? Math.max(before, count) : before + count;
    }
  }
  return totals;
}

/** A step's report; one that is off has empty counts. */
export function stepReport(step: Step, index: number, series: SeriesCounts[], ms: number): StepReport {
  const counts = total(series);
  const kind = kindOf(step);
  return {
    index,
    kind,
    off: step.off === true,
    ms,
    rowsIn: series.reduce((sum, entry) => sum + entry.rowsIn, 0),
    rowsOut: series.reduce((sum, entry) => sum + entry.rowsOut, 0),
    counts,
    series,
    sentence: step.off ? 'off' : describe(kind, counts),
    warnings: [],
  };
}
