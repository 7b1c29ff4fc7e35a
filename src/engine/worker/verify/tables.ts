/** The first difference of two Parquet files, row by row. */
import type { Table, Vector } from 'apache-arrow';
import { cellText } from './cells';

export type TableDifference =
  | { kind: 'columns'; expected: string; got: string }
  /** `row`: from 1; the first that one of them lacks. */
  | { kind: 'rows'; row: number; expected: number; got: number }
  | { kind: 'cell'; row: number; column: string; expected: string; got: string; where: string };

const columnsOf = ({ schema }: Table): string =>
  schema.fields.map(({ name, type }) => `${name} ${String(type)}`).join(', ');

/** Whether two cells are the same to the last bit; −0 and 0 are not, and all that is no number is one. */
const same = (a: unknown, b: unknown): boolean => Object.is(a, b);

const cellOf = (table: Table, name: string, row: number): unknown => table.getChild(name)?.get(row);

/** Null where all cells are the same. */
export function tableDifference(expected: Table, got: Table): TableDifference | null {
  const [wanted, found] = [columnsOf(expected), columnsOf(got)];
  if (wanted !== found) return { kind: 'columns', expected: wanted, got: found };
  let rows = Math.min(expected.numRows, got.numRows);
  let column: string | undefined;
  for (const { name } of expected.schema.fields) {
    const [a, b] = [expected.getChild(name), got.getChild(name)];
    const row = a && b ? firstDifference(a, b, rows) : rows;
    if (row < rows) [rows, column] = [row, name];
  }
  if (column !== undefined) {
    const where = ['series', 'timestamp']
      .filter((name) => name !== column && got.getChild(name))
      .map((name) => cellText(name, cellOf(expected, name, rows)));
    return {
      kind: 'cell',
      row: rows + 1,
      column,
      expected: cellText(column, cellOf(expected, column, rows)),
      got: cellText(column, cellOf(got, column, rows)),
      where: where.join(', '),
    };
  }
  if (expected.numRows === got.numRows) return null;
  return { kind: 'rows', row: rows + 1, expected: expected.numRows, got: got.numRows };
}

/** The first of so many rows in which two columns differ; as many as there are where none does. */
function firstDifference(a: Vector, b: Vector, rows: number): number {
  for (let row = 0; row < rows; row++) if (!same(a.get(row), b.get(row))) return row;
  return rows;
}
