import { useVirtualizer } from '@tanstack/react-virtual';
import { useId, useMemo, useRef, useState, type ReactElement } from 'react';
import { ok } from '../../core/errors';
import { count, plural } from '../../core/format';
import { listOf } from '../../core/recipe/series';
import { at } from '../../core/list';
import type { CsvFormat } from '../../core/recipe/types';
import { editOf, withKey } from '../kit/form/edit';
import { SelectField, TextField, type Choice } from '../kit/form/fields';
import { refuse, type Reading } from '../kit/form/readings';
import { px } from '../styles/properties';
import { Name } from '../kit/Name';
import type { Import } from './useImport';

const ROW = 28;
const SHOWN_ROWS = 8;

/** Words, each on a line. */
export const wordsReading: Reading<string[]> = {
  write: (words) => words.join('\n'),
  read: (text) => {
    const words = [...new Set(text.split('\n').map((word) => word.trim()))].filter((word) => word !== '');
    return words.length <= 100 && words.every((word) => word.length <= 100)
      ? ok(words)
      : refuse('Expected at most 100 words of at most 100 characters, each on a line.');
  },
};

type Thousands = CsvFormat['thousands'] | 'none';
const thousands: Choice<Thousands>[] = [
  { value: 'none', label: 'None' },
  { value: ',', label: 'Comma: 1,234' },
  { value: '.', label: 'Point: 1.234' },
  { value: ' ', label: 'Blank: 1 234' },
  { value: "'", label: "Apostrophe: 1'234" },
];

/** The columns that become series, of which there may be thousands. */
export function ValueColumns({ file }: { file: Import }): ReactElement {
  const { shown, source, set } = file;
  const { columns, types } = shown;
  const [filter, setFilter] = useState('');
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  const chosen = useMemo(() => new Set(source.values), [source.values]);
  const taken = useMemo(
    () =>
      new Set([
        ...listOf(source.time.column),
        ...listOf(source.series),
        ...listOf(source.labels?.column),
        ...listOf(source.labels?.type),
      ]),
    [source.time.column, source.series, source.labels],
  );
  const free = columns.filter((column) => !taken.has(column));
  const wanted = filter.trim().toLowerCase();
  const found = free.filter((column) => column.toLowerCase().includes(wanted));
  const typeOf = new Map(columns.map((column, index) => [column, types[index]]));
  const list = useVirtualizer({
    count: found.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 6,
  });
  /** Switches columns on or off; the order is that of the file. */
  const choose = (names: readonly string[], on: boolean): void => {
    const those = new Set(names);
    set((before) => {
      const values = new Set(before.values);
      return { ...before, values: columns.filter((one) => (those.has(one) ? on : values.has(one))) };
    }, 'values');
  };
  const of = wanted === '' ? '' : ' found';
  return (
    <div className="value-columns" role="group" aria-labelledby={id}>
      <div className="row">
        <span id={id} className="grow muted">
          Value columns: {count(source.values.length)} of {count(free.length)}
        </span>
        <button type="button" className="button quiet" onClick={() => choose(found, true)}>
          All{of}
        </button>
        <button type="button" className="button quiet" onClick={() => choose(found, false)}>
          None{of}
        </button>
      </div>
      {free.length > SHOWN_ROWS && (
        <input
          className="input"
          type="search"
          placeholder="Filter columns"
          aria-label="Filter columns"
          value={filter}
          onChange={({ target }) => setFilter(target.value)}
        />
      )}
      <div
        ref={box}
        className="value-list"
        tabIndex={found.length > SHOWN_ROWS ? 0 : -1}
        role="region"
        aria-label="Columns"
        style={{ '--rows': px(ROW * Math.min(SHOWN_ROWS, Math.max(1, found.length))) }}
      >
        <div className="virtual" style={{ '--height': px(list.getTotalSize()) }}>
          {list.getVirtualItems().map(({ index, key, start }) => {
            const column = at(found, index);
            const on = chosen.has(column);
            return (
              <div key={key} className="row value-row" style={{ '--top': px(start) }}>
                <label className="choice grow">
                  <input
                    type="checkbox"
                    aria-label={column}
                    checked={on}
                    onChange={({ target }) => choose([column], target.checked)}
                  />
                  <Name text={column} />
                  <span className="muted type">{typeOf.get(column)}</span>
                </label>
                {on && (
                  <input
                    className="input unit-box"
                    aria-label={`Unit of ${column}`}
                    title="Unit that stands behind the numbers of this column"
                    placeholder="unit"
                    maxLength={40}
                    value={source.units?.[column] ?? ''}
                    onChange={({ target }) =>
                      set((before) =>
                        withKey(before, 'units', { ...before.units, [column]: target.value.trim() }),
                      )
                    }
                  />
                )}
              </div>
            );
          })}
        </div>
        {found.length === 0 && <p className="said">No column matches “{filter}”.</p>}
      </div>
      {source.values.length > 1000 && (
        <span className="hint">{plural(source.values.length, 'series', 'series')} for each key.</span>
      )}
    </div>
  );
}

/** How numbers are written, and what means that there is none. */
export function NumberFields({ file }: { file: Import }): ReactElement {
  const { source, set, setCsv } = file;
  const { csv } = source;
  return (
    <>
      {csv && (
        <>
          <SelectField<CsvFormat['decimal']>
            label="Decimal sign"
            options={[
              { value: '.', label: 'Point: 1.5' },
              { value: ',', label: 'Comma: 1,5' },
            ]}
            edit={editOf(csv.decimal, 'decimal', (decimal) => {
              const next = { ...csv, decimal };
              setCsv(csv.thousands === decimal ? withKey(next, 'thousands', undefined) : next, 'decimal');
            })}
          />
          <SelectField<Thousands>
            label="Thousands sign"
            options={thousands.filter(({ value }) => value !== csv.decimal)}
            edit={editOf<Thousands>(csv.thousands ?? 'none', 'thousands', (sign) =>
              setCsv(withKey(csv, 'thousands', sign === 'none' ? undefined : sign), 'decimal'),
            )}
          />
        </>
      )}
      <TextField
        label="No value"
        name="Further words for no value"
        meaning="Words that mean that there is no value, beside the usual ones (NA, NaN, null, -, …)"
        hint="One word a line, beside the usual ones (NA, null, -, …)."
        placeholder="-999"
        lines={2}
        reading={wordsReading}
        edit={editOf(source.missing ?? [], 'missing', (missing) => set((before) => ({ ...before, missing })))}
      />
    </>
  );
}
