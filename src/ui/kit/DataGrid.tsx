import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, type ReactElement } from 'react';
import { cellText } from '../../core/cellText';

interface DataGridProps {
  label: string;
  columns: readonly { name: string; numeric: boolean; width?: string }[];
  total: number;
  /** The row at an index; undefined while it is on its way. */
  row: (index: number) => Record<string, unknown> | undefined;
  /** Told which rows are in sight. */
  onSight?: (first: number, last: number) => void;
}

/** As many rows as a grid shows. */
export const MOST_ROWS = 1_000_000;

/** Rows on end, of which only those in sight are in the page. Browsers draw boxes of up to some 30 million pixels: beyond a million rows the rest is said, not drawn. */
export function DataGrid({ label, columns, total, row, onSight }: DataGridProps): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: Math.min(total, MOST_ROWS),
    getScrollElement: () => box.current,
    estimateSize: () => 24,
    overscan: 12,
    onChange: (instance) => {
      const items = instance.getVirtualItems();
      onSight?.(items[0]?.index ?? 0, items.at(-1)?.index ?? 0);
    },
  });
  const template = {
    gridTemplateColumns: columns.map(({ width }) => width ?? 'minmax(96px, 1fr)').join(' '),
  };
  return (
    <div ref={box} className="grid" role="table" aria-label={label} aria-rowcount={total + 1} tabIndex={0}>
      <div role="rowgroup" className="grid-head">
        <div role="row" className="grid-row" style={template}>
          {columns.map(({ name, numeric }) => (
            <span key={name} role="columnheader" className={numeric ? 'num' : ''}>
              {name}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {rows.getVirtualItems().map((item) => {
          const values = row(item.index);
          return (
            <div
              key={item.key}
              role="row"
              aria-rowindex={item.index + 2}
              className="grid-row"
              style={{ ...template, position: 'absolute', insetInline: 0, top: item.start }}
            >
              {columns.map(({ name, numeric }) => (
                <span
                  key={name}
                  role="cell"
                  className={numeric ? 'num' : ''}
                  title={cellText(values?.[name])}
                >
                  {values ? cellText(values[name]) : '…'}
                </span>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}
