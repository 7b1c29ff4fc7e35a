/** The columns of rows before and after steps, as `dataset_v{n}.json` tells of them. */
import { formatInstant } from '../../recipe/instant';
import type { Moments } from '../../rows/moments';
import type { Statistics } from '../../rows/statistics';
import type { NumberStatistics, RowStatistics } from './dataset';

/** The rows of a series before and after a step. */
export interface StepStatistics {
  series: string;
  before: Statistics;
  after: Statistics;
  /** Whether the times before it are local ones. */
  local: boolean;
}

/** JSON has no NaN and no infinities; -0 becomes 0. */
const number = (value: number): number | null => (Number.isFinite(value) ? value + 0 : null);

const numbers = ({ count, low, high, mean, sd }: Moments, rows: number): NumberStatistics => ({
  count,
  missing: rows - count,
  min: number(low),
  max: number(high),
  mean: number(mean),
  sd: number(sd),
});

/** `local`: times are written without Z. */
export function rowStatistics(
  { rows, first, last, values, observations, outliers, filled }: Statistics,
  local = false,
): RowStatistics {
  const time = (us: number): string | null => {
    if (Number.isNaN(us)) return null;
    const text = formatInstant(us);
    return local ? text.slice(0, -1) : text;
  };
  return {
    rows,
    timestamp: { first: time(first), last: time(last) },
    value: numbers(values, rows),
    observations: observations && numbers(observations, rows),
    outlier: observations ? null : outliers,
    filled,
  };
}

/** The statistics of one step as the document has them. */
export const statisticsEntries = (
  steps: readonly StepStatistics[],
): { series: string; before: RowStatistics; after: RowStatistics }[] =>
  steps.map(({ series, before, after, local }) => ({
    series,
    before: rowStatistics(before, local),
    after: rowStatistics(after),
  }));
