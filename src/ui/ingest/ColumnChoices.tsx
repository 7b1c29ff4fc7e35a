import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, type ReactElement } from 'react';
import { px } from '../styles/properties';
import './ingest.css';

/** Columns beside each other, and the height of a line of them in pixels. */
const ACROSS = 3;
const LINE = 24;

interface ColumnChoicesProps {
  columns: readonly string[];
  chosen: readonly string[];
  /** Columns that have another part. */
  taken: readonly (string | undefined)[];
  /** Told of all that are chosen, in the order of the columns. */
  onChange: (chosen: string[]) => void;
}

/** Which columns hold values; of thousands only those in sight are in the page. */
export function ColumnChoices({ columns, chosen, taken, onChange }: ColumnChoicesProps): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const picked = useMemo(() => new Set(chosen), [chosen]);
  const lines = useVirtualizer({
    count: Math.ceil(columns.length / ACROSS),
    getScrollElement: () => box.current,
    estimateSize: () => LINE,
    overscan: 4,
  });
  const set = (column: string, on: boolean): void =>
    onChange(columns.filter((one) => (one === column ? on : picked.has(one))));
  return (
    <fieldset className="choices">
      <legend className="muted">Value columns, one series each</legend>
      <div ref={box} className="column-choices">
        <div className="virtual" style={{ '--height': px(lines.getTotalSize()) }}>
          {lines.getVirtualItems().map(({ index, start }) => (
            <div key={index} className="column-line" style={{ '--top': px(start) }}>
              {columns.slice(index * ACROSS, (index + 1) * ACROSS).map((column) => (
                <label key={column} className="choice" title={column}>
                  <input
                    type="checkbox"
                    checked={picked.has(column)}
                    disabled={taken.includes(column)}
                    onChange={({ target: { checked } }) => set(column, checked)}
                  />
                  <span className="ellipsis">{column}</span>
                </label>
              ))}
            </div>
          ))}
        </div>
      </div>
    </fieldset>
  );
}
