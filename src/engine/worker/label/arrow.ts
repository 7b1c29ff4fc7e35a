import {
  Field,
  Int32,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  TimestampMicrosecond,
  Utf8,
  type Data,
} from 'apache-arrow';
import type { Label, LabelRow } from '../../../core/label/types';

type Cell = string | number | null;

const encoder = new TextEncoder();

/** Made by hand: Arrow's own builders compile code from text, which the page's policy forbids. */
function texts(cells: readonly (string | null)[]): Data {
  let before: { cell: string | null; word: Uint8Array } | undefined;
  // Most columns hold the same text for long stretches.
  const words = cells.map((cell) => {
    if (before?.cell !== cell) before = { cell, word: encoder.encode(cell ?? '') };
    return before.word;
  });
  const valueOffsets = new Int32Array(cells.length + 1);
  words.forEach((word, i) => (valueOffsets[i + 1] = (valueOffsets[i] as number) + word.length));
  const data = new Uint8Array(valueOffsets[cells.length] as number);
  words.forEach((word, i) => data.set(word, valueOffsets[i]));
  const { nullCount, nullBitmap } = validity(cells);
  return makeData({ type: new Utf8(), length: cells.length, nullCount, nullBitmap, valueOffsets, data });
}

function validity(cells: readonly Cell[]): { nullCount: number; nullBitmap: Uint8Array } {
  const nullBitmap = new Uint8Array(Math.ceil(cells.length / 64) * 8);
  let nullCount = 0;
  cells.forEach((cell, i) => {
    if (cell === null) nullCount++;
    else nullBitmap[i >> 3] = (nullBitmap[i >> 3] as number) | (1 << (i & 7));
  });
  return { nullCount, nullBitmap };
}

/** 32-bit numbers or microseconds; a bit for each that is there. */
function numbers(cells: readonly (number | null)[], type: Int32 | TimestampMicrosecond): Data {
  const common = { length: cells.length, ...validity(cells) };
  return type instanceof Int32
    ? makeData({ type, data: Int32Array.from(cells, (cell) => cell ?? 0), ...common })
    : makeData({ type, data: BigInt64Array.from(cells, (cell) => BigInt(cell ?? 0)), ...common });
}

interface Column<T> {
  name: string;
  type: Utf8 | Int32 | TimestampMicrosecond;
  of: (row: T) => Cell;
}

const text = <T>(name: string, of: (row: T) => string | null): Column<T> => ({ name, type: new Utf8(), of });
const count = <T>(name: string, of: (row: T) => number | null): Column<T> => ({
  name,
  type: new Int32(),
  of,
});
const time = <T>(name: string, of: (row: T) => number | null): Column<T> => ({
  name,
  type: new TimestampMicrosecond(),
  of,
});

/** Rows as one Arrow stream; undefined without any. */
function encode<T>(columns: readonly Column<T>[], rows: readonly T[]): Uint8Array | undefined {
  if (rows.length === 0) return undefined;
  const children = columns.map(({ type, of }) => {
    const cells = rows.map(of);
    return type instanceof Utf8
      ? texts(cells as (string | null)[])
      : numbers(cells as (number | null)[], type);
  });
  const fields = columns.map(({ name, type }) => new Field(name, type, true));
  const writer = new RecordBatchStreamWriter();
  const struct = makeData({ type: new Struct(fields), length: rows.length, nullCount: 0, children });
  writer.write(new RecordBatch(new Schema(fields), struct));
  writer.close();
  return writer.toUint8Array(true);
}

const columns: Column<LabelRow>[] = [
  text('id', ({ id }) => id),
  text('series', ({ series }) => series),
  time('start', ({ start }) => start),
  time('end', ({ end }) => end),
  text('type', ({ type }) => type),
  text('shape', ({ shape }) => shape),
  text('origin', ({ origin }) => origin),
  text('file', ({ file }) => file ?? ''),
  count('raw_rows', ({ rawRows }) => rawRows ?? null),
  count('processed_rows', ({ processedRows }) => processedRows ?? null),
  time('processed_start', ({ processedStart }) => processedStart ?? null),
  time('processed_end', ({ processedEnd }) => processedEnd ?? null),
];

/** Labels as rows of the table `labels`; what a run would tell of them is null before one. Undefined without labels. */
export const labelsArrow = (labels: readonly (Label | LabelRow)[]): Uint8Array | undefined =>
  encode(columns, labels as readonly LabelRow[]);

/** What labels cover, microseconds, half-open. */
export interface LabelSpan {
  sid: number;
  start: number;
  end: number;
}

const spanColumns: Column<LabelSpan>[] = [
  count('sid', ({ sid }) => sid),
  time('start', ({ start }) => start),
  time('end', ({ end }) => end),
];

/** Spans as rows of the table `label_spans`; undefined without any. A million of them as SQL would take half a minute. */
export const spansArrow = (rows: readonly LabelSpan[]): Uint8Array | undefined => encode(spanColumns, rows);
