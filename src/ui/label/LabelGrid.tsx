import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useEffect,
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
} from 'react';
import { selectLabels } from '../../state/label/labels';
import { axisOf } from './axis';
import { chosenBy, type Column, type ColumnKey, type Sort, type TableLabel } from './columns';
import { LabelField } from './EditFields';
import type { FieldName } from './fields';
import { labelKey } from './useLabelEditing';
import { localTime } from '../kit/format';

const ROW = 26;
const PAGE = 10;
const fields = new Set<ColumnKey>(['start', 'end', 'type', 'confidence', 'note'] satisfies FieldName[]);
const isField = (key: ColumnKey): key is FieldName => fields.has(key);

const steps: Record<string, (at: number, last: number) => number> = {
  ArrowDown: (at, last) => Math.min(last, at + 1),
  ArrowUp: (at) => Math.max(0, at - 1),
  PageDown: (at, last) => Math.min(last, at + PAGE),
  PageUp: (at) => Math.max(0, at - PAGE),
  Home: () => 0,
  End: (_, last) => last,
};

interface GridProps {
  label: string;
  columns: readonly Column[];
  rows: readonly TableLabel[];
  selected: readonly string[];
  sort: Sort;
  onSort: (sort: Sort) => void;
  /** A row was chosen, not only added to the others. */
  onChoose: (label: TableLabel) => void;
}

/** Labels in rows, of which only those in sight are in the page. Arrows choose, Shift chooses more, Enter or a double click writes in a row, Delete takes labels out. */
export function LabelGrid({
  label,
  columns,
  rows,
  selected,
  sort,
  onSort,
  onChoose,
}: GridProps): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState(-1);
  const [anchor, setAnchor] = useState(-1);
  /** The row that is being written in, by its label. */
  const [writing, setWriting] = useState<string | null>(null);
  const id = useId();
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    scrollPaddingStart: ROW,
    overscan: 12,
  });
  const chosen = new Set(selected);
  // What is chosen on the chart is shown here too.
  const [only] = selected;
  const { scrollToIndex } = list;
  useEffect(() => {
    const at = only === undefined ? -1 : rows.findIndex((row) => row.id === only);
    if (at < 0) return;
    setCursor((now) => (rows[now] && selected.includes(rows[now].id) ? now : at));
    if (selected.length === 1) scrollToIndex(at);
    // Only when another one is chosen: sorting and changes leave the view where it is.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [only, selected.length]);

  const choose = (index: number, how: { range: boolean; toggle: boolean }): void => {
    const ids = rows.map((row) => row.id);
    const next = chosenBy(ids, selected, anchor, index, how);
    selectLabels(next);
    setCursor(index);
    if (!how.range || anchor < 0) setAnchor(index);
    const row = rows[index];
    if (row && next.length === 1) onChoose(row);
    list.scrollToIndex(index);
  };
  const write = (index: number): void => {
    const row = rows[index];
    if (!row) return;
    selectLabels([row.id]);
    setWriting(row.id);
  };
  const stopWriting = (): void => {
    setWriting(null);
    box.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== box.current) {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      stopWriting();
      return;
    }
    const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
    const plain = !ctrlKey && !metaKey && !altKey;
    const step = plain ? steps[key] : undefined;
    const current = rows[cursor];
    if (step && rows.length > 0)
      choose(cursor < 0 ? 0 : step(cursor, rows.length - 1), { range: shiftKey, toggle: false });
    else if (plain && (key === 'Enter' || key === 'F2') && cursor >= 0) write(cursor);
    else if (plain && key === ' ' && cursor >= 0) choose(cursor, { range: false, toggle: true });
    else if (!plain && key.toLowerCase() === 'a') selectLabels(rows.map((row) => row.id));
    else if (key.startsWith('Arrow') || !current || !labelKey(event, current.series, axisOf(current.series)))
      return;
    event.preventDefault();
    event.stopPropagation();
  };
  const indexOf = (event: MouseEvent): number => {
    const row = (event.target as Element).closest('[data-index]');
    return row instanceof HTMLElement ? Number(row.dataset['index']) : -1;
  };
  const template = { gridTemplateColumns: columns.map(({ width }) => width).join(' ') };
  return (
    <div
      ref={box}
      className="grid label-grid"
      role="grid"
      aria-label={label}
      aria-multiselectable="true"
      aria-rowcount={rows.length + 1}
      aria-activedescendant={cursor >= 0 && cursor < rows.length ? `${id}-${cursor}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      onClick={(event) => {
        const index = indexOf(event);
        if (index < 0 || rows[index]?.id === writing) return;
        setWriting(null);
        choose(index, { range: event.shiftKey, toggle: event.ctrlKey || event.metaKey });
      }}
      onDoubleClick={(event) => {
        const index = indexOf(event);
        if (index >= 0) write(index);
      }}
    >
      <div role="rowgroup" className="grid-head">
        <div role="row" aria-rowindex={1} className="grid-row" style={template}>
          {columns.map(({ key, label: name, meaning, numeric }) => (
            <span
              key={key}
              role="columnheader"
              className={numeric ? 'num' : ''}
              aria-sort={sort.key === key ? (sort.down ? 'descending' : 'ascending') : 'none'}
            >
              <button
                type="button"
                title={`${meaning}. Press to sort.`}
                onClick={() => onSort({ key, down: sort.key === key && !sort.down })}
              >
                {name} {sort.key === key ? (sort.down ? '↓' : '↑') : ''}
              </button>
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" style={{ height: list.getTotalSize(), position: 'relative' }}>
        {list.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          if (!row) return null;
          const written = row.id === writing;
          return (
            <div
              key={row.id}
              id={`${id}-${index}`}
              role="row"
              data-index={index}
              aria-rowindex={index + 2}
              aria-selected={chosen.has(row.id)}
              className={`grid-row pick ${chosen.has(row.id) ? 'chosen' : ''} ${index === cursor ? 'cursor' : ''} ${written ? 'written' : ''}`}
              style={{ ...template, position: 'absolute', insetInline: 0, top: start }}
            >
              {columns.map((column) => {
                const text = column.text(row);
                const field = written && isField(column.key) ? column.key : undefined;
                return (
                  <span
                    key={column.key}
                    role="gridcell"
                    className={column.numeric ? 'num' : ''}
                    title={column.key === 'start' ? localTime(row.start) : text}
                  >
                    {field ? <LabelField label={row} field={field} /> : text}
                  </span>
                );
              })}
            </div>
          );
        })}
      </div>
    </div>
  );
}
