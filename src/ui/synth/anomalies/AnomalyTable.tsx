import { useVirtualizer } from '@tanstack/react-virtual';
import { useId, useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import type { LabError } from '../../../core/errors';
import type { RealisedAnomaly } from '../../../core/synth/inject/types';
import { removeLabels, selectLabels, useLabels } from '../../../state/label/labels';
import { ErrorNotice } from '../../kit/Notice';
import { localTime, many } from '../../kit/format';
import { showInterval } from '../lib/show';
import { columnsOf, sorted, type Found, type Sort } from './columns';

const ROW = 24;

const steps: Record<string, (at: number, last: number) => number> = {
  ArrowDown: (at, last) => Math.min(last, at + 1),
  ArrowUp: (at) => Math.max(0, at - 1),
  PageDown: (at, last) => Math.min(last, at + 8),
  PageUp: (at) => Math.max(0, at - 8),
  Home: () => 0,
  End: (_, last) => last,
};

/** The anomalies as they came about. Choosing one moves the chart there; Delete takes it out. */
export function AnomalyTable({
  series,
  anomalies,
  found,
}: {
  series: string;
  anomalies: readonly RealisedAnomaly[];
  found: Found | undefined;
}): ReactElement {
  const columns = useMemo(() => columnsOf(found), [found]);
  const template = { gridTemplateColumns: columns.map(({ width }) => width).join(' ') };
  const wide = `${columns.reduce((sum, { width }) => sum + parseInt(width, 10), 0)}px`;
  const [sort, setSort] = useState<Sort>({ key: 'time', down: false });
  const [refused, setRefused] = useState<LabError>();
  const selected = useLabels((labels) => labels.selected);
  const rows = useMemo(() => sorted(anomalies, columns, sort), [anomalies, columns, sort]);
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  const at = rows.findIndex((row) => selected.includes(row.id));
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    scrollPaddingStart: ROW,
    overscan: 8,
  });
  const choose = (index: number): void => {
    const row = rows[index];
    if (!row) return;
    selectLabels([row.id]);
    showInterval(series, row.start, row.end);
    list.scrollToIndex(index);
  };
  const remove = (index: number): void => {
    const row = rows[index];
    if (!row) return;
    const next = rows[index + 1] ?? rows[index - 1];
    const error = removeLabels([row.id]);
    setRefused(error);
    if (!error && next) selectLabels([next.id]);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== box.current) return;
    const step = steps[event.key];
    if (step) choose(at < 0 ? 0 : step(at, rows.length - 1));
    else if (event.key === 'Enter' || event.key === ' ') choose(Math.max(0, at));
    else if (event.key === 'Delete' || event.key === 'Backspace') remove(at);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <section className="realised" aria-label="Realised anomalies">
      <div className="part-head">
        <h3 className="grow">
          {many(rows.length, 'anomaly', 'anomalies')} <span className="muted">as they came about</span>
        </h3>
        <button
          type="button"
          className="button quiet"
          disabled={at < 0}
          title="Delete the chosen anomaly (Delete)"
          onClick={() => remove(at)}
        >
          Delete
        </button>
      </div>
      {refused && <ErrorNotice error={refused} onDismiss={() => setRefused(undefined)} />}
      <div
        ref={box}
        className="grid"
        role="grid"
        aria-label={`Anomalies of ${series}`}
        aria-rowcount={rows.length + 1}
        aria-activedescendant={at < 0 ? undefined : `${id}-${at}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onClick={(event) => {
          const row = (event.target as Element).closest('[data-index]');
          if (row instanceof HTMLElement) choose(Number(row.dataset['index']));
        }}
      >
        <div role="rowgroup" className="grid-head" style={{ width: wide }}>
          <div role="row" aria-rowindex={1} className="grid-row" style={template}>
            {columns.map(({ key, label, meaning, numeric }) => (
              <span
                key={key}
                role="columnheader"
                className={numeric ? 'num' : ''}
                aria-sort={sort.key === key ? (sort.down ? 'descending' : 'ascending') : 'none'}
              >
                <button
                  type="button"
                  title={`${meaning}. Press to sort.`}
                  onClick={() => setSort({ key, down: sort.key === key && !sort.down })}
                >
                  {label} {sort.key === key ? (sort.down ? '↓' : '↑') : ''}
                </button>
              </span>
            ))}
          </div>
        </div>
        <div role="rowgroup" style={{ height: list.getTotalSize(), width: wide, position: 'relative' }}>
          {list.getVirtualItems().map(({ index, key, start }) => {
            const row = rows[index];
            return (
              row && (
                <div
                  key={key}
                  id={`${id}-${index}`}
                  role="row"
                  data-index={index}
                  aria-rowindex={index + 2}
                  aria-selected={index === at}
                  className={`grid-row pick ${index === at ? 'chosen' : ''}`}
                  style={{ ...template, position: 'absolute', top: start }}
                >
                  {columns.map((column) => (
                    <span
                      key={column.key}
                      role="gridcell"
                      className={column.numeric ? 'num' : ''}
                      title={column.key === 'time' ? localTime(row.start) : column.text(row)}
                    >
                      {column.text(row)}
                    </span>
                  ))}
                </div>
              )
            );
          })}
        </div>
      </div>
    </section>
  );
}
