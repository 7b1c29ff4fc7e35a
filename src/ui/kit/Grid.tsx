import { functionalUpdate, useTable, type Column, type RowData } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useEffect,
  useId,
  useMemo,
  useRef,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
} from 'react';
import { px } from '../styles/properties';
import { gridFeatures, type GridColumn, type Sort } from './columns';

/** As many rows as a grid shows. Browsers draw boxes of up to some 30 million pixels. */
export const MAX_GRID_ROWS = 1_000_000;

/** Rows that the page keys go. */
const PAGE = 10;

/** How a row is chosen: as the end of a range from the last one, or as one more or less. */
export interface ChooseMode {
  range: boolean;
  toggle: boolean;
}

interface GridSelection<Row> {
  /** A grid of cells, or a list of options whose cells are read as one text. */
  role: 'grid' | 'listbox';
  multiple?: boolean;
  /** The row that the arrows start from; -1: none. */
  cursor: number;
  isChosen: (row: Row, index: number) => boolean;
  onChoose: (index: number, mode: ChooseMode) => void;
  /** A double click. */
  onOpen?: (index: number) => void;
  /** A key that is none of the arrows, Home, End and page keys; whether it was taken. */
  onKey?: (event: KeyboardEvent) => boolean;
  /** A row to scroll to whenever `key` changes. */
  reveal?: { key: string | number; index: number };
}

interface GridProps<Row extends RowData> {
  label: string;
  columns: readonly GridColumn<Row>[];
  total: number;
  /** The row at an index; undefined while it is on its way. */
  row: (index: number) => Row | undefined;
  /** Keeps a row's elements when it moves; absent: by index. */
  rowKey?: (row: Row) => string;
  /** Pixels. */
  rowHeight?: number;
  className?: string;
  /** Classes of a row. */
  tone?: (row: Row, index: number) => string;
  /** Told which rows are in sight. */
  onSight?: (first: number, last: number) => void;
  /** Present where a press on a head sorts. The rows are handed over in this order. */
  sort?: { by: Sort; onSort: (sort: Sort) => void };
  selection?: GridSelection<Row>;
  /** A field in the place of a cell that is edited, undefined for all others; Escape leaves it. */
  editing?: { fieldOf: (row: Row, column: string) => ReactNode; onLeave: () => void };
}

/** Where a key leads from a row, of `count` rows; undefined for other keys. */
function targetOf(key: string, cursor: number, count: number): number | undefined {
  if (count === 0) return undefined;
  const end = count - 1;
  switch (key) {
    case 'ArrowDown':
      return Math.min(end, cursor + 1);
    case 'ArrowUp':
      return Math.max(0, cursor - 1);
    case 'PageDown':
      return cursor < 0 ? 0 : Math.min(end, cursor + PAGE);
    case 'PageUp':
      return Math.max(0, cursor - PAGE);
    case 'Home':
      return 0;
    case 'End':
      return end;
    default:
      return undefined;
  }
}

const roles = {
  table: { group: 'rowgroup', row: 'row', cell: 'cell' },
  grid: { group: 'rowgroup', row: 'row', cell: 'gridcell' },
  listbox: { group: 'presentation', row: 'option', cell: undefined },
} as const;

function indexOf({ target }: MouseEvent): number | undefined {
  const row = target instanceof Element ? target.closest('[data-index]') : null;
  return row instanceof HTMLElement ? Number(row.dataset['index']) : undefined;
}

const signOf = (direction: false | 'asc' | 'desc'): string =>
  direction === false ? '' : direction === 'desc' ? '↓' : '↑';

type LeafColumn<Row extends RowData> = Column<typeof gridFeatures, Row>;

/** Pixels, of a column without a width. */
const MIN_WIDTH = 96;

const widthOf = <Row extends RowData>({ columnDef }: LeafColumn<Row>): number =>
  columnDef.meta?.width ?? MIN_WIDTH;

const trackOf = <Row extends RowData>(column: LeafColumn<Row>): string => {
  const { grow } = column.columnDef.meta ?? {};
  return grow === undefined ? `${widthOf(column)}px` : `minmax(${widthOf(column)}px, ${grow}fr)`;
};

/**
 * Rows in columns, of which only those in sight are in the page and in the table's model: a million rows that come by pages cost as much as fifty.
 * Without a selection a table to read; with one a grid or a list to walk through with the arrows.
 */
