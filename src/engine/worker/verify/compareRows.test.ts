import { Bool, Float64, Int32, Table, TimestampMicrosecond, Utf8, vectorFromArray } from 'apache-arrow';
import fc from 'fast-check';
import { ParquetFile } from 'parquet-wasm';
import { expect, it } from 'vitest';
import { encoded } from '../../../../e2e/fixtures/otherHand';
import { at } from '../../../core/list';
import type { RowsOutcome } from './compareRows';
import { FolderComparison } from './folder';

interface Row {
  series: string;
  /** Milliseconds. */
  time: number;
  value: number | null;
  filled: boolean;
  observations: number;
}

const tableOf = (rows: readonly Row[]): Table =>
  new Table({
    series: vectorFromArray(
      rows.map((row) => row.series),
      new Utf8(),
    ),
    timestamp: vectorFromArray(
      rows.map((row) => row.time),
      new TimestampMicrosecond('UTC'),
    ),
    value: vectorFromArray(
      rows.map((row) => row.value),
      new Float64(),
    ),
    filled: vectorFromArray(
      rows.map((row) => row.filled),
      new Bool(),
    ),
    observations: vectorFromArray(
      rows.map((row) => row.observations),
      new Int32(),
    ),
  });

/** Rows cut into files at some places. */
const cut = (rows: readonly Row[], places: readonly number[]): Uint8Array<ArrayBuffer>[] => {
  const ends = [...new Set(places.map((place) => place % rows.length)), rows.length]
    .filter((end) => end > 0)
    .sort((a, b) => a - b);
  return ends.map((end, index) => encoded(tableOf(rows.slice(index > 0 ? at(ends, index - 1) : 0, end)), 5));
};

async function compared(
  expected: readonly Uint8Array<ArrayBuffer>[],
  got: readonly Uint8Array<ArrayBuffer>[],
  scales: ReadonlyMap<string, number> = new Map(),
): Promise<RowsOutcome> {
  const folder = new FolderComparison(scales, (file) => ParquetFile.fromFile(file));
  for (const part of got) folder.add(new Blob([part]));
  for (const part of expected) await folder.next(part);
  return folder.end();
}

const row = fc.record({
  series: fc.constantFrom('a', 'b', 'é'),
  time: fc.integer({ min: 0, max: 6 }).map((day) => day * 86_400_000),
  value: fc.oneof(
    fc.constant(null),
    fc.constantFrom(0, 1, 1.5, NaN),
    fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  ),
  filled: fc.boolean(),
  observations: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
});
const sorted = (rows: Row[]): Row[] =>
  rows.toSorted((a, b) => (a.series < b.series ? -1 : a.series > b.series ? 1 : a.time - b.time));
const rowsOf = fc.array(row, { minLength: 1, maxLength: 40 }).map(sorted);
const places = fc.array(fc.nat(39), { maxLength: 4 });
/** Rows of one series and time turned round. */
const turned = (rows: readonly Row[]): Row[] => sorted(rows.toReversed());

it('rows are the same however they are cut into files, and whatever the order of those of one time', async () => {
  await fc.assert(
    fc.asyncProperty(rowsOf, places, places, async (rows, one, other) => {
      const { difference, rows: counted } = await compared(cut(rows, one), cut(turned(rows), other));
      expect(difference).toBeNull();
      expect(counted.reduce((sum, n) => sum + n, 0)).toBe(rows.length);
    }),
    { numRuns: 60 },
  );
});

it('one cell that is another is found, wherever it is', async () => {
  const change = fc.constantFrom<(row: Row) => Row>(
    (its) => ({ ...its, value: its.value === null ? 0 : null }),
    (its) => ({ ...its, value: (its.value ?? 0) + 1 + Math.abs(its.value ?? 0) * 1e-6 }),
    (its) => ({ ...its, filled: !its.filled }),
    (its) => ({ ...its, observations: its.observations ^ 1 }),
    (its) => ({ ...its, time: its.time + 1 }),
    (its) => ({ ...its, series: `${its.series}x` }),
  );
  await fc.assert(
    fc.asyncProperty(rowsOf, fc.nat(), change, places, async (rows, seed, make, where) => {
      const place = seed % rows.length;
      const mine = at(rows, place);
      fc.pre(mine.value === null || Number.isFinite(mine.value));
      const others = rows.map((its, index) => (index === place ? make(its) : its));
      const { difference } = await compared(cut(rows, where), cut(others, []));
      expect(difference).not.toBeNull();
    }),
    { numRuns: 60 },
  );
});

it('the row that is named is the one in its own file', async () => {
  const rows = Array.from({ length: 30 }, (_, index): Row => ({
    series: 'a',
    time: index * 1000,
    value: index,
    filled: false,
    observations: 1,
  }));
  const others = rows.map((its, index) => (index === 17 ? { ...its, value: 17.5 } : its));
  const { difference } = await compared(cut(rows, []), cut(others, [10, 20]));
  expect(difference).toEqual({
    kind: 'cell',
    part: 1,
    row: 8,
    column: 'value',
    expected: '17',
    got: '17.5',
    where: '"a", 1970-01-01T00:00:17Z',
  });
  const short = await compared(cut(rows, [11]), cut(rows.slice(0, 25), [10, 20]));
  expect(short.difference).toEqual({ kind: 'rows', part: 2, row: 6, expected: 30, got: 25 });
});

it('values are held to the scale of their own series', async () => {
  const rows = ['a', 'b'].map((series): Row => ({
    series,
    time: 0,
    value: 1e-12,
    filled: false,
    observations: 1,
  }));
  const others = rows.map((its) => ({ ...its, value: 1.001e-12 }));
  const scales = new Map([
    ['a', 5],
    ['b', 1e-12],
  ]);
  expect((await compared(cut(rows, []), cut(others, []))).difference).toBeNull();
  expect((await compared(cut(rows, []), cut(others, []), scales)).difference).toMatchObject({
    row: 2,
    column: 'value',
  });
});

it('columns of another type or order are told', async () => {
  const rows: Row[] = [{ series: 'a', time: 0, value: 1, filled: false, observations: 1 }];
  const table = tableOf(rows);
  const other = table.select(['timestamp', 'series', 'value']);
  const { difference } = await compared([encoded(table)], [encoded(other)]);
  expect(difference).toMatchObject({ kind: 'columns', got: expect.stringContaining('timestamp') as string });
});
