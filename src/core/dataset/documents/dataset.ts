/** The types of `dataset_v{n}.json`; `spec/dataset.schema.json` says what each field means. */
import type { About, Creator, PartitionUnit } from '../../recipe/types';

/** A file of the bundle. */
export interface BundleFile {
  path: string;
  bytes: number;
  sha256: string;
  rows?: number;
}

/** A column of the processed files. */
export interface ColumnInfo {
  name: string;
  type: string;
  unit?: string;
  meaning: string;
}

/** How much of the values was not observed. */
export interface FilledValues {
  filledRows: number;
  missingRows: number;
  /** Of the rows, from 0 to 1. */
  filledShare: number;
  /** The longest stretch of filled rows: the first of them, and seconds to the row after the last; null where none is filled. */
  longestFilled: { series: string; start: string; seconds: number } | null;
}

/** The rows of one stage as Parquet. */
export interface ProcessedRows {
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

/** A program or a library that had a part in making the bundle. */
export interface Software {
  name: string;
  version: string;
  role: string;
  /** How it differs from what was released under that version. */
  patch?: string;
}

/** The finite numbers of a column; null where there are too few for the number. */
export interface NumberStatistics {
  count: number;
  missing: number;
  min: number | null;
  max: number | null;
  mean: number | null;
  /** Of the sample (n - 1). */
  sd: number | null;
}

/** The columns of the rows of a series between two steps. */
export interface RowStatistics {
  rows: number;
  /** ISO 8601 to the microsecond; without Z where they are local times. */
  timestamp: { first: string | null; last: string | null };
  value: NumberStatistics;
  /** Null before resampling. */
  observations: NumberStatistics | null;
  /** Rows that are marked; null where rows have no such mark. */
  outlier: number | null;
  filled: number;
}

/** What is said of the data set as a publication; null where nobody said it. */
export type DatasetAbout = {
  [Key in keyof Required<About>]: Key extends 'creators' ? Creator[] | null : Required<About>[Key] | null;
};

/** What a step did to the labels of all series. */
interface LabelEffectEntry {
  labels: number;
  rowsBefore: number;
  rowsAfter: number;
  shortened: number;
  changed: number;
  /** Ids. */
  emptied: string[];
}

/** A column of the processed rows and all that it is made from. */
export interface ColumnLineage {
  name: string;
  sentence: string;
  inputs: { source: string; column: string | null }[];
  /** Places of the transformations that may change it. */
  steps: number[];
  /** Paths of documents of the bundle. */
  documents: string[];
}

/** `dataset_v{version}.json`. */
export interface Dataset {
  /** Of the document. Bundles before it have `version: 1` alone. */
  format: 2;
  /** Of the data set. */
  version: number;
  previous: { version: number; sha256: string; changes: string[] } | null;
  /** Of the recipe. */
  name: string;
  created: string;
  about: DatasetAbout;
  software: Software[];
  /** The offsets by which local times became UTC. */
  timeZones: {
    provider: string;
    /** Release of the IANA database with the same offsets. */
    version: string | null;
    note: string | null;
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
    /** The same by reason, the most frequent first. */
    rejects: { reason: string; count: number }[];
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
    statistics: { series: string; before: RowStatistics; after: RowStatistics }[];
    /** Null where there are no labels, and for a step that was off. */
    labels: LabelEffectEntry | null;
    sentence: string;
    warnings: string[];
  }[];
  columns: ColumnLineage[];
  /** The last rows of the run that are in the bundle. */
  processed: ProcessedRows;
  /** Rows of stages before those that are in the bundle too; absent where there are none. */
  earlierStages?: ProcessedRows[];
  files: BundleFile[];
  checks: { path: string; passed: number; failed: number };
  anomalies: { path: string; count: number };
}
