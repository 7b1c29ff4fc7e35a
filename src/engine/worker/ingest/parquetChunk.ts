import { TimeUnit, Type, type DataType, type Table, type Timestamp } from 'apache-arrow';
import { ColumnBuffers } from '../../../core/ingest/parse/columns';
import { timeParser, timeProblem } from '../../../core/ingest/parse/time';
import { MAX_REJECTS, type ParsedChunk, type RejectedLine } from '../../../core/ingest/parse/types';
import type { FileSource } from '../../../core/recipe/types';
import { cellText } from '../../../core/cellText';
import { toDouble } from './decimal';

const HIGH = 2 ** -32;
const encoder = new TextEncoder();

/** A Parquet row group in the same form as a chunk of text. Rows without a time, or with an infinity, are refused. */
export function chunkOfTable(table: Table, source: FileSource): ParsedChunk {
  const out = new ColumnBuffers(table.numRows, source.values.length, source.series !== undefined);
  const timeAt = timeReader(table, source);
  const values = source.values.map((name) => table.getChild(name)?.memoize());
  const doubles = source.values.map((name) => toDouble(table.getChild(name)?.type as DataType | undefined));
  const series = source.series === undefined ? undefined : table.getChild(source.series);
  const missing = source.values.map(() => 0);
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
    let bad = -1;
    for (let i = 0; i < values.length; i++) {
      const value = doubles[i]?.(values[i]?.get(line)) ?? NaN;
      if (value === Infinity || value === -Infinity) bad = i;
      (out.values[i] as Float64Array)[row] = value;
    }
    if (bad >= 0) {
      refuse(source.values[bad] ?? '', 'the value is not a finite number');
      continue;
    }
    if (series) {
      const name = cellText(series.get(line));
      if (name === '') {
        refuse(source.series ?? '', 'the name of the series is empty');
        continue;
      }
      let key = index.get(name);
      if (key === undefined) {
        key = names.push(name) - 1;
        index.set(name, key);
      }
      out.keys[row] = key;
    }
    for (let i = 0; i < values.length; i++)
      if (Number.isNaN(out.values[i]?.[row])) missing[i] = (missing[i] ?? 0) + 1;
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
    missing,
    rejects,
    rejected,
  };
  if (series) chunk.keys = { names, index: out.keys };
  return chunk;
}

/** Microseconds of a row's time; NaN leaves its reason in `timeProblem`. */
function timeReader(table: Table, source: FileSource): (row: number) => number {
  const column = table.getChild(source.time.column);
  const asText = timeParser(source.time.format === 'timestamp' ? 'epoch-us' : source.time.format);
  const read = (text: string): number => {
    const bytes = encoder.encode(text);
    return asText(bytes, 0, bytes.length);
  };
  const type = column?.type as { typeId: Type } | undefined;
  if (!column || !type) return () => read('');
  if (type.typeId === Type.Date) {
    return (row) => {
      const ms: unknown = column.get(row);
      return ms === null ? read('') : Number(ms) * 1000;
    };
  }
  if (type.typeId !== Type.Timestamp) {
    return (row) => read(cellText(column.get(row)));
  }
  const { unit } = type as Timestamp;
  // `get` of a timestamp gives milliseconds as a double; the integers behind it are exact.
  const ends: number[] = [];
  let total = 0;
  for (const data of column.data) ends.push((total += data.length));
  const safe = 9007199254740991n;
  let part = 0;
  return (row) => {
    while (row >= (ends[part] ?? Infinity)) part++;
    while (part > 0 && row < (ends[part - 1] ?? 0)) part--;
    const data = column.data[part];
    const at = row - (part > 0 ? (ends[part - 1] ?? 0) : 0);
    if (!data || !data.getValid(at)) return read('');
    const raw = (data.values as BigInt64Array)[at] as bigint;
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
