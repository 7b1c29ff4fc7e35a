/** The columns of one row group: pages, statistics, and what the file's footer says of them. */
import { flagRows, type Interval } from '../../../../core/label/flags';
import { packBits } from '../../duckdb/arrow';
import { at, lookup } from '../../../../core/list';
import { Bytes } from './bytes';
import { deltas, levels, rle, type Run } from './encodings';
import type { FileRows } from './parquetWasm';
import type { ThriftStruct } from './thrift';

/** Numbers of parquet.thrift. */
export const physical = { boolean: 0, int32: 1, int64: 2, double: 5, bytes: 6 } as const;
export const encoding = { plain: 0, rle: 3, delta: 5, dictionary: 8 } as const;

/** One column of one row group, before compression. */
export interface ColumnChunk {
  name: string;
  type: number;
  optional: boolean;
  /** `text`, `utc` (microseconds) or a plain number. */
  meaning: 'text' | 'utc' | 'plain';
  encoding: number;
  dictionary?: { count: number; page: Uint8Array };
  page: readonly Uint8Array[];
  nulls: number;
  min?: Uint8Array;
  max?: Uint8Array;
}

/** Statistics of the footer. */
export function statistics({ nulls, min, max }: ColumnChunk): ThriftStruct {
  return {
    3: { i64: nulls },
    5: max && { binary: max },
    6: min && { binary: min },
  };
}

const bytesOf = (array: Float64Array | BigInt64Array | Int32Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

function booleans(name: string, bytes: Uint8Array): ColumnChunk {
  const page = [packBits(bytes)];
  const plain = { name, type: physical.boolean, optional: false, meaning: 'plain' } as const;
  return { ...plain, encoding: encoding.plain, page, nulls: 0 };
}

/** Texts by runs of word numbers; −1 is null. Words that no run names are left out. */
function texts(
  name: string,
  words: readonly string[],
  runs: readonly Run[],
  rows: number,
  optional: boolean,
): ColumnChunk {
  const used = [...new Set(runs.filter(({ value }) => value >= 0).map(({ value }) => at(words, value)))];
  const numbers = new Map(used.map((word, index) => [word, index]));
  const there = runs.filter(({ value }) => value >= 0);
  const nulls = rows - there.reduce((sum, { count }) => sum + count, 0);
  const before = optional
    ? [
        levels(
          runs.map(({ value, count }) => ({ value: value < 0 ? 0 : 1, count })),
          rows,
        ),
      ]
    : [];
  const column = { name, type: physical.bytes, optional, meaning: 'text', nulls } as const;
  if (used.length === 0) return { ...column, encoding: encoding.plain, page: before };
  const page = new Bytes();
  for (const word of used) {
    const bytes = new TextEncoder().encode(word);
    page.uint32(bytes.length);
    page.append(bytes);
  }
  const width = Math.max(1, 32 - Math.clz32(used.length - 1));
  const indices = rle(
    there.map(({ value, count }) => ({ value: lookup(numbers, at(words, value)), count })),
    width,
  );
  return {
    ...column,
    encoding: encoding.dictionary,
    dictionary: { count: used.length, page: page.view() },
    page: [...before, Uint8Array.of(width), indices],
  };
}

function timestamps(times: BigInt64Array<ArrayBuffer>): ColumnChunk {
  const halves = new Int32Array(times.buffer, times.byteOffset, times.length * 2);
  const numbers = new Float64Array(times.length);
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < numbers.length; i++) {
    const time = (halves[2 * i + 1] as number) * 2 ** 32 + ((halves[2 * i] as number) >>> 0);
    numbers[i] = time;
    if (time < min) min = time;
    if (time > max) max = time;
  }
  const near = max - min < 2 ** 51;
  return {
    name: 'timestamp',
    type: physical.int64,
    optional: false,
    meaning: 'utc',
    encoding: near ? encoding.delta : encoding.plain,
    page: [near ? deltas(numbers, at(times, 0)) : bytesOf(times)],
    nulls: 0,
    min: bytesOf(BigInt64Array.of(BigInt(min))),
    max: bytesOf(BigInt64Array.of(BigInt(max))),
  };
}

