/** The rows of a folder of Parquet files held against those of a replay. */
import type { RecordBatch } from 'apache-arrow';
import { at } from '../../../core/list';
import { numbersAlike } from '../../../core/verify/alike';
import { cellText, sameCells, type SameCell } from './cells';
import { keyOf, type LooseRow, type RowStream } from './rowStream';

/** `part`: the file, from 0; `row`: in that file, from 1. */
export type RowDifference = { part: number; row: number } & (
  | { kind: 'columns'; expected: string; got: string }
  /** One of them ends: rows in all. */
  | { kind: 'rows'; expected: number; got: number }
  | { kind: 'cell'; column: string; expected: string; got: string; where: string }
);

export interface RowsOutcome {
  difference: RowDifference | null;
  /** Rows of each file of the bundle; of those after a difference none. */
  rows: number[];
}

/** Greatest magnitudes of values by series. */
export type Scales = ReadonlyMap<string, number>;

/**
 * The first difference of two streams of rows, sorted by series and time; rows of the same series and time may stand in any order. Values are compared as
 * `numbersAlike` says, all else exactly. Rejects where a file cannot be read.
 */
export async function compareRows(expected: RowStream, got: RowStream, scales: Scales): Promise<RowsOutcome> {
  let same = 0;
  let pair: { a: RecordBatch; b: RecordBatch; cells: SameCell[] } | undefined;
  for (;;) {
    const [left, there] = [await expected.left(), await got.left()];
    const { batch: a } = expected;
    const { batch: b } = got;
    if (left === 0 || there === 0 || !a || !b) {
      if (left === 0 && there === 0) return { difference: null, rows: got.rows };
      return ended(expected, got, same);
    }
    if (pair?.a !== a || pair.b !== b) {
      if (expected.columns !== got.columns)
        return {
          difference: { ...placeIn(got), kind: 'columns', expected: expected.columns, got: got.columns },
          rows: [],
        };
      pair = { a, b, cells: cellsOf(a, b, scales) };
    }
    const alike = rowsAlike(pair.cells, [expected.at, got.at], Math.min(left, there));
    expected.skip(alike);
    got.skip(alike);
    same += alike;
    if (alike === Math.min(left, there)) continue;
    const [wanted, found] = [await expected.ties(), await got.ties()];
    const difference = tiesDifference(wanted, found, scales);
    if (difference) return { difference, rows: [] };
    same += found.length;
  }
}

/** One of them has no more rows. */
async function ended(expected: RowStream, got: RowStream, same: number): Promise<RowsOutcome> {
  const place = placeIn(got);
  const rows = { expected: same + (await expected.drain()), got: same + (await got.drain()) };
  return { difference: { ...place, kind: 'rows', ...rows }, rows: [] };
}

/** Where a stream is. */
function placeIn(stream: RowStream): { part: number; row: number } {
  const { part, row } = stream.rows.length > 0 ? stream.placeOf(stream.at) : { part: 0, row: 0 };
  return { part, row: row + 1 };
}

function cellsOf(a: RecordBatch, b: RecordBatch, scales: Scales): SameCell[] {
  const series = a.getChild('series');
  const scaleOf = (row: number): number => scales.get(String(series?.get(row))) ?? 1;
  return a.schema.fields.flatMap((_, index) => {
    const [x, y] = [a.getChildAt(index), b.getChildAt(index)];
    return x && y ? [sameCells(x, y, scaleOf)] : [];
  });
}

/** How many rows from two places on are the same. */
function rowsAlike(cells: readonly SameCell[], [from, other]: [number, number], rows: number): number {
  let alike = rows;
  for (const same of cells)
    for (let row = 0; row < alike; row++) if (!same(from + row, other + row)) alike = row;
  return alike;
}

const VALUE = 'value';

/** The first column, in their order, in which two rows differ. */
const firstColumn = (a: LooseRow, b: LooseRow, scale: number): string | undefined =>
  [...a.cells.keys()].find((name) => {
    const [x, y] = [a.cells.get(name), b.cells.get(name)];
    return name === VALUE && typeof x === 'number' && typeof y === 'number'
      ? !numbersAlike(x, y, scale)
      : !Object.is(x, y);
  });

/** Rows of one series and time in an order of their own: by what is exact, then by value. */
function inOrder(rows: readonly LooseRow[]): LooseRow[] {
  const exact = ({ cells }: LooseRow): string =>
    JSON.stringify(Array.from(cells, ([name, cell]) => (name === VALUE ? '' : cellText(name, cell))));
  const valueOf = ({ cells }: LooseRow): number => {
    const value = cells.get(VALUE);
    return typeof value === 'number' ? value : -Infinity;
  };
  const keyed = rows.map((row) => ({ row, key: exact(row), value: valueOf(row) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.value - b.value || 0));
  return keyed.map(({ row }) => row);
}

/** The first difference of the rows of one series and time; null where there is none. */
function tiesDifference(
  expected: readonly LooseRow[],
  got: readonly LooseRow[],
  scales: Scales,
): RowDifference | null {
  const [first, other] = [at(expected, 0), at(got, 0)];
  const scale = scales.get(String(first.cells.get('series'))) ?? 1;
  const together = keyOf(first) === keyOf(other) && expected.length === got.length;
  if (together) {
    const [a, b] = [inOrder(expected), inOrder(got)];
    if (a.every((row, index) => firstColumn(row, at(b, index), scale) === undefined)) return null;
  }
  // As they stand, so that the row that is named is the one that a reader finds.
  const pairs = Math.min(expected.length, got.length);
  for (let index = 0; index < pairs; index++) {
    const [a, b] = [at(expected, index), at(got, index)];
    const column = firstColumn(a, b, scale);
    if (column !== undefined) return cellDifference(a, b, column);
  }
  const { part, row } = at(got, got.length - 1);
  return { kind: 'cell', part, row: row + 1, ...timesOf(first, expected.length, got.length) };
}

function cellDifference(expected: LooseRow, got: LooseRow, column: string): RowDifference {
  const where = ['series', 'timestamp']
    .filter((name) => name !== column && expected.cells.has(name))
    .map((name) => cellText(name, expected.cells.get(name)));
  return {
    kind: 'cell',
    part: got.part,
    row: got.row + 1,
    column,
    expected: cellText(column, expected.cells.get(column)),
    got: cellText(column, got.cells.get(column)),
    where: where.join(', '),
  };
}

/** A time that comes so many times. */
const timesOf = (
  row: LooseRow,
  expected: number,
  got: number,
): { column: string; expected: string; got: string; where: string } => ({
  column: 'timestamp',
  expected: `${cellText('timestamp', row.cells.get('timestamp'))} ${expected} times`,
  got: `${got} times`,
  where: cellText('series', row.cells.get('series')),
});
