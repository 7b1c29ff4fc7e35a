import { useId, useState, type ReactElement } from 'react';
import { editOf } from '../kit/form/edit';
import { Field } from '../kit/form/Field';
import { SelectField } from '../kit/form/fields';

/** More columns than this are typed and completed instead of chosen from a menu, which would hold them all. */
const MAX_MENU = 100;

interface ColumnFieldProps {
  label: string;
  columns: readonly string[];
  value: string | undefined;
  onPick: (column: string) => void;
  /** Present where there may be no such column. */
  onNone?: () => void;
}

/** One of a file's columns. */
export function ColumnField(props: ColumnFieldProps): ReactElement {
  const { label, columns, value, onPick, onNone } = props;
  if (columns.length > MAX_MENU) return <TypedColumn {...props} />;
  const options = columns.map((column) => ({ value: column, label: column }));
  return (
    <SelectField<string | undefined>
      label={label}
      options={onNone ? [{ value: undefined, label: 'None' }, ...options] : options}
      edit={editOf(value, label, (column) => (column === undefined ? onNone?.() : onPick(column)))}
    />
  );
}

/** The first columns that contain what has been typed. */
function matching(columns: readonly string[], text: string): string[] {
  const found: string[] = [];
  for (const column of columns) {
    if (found.length === 20) break;
    if (column.includes(text)) found.push(column);
  }
  return found;
}

function TypedColumn({ label, columns, value, onPick, onNone }: ColumnFieldProps): ReactElement {
  const list = useId();
  const [draft, setDraft] = useState<string>();
  const take = (text: string): void => {
    setDraft(text);
    if (text === '') onNone?.();
    else if (columns.includes(text)) onPick(text);
  };
  return (
    <Field label={label}>
      <input
        className="input"
        aria-label={label}
        list={list}
        placeholder={onNone && 'None'}
        value={draft ?? value ?? ''}
        onChange={({ target }) => take(target.value)}
        onBlur={() => setDraft(undefined)}
      />
      <datalist id={list}>
        {draft !== undefined &&
          matching(columns, draft).map((column) => (
            <option key={column} value={column}>
              {column}
            </option>
          ))}
      </datalist>
    </Field>
  );
}
