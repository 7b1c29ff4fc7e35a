/** What a person says about labels: new ones, and changes to those of a file. */

/** A label that a person made, or accepted from a detector. */
export interface Annotation {
  id: string;
  /** Name of a series. */
  series: string;
  /** ISO 8601 with `Z`, `[start, end)`; a point covers the one row at its start. */
  start: string;
  end: string;
  type: string;
  shape: 'point' | 'window';
  origin: 'manual' | 'detected';
  /** The detector and its threshold, where one proposed it. */
  detector?: string;
  note?: string;
  /** 0 to 1. */
  confidence?: number;
}

/** A change to a label that came from a file, by the label's id. */
export interface LabelEdit {
  id: string;
  removed?: boolean;
  start?: string;
  end?: string;
  type?: string;
  note?: string;
  confidence?: number;
}
