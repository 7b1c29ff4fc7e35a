import { at, lookup } from '../../list';
import { optionsOf } from '../../recipe/steps';
import type { PartitionUnit, Recipe } from '../../recipe/types';
import { formatInstant } from '../../recipe/instant';
import type { StepReport } from '../../steps/types';
import type { CheckedStage, ObservedSeries } from './checks';

/** A file of the bundle. */
export interface BundleFile {
  path: string;
  bytes: number;
  sha256: string;
  rows?: number;
}

/** A column of the processed files. */
interface ColumnInfo {
  name: string;
  type: string;
  unit?: string;
  meaning: string;
}

/** How much of the values was not observed. */
interface FilledValues {
  filledRows: number;
  missingRows: number;
  /** Of the rows, from 0 to 1. */
  filledShare: number;
  /** The longest stretch of filled rows: the first of them, and seconds to the row after the last; null where none is filled. */
  longestFilled: { series: string; start: string; seconds: number } | null;
}

/** The rows of one stage as Parquet. */
interface ProcessedRows {
  stage: 'clean' | 'resampled';
  /** Folder of the files. */
  path: string;
  format: 'parquet';
  codec: string;
  partitioning: PartitionUnit[];
  sortedBy: ['series', 'timestamp'];
  rows: number;
  schema: ColumnInfo[];
  /** Values that steps put in where there were none, and rows without a value; of all series and of each. */
  filled: FilledValues;
  series: ({ name: string; rows: number; regular: boolean } & FilledValues)[];
  files: BundleFile[];
}

/** A stage as it was written. */
export interface StageRows extends CheckedStage {
  /** Folder of its files. */
  root: string;
  rows: number;
  files: readonly BundleFile[];
}

/** `dataset_v1.json`. */
export interface Dataset {
  version: 1;
  name: string;
  created: string;
  application: { name: string; version: string };
  engine: { name: string; version: string };
  /** The offsets by which local times became UTC; the schema says what each entry means. */
  timeZones: {
    provider: string;
    fingerprint: string | null;
    zones: {
      zone: string;
      from: string;
      to: string;
      offset: number;
      changes: { at: string; offset: number }[];
    }[];
  };
  recipe: { path: string; sha256: string };
  sources: {
    name: string;
    kind: 'file' | 'labels' | 'synthetic' | 'copy';
    /** Where its bytes (of a generated series: its Parquet files) are in the bundle; null where they were left out. */
    path: string | null;
    bytes: number | null;
    sha256: string | null;
    rows: number;
    rejected: number;
    series: string[];
    zone: string;
    /** What a generated source was made from, as in the recipe. */
    definition?: Record<string, unknown>;
  }[];
  transformations: {
    index: number;
    kind: string;
    off: boolean;
    parameters: Record<string, unknown>;
    rowsIn: number;
    rowsOut: number;
    counts: Record<string, number>;
    series: { series: string; rowsIn: number; rowsOut: number; counts: Record<string, number> }[];
    sentence: string;
    warnings: string[];
  }[];
  /** The last rows of the run that are in the bundle. */
  processed: ProcessedRows;
  /** Rows of stages before those that are in the bundle too; absent where there are none. */
  earlierStages?: ProcessedRows[];
  files: BundleFile[];
  checks: { path: string; passed: number; failed: number };
  anomalies: { path: string; count: number };
}

/** The columns of the processed files, in order. */
function processedColumns(stage: 'clean' | 'resampled'): ColumnInfo[] {
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
    { name: 'anomaly_id', type: 'STRING', meaning: 'Its entry in anomalies_v1.json; null outside.' },
    stage === 'resampled'
      ? { name: 'observations', type: 'INT32', meaning: 'Rows with a value that the bucket was made from.' }
      : { name: 'outlier', type: 'BOOLEAN', meaning: 'Whether a step found the row to be an outlier.' },
    { name: 'filled', type: 'BOOLEAN', meaning: 'Whether the value was filled in rather than observed.' },
  ];
}

/** What `dataset_v1.json` says of a stage. */
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

/** The steps of a run with their options, as `dataset_v1.json` names them. */
export const transformations = (recipe: Recipe, steps: readonly StepReport[]): Dataset['transformations'] =>
  steps.map(({ index, kind, off, rowsIn, rowsOut, counts, series, sentence, warnings }) => {
    const parameters = { ...optionsOf(at(recipe.steps, index), kind) };
    return { index, kind, off, parameters, rowsIn, rowsOut, counts, series, sentence, warnings };
  });

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
