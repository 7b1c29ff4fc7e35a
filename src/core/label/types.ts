/** One entry of the anomaly catalogue. Times are microseconds UTC; `[start, end)`. */
export interface Label {
  id: string;
  series: string;
  start: number;
  end: number;
  type: string;
  /** `point` from combined_labels.json, `window` from combined_windows.json. */
  shape: 'point' | 'window';
  origin: 'imported' | 'manual' | 'injected' | 'detected';
  /** The file that it came from. */
  file?: string;
}

/** A label followed through the stages: the interval and the rows that it covers in each. */
export interface LabelRow extends Label {
  rawRows: number;
  processedRows: number;
  /** Snapped to rows that exist in the processed table; null where no row is left. */
  processedStart: number | null;
  processedEnd: number | null;
  /** Time of the last row inside: NAB's inclusive end. */
  processedLast: number | null;
}

/** Non-overlapping, sorted: the union of a series' labels. */
export interface Span {
  start: number;
  end: number;
}
