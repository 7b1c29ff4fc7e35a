/** Series made from nothing, as the recipe names them. What each base, noise and fault means is written in `spec/signals.md`. */
import type { Duration } from './types';

/** A series (or several, its channels) that a formula makes: the sum of the bases, plus noise, then faults. */
export interface SyntheticSource {
  /** Name of the series; with channels they are `name/channel`. */
  synthetic: string;
  /** Time of the first row, ISO 8601 with `Z`. */
  start: string;
  /** From 1 ms to 1 d. */
  step: Duration;
  /** Rows of each channel before faults take some away: 1 to 100,000,000. */
  rows: number;
  /** Draws of this source; absent: the recipe's seed. Streams are told apart by the source's name. */
  seed?: number;
  signal: SignalBase[];
  noise?: Noise[];
  /** Several series at once; absent: one. */
  channels?: Channels;
  faults?: Faults;
}

/** A copy of a loaded series, to be injected into, with the original beside it. */
export interface CopySource {
  /** Name of the series that is copied, as it was read. */
  copy: string;
  /** Name of the copy. */
  name: string;
}

export type GeneratedSource = SyntheticSource | CopySource;

/** What repeats has a period, starts at `phase` (a share of the period, 0 to 1), swings `amplitude` to either side of `offset`. */
export interface Wave {
  period: Duration;
  amplitude: number;
  phase?: number;
  offset?: number;
}

/** One base: its kind is its only key. Times count from the first row. */
export type SignalBase = { [K in BaseKind]: { [P in K]: BaseOptions[K] } }[BaseKind];

export interface BaseOptions {
  constant: { value: number };
  sine: Wave;
  cosine: Wave;
  /** `duty`: the share of the period that is high, 0.5 where absent. */
  square: Wave & { duty?: number };
  /** Rises from -amplitude to +amplitude over the period, then falls at once. */
  sawtooth: Wave;
  triangle: Wave;
  /** Polynomial: Σ coefficients[k]·d^(k+1), d in days since the first row. */
  trend: { coefficients: number[] };
  /** Random walk with Gaussian increments of `sd` a row, and `drift` a row. */
  walk: { sd: number; drift?: number };
  /** Stays at one of `levels` for `dwell`, then at one drawn at random. */
  modes: { dwell: Duration; levels: number[] };
  /** Cylinder, bell and funnel by turns drawn at random, one in each period (Saito 1994). */
  cbf: { period: Duration; amplitude: number; offset?: number };
  /** A pulse like an electrocardiogram's (five Gaussian waves, P to T), one in each period. */
  ecg: { period: Duration; amplitude: number; offset?: number };
  /** One value for each equal part of a day or a week in UTC (weeks from Monday), times `amplitude` (1 where absent). */
  profile: { period: '1d' | '1w'; values: number[]; interpolate: 'linear' | 'step'; amplitude?: number };
  /** An expression over t (seconds since the first row), d (days), i (row), tod (hours since midnight UTC) and dow (0 Monday to 6). */
  formula: { expression: string };
}
export type BaseKind = keyof BaseOptions;

/** One noise: its kind, and what its size is measured in. */
export type Noise = { [K in NoiseKind]: { [P in K]: NoiseOptions[K] } & NoiseScale }[NoiseKind];

export interface NoiseScale {
  /** `absolute` (where absent), or a `share` of the signal's own deviation (sample deviation of the bases over the series). */
  unit?: 'absolute' | 'share';
  /** `add` (where absent), or `multiply`: the signal times 1 + noise. */
  apply?: 'add' | 'multiply';
}

export interface NoiseOptions {
  gaussian: { sd: number };
  /** Between -halfWidth and +halfWidth. */
  uniform: { halfWidth: number };
  /** Deviation √2·scale. */
  laplace: { scale: number };
  /** `df` above 0; deviation scale·√(df/(df − 2)) for df > 2. */
  student: { df: number; scale: number };
  /** Stationary first-order autoregression: x(i) = phi·x(i − 1) + e, its own deviation `sd`; |phi| < 1. */
  ar1: { phi: number; sd: number };
  /** Blocks of `block` successive values drawn from `values` with replacement (Künsch 1989), centred as they are given. */
  bootstrap: { values: number[]; block: number };
}
export type NoiseKind = keyof NoiseOptions;

export interface Channels {
  list: Channel[];
  /** Correlation of the channels' noise: symmetric, ones on the diagonal, positive definite. Absent: independent. */
  correlation?: number[][];
  /** A component that all have in common, times each channel's `weight`. */
  shared?: { signal: SignalBase[]; noise?: Noise[] };
}

export interface Channel {
  name: string;
  /** The signal times this, 1 where absent. */
  scale?: number;
  /** Added, 0 where absent. */
  shift?: number;
  /** The signal comes so much later. */
  lag?: Duration;
  /** Of the shared component, 1 where absent. */
  weight?: number;
}

/** What is wrong with the series on purpose, so that cleaning has something to do. */
export interface Faults {
  /** Each time moves by a uniform share of the step between ±jitter/2; at most 1, where sampling is irregular but in order. */
  jitter?: number;
  /** Rows without a value, or absent altogether. */
  missing?: {
    as: 'absent' | 'empty';
    /** Share of rows, each by itself. */
    random?: number;
    /** Stretches: how many a day on average, and how long each. */
    bursts?: { perDay: number; length: Duration };
    /** The first `length` of every `every`, counted from the first row. */
    pattern?: { every: Duration; length: Duration };
  };
  /** Share of rows that stand a second time, at the same time with the same value. */
  duplicates?: number;
  /** Share of rows whose time is that of two rows before: a step backwards. */
  backward?: number;
}
