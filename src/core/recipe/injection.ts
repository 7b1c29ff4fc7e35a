/** Anomalies that are put into generated series, as the recipe requests them. What each kind does is written in `spec/anomalies.md`. */
import type { Duration } from './types';

export type AnomalyKind =
  | 'spike'
  | 'level-shift'
  | 'amplitude'
  | 'variance'
  | 'frequency'
  | 'pattern'
  | 'pattern-shift'
  | 'flatline'
  | 'trend'
  | 'noise-burst'
  | 'time-warp'
  | 'missing'
  | 'correlation'
  | 'timestamps';

/** One number, or a range in which each anomaly draws its own. */
export type Amount = number | [least: number, most: number];

/** How large an effect is: in standard deviations of the values around it, in the series' own unit, or as a factor. */
export type Strength = { sigma: Amount } | { absolute: Amount } | { factor: Amount };

export interface AnomalyShape {
  kind: AnomalyKind;
  /** How long; at least one row. */
  length: Duration | [least: Duration, most: Duration];
  strength?: Strength;
  /** `either` draws. */
  direction?: 'up' | 'down' | 'either';
  /** Of the length: shares in which the effect grows and fades, 0 to 1 together. */
  ramp?: { in: number; out: number };
  /** Level shift and trend: the effect stays after the anomaly. */
  persists?: boolean;
  /** Spike: from the row's own value, or beyond the extreme of the whole series. */
  scope?: 'local' | 'global';
  /** Pattern: mirrored about its mean, or another wave of the same mean and deviation. */
  pattern?: 'flip' | 'square' | 'sawtooth' | 'triangle' | 'sine';
  /** Flatline: the value before it, or the mean of what it replaces. */
  hold?: 'last' | 'mean';
  /** Missing stretch: rows without a value (`empty`, where the recipe has none), or no rows. */
  as?: 'absent' | 'empty';
  /** Correlation: the series whose relation to this one is turned round. */
  with?: string;
  /** Timestamps: all rows at the time of the first, times in reverse, or all times later by half a step. */
  fault?: 'duplicate' | 'backward' | 'offset';
}

/** One anomaly at a time that a person chose. */
export interface PlacedInjection {
  id: string;
  /** Name of a generated series. */
  series: string;
  off?: boolean;
  /** ISO 8601 with `Z`. */
  start: string;
  shape: AnomalyShape;
  note?: string;
}

/** Many anomalies at places drawn by seed. */
export interface DrawnInjection {
  id: string;
  series: string;
  off?: boolean;
  draw: {
    /** How many; or how many a day on average. */
    count?: number;
    perDay?: number;
    /** Least distance from the end of one to the start of the next. */
    apart?: Duration;
    /** Stretches that stay free, ISO 8601 with `Z`, half-open. */
    avoid?: [from: string, to: string][];
    /** Draws of this injection; absent: the recipe's seed. */
    seed?: number;
  };
  /** Each anomaly draws one of these by weight (1 where absent). */
  shapes: (AnomalyShape & { weight?: number })[];
  /** Changes by hand to single anomalies, by their number from 1. */
  changed?: Record<string, InjectionChange>;
}

export interface InjectionChange {
  removed?: boolean;
  start?: string;
  shape?: AnomalyShape;
  note?: string;
}

export type Injection = PlacedInjection | DrawnInjection;
