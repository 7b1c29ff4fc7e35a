import { DataType, TimeUnit, type Table, type Vector } from 'apache-arrow';
import { at } from '../../../core/list';
import { keyProblem } from '../../../core/ingest/limits';
import { ColumnBuffers } from '../../../core/ingest/parse/columns';
import { keyOf, labelReader, numberFormats } from '../../../core/ingest/parse/layout';
import { listOf } from '../../../core/recipe/series';
import { clip, numberOf, numberProblem, type NumberFormat } from '../../../core/ingest/parse/number';
import { Texts } from '../../../core/ingest/parse/texts';
import { timeParser, timeProblem } from '../../../core/ingest/parse/time';
import {
  MAX_EXAMPLES,
  MAX_REJECTS,
  type ParsedChunk,
  type RejectedLine,
  type UnreadableCell,
} from '../../../core/ingest/parse/types';
import type { FileSource } from '../../../core/recipe/types';
import { cellText } from '../../../core/cellText';

const HIGH = 2 ** -32;
const encoder = new TextEncoder();

/**
 * A Parquet row group in the same form as a chunk of text. Rows without a time are refused; a cell of text is read as a number as in a text file, and one
 * that is no number, or an infinity, is missing and counted.
 */
export function chunkOfTable(table: Table, source: FileSource): ParsedChunk {
  const series = listOf(source.series).map((name) => childOf(table, name));
  const label = source.labels && childOf(table, source.labels.column);
  const labelType = source.labels?.type === undefined ? undefined : childOf(table, source.labels.type);
  const labelOf = labelReader(source);
  const out = new ColumnBuffers(table.numRows, source.values.length, series.length > 0, label !== undefined);
  const timeAt = timeReader(table, source);
  const formats = numberFormats(source);
  const columns = source.values.map((name, i) => {
    const vector = childOf(table, name);
    return {
      cells: vector.memoize(),
      toNumber: toDouble(vector.type, at(formats, i)),
      // The buffers are as long as the table, and so never replaced.
      numbers: at(out.values, i),
      missing: 0,
      unreadable: 0,
    };
  });
  const keys = new Texts();
  const labels = new Texts();
  const rejects: RejectedLine[] = [];
  const examples: UnreadableCell[] = [];
  let rejected = 0;
  for (let line = 0; line < table.numRows; line++) {
    const refuse = (column: string, reason: string): void => {
      rejected++;
      if (rejects.length < MAX_REJECTS) rejects.push({ line, column, reason, text: rowText(table, line) });
    };
    const us = timeAt(line);
    if (Number.isNaN(us)) {
      refuse(listOf(source.time.column).join(', '), timeProblem);
      continue;
    }
    const row = out.rows;
    if (series.length > 0) {
      const name = keyOf(series.map((cells) => cellText(cells.get(line))));
      let key = keys.find(name);
      if (key === undefined) {
        const problem = keyProblem(name);
        if (problem !== undefined) {
          refuse(listOf(source.series).join(', '), problem);
          continue;
        }
        key = keys.add(name);
      }
      out.keys[row] = key;
    }
    for (const [i, column] of columns.entries()) {
      const value = column.toNumber(column.cells.get(line));
      const finite = Number.isFinite(value);
      column.numbers[row] = finite ? value : NaN;
      if (finite) continue;
      column.missing++;
      const reason = Number.isNaN(value) ? cellProblem() : `${value} is not a finite number`;
      if (reason === '') continue;
      column.unreadable++;
      if (examples.length < MAX_EXAMPLES) examples.push({ line, column: i, reason });
    }
    if (label) {
      const type = labelOf(
        cellText(label.get(line)),
        labelType === undefined ? undefined : cellText(labelType.get(line)),
      );
      out.labels[row] = type === undefined ? -1 : labels.add(type);
    }
    const high = Math.floor(us * HIGH);
    out.words[2 * row] = us - high * 4294967296;
    out.words[2 * row + 1] = high;
    out.rows++;
  }
  return {
    lines: table.numRows,
    rows: out.rows,
    times: out.times,
    values: out.values,
    missing: columns.map(({ missing }) => missing),
    unreadable: columns.map(({ unreadable }) => unreadable),
    examples,
    short: 0,
    assumed: 0,
    records: table.numRows,
    rejects,
    rejected,
    ...(series.length > 0 ? { keys: { names: keys.names, index: out.keys } } : {}),
    ...(label ? { labels: { names: labels.names, index: out.labels } } : {}),
  };
}

/** A column that must be there. */
function childOf(table: Table, name: string): Vector {
  const vector = table.getChild(name);
  if (!vector) throw new RangeError(`expected a column ${name}`);
  return vector;
}

