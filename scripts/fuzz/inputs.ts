/** Files as nobody should make them: valid ones, changed at random places. The same seed gives the same files. */
import { gzipSync } from 'node:zlib';
import {
  makeData,
  makeVector,
  Float64,
  Table,
  tableToIPC,
  TimestampMicrosecond,
  vectorFromArray,
} from 'apache-arrow';
import { Compression, Table as ParquetTable, writeParquet, WriterPropertiesBuilder } from 'parquet-wasm';
import { defaultSteps, emptyRecipe } from '../../src/core/recipe';
import { at } from '../../src/core/list';

export interface Chance {
  /** A whole number of `[0, below)`. */
  below(below: number): number;
  pick<T>(list: readonly T[]): T;
  /** True one time in `times`. */
  once(times: number): boolean;
}

/** Mulberry32: enough to choose places, and the same everywhere. */
export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * limit);
  };
  return { below, pick: (list) => at(list, below(list.length)), once: (times) => below(times) === 0 };
}

type Bytes = Uint8Array<ArrayBuffer>;
const utf8 = (text: string): Bytes => new TextEncoder().encode(text);

const hostileTexts = [
  '..',
  '../../etc/passwd',
  '/etc/passwd',
  'C:\\x',
  'a//b',
  '.',
  '',
  '__proto__',
  'constructor',
  'toString',
  'con',
  'NUL.csv',
  'a\u0000b',
  "'; DROP TABLE series; --",
  '"; SELECT 1; --',
  '<img src=x onerror=alert(1)>',
  '=1+1',
  '\u202egnp.exe',
  '\ud800',
  '🚀',
  'é',
  'x'.repeat(5000),
  'a\nb',
  '%2e%2e%2f',
  'COM1',
  'trailing. ',
  '\\\\server\\share',
  '${x}',
  '{{x}}',
  '\ufeff',
  'NaN',
  '1e999',
  '-0',
  '9'.repeat(400),
] as const;

export const hostileText = (by: Chance): string =>
  by.once(3)
    ? Array.from({ length: by.below(12) }, () =>
        String.fromCharCode(by.once(2) ? by.below(128) : by.below(65536)),
      ).join('')
    : by.pick(hostileTexts);

export const hostileName = (by: Chance, extension: string): string =>
  by.once(2) ? `f.${extension}` : `${hostileText(by)}${by.once(4) ? '/' : ''}${hostileText(by)}.${extension}`;

const tokens = [
  '"',
  '""',
  ',',
  '\n',
  '\r',
  '\r\n',
  '\0',
  ';',
  '\t',
  '\ufeff',
  ',"',
  '",',
  'NaN',
  '1e309',
  '2024-13-41 25:61:61',
  '\u2028',
  '{',
  '}',
  '[',
  ']',
  ':',
  '\\',
  '\\u',
  'null',
];

/** Bytes changed at some places: flipped, put in, left out, doubled, cut off. */
export function damaged(by: Chance, bytes: Bytes, most = 8): Bytes {
  let result = bytes;
  for (let n = by.below(most + 1); n > 0; n--) {
    const place = by.below(result.length + 1);
    const length = by.once(2) ? by.below(4) : by.below(result.length + 1);
    const head = result.subarray(0, place);
    const tail = result.subarray(place);
    const parts = ((): Bytes[] => {
      switch (by.below(6)) {
        case 0:
          return [head, Uint8Array.of(by.below(256)), tail.subarray(1)];
        case 1:
          return [head, utf8(by.pick(tokens)), tail];
        case 2:
          return [head, tail.subarray(length)];
        case 3:
          return [head, tail.subarray(0, length), tail];
        case 4:
          return by.once(3) ? [head] : [result];
        default:
          return [head, Uint8Array.of(255, 255, 255, 255), tail.subarray(4)];
      }
    })();
    result = new Uint8Array(Buffer.concat(parts.map((part) => part.subarray(0, 200_000))));
  }
  return result;
}

export function csvFile(by: Chance): Bytes {
  const delimiter = by.pick([',', ',', ';', '\t', '|', ' ']);
  const columns = 1 + by.below(6);
  const iso = by.once(2);
  const cell = (row: number, column: number): string => {
    if (by.once(60)) return hostileText(by);
    if (by.once(40)) return `"${by.pick(['a', 'a""b', 'a\nb', '1', `x${delimiter}y`])}"`;
    if (column > 0) return by.once(20) ? '' : String((row * 7919) % 1000);
    return iso ? `2024-01-01 00:00:${String(row % 60).padStart(2, '0')}` : `${1704067200 + row}`;
  };
  const names = Array.from({ length: columns }, (_, i) =>
    by.once(15) ? hostileText(by) : i === 0 ? 'timestamp' : i === 1 ? 'value' : `c${i}`,
  );
  const rows = Array.from({ length: by.below(by.once(10) ? 3000 : 60) }, (_r, row) =>
    names.map((_c, column) => cell(row, column)).join(delimiter),
  );
  const ending = by.pick(['\n', '\n', '\r\n', ',\n', '\r']);
  const text =
    [...(by.once(6) ? [] : [names.join(delimiter)]), ...rows].join(ending) + (by.once(3) ? '' : ending);
  const encoded = by.once(12)
    ? new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'))
    : by.once(12)
      ? new Uint8Array(Buffer.from(text, 'latin1'))
      : utf8(text);
  const changed = damaged(by, encoded);
  if (!by.once(8)) return changed;
  const packed = new Uint8Array(gzipSync(changed));
  return by.once(2) ? packed : damaged(by, packed, 3);
}

