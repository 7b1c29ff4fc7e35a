/** Columns of a grid as react-table takes them, and rows in order of one. */
import { cellText } from '../../core/cellText';
import {
  rowSortingFeature,
  tableFeatures,
  type AccessorFnColumnDef,
  type CellData,
  type RowData,
  type TableFeatures,
} from '@tanstack/react-table';

declare module '@tanstack/react-table' {
  interface ColumnMeta<
    in out TFeatures extends TableFeatures,
    in out TData extends RowData,
    TValue extends CellData = CellData,
  > {
    /** Pixels; with `grow` the fewest of them. */
    width: number;
    /** Share of the width that is left. */
    grow?: number;
    numeric?: boolean;
    /** What the column holds, for the tooltip of its head. */
    meaning?: string;
    /** The tooltip of a cell. */
    title: (row: TData) => string;
  }
}

export const gridFeatures = tableFeatures({ rowSortingFeature });

/** What rows are ordered by; null stands for no value. */
type SortValue = number | string | null;

export type GridColumn<Row extends RowData> = {
  id: string;
  accessorFn: (row: Row) => SortValue;
} & AccessorFnColumnDef<typeof gridFeatures, Row>;

interface TextColumn<Row> {
  id: string;
  header: string;
  width: number;
  grow?: number;
  numeric?: boolean;
  meaning?: string;
  text: (row: Row) => string;
  /** Absent: the text. */
  title?: (row: Row) => string;
  /** What rows are ordered by; absent: the text. */
  value?: (row: Row) => SortValue;
}

/** A column of plain text. */
export const textColumn = <Row extends RowData>({
  id,
  header,
  text,
  title = text,
  value = text,
  ...look
}: TextColumn<Row>): GridColumn<Row> => ({
  id,
  header,
  accessorFn: value,
  cell: ({ row }) => text(row.original),
  meta: { ...look, title },
});

interface ValueLook {
  /** Absent: the name. */
  id?: string;
  width?: number;
  grow?: number;
  numeric?: boolean;
}

/** A column of any values, for rows whose columns are known only when they come. */
export const valueColumn = (
  name: string,
  { id = name, width, grow = width === undefined ? 1 : undefined, ...look }: ValueLook,
): GridColumn<Record<string, unknown>> =>
  textColumn({
    id,
    header: name,
    width: width ?? 96,
    ...(grow === undefined ? {} : { grow }),
    ...look,
    text: (row) => cellText(row[name]),
  });

/** A column by its id, and which way. */
export interface Sort {
  key: string;
  down: boolean;
}

/** Rows in order of a column: those without a value last, whichever way; ties as `tie` has them, else as they came. */
export function sortRows<Row extends RowData>(
  rows: readonly Row[],
  columns: readonly GridColumn<Row>[],
  { key, down }: Sort,
  tie: (a: Row, b: Row) => number = () => 0,
): Row[] {
  const column = columns.find(({ id }) => id === key);
  const ranked = rows.map((row) => ({ row, by: column ? column.accessorFn(row) : null }));
  ranked.sort((a, b) => {
    if (a.by === b.by) return tie(a.row, b.row);
    if (a.by === null || b.by === null) return a.by === null ? 1 : -1;
    return (a.by < b.by ? -1 : 1) * (down ? -1 : 1);
  });
  return ranked.map(({ row }) => row);
}