/** Microseconds of a row's time; NaN leaves its reason in `timeProblem`. */
function timeReader(table: Table, source: FileSource): (row: number) => number {
  const { time } = source;
  const asText = timeParser(time.format === 'timestamp' ? { ...time, format: 'iso' } : time);
  const read = (text: string): number => {
    const bytes = encoder.encode(text);
    return asText(bytes, 0, bytes.length);
  };
  const names = listOf(time.column);
  if (names.length !== 1) {
    const columns = names.map((name) => childOf(table, name));
    return (row) =>
      read(columns.length === 0 ? String(row) : columns.map((column) => timeText(column, row)).join(' '));
  }
  const column = childOf(table, at(names, 0));
  const type: unknown = column.type;
  if (DataType.isDate(type)) {
    return (row) => {
      const ms: unknown = column.get(row);
      return ms === null ? read('') : Number(ms) * 1000;
    };
  }
  if (!DataType.isTimestamp(type)) return (row) => read(timeText(column, row));
  const { unit } = type;
  // `get` of a timestamp gives milliseconds as a double; the integers behind it are exact.
  let end = 0;
  const parts = column.data.map((data) => ({ data, from: end, to: (end += data.length) }));
  const safe = 9007199254740991n;
  let index = 0;
  return (row) => {
    let part = at(parts, index);
    while (row >= part.to) part = at(parts, ++index);
    while (row < part.from) part = at(parts, --index);
    const { data } = part;
    const place = row - part.from;
    if (!data.getValid(place)) return read('');
    const raw = (data.values as BigInt64Array)[place] as bigint;
    const scaled =
      unit === TimeUnit.SECOND
        ? raw * 1_000_000n
        : unit === TimeUnit.MILLISECOND
          ? raw * 1000n
          : unit === TimeUnit.NANOSECOND
            ? floorDivide(raw, 1000n)
            : raw;
    return scaled > safe || scaled < -safe ? read(`+${scaled}-01-01`) : Number(scaled);
  };
}

/** What is finer than a microsecond is cut off towards the past. */
const floorDivide = (a: bigint, b: bigint): bigint => (a < 0n && a % b !== 0n ? a / b - 1n : a / b);

/** The text of a cell that is part of a time: a date as 2024-01-10, a time of day as 13:00:00. */
function timeText(column: Vector, row: number): string {
  const value: unknown = column.get(row);
  if (value === null || value === undefined) return '';
  const type: unknown = column.type;
  if (DataType.isDate(type)) return new Date(Number(value)).toISOString().slice(0, 10);
  if (DataType.isTime(type)) {
    const perSecond = [1n, 1_000n, 1_000_000n, 1_000_000_000n][type.unit] ?? 1n;
    const us = Number((BigInt(value as number | bigint) * 1_000_000n) / perSecond);
    return new Date(Math.floor(us / 1000)).toISOString().slice(11, 23) + String(us % 1000).padStart(3, '0');
  }
  return cellText(value);
}

function rowText(table: Table, row: number): string {
  return table.schema.fields
    .map((_, i) => String(table.getChildAt(i)?.get(row) ?? ''))
    .join(',')
    .slice(0, 500);
}

/** The nearest double of a decimal: `words` hold a two's complement integer, lowest first, that counts units of 10^−scale. */
export function decimalToDouble(words: Uint32Array, scale: number): number {
  let unscaled = 0n;
  for (let i = words.length - 1; i >= 0; i--) unscaled = (unscaled << 32n) | BigInt(words[i] as number);
  return Number(`${BigInt.asIntN(words.length * 32, unscaled)}e${-scale}`);
}

/** Why the last cell became NaN; empty where it has no value. */
let cellNote = '';
const cellProblem = (): string => cellNote;
const pointed: NumberFormat = { decimal: '.' };

/** How a cell of a column becomes a double; null and undefined are NaN, and so is what is no number, with its reason kept. Text follows the rules of CSV. */
export function toDouble(type: unknown, format = pointed): (cell: unknown) => number {
  const scale = DataType.isDecimal(type) ? type.scale : undefined;
  return (cell) => {
    cellNote = '';
    if (cell === null || cell === undefined) return NaN;
    if (typeof cell === 'number') return cell;
    if (typeof cell === 'bigint' || typeof cell === 'boolean') return Number(cell);
    if (typeof cell === 'string') {
      const value = numberOf(cell, format);
      cellNote = numberProblem;
      return value;
    }
    if (scale !== undefined && cell instanceof Uint32Array) return decimalToDouble(cell, scale);
    cellNote = `"${clip(cellText(cell))}" is not a number`;
    return NaN;
  };
}
