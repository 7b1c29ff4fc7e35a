/** What `dataset_v{n}.json` says of the rows that are in the bundle. */
import { lookup } from '../../list';
import type { Recipe } from '../../recipe/types';
import { formatInstant } from '../../recipe/instant';
import type { CheckedStage, ObservedSeries } from './checks';
import type { BundleFile, ColumnInfo, FilledValues, ProcessedRows } from './dataset';

/** A stage as it was written. */
export interface StageRows extends CheckedStage {
  /** Folder of its files. */
  root: string;
  rows: number;
  files: readonly BundleFile[];
}

/** The columns of the processed files, in order. */
export function processedColumns(stage: 'clean' | 'resampled'): ColumnInfo[] {
  return [
    { name: 'series', type: 'STRING', meaning: 'Name of the series.' },
    {
      name: 'timestamp',
      type: 'TIMESTAMP(MICROS, UTC)',
      unit: 'us',
      meaning: stage === 'resampled' ? 'Start of the bucket, in UTC.' : 'Time of the observation, in UTC.',
    },
    { name: 'value', type: 'DOUBLE', meaning: 'The value, in the unit of the source; null where missing.' },
    { name: 'is_anomaly', type: 'BOOLEAN', meaning: 'Whether the row lies in a labelled interval.' },
    {
      name: 'anomaly_type',
      type: 'STRING',
      meaning: 'Type of the labelled interval; of several, the one that starts first. Null outside.',
    },
    { name: 'anomaly_id', type: 'STRING', meaning: 'Its entry in the catalogue of anomalies; null outside.' },
    stage === 'resampled'
      ? { name: 'observations', type: 'INT32', meaning: 'Rows with a value that the bucket was made from.' }
      : { name: 'outlier', type: 'BOOLEAN', meaning: 'Whether a step found the row to be an outlier.' },
    { name: 'filled', type: 'BOOLEAN', meaning: 'Whether the value was filled in rather than observed.' },
  ];
}

/** What is said of a stage. */
export function processedRows({ export: { codec, partition } }: Recipe, stage: StageRows): ProcessedRows {
  const checkOf = new Map(stage.checks.map((check) => [check.series, check]));
  return {
    stage: stage.kind,
    path: stage.root,
    format: 'parquet',
    codec,
    partitioning: partition,
    sortedBy: ['series', 'timestamp'],
    rows: stage.rows,
    schema: processedColumns(stage.kind),
    filled: filledValues(stage.checks),
    series: Array.from(stage.counts, ([name, rows]) => {
      const check = lookup(checkOf, name);
      return { name, rows, regular: check.regular, ...filledValues([check]) };
    }),
    files: [...stage.files],
  };
}

/** What is said of the values of processed series, taken together. */
function filledValues(series: readonly ObservedSeries[]): FilledValues {
  const sum = (of: (one: ObservedSeries) => number): number =>
    series.reduce((total, one) => total + of(one), 0);
  const rows = sum((one) => one.rows);
  const filledRows = sum((one) => one.filled);
  let longest: { series: string; start: number; length: number } | undefined;
  for (const { series: name, longestFilled } of series) {
    if (longestFilled && longestFilled.length > (longest?.length ?? -1))
      longest = { series: name, ...longestFilled };
  }
  return {
    filledRows,
    missingRows: sum((one) => one.missing),
    filledShare: rows > 0 ? filledRows / rows : 0,
    longestFilled: longest
      ? { series: longest.series, start: formatInstant(longest.start), seconds: longest.length / 1e6 }
      : null,
  };
}
