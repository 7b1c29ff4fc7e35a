import type { PartitionUnit } from '../../recipe/types';

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

/** `dataset_v1.json`. */
export interface Dataset {
  version: 1;
  name: string;
  created: string;
  application: { name: string; version: string };
  engine: { name: string; version: string };
  recipe: { path: string; sha256: string };
  sources: {
    name: string;
    kind: 'file' | 'synthetic' | 'copy';
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
  processed: {
    stage: 'clean' | 'resampled';
    format: 'parquet';
    codec: string;
    partitioning: PartitionUnit[];
    sortedBy: ['series', 'timestamp'];
    rows: number;
    schema: ColumnInfo[];
    series: { name: string; rows: number }[];
    files: BundleFile[];
  };
  files: BundleFile[];
  checks: { path: string; passed: number; failed: number };
  anomalies: { path: string; count: number };
}

/** `checks_v1.json`. */
export interface Checks {
  version: 1;
  checks: { expectation: string; series?: string; observed: string; pass: boolean }[];
}

/** `anomalies_v1.json`. Times are ISO 8601 UTC with microseconds. */
export interface Catalogue {
  version: 1;
  anomalies: {
    timestamp: string;
    type: string;
    id: string;
    series: string;
    /** Half-open. */
    start: string;
    end: string;
    /** First and last labelled row of the processed data, inclusive; null where no row is left. */
    labelStart: string | null;
    labelEnd: string | null;
    origin: string;
    file: string | null;
    rows: number;
    /** Greatest change in standard deviations of the values around it; null where unknown or where no value changed. */
    severitySigma: number | null;
    /** Of an injected anomaly: what the recipe asks for, and what came of it. */
    requested: Record<string, unknown> | null;
    realised: Record<string, unknown> | null;
    seed: number | null;
    injection: string | null;
    detector: string | null;
    note: string | null;
    confidence: number | null;
  }[];
}

/** JSON as the bundle's files have it. */
export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
