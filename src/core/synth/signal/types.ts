import type { BaseKind, NoiseKind } from '../../recipe/types';

/** Rows on a regular grid; microseconds, whole. */
export interface Grid {
  rows: number;
  /** Of row 0, since 1970 in UTC. */
  start: number;
  step: number;
  /** Delay of the signal. */
  lag: number;
}

/** Part of a signal. It adds to the values in `out`, so that bases need no memory of their own. */
export interface Part {
  /** Rows [from, to), which lie in one aligned block of 1,024, onto out[at..at + to − from). */
  add(from: number, to: number, out: Float64Array, at: number): void;
  /** Row positions that need not be whole, onto out[0..positions.length). */
  addAt(positions: Float64Array, out: Float64Array): void;
}

/** Noise by itself: rows [from, to), which lie in one aligned block of 1,024, into out[0..to − from). */
export interface NoisePart {
  fill(from: number, to: number, out: Float64Array): void;
}

/** What the faults do to rows [from, to) of the grid. */
export interface FaultRows {
  /** Microseconds of each row as it is written; where the clock steps back, that of the row two before. */
  times: Float64Array;
  /** How often each row is written: 0 (absent), 1 or 2 (next to each other). */
  copies: Uint8Array;
  /** 1 where a row has no value. */
  empty: Uint8Array;
  counts: FaultCounts;
}

export interface FaultCounts {
  absent: number;
  empty: number;
  duplicated: number;
  backward: number;
}

/** One series of a synthetic source: rows 0 to rows − 1 on a regular grid. Any range alone has the same bytes as the whole. */
export interface ChannelModel {
  /** `source`, or `source/channel`. */
  name: string;
  rows: number;
  /** Microseconds UTC of row 0 on the grid. */
  start: number;
  /** Microseconds, whole. */
  step: number;
  /** Signal and noise of rows [from, to) into out[0..to − from); NaN only where a formula has no value. */
  fill(from: number, to: number, out: Float64Array): void;
  /** Bases alone. */
  signal(from: number, to: number, out: Float64Array): void;
  /** Bases alone at row positions that need not be whole, into out[0..positions.length). */
  signalAt(positions: Float64Array, out: Float64Array): void;
  /** Whether a formula may leave rows without a value. */
  mayBeUndefined: boolean;
  /** Whether every row occurs once, at its time on the grid, with or without a value. */
  onGrid: boolean;
  /** Takes the values away that faults leave empty: those of rows [from, to) to NaN. */
  leaveEmpty(from: number, to: number, values: Float64Array): void;
  /** Microseconds of a row with its jitter; in order, none twice. */
  timeOf(row: number): number;
  /** First row at or after a time; `rows` where there is none. */
  rowAt(time: number): number;
  /** `avoid`: sorted, disjoint ranges [from, to) of rows that are neither duplicated nor set back. */
  faultRows(from: number, to: number, avoid?: readonly (readonly [from: number, to: number])[]): FaultRows;
  /** Memory that a row takes while it is made: its time, its value and what sequential noise keeps. */
  bytesPerRow: number;
}

export type FieldType = 'number' | 'whole' | 'duration' | 'numbers' | 'choice' | 'expression';

/** One option as a form shows it and as it is checked. */
export interface Field {
  key: string;
  label: string;
  /** Shown after the number; empty where it has none. */
  unit: string;
  /** One sentence. */
  meaning: string;
  type: FieldType;
  /** Limits of a number, or of each number of a list; for durations in microseconds. */
  min?: number;
  max?: number;
  /** Set where the limit itself is not allowed. */
  open?: boolean;
  /** Value where the recipe leaves it out; absent: it must be there. */
  default?: number | string;
  choices?: readonly string[];
  /** Numbers in a list. */
  items?: { min: number; max: number };
}

/** A kind of base or noise as a form shows it. */
export interface KindFields<K extends BaseKind | NoiseKind = BaseKind | NoiseKind> {
  kind: K;
  label: string;
  meaning: string;
  fields: readonly Field[];
}
