/** The columns of one row group: pages, statistics, and what the file's footer says of them. */
import { at } from '../../../../core/list';
import { FILLED, OUTLIER } from '../../../../core/rows/types';
import { Bytes } from './bytes';
import { bitsOfRuns, deltas, levelsOfBits, levelsOfRuns, rle, type Runs } from './encodings';
import type { FileLabels, FileRows } from './fileRows';
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

function booleans(name: string, bits: Uint8Array): ColumnChunk {
  const plain = { name, type: physical.boolean, optional: false, meaning: 'plain' } as const;
  return { ...plain, encoding: encoding.plain, page: [bits], nulls: 0 };
}

/** Texts by runs of word numbers; −1 is null. Words that no run names are left out. `levels`: of a column that may be null. */
function texts(
  name: string,
  words: readonly string[],
  runs: Runs,
  rows: number,
  levels?: Uint8Array,
): ColumnChunk {
  const numbers = new Map<string, number>();
  const page = new Bytes();
  const there = runs.slice();
  let count = 0;
  for (let place = 0; place < runs.length; place += 2) {
    const value = runs[place] as number;
    if (value < 0) continue;
    const word = at(words, value);
    let number = numbers.get(word);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(word, number);
      page.text(word);
    }
    there[place] = number;
    count += runs[place + 1] as number;
  }
  const column = {
    name,
    type: physical.bytes,
    optional: levels !== undefined,
    meaning: 'text',
    nulls: rows - count,
  } as const;
  const before = levels ? [levels] : [];
  if (numbers.size === 0) return { ...column, encoding: encoding.plain, page: before };
  const width = Math.max(1, 32 - Math.clz32(numbers.size - 1));
  return {
    ...column,
    encoding: encoding.dictionary,
    dictionary: { count: numbers.size, page: page.view() },
    page: [...before, Uint8Array.of(width), rle(there, width)],
  };
}

/** Whole microseconds as 64-bit numbers. */
export function longs(times: Float64Array): BigInt64Array<ArrayBuffer> {
  const whole = new BigInt64Array(times.length);
  const halves = new Int32Array(whole.buffer);
  for (let row = 0; row < times.length; row++) {
    const time = times[row] as number;
    const high = Math.floor(time / 2 ** 32);
    halves[2 * row] = time - high * 2 ** 32;
    halves[2 * row + 1] = high;
  }
  return whole;
}

function timestamps(times: Float64Array): ColumnChunk {
  const plain = {
    name: 'timestamp',
    type: physical.int64,
    optional: false,
    meaning: 'utc',
    nulls: 0,
  } as const;
  const made = deltas(times);
  if (!made) return { ...plain, encoding: encoding.plain, page: [bytesOf(longs(times))] };
  const bound = (time: number): Uint8Array => bytesOf(BigInt64Array.of(BigInt(time)));
  return {
    ...plain,
    encoding: encoding.delta,
    page: [made.page],
    min: bound(made.min),
    max: bound(made.max),
  };
}