export function labelFile(by: Chance): Bytes {
  if (by.once(12)) {
    const depth = 10 ** (1 + by.below(5));
    return utf8(`{"a": ${by.pick(['[', '{"b":']).repeat(depth)}1${by.once(2) ? ']'.repeat(depth) : ''}}`);
  }
  const time = (): unknown => (by.once(6) ? hostileValue(by, 3) : `2024-01-0${1 + by.below(9)} 00:00:00`);
  const labels = Object.fromEntries(
    Array.from({ length: by.below(5) }, (_, i) => [
      by.once(3) ? hostileText(by) : `f${i}.csv`,
      by.once(8)
        ? hostileValue(by, 4)
        : Array.from({ length: by.below(6) }, () => (by.once(2) ? time() : [time(), time()])),
    ]),
  );
  return damaged(by, utf8(JSON.stringify(labels)), 3);
}

/** Any value that JSON can hold. */
function hostileValue(by: Chance, levels: number): unknown {
  switch (by.below(levels > 0 ? 8 : 6)) {
    case 0:
      return null;
    case 1:
      return by.once(2);
    case 2:
      return by.pick([0, -1, 1e308, 5e-324, 1.5, 2 ** 53, -(2 ** 31), 4294967296]);
    case 3:
    case 4:
    case 5:
      return hostileText(by);
    case 6:
      return Array.from({ length: by.below(5) }, () => hostileValue(by, levels - 1));
    default:
      return Object.fromEntries(
        Array.from({ length: by.below(5) }, () => [hostileText(by), hostileValue(by, levels - 1)]),
      );
  }
}

const baseRecipe = (): unknown => ({
  ...emptyRecipe(),
  name: 'r',
  steps: defaultSteps(),
  sources: [{ file: 'a.csv', csv: {}, time: { column: 'timestamp' }, values: ['value'] }],
  annotations: [
    {
      id: 'l',
      series: 'a.csv',
      start: '2024-01-01T00:00:00Z',
      end: '2024-01-02T00:00:00Z',
      type: 't',
      shape: 'window',
      origin: 'manual',
    },
  ],
});

/** A recipe some of whose values are others. */
export function hostileRecipe(by: Chance): unknown {
  const change = (value: unknown): unknown => {
    if (by.once(150)) return hostileValue(by, 3);
    if (Array.isArray(value)) {
      const list = (value as unknown[]).map(change);
      return by.once(10) ? [...list, ...list] : list;
    }
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([key, inner]): [string, unknown] => [
      by.once(400) ? hostileText(by) : key,
      change(inner),
    ]);
    return Object.fromEntries(by.once(150) ? entries.slice(1) : entries);
  };
  return change(JSON.parse(JSON.stringify(baseRecipe())));
}

export const recipeText = (by: Chance): string =>
  new TextDecoder().decode(damaged(by, utf8(JSON.stringify(hostileRecipe(by))), 2));

let validParquet: Bytes[] | undefined;

/** Small valid Parquet files: without a codec, and with Snappy and ZSTD. */
function parquetFiles(): Bytes[] {
  const rows = 50;
  const times = BigInt64Array.from({ length: rows }, (_, i) => 1704067200000000n + BigInt(i) * 1000000n);
  const table = new Table({
    timestamp: makeVector(makeData({ type: new TimestampMicrosecond(), data: times, nullCount: 0 })),
    value: vectorFromArray(
      Array.from({ length: rows }, (_, i) => (i % 7 === 0 ? null : i * 1.5)),
      new Float64(),
    ),
    s: vectorFromArray(Array.from({ length: rows }, (_, i) => `k${i % 3}`)),
  });
  const ipc = tableToIPC(table, 'stream');
  return [Compression.UNCOMPRESSED, Compression.SNAPPY, Compression.ZSTD].map((codec) => {
    const properties = new WriterPropertiesBuilder().setCompression(codec).build();
    return new Uint8Array(writeParquet(ParquetTable.fromIPCStream(ipc), properties));
  });
}

export function parquetFile(by: Chance): Bytes {
  validParquet ??= parquetFiles();
  const file = by.pick(validParquet);
  if (by.once(20))
    return Uint8Array.of(
      80,
      65,
      82,
      49,
      by.below(256),
      by.below(256),
      by.below(256),
      by.below(256),
      80,
      65,
      82,
      49,
    );
  if (by.once(2)) return damaged(by, file, 4);
  // The footer is what a reader trusts: its last bytes change most.
  const changed = file.slice();
  for (let n = 1 + by.below(6); n > 0; n--) changed[changed.length - 1 - by.below(400)] = by.below(256);
  return changed;
}
