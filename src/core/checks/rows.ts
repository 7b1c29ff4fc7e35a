/** The rows of a series as checks see them: columns of the exported files, made of rows and labels. */
import { labelledRuns, type IntervalColumns } from '../label/flags';
import type { CheckColumn } from '../recipe/types';
import { FILLED, OUTLIER, type Rows } from '../rows/types';

/** Which columns the rows of a stage have. */
export const columnsOf = (stage: 'clean' | 'resampled'): readonly CheckColumn[] => [
  'series',
  'timestamp',
  'value',
  'is_anomaly',
  'anomaly_type',
  'anomaly_id',
  stage === 'resampled' ? 'observations' : 'outlier',
  'filled',
];

/** Rows of one series that follow those before, with the labels that may touch them. */
export interface SeenRows {
  series: string;
  rows: Rows;
  labels: IntervalColumns;
}

type Cell = string | number | boolean | null;

/** Which label each row is of: its index, −1 for none. */
export function labelOfRows({ rows: { times, length }, labels }: SeenRows): Int32Array {
  const of = new Int32Array(length);
  const runs = labelledRuns(times, 0, length, labels);
  let row = 0;
  for (let run = 0; run < runs.length; run += 2) {
    const next = row + (runs[run + 1] as number);
    of.fill(runs[run] as number, row, next);
    row = next;
  }
  return of;
}

/** What stands in a column, row by row. A number that is not finite is no value. */
export function cellsOf(seen: SeenRows, column: Exclude<CheckColumn, 'timestamp'>): (row: number) => Cell {
  const { values, flags, observations } = seen.rows;
  switch (column) {
    case 'series':
      return () => seen.series;
    case 'value':
      return (row) => {
        const value = values[row] as number;
        return value - value === 0 ? value : null;
      };
    case 'observations':
      return (row) => observations?.[row] ?? null;
    case 'outlier':
      return (row) => ((flags[row] as number) & OUTLIER) !== 0;
    case 'filled':
      return (row) => ((flags[row] as number) & FILLED) !== 0;
    case 'is_anomaly':
    case 'anomaly_type':
    case 'anomaly_id': {
      const of = labelOfRows(seen);
      if (column === 'is_anomaly') return (row) => (of[row] as number) >= 0;
      const texts = column === 'anomaly_type' ? seen.labels.types : seen.labels.ids;
      return (row) => texts[of[row] as number] ?? null;
    }
  }
}
