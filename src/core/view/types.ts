/** What charts are drawn from: small aggregates, never rows. */

export type Layer = 'raw' | 'processed';

export interface ChartRequest {
  series: string;
  /** Visible range in microseconds UTC, half-open; absent: the whole series. */
  from?: number;
  to?: number;
  /** Pixel columns of the plot. */
  columns: number;
  layers: Layer[];
}

/** Points in order of time; M4 of what is there, so the true extremes at every zoom. A null value breaks the line. */
export interface LinePoints {
  timesMs: number[];
  values: (number | null)[];
  /** Rows in the visible range. */
  rows: number;
  /** Whether every row in range is a point of its own. */
  exact: boolean;
}

export interface Marks {
  timesMs: number[];
  values: number[];
  /** How many there are in range; more than the points drawn where they were thinned. */
  total: number;
}

export interface ChartData {
  /** Extent of the series over raw and processed, microseconds UTC. */
  first: number;
  last: number;
  from: number;
  to: number;
  raw?: LinePoints;
  processed?: LinePoints;
  outliers: Marks;
  /** Outliers that a label kept. */
  protectedOutliers: Marks;
  filled: Marks;
  /** Where the processed line goes through filled values, from the row before to the row after; at any zoom, what its columns can show. */
  filledSpans: { fromMs: number; toMs: number }[];
  /** Stretches without rows in the raw series, longer than its usual step. */
  gaps: { fromMs: number; toMs: number }[];
}

export interface HistogramRequest {
  series: string;
  /** Absent: the whole series. */
  from?: number;
  to?: number;
  /** `auto` is Freedman-Diaconis, Scott where the quartiles coincide; at most 200 bins. */
  rule: 'auto' | 'scott' | 'freedman-diaconis';
}

/** Common bins: `edges` has one more entry than each count. */
export interface Histogram {
  edges: number[];
  raw: number[];
  processed: number[];
  quantiles: { raw: Quantiles | null; processed: Quantiles | null };
}

/** min, 1 %, 5 %, 25 %, 50 %, 75 %, 95 %, 99 %, max by linear interpolation. */
export interface Quantiles {
  min: number;
  p01: number;
  p05: number;
  q1: number;
  median: number;
  q3: number;
  p95: number;
  p99: number;
  max: number;
}

export interface Summary {
  rows: number;
  /** Rows with a value. */
  count: number;
  missing: number;
  mean: number | null;
  /** Sample standard deviation; null with fewer than two values. */
  std: number | null;
  min: number | null;
  q1: number | null;
  median: number | null;
  q3: number | null;
  max: number | null;
  first: number | null;
  last: number | null;
  /** Median distance between rows, microseconds. */
  step: number | null;
  gaps: number;
  duplicates: number;
  /** Rows earlier than the row before them in the file's order. */
  backward: number;
}
