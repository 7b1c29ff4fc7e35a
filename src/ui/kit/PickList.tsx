import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';

export interface PickColumn {
  name: string;
  width: string;
  numeric?: boolean;
}

interface PickListProps {
  label: string;
  columns: readonly PickColumn[];
  /** Below this width in pixels the list scrolls sideways. */
  least: number;
  total: number;
  cells: (index: number) => readonly ReactNode[];
  /** Look of a row beside that of the chosen one. */
  tone?: (index: number) => string;
  chosen: number;
  onChoose: (index: number) => void;
  /** Keys beside the arrows, Home, End and the page keys; the default is prevented for those that are taken. */
  onKey?: (key: string) => boolean;
}

const ROW = 26;
const PAGE = 10;

const target = (key: string, at: number, total: number): number | undefined => {
  const last = total - 1;
  switch (key) {
    case 'ArrowDown':
      return Math.min(last, at + 1);
    case 'ArrowUp':
      return Math.max(0, at - 1);
    case 'PageDown':
      return Math.min(last, at + PAGE);
    case 'PageUp':
      return Math.max(0, at - PAGE);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
};

/** A list to walk through with the arrows: one row is chosen, and only those in sight are in the page. */
export function PickList(props: PickListProps): ReactElement {
  const { label, columns, least, total, cells, tone, chosen, onChoose, onKey } = props;
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  const rows = useVirtualizer({
    count: total,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 10,
  });
  const { scrollToIndex } = rows;
  useEffect(() => {
    if (chosen >= 0) scrollToIndex(chosen);
  }, [chosen, scrollToIndex]);
  const keyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || total === 0) return;
    const next = target(event.key, chosen, total);
    if (next !== undefined) onChoose(next);
    if (next !== undefined || onKey?.(event.key)) event.preventDefault();
  };
  const template = { gridTemplateColumns: columns.map(({ width }) => width).join(' ') };
  return (
    <div className="pick">
      <div className="grid-row pick-head" style={{ ...template, minWidth: least }} aria-hidden="true">
        {columns.map(({ name, numeric }) => (
          <span key={name} className={numeric ? 'num' : ''}>
            {name}
          </span>
        ))}
      </div>
      <div
        ref={box}
        className="pick-body"
        style={{ minWidth: least }}
        role="listbox"
        aria-label={label}
        tabIndex={0}
        aria-activedescendant={chosen >= 0 && chosen < total ? `${id}-${chosen}` : undefined}
        onKeyDown={keyDown}
      >
        <div role="presentation" style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {rows.getVirtualItems().map(({ index, start }) => (
            <div
              key={index}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === chosen}
              aria-setsize={total}
              aria-posinset={index + 1}
              className={`grid-row pick-row ${tone?.(index) ?? ''}`}
              style={{ ...template, top: start }}
              tabIndex={-1}
              onMouseDown={(event) => {
                event.preventDefault();
                box.current?.focus();
                onChoose(index);
              }}
            >
              {cells(index).map((cell, column) => (
                <span key={columns[column]?.name} className={columns[column]?.numeric ? 'num' : ''}>
                  {cell}
                </span>
              ))}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
