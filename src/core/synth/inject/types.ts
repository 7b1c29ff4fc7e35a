import type { Result } from '../../errors';
import type { Stream } from '../../random';
import type { AnomalyKind, AnomalyShape } from '../../recipe/types';

/** Lowest and highest value. */
export interface Extremes {
  min: number;
  max: number;
}

/** What injection sees of a series: made from nothing, or a copy of a real one. Rows are in order of time. */
export interface SeriesAccess {
  name: string;
  rows: number;
  /** Microseconds between rows that stand on a grid (jitter aside); absent: distances are read from `timeOf`, row by row. */
  step?: number;
  /** Microseconds UTC of a row, as it will be written. */
  timeOf(row: number): number;
  /** First row at or after a time; `rows` where there is none. */
  rowAt(time: number): number;
  /** Clean values of rows [from, to), NaN where missing. Any range alone has the same bytes as the whole. */
  values(from: number, to: number): Float64Array;
  /** The same into out[0..to − from): for many short ranges, each of which would be an array of its own. */
  read(from: number, to: number, out: Float64Array): void;
  /** Values without noise at row positions from 0 to rows − 1 that need not be whole; a real series answers with the value of the nearest row. */
  signalAt(positions: Float64Array): Float64Array;
  /** The values minus the signal; zeros for a real series. */
  noise(from: number, to: number): Float64Array;
  /** Of the whole series; may be slow, needed only for a global spike. */
  extremes(): Extremes;
}

/** Another series of the data set by name, for anomalies between two. */
export type Others = (name: string) => SeriesAccess | undefined;

/** Rows [from, to). */
export interface RowRange {
  from: number;
  to: number;
}

/** An anomaly with its rows, before its effect is known. */
export interface Place {
  id: string;
  injection: string;
  number?: number;
  shape: AnomalyShape;
  /** Microseconds, as drawn. */
  length: number;
  /** Rows of the effect. */
  rows: RowRange;
  /** Rows of the label too. */
  footprint: RowRange;
  seed: number;
  /** Its own draws, of that seed. */
  own: Stream;
  note?: string;
  /** JSON path of what puts it there, for errors. */
  path: string;
  /** Whether a person chose this place or shape. */
  byHand: boolean;
}

/** The numbers of a realised anomaly; those that its kind does not use are absent. */
export interface RealisedNumbers {
  /** Rows of the effect. */
  rows: number;
  /** The length drawn, microseconds. */
  length: number;
  /** The amount drawn, in `unit`. */
  strength?: number;
  unit?: 'sigma' | 'absolute' | 'factor';
  /** The same in the series' own unit (or the factor itself); its sign is the direction. */
  amount?: number;
  direction?: 'up' | 'down';
  /** Rows in which the effect grows and fades. */
  rampIn: number;
  rampOut: number;
  /** Of the clean values in the 128 rows on either side and between: mean, and sample standard deviation. */
  localMean: number;
  localDeviation: number;
  /** Greatest |changed − clean|; null where no value changes by the definition of the kind. */
  effect: number | null;
  /** Global spike: the extreme from which it stands out. */
  extreme?: number;
  /** Flatline: what is held. */
  held?: number;
  /** Pattern: of what it replaces, and the new wave's period in rows. */
  mean?: number;
  deviation?: number;
  period?: number;
  /** Wave: mean and deviation of its samples before they are scaled. */
  waveMean?: number;
  waveDeviation?: number;
  /** Variance: what is multiplied, the series' own noise or the distance from a median of nine rows. */
  residual?: 'noise' | 'median';
  /** Correlation: regression on the other series, and the other's mean. */
  slope?: number;
  otherMean?: number;
}

/** An anomaly as it is put into a series. Plain data: it crosses to workers and goes into the catalogue. */
export interface RealisedAnomaly {
  id: string;
  injection: string;
  /** Of a drawn injection: its number from 1. */
  number?: number;
  series: string;
  /** Microseconds between the rows of the series, where they stand on a grid. */
  step?: number;
  kind: AnomalyKind;
  /** Rows [from, to) of the effect. */
  from: number;
  to: number;
  /** The label's interval, microseconds, half-open. */
  start: number;
  end: number;
  requested: AnomalyShape;
  realised: RealisedNumbers;
  /** effect / local deviation; null where either is not there (missing, timestamps) or the deviation is zero. */
  severitySigma: number | null;
  /** Of the draws; their stream is named after the series and the anomaly's id. */
  seed: number;
  note?: string;
}

export interface RealiseOptions {
  others?: Others;
  /** Stretches that drawn anomalies avoid beside their own, microseconds, half-open: labels that a copy has already. */
  avoid?: readonly (readonly [start: number, end: number])[];
  /**
   * Rows that are measured over all anomalies, half of them beside the anomalies, but 96 for each at least: for a preview of many. The deviation
   * around one, and so a strength in σ, then comes from a part of the rows that it is defined by. Absent: all of them.
   */
  budget?: number;
  /** What becomes of anomalies that share rows; refused where absent. Allowed, their effects add up. */
  overlaps?: 'refuse' | 'allow';
  /** Gives places that it knows, or those that `find` finds. */
  places?: (find: () => Result<Place[]>) => Result<Place[]>;
}
