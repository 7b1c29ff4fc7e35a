import { useId, useMemo, type ReactElement } from 'react';
import { at } from '../../core/list';
import { IconButton } from '../kit/controls';
import { Icon } from '../kit/Icon';

interface ColumnSelectProps {
  label: string;
  value: string | undefined;
  columns: readonly string[];
  /** What stands for no column; absent where there must be one. */
  none?: string;
  onChange: (column: string | undefined) => void;
}

/** One of the columns, of which there may be thousands: the browser's own list. */
export function ColumnSelect({ label, value, columns, none, onChange }: ColumnSelectProps): ReactElement {
  const place = value === undefined ? -1 : columns.indexOf(value);
  const key = columns.join('\0');
  // Thousands of options are made once, not with every key that is pressed elsewhere.
  const options = useMemo(
    () =>
      key.split('\0').map((column, index) => (
        <option key={column} value={index}>
          {column}
        </option>
      )),
    [key],
  );
  return (
    <span className="native-select grow">
      <select
        className="select"
        aria-label={label}
        title={value}
        value={place}
        onChange={({ target }) => onChange(columns[Number(target.value)])}
      >
        {(none !== undefined || place < 0) && <option value={-1}>{none ?? 'Choose…'}</option>}
        {columns.length > 0 && options}
      </select>
      <Icon name="down" />
    </span>
  );
}

interface ColumnListProps {
  label: string;
  /** Of the button that adds one. */
  add: string;
  none: string;
  chosen: readonly string[];
  columns: readonly string[];
  onChange: (columns: string[]) => void;
}

/** None, one or several columns, in their order. */
export function ColumnList({ label, add, none, chosen, columns, onChange }: ColumnListProps): ReactElement {
  const id = useId();
  const free = (own?: string): string[] => columns.filter((one) => one === own || !chosen.includes(one));
  const places = chosen.length === 0 ? [undefined] : chosen;
  const first = free()[0];
  return (
    <div className="field column-list" role="group" aria-labelledby={id}>
      <span id={id} className="muted label">
        {label}
      </span>
      <div className="stack">
        {places.map((column, index) => (
          <div key={index} className="row">
            <ColumnSelect
              label={index === 0 ? label : `${label} ${index + 1}`}
              value={column}
              columns={free(column)}
              {...(index === 0 ? { none } : {})}
              onChange={(next) =>
                onChange(
                  next === undefined
                    ? []
                    : column === undefined
                      ? [next]
                      : chosen.map((one, place) => (place === index ? next : one)),
                )
              }
            />
            {index > 0 && (
              <IconButton
                className="small"
                icon="close"
                label={`Without ${at(chosen, index)}`}
                onClick={() => onChange(chosen.filter((_, place) => place !== index))}
              />
            )}
          </div>
        ))}
        {chosen.length > 0 && chosen.length < 8 && first !== undefined && (
          <button type="button" className="button quiet add" onClick={() => onChange([...chosen, first])}>
            <Icon name="plus" /> {add}
          </button>
        )}
      </div>
    </div>
  );
}