/** NaN is null. */
function values(all: Float64Array): ColumnChunk {
  const rows = all.length;
  let min = Infinity;
  let max = -Infinity;
  let nulls = 0;
  for (let row = 0; row < rows; row++) {
    const value = all[row] as number;
    if (value !== value) nulls++;
    else {
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  const column = { name: 'value', type: physical.double, optional: true, meaning: 'plain', nulls } as const;
  const page = nulls === 0 ? [levelsOfRuns(Int32Array.of(0, rows), rows), bytesOf(all)] : present(all, nulls);
  if (nulls === rows) return { ...column, encoding: encoding.plain, page };
  // parquet.thrift: a zero bound is written with the sign that includes the other zero.
  const low = bytesOf(Float64Array.of(min === 0 ? -0 : min));
  const high = bytesOf(Float64Array.of(max === 0 ? 0 : max));
  return { ...column, encoding: encoding.plain, page, min: low, max: high };
}

/** Levels and values of a column in which some are NaN. */
function present(all: Float64Array, nulls: number): Uint8Array[] {
  const rows = all.length;
  const kept = new Float64Array(rows - nulls);
  const bits = new Uint8Array((rows + 7) >> 3);
  // As many runs as are worth it: after that the bits are.
  const runs = new Int32Array(2 * (rows >> 4) + 4);
  const most = 2 * (rows >> 4);
  let filled = 0;
  let count = 0;
  let from = 0;
  while (from < rows) {
    let to = from;
    while (to < rows && !Number.isNaN(all[to])) {
      bits[to >> 3] = (bits[to >> 3] as number) | (1 << (to & 7));
      kept[count++] = all[to++] as number;
    }
    if (to > from && filled < most) filled = addRun(runs, filled, 0, to - from);
    from = to;
    while (to < rows && Number.isNaN(all[to])) to++;
    if (to > from && filled < most) filled = addRun(runs, filled, -1, to - from);
    from = to;
  }
  return [filled < most ? levelsOfRuns(runs.subarray(0, filled), rows) : levelsOfBits(bits), bytesOf(kept)];
}

function addRun(runs: Runs, place: number, value: number, count: number): number {
  runs[place] = value;
  runs[place + 1] = count;
  return place + 2;
}

function labels({ ids, types, runs }: FileLabels, rows: number): ColumnChunk[] {
  const levels = levelsOfRuns(runs, rows);
  return [
    booleans('is_anomaly', bitsOfRuns(runs, rows)),
    texts('anomaly_type', types, runs, rows, levels),
    texts('anomaly_id', ids, runs, rows, levels),
  ];
}

function counts(numbers: Int32Array): ColumnChunk {
  const plain = { name: 'observations', type: physical.int32, optional: false, meaning: 'plain' } as const;
  // Whole numbers of 32 bits never lie too far apart.
  const made = deltas(Float64Array.from(numbers));
  if (!made) throw new TypeError('expected whole numbers of 32 bits');
  return { ...plain, encoding: encoding.delta, page: [made.page], nulls: 0 };
}

/** One flag of each row as bits. */
function flagged(flags: Uint8Array, flag: number): Uint8Array {
  const bits = new Uint8Array((flags.length + 7) >> 3);
  const whole = flags.byteOffset % 4 === 0 ? flags.length & ~7 : 0;
  const words = new Uint32Array(
    whole > 0 ? flags.buffer : new ArrayBuffer(0),
    whole > 0 ? flags.byteOffset : 0,
    whole >> 2,
  );
  const each = flag * 0x01010101;
  for (let word = 0; word < words.length; word += 2) {
    // Rows with the flag are few: eight rows at a time are passed over.
    if ((((words[word] as number) | (words[word + 1] as number)) & each) === 0) continue;
    let byte = 0;
    for (let bit = 0; bit < 8; bit++) if ((flags[word * 4 + bit] as number) & flag) byte |= 1 << bit;
    bits[word >> 1] = byte;
  }
  for (let row = whole; row < flags.length; row++)
    if ((flags[row] as number) & flag) bits[row >> 3] = (bits[row >> 3] as number) | (1 << (row & 7));
  return bits;
}

/** The columns of `rows`, at least one row. */
export function columnsOf(rows: FileRows, labelled: FileLabels): ColumnChunk[] {
  const names = rows.runs.map(({ series }) => series);
  const series = Int32Array.from(rows.runs.flatMap((run, value) => [value, run.rows]));
  const { flags, observations } = rows;
  return [
    texts('series', names, series, rows.rows),
    timestamps(rows.times),
    values(rows.values),
    ...labels(labelled, rows.rows),
    ...(observations ? [counts(observations)] : []),
    ...(flags && !observations ? [booleans('outlier', flagged(flags, OUTLIER))] : []),
    ...(flags ? [booleans('filled', flagged(flags, FILLED))] : []),
  ];
}