function values(all: Float64Array, valid: Uint8Array | null): ColumnChunk {
  const rows = all.length;
  let present = all;
  let runs: Run[] = [{ value: 1, count: rows }];
  if (valid) {
    const kept = new Float64Array(rows);
    let count = 0;
    for (let i = 0; i < rows; i++) if (valid[i]) kept[count++] = all[i] as number;
    present = kept.subarray(0, count);
    runs = runsOf(valid);
  }
  let min = Infinity;
  let max = -Infinity;
  let odd = present.length === 0;
  for (const value of present) {
    if (value < min) min = value;
    if (value > max) max = value;
    if (value !== value) odd = true;
  }
  const column = { name: 'value', type: physical.double, optional: true, meaning: 'plain' } as const;
  const page = [levels(runs, rows), bytesOf(present)];
  const nulls = rows - present.length;
  if (odd) return { ...column, encoding: encoding.plain, page, nulls };
  // parquet.thrift: a zero bound is written with the sign that includes the other zero.
  const low = bytesOf(Float64Array.of(min === 0 ? -0 : min));
  const high = bytesOf(Float64Array.of(max === 0 ? 0 : max));
  return { ...column, encoding: encoding.plain, page, nulls, min: low, max: high };
}

function runsOf(numbers: ArrayLike<number>): Run[] {
  const runs: Run[] = [];
  let from = 0;
  for (let i = 1; i <= numbers.length; i++) {
    if (i < numbers.length && numbers[i] === numbers[from]) continue;
    runs.push({ value: numbers[from] as number, count: i - from });
    from = i;
  }
  return runs;
}

function labels(rows: FileRows): ColumnChunk[] {
  const intervals: Interval[] = rows.runs.flatMap((run) => run.intervals);
  const flag = new Uint8Array(rows.rows);
  let runs: Run[] = [{ value: -1, count: rows.rows }];
  if (intervals.length > 0) {
    const found = new Int32Array(rows.rows).fill(-1);
    let from = 0;
    let base = 0;
    for (const run of rows.runs) {
      flagRows(rows.times, from, from + run.rows, run.intervals, found, base);
      from += run.rows;
      base += run.intervals.length;
    }
    runs = runsOf(found);
    from = 0;
    for (const { value, count } of runs) flag.fill(value < 0 ? 0 : 1, from, (from += count));
  }
  const text = (name: string, words: string[]): ColumnChunk => texts(name, words, runs, rows.rows, true);
  return [
    booleans('is_anomaly', flag),
    text(
      'anomaly_type',
      intervals.map(({ type }) => type),
    ),
    text(
      'anomaly_id',
      intervals.map(({ id }) => id),
    ),
  ];
}

function counts(numbers: Int32Array): ColumnChunk {
  const plain = { name: 'observations', type: physical.int32, optional: false, meaning: 'plain' } as const;
  const page = [deltas(Float64Array.from(numbers), BigInt(at(numbers, 0)))];
  return { ...plain, encoding: encoding.delta, page, nulls: 0 };
}

/** The columns of `rows`, at least one row. */
export function columnsOf(rows: FileRows): ColumnChunk[] {
  const names = rows.runs.map(({ series }) => series);
  const series = rows.runs.map((run, value) => ({ value, count: run.rows }));
  return [
    texts('series', names, series, rows.rows, false),
    timestamps(rows.times),
    values(rows.values, rows.valid),
    ...labels(rows),
    ...(rows.observations ? [counts(rows.observations)] : []),
    ...(rows.outlier ? [booleans('outlier', rows.outlier)] : []),
    ...(rows.filled ? [booleans('filled', rows.filled)] : []),
  ];
}
