/** Times of a Parquet file's rows. */
import { DataType, TimeUnit, type Vector } from 'apache-arrow';
import { timeParser } from '../../../core/ingest/parse/time';
import type { TimeSpec } from '../../../core/recipe/types';
import { at } from '../../../core/list';
import { floorDivide, innerType, isAware, rawTimes, textReader } from './parquetCells';

/** The times of a table's rows. */
export interface RowTimes {
  /** Microseconds of a row, cut off towards the past; NaN leaves its reason in `timeProblem`. */
  at: (row: number) => number;
  /** Nanoseconds that the last time had beyond its microsecond, 0 to 999. */
  rest: () => number;
  /** Whether times are moments, or local times of the source's zone; undefined where the format says which. */
  moments?: boolean;
}

const encoder = new TextEncoder();
const safe = 9007199254740991n;

/** `columns` are those that the source names, in its order. */
export function rowTimes(columns: readonly Vector[], time: TimeSpec): RowTimes {
  const [column] = columns;
  if (column && columns.length === 1) {
    const type: unknown = column.type;
    if (DataType.isTimestamp(type)) return timestamps(column, type.unit, time);
    const inner = innerType(type);
    if (DataType.isDate(inner) || DataType.isTimestamp(inner))
      return { ...texts(columns, { ...time, format: 'iso' }), moments: isAware(inner) };
  }
  // A date in UTC beside a time of day is a moment; what of the rest is one, the format says.
  const aware = columns.some(({ type }) => isAware(type));
  return { ...texts(columns, time), ...(aware ? { moments: true } : {}) };
}

function texts(columns: readonly Vector[], time: TimeSpec): RowTimes {
  const readers = columns.map(textReader);
  const parse = timeParser(time.format === 'timestamp' ? { ...time, format: 'iso' } : time);
  let text = '';
  return {
    at: (row) => {
      text =
        readers.length === 0
          ? String(row)
          : readers
              .map((read) => read(row))
              .join(' ')
              .trim();
      const bytes = encoder.encode(text);
      return parse(bytes, 0, bytes.length);
    },
    rest: () => restOf(text, time.format),
  };
}

/** Nanoseconds beyond the microsecond of a time as text. */
function restOf(text: string, format: string): number {
  if (format === 'epoch-ns') {
    const digits = /^(-?)\d*?(\d{1,3})$/.exec(text);
    const rest = digits ? Number(digits[2]) : 0;
    return digits?.[1] === '-' && rest > 0 ? 1000 - rest : rest;
  }
  const fraction = /[.,]\d{6}(\d{1,3})/.exec(text)?.[1];
  return fraction === undefined ? 0 : Number(fraction.padEnd(3, '0'));
}

function timestamps(column: Vector, unit: TimeUnit, time: TimeSpec): RowTimes {
  const raw = rawTimes(column);
  const parse = timeParser({ ...time, format: 'iso' });
  const fail = (text: string): number => {
    const bytes = encoder.encode(text);
    return parse(bytes, 0, bytes.length);
  };
  let rest = 0;
  return {
    at: (row) => {
      const value = raw(row);
      rest = 0;
      if (value === null) return fail('');
      const us = toMicroseconds(value, unit);
      if (unit === TimeUnit.NANOSECOND) rest = Number(value - us * 1000n);
      return us > safe || us < -safe ? fail(`+${us}-01-01`) : Number(us);
    },
    rest: () => rest,
    moments: isAware(column.type),
  };
}

function toMicroseconds(value: bigint, unit: TimeUnit): bigint {
  switch (unit) {
    case TimeUnit.SECOND:
      return value * 1_000_000n;
    case TimeUnit.MILLISECOND:
      return value * 1000n;
    case TimeUnit.MICROSECOND:
      return value;
    case TimeUnit.NANOSECOND:
      return floorDivide(value, 1000n);
  }
}

/** Times of one chunk that are finer than a microsecond. */
export class FinerTimes {
  private rests = new Uint16Array(0);
  private rows = 0;

  constructor(private readonly capacity: number) {}

  add(row: number, rest: number): void {
    if (rest === 0) return;
    if (this.rows === 0) this.rests = new Uint16Array(this.capacity);
    this.rests[row] = rest;
    this.rows++;
  }

  /**
   * How many rows have a finer time, and how many distinct times of a series fall together with another one by being cut; undefined where no row has.
   * `times`: microseconds; `keys`: the series of each row.
   */
  counted(
    rows: number,
    times: Float64Array,
    keys: Int32Array | undefined,
  ): { rows: number; merged: number } | undefined {
    if (this.rows === 0) return undefined;
    const { rests } = this;
    const keyOf = (row: number): number => keys?.[row] ?? 0;
    const apart = (a: number, b: number): number => keyOf(a) - keyOf(b) || at(times, a) - at(times, b);
    const order = Uint32Array.from({ length: rows }, (_, i) => i).sort(
      (a, b) => apart(a, b) || (rests[a] as number) - (rests[b] as number),
    );
    let merged = 0;
    for (let i = 1; i < rows; i++) {
      const [before, row] = [at(order, i - 1), at(order, i)];
      if (apart(before, row) === 0 && rests[before] !== rests[row]) merged++;
    }
    return { rows: this.rows, merged };
  }
}
