/** Cells of Arrow's types as text and as numbers. */
import { DataType, TimeUnit, type Vector } from 'apache-arrow';
import { clip, numberOf, numberProblem, type NumberFormat } from '../../../core/ingest/parse/number';
import { cellText } from '../../../core/cellText';
import { at } from '../../../core/list';

/** Of a dictionary the type of its words. */
export function innerType(type: unknown): unknown {
  return DataType.isDictionary(type) ? innerType(type.dictionary) : type;
}

/** A timestamp column whose times are moments: it says that they are in UTC, whatever zone it names beside that. */
export const isAware = (type: unknown): boolean => {
  const inner = innerType(type);
  return DataType.isTimestamp(inner) && typeof inner.timezone === 'string' && inner.timezone !== '';
};

/** A decimal's digits: `words` hold a two's complement integer, lowest first, that counts units of 10^−scale. */
function decimalDigits(words: Uint32Array): bigint {
  let unscaled = 0n;
  for (let i = words.length - 1; i >= 0; i--) unscaled = (unscaled << 32n) | BigInt(words[i] as number);
  return BigInt.asIntN(words.length * 32, unscaled);
}

/** The nearest double of a decimal. */
export const decimalToDouble = (words: Uint32Array, scale: number): number =>
  Number(`${decimalDigits(words)}e${-scale}`);

/** A decimal with all places of its scale: 3.70. */
export function decimalToText(words: Uint32Array, scale: number): string {
  const unscaled = decimalDigits(words);
  if (scale <= 0) return `${unscaled * 10n ** BigInt(-scale)}`;
  const digits = `${unscaled < 0n ? -unscaled : unscaled}`.padStart(scale + 1, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** 16 bytes of fixed length are a UUID; other bytes are text where they are UTF-8, and hexadecimal digits where not. */
function bytesToText(bytes: Uint8Array, fixed: boolean): string {
  if (fixed && bytes.length === 16) return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  try {
    return utf8.decode(bytes);
  } catch {
    return hex(bytes);
  }
}

/** Digits behind the second of each unit of time. */
const places = {
  [TimeUnit.SECOND]: 0,
  [TimeUnit.MILLISECOND]: 3,
  [TimeUnit.MICROSECOND]: 6,
  [TimeUnit.NANOSECOND]: 9,
};

/** Whole seconds and the digits behind them. */
function splitSeconds(raw: bigint, unit: TimeUnit): { seconds: number; fraction: string } {
  const count = places[unit];
  const per = 10n ** BigInt(count);
  const seconds = floorDivide(raw, per);
  const digits = count === 0 ? '' : `${raw - seconds * per}`.padStart(count, '0').replace(/0+$/, '');
  return { seconds: Number(seconds), fraction: digits === '' ? '' : `.${digits}` };
}

/** A timestamp as 2024-01-10 12:00:00.5, a day's first moment as 2024-01-10; a time no calendar has as its number. */
function timestampText(raw: bigint, unit: TimeUnit): string {
  const { seconds, fraction } = splitSeconds(raw, unit);
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return `${raw}`;
  const text = date.toISOString().replace('T', ' ').slice(0, -5);
  return text.endsWith('00:00:00') && fraction === '' ? text.slice(0, -9) : text + fraction;
}

/** Rounds towards the past. */
export const floorDivide = (a: bigint, b: bigint): bigint => (a < 0n && a % b !== 0n ? a / b - 1n : a / b);

/** The integer behind each cell of a column of timestamps, null where there is none: `get` rounds it to a double of milliseconds. */
export function rawTimes(column: Vector): (row: number) => bigint | null {
  let end = 0;
  const parts = column.data.map((data) => ({ data, from: end, to: (end += data.length) }));
  let index = 0;
  return (row) => {
    let part = at(parts, index);
    while (row >= part.to) part = at(parts, ++index);
    while (row < part.from) part = at(parts, --index);
    const place = row - part.from;
    if (!part.data.getValid(place)) return null;
    return (part.data.values as BigInt64Array)[place] as bigint;
  };
}

/** The text of a column's cells, as a CSV file would have it; empty where there is none. Lists, maps and structs are JSON. */
export function textReader(column: Vector): (row: number) => string {
  const type: unknown = column.type;
  if (DataType.isTimestamp(type)) {
    const raw = rawTimes(column);
    return (row) => {
      const value = raw(row);
      return value === null ? '' : timestampText(value, type.unit);
    };
  }
  const inner = innerType(type);
  const cells = DataType.isDictionary(type) ? column.memoize() : column;
  return (row) => {
    const cell: unknown = cells.get(row);
    return cell === null || cell === undefined ? '' : textOf(cell, inner);
  };
}

function textOf(cell: unknown, type: unknown): string {
  if (DataType.isDate(type) || DataType.isTimestamp(type)) {
    const ms = Number(cell);
    return Number.isFinite(ms) ? timestampText(BigInt(Math.floor(ms)), TimeUnit.MILLISECOND) : '';
  }
  if (DataType.isTime(type)) {
    const { seconds, fraction } = splitSeconds(BigInt(String(cell)), type.unit);
    return new Date(seconds * 1000).toISOString().slice(11, 19) + fraction;
  }
  if (DataType.isDecimal(type) && cell instanceof Uint32Array) return decimalToText(cell, type.scale);
  if (cell instanceof Uint8Array) return bytesToText(cell, DataType.isFixedSizeBinary(type));
  return cellText(cell);
}

/** Why the last cell became NaN; empty where it has no value. */
export let cellProblem = '';

const plain: NumberFormat = { decimal: '.' };

/**
 * How a cell of a column becomes a double; null and undefined are NaN, and so is what is no number, with `cellProblem` set. Text follows the rules of CSV.
 */
export function toDouble(type: unknown, format = plain): (cell: unknown) => number {
  const inner = innerType(type);
  const scale = DataType.isDecimal(inner) ? inner.scale : undefined;
  const isTime = DataType.isTimestamp(inner) || DataType.isDate(inner) || DataType.isTime(inner);
  const fromText = (text: string): number => {
    const value = numberOf(text, format);
    cellProblem = numberProblem;
    return value;
  };
  return (cell) => {
    cellProblem = '';
    if (cell === null || cell === undefined) return NaN;
    if (typeof cell === 'string') return fromText(cell);
    if (isTime) return refuse(textOf(cell, inner), 'is a time and no number');
    if (typeof cell === 'number') return finite(cell);
    if (typeof cell === 'bigint' || typeof cell === 'boolean') return Number(cell);
    if (scale !== undefined && cell instanceof Uint32Array) return decimalToDouble(cell, scale);
    if (cell instanceof Uint8Array) return fromText(textOf(cell, inner));
    return refuse(textOf(cell, inner), 'is not a number');
  };
}

/** NaN is no value; an infinity is none either, and counted. */
function finite(value: number): number {
  if (value !== Infinity && value !== -Infinity) return value;
  cellProblem = `${value} is not a finite number`;
  return NaN;
}

function refuse(text: string, reason: string): number {
  cellProblem = `"${clip(text)}" ${reason}`;
  return NaN;
}