export function Grid<Row extends RowData>({
  label,
  columns,
  total,
  row,
  rowKey,
  rowHeight = 24,
  className = '',
  tone,
  onSight,
  sort,
  selection,
  editing,
}: GridProps<Row>): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  const count = Math.min(total, MAX_GRID_ROWS);
  const list = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    // The head stands above the rows, and over them once they are scrolled.
    scrollMargin: rowHeight,
    scrollPaddingStart: rowHeight,
    overscan: 12,
    onChange: (instance) => {
      const items = instance.getVirtualItems();
      const [first] = items;
      const end = items.at(-1);
      if (first && end) onSight?.(first.index, end.index);
    },
  });
  const items = list.getVirtualItems();
  const known = items.flatMap((item) => {
    const original = row(item.index);
    return original === undefined ? [] : [{ index: item.index, original }];
  });
  const by = sort?.by;
  const sorting = useMemo(() => (by ? [{ id: by.key, desc: by.down }] : []), [by]);
  const table = useTable({
    features: gridFeatures,
    columns,
    data: known.map(({ original }) => original),
    state: { sorting },
    manualSorting: true,
    enableSorting: sort !== undefined,
    enableSortingRemoval: false,
    enableMultiSort: false,
    sortDescFirst: false,
    onSortingChange: (update) => {
      const [next] = functionalUpdate(update, sorting);
      if (next) sort?.onSort({ key: next.id, down: next.desc });
    },
  });
  const models = new Map(
    table.getRowModel().rows.map((model, place) => [known[place]?.index, model] as const),
  );
  const { scrollToIndex } = list;
  const { key: revealKey, index: revealed = -1 } = selection?.reveal ?? {};
  useEffect(() => {
    if (revealed >= 0) scrollToIndex(revealed);
    // Only when another row is to be seen: sorting and changes leave the view where it is.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [revealKey, scrollToIndex]);

  const choose = (index: number, mode: ChooseMode): void => {
    selection?.onChoose(index, mode);
    scrollToIndex(index);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== box.current) {
      if (event.key !== 'Escape' || !editing) return;
      event.stopPropagation();
      editing.onLeave();
      box.current?.focus();
      return;
    }
    if (!selection) return;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const next = plain ? targetOf(event.key, selection.cursor, count) : undefined;
    if (next !== undefined) choose(next, { range: event.shiftKey, toggle: false });
    else if (!selection.onKey?.(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onClick = (event: MouseEvent): void => {
    const index = indexOf(event);
    if (index !== undefined) choose(index, { range: event.shiftKey, toggle: event.ctrlKey || event.metaKey });
  };
  const onDoubleClick = (event: MouseEvent): void => {
    const index = indexOf(event);
    if (index !== undefined) selection?.onOpen?.(index);
  };

  const kind = selection?.role ?? 'table';
  const role = roles[kind];
  const isList = kind === 'listbox';
  const cursor =
    selection && selection.cursor >= 0 && selection.cursor < count ? selection.cursor : undefined;
  const leaves = table.getAllLeafColumns();
  // Narrower, the grid scrolls sideways.
  const minWidth = leaves.reduce((sum, column) => sum + widthOf(column), 0);
  const headers = table.getHeaderGroups().flatMap((group) => group.headers);
  return (
    // Its role is one of three, all of which take keys.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      ref={box}
      className={`grid ${className}`}
      style={{
        '--columns': leaves.map(trackOf).join(' '),
        '--min-width': px(minWidth),
        '--height': px(list.getTotalSize()),
        '--row': px(rowHeight),
      }}
      role={kind}
      aria-label={label}
      aria-rowcount={isList ? undefined : total + 1}
      aria-multiselectable={selection?.multiple || undefined}
      aria-activedescendant={cursor === undefined ? undefined : `${id}-${cursor}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onMouseDown={(event) => event.shiftKey && selection?.multiple && event.preventDefault()}
      onClick={selection && onClick}
      onDoubleClick={selection && onDoubleClick}
    >
      <div role={role.group} className="grid-head" aria-hidden={isList || undefined}>
        <div role={isList ? undefined : 'row'} aria-rowindex={isList ? undefined : 1} className="grid-row">
          {headers.map(({ column }) => {
            const { header, meta } = column.columnDef;
            const direction = column.getIsSorted();
            return (
              <span
                key={column.id}
                role={isList ? undefined : 'columnheader'}
                className={meta?.numeric ? 'num' : ''}
                aria-sort={
                  sort && (direction === false ? 'none' : direction === 'desc' ? 'descending' : 'ascending')
                }
              >
                {sort ? (
                  <button
                    type="button"
                    title={`${meta?.meaning ?? column.id}. Click to sort.`}
                    onClick={() => column.toggleSorting()}
                  >
                    {String(header)} {signOf(direction)}
                  </button>
                ) : (
                  String(header)
                )}
              </span>
            );
          })}
        </div>
      </div>
      <div role={role.group} className="grid-body virtual">
        {items.map(({ index, start, key }) => {
          const model = models.get(index);
          const chosen = model !== undefined && selection?.isChosen(model.original, index);
          const classes = [
            'grid-row',
            selection && (isList ? 'pick-row' : 'pick'),
            chosen && 'chosen',
            index === cursor && 'cursor',
            model && tone?.(model.original, index),
          ];
          return (
            <div
              key={model && rowKey ? rowKey(model.original) : key}
              id={`${id}-${index}`}
              role={role.row}
              data-index={index}
              aria-rowindex={isList ? undefined : index + 2}
              aria-setsize={isList ? total : undefined}
              aria-posinset={isList ? index + 1 : undefined}
              aria-selected={selection && chosen}
              className={classes.filter(Boolean).join(' ')}
              style={{ '--top': px(start - rowHeight) }}
            >
              {model
                ? model.getAllCells().map((cell) => {
                    const { meta } = cell.column.columnDef;
                    return (
                      <span
                        key={cell.column.id}
                        role={role.cell}
                        className={meta?.numeric ? 'num' : ''}
                        title={meta?.title(model.original)}
                      >
                        {editing?.fieldOf(model.original, cell.column.id) ?? <table.FlexRender cell={cell} />}
                      </span>
                    );
                  })
                : headers.map(({ column }) => (
                    <span
                      key={column.id}
                      role={role.cell}
                      className={column.columnDef.meta?.numeric ? 'num' : ''}
                    >
                      …
                    </span>
                  ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}
