import { DataType, TimeUnit, type Table, type Vector } from 'apache-arrow';
import { at } from '../../../core/list';
import { keyProblem } from '../../../core/ingest/limits';
import { ColumnBuffers } from '../../../core/ingest/parse/columns';
import { timeParser, timeProblem } from '../../../core/ingest/parse/time';
import { MAX_REJECTS, type ParsedChunk, type RejectedLine } from '../../../core/ingest/parse/types';
import type { FileSource } from '../../../core/recipe/types';
import { cellText } from '../../../core/cellText';

const HIGH = 2 ** -32;
const encoder = new TextEncoder();

/** A Parquet row group in the same form as a chunk of text. Rows without a time, or with an infinity, are refused. */
export function chunkOfTable(table: Table, source: FileSource): ParsedChunk {
  const out = new ColumnBuffers(table.numRows, source.values.length, source.series !== undefined);
  const timeAt = timeReader(table, source);
  const columns = source.values.map((name, i) => {
    const vector = childOf(table, name);
    return {
      name,
      cells: vector.memoize(),
      toNumber: toDouble(vector.type),
      // The buffers are as long as the table, and so never replaced.
      numbers: at(out.values, i),
      missing: 0,
    };
  });
  const series =
    source.series === undefined ? undefined : { column: source.series, cells: childOf(table, source.series) };
  const names: string[] = [];
  const index = new Map<string, number>();
  const rejects: RejectedLine[] = [];
  let rejected = 0;
  for (let line = 0; line < table.numRows; line++) {
    const refuse = (column: string, reason: string): void => {
      rejected++;
      if (rejects.length < MAX_REJECTS) rejects.push({ line, column, reason, text: rowText(table, line) });
    };
    const us = timeAt(line);
    if (Number.isNaN(us)) {
      refuse(source.time.column, timeProblem);
      continue;
    }
    const row = out.rows;
    let infinite: string | undefined;
    for (const { name, cells, toNumber, numbers } of columns) {
      const value = toNumber(cells.get(line));
      if (value === Infinity || value === -Infinity) infinite = name;
      numbers[row] = value;
    }
    if (infinite !== undefined) {
      refuse(infinite, 'the value is not a finite number');
      continue;
    }
    if (series) {
      const name = cellText(series.cells.get(line));
      let key = index.get(name);
      if (key === undefined) {
        const problem = keyProblem(name);
        if (problem !== undefined) {
          refuse(series.column, problem);
          continue;
        }
        key = names.push(name) - 1;
        index.set(name, key);
      }
      out.keys[row] = key;
    }
    for (const column of columns) if (Number.isNaN(column.numbers[row])) column.missing++;
    const high = Math.floor(us * HIGH);
    out.words[2 * row] = us - high * 4294967296;
    out.words[2 * row + 1] = high;
    out.rows++;
  }
  const chunk: ParsedChunk = {
    lines: table.numRows,
    rows: out.rows,
    times: out.times,
    values: out.values,
    missing: columns.map(({ missing }) => missing),
    rejects,
    rejected,
  };
  if (series) chunk.keys = { names, index: out.keys };
  return chunk;
}

/** A column that must be there. */
function childOf(table: Table, name: string): Vector {
  const vector = table.getChild(name);
  if (!vector) throw new RangeError(`expected a column ${name}`);
  return vector;
}

/** Microseconds of a row's time; NaN leaves its reason in `timeProblem`. */
function timeReader(table: Table, source: FileSource): (row: number) => number {
  const asText = timeParser(source.time.format === 'timestamp' ? 'epoch-us' : source.time.format);
  const read = (text: string): number => {
    const bytes = encoder.encode(text);
    return asText(bytes, 0, bytes.length);
  };
  const column = childOf(table, source.time.column);
  const type: unknown = column.type;
  if (DataType.isDate(type)) {
    return (row) => {
      const ms: unknown = column.get(row);
      return ms === null ? read('') : Number(ms) * 1000;
    };
  }
  if (!DataType.isTimestamp(type)) return (row) => read(cellText(column.get(row)));
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
            ? raw / 1000n
            : raw;
    return scaled > safe || scaled < -safe
      ? asText(encoder.encode('99999999999999999999'), 0, 20)
      : Number(scaled);
  };
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

/** How a cell of a column becomes a double; null and undefined are NaN. */
export function toDouble(type: unknown): (cell: unknown) => number {
  const scale = DataType.isDecimal(type) ? type.scale : undefined;
  return (cell) => {
    if (cell === null || cell === undefined) return NaN;
    return scale !== undefined && cell instanceof Uint32Array ? decimalToDouble(cell, scale) : Number(cell);
  };
}
