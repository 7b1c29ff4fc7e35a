import type { AnomalyShape } from '../recipe/types';

/** A label of a series: an interval in which it is anomalous. Times are microseconds UTC; `[start, end)`. */
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
  /** Of a window: points of other files within it, which are the same anomaly; microseconds UTC, in order. */
  points?: number[];
  /** Whether a person changed what the file says. */
  edited?: boolean;
  /** A person's note. */
  note?: string;
  /** How sure a person or detector is, 0 to 1. */
  confidence?: number;
  /** The detector that proposed it. */
  detector?: string;
  /** Of injected ones: the injection, what was requested, what was realised, and the seed of its draws. */
  injection?: string;
  requested?: AnomalyShape;
  realised?: Record<string, number | string | boolean | null>;
  /** Greatest change in standard deviations of the values around it; null where no value changed. */
  severitySigma?: number | null;
  seed?: number;
}

/** A label followed through the stages: the interval and the rows that it covers in each. */
export interface LabelRow extends Label {
  rawRows: number;
  /** After the cleaning steps, before resampling. */
  cleanRows: number;
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
