import type { ReactElement } from 'react';
import { Select, Switch, type Option } from '../../kit/controls';
import type { Edit } from './edit';
import { useProblem } from './problems';
import { Row } from './Row';
import { useDraft, type Draft, type Reading } from './useDraft';

interface Named<T> {
  edit: Edit<T>;
  /** Beside the field. */
  label: string;
  /** For screen readers, where the label alone would not tell fields apart. */
  name?: string | undefined;
  meaning?: string | undefined;
}

/** The attributes of an input that shows a draft. */
export const inputOf = <T,>(draft: Draft<T>, name: string) =>
  ({
    className: 'input',
    'aria-label': name,
    'aria-invalid': draft.error !== undefined,
    'aria-describedby': draft.error ? draft.id : undefined,
    autoComplete: 'off',
    spellCheck: false,
  }) as const;

interface WrittenProps<T> extends Named<T> {
  reading: Reading<T>;
  unit?: string | undefined;
  placeholder?: string | undefined;
  hint?: string | undefined;
  /** False: kept on Enter or leaving alone, for what is dear to change or means nothing half typed. */
  quiet?: boolean;
  lines?: number;
}

/** A value that is written. */
export function Written<T>(props: WrittenProps<T>): ReactElement {
  const { edit, label, name = label, meaning, reading, unit, placeholder, hint, quiet = true, lines } = props;
  const draft = useDraft(edit, reading, quiet);
  const shared = { ...inputOf(draft, name), placeholder, value: draft.text, onBlur: draft.take };
  return (
    <Row label={label} meaning={meaning} hint={hint} error={draft.error} id={draft.id}>
      {lines === undefined ? (
        <div className="row">
          <input
            {...shared}
            onChange={(event) => draft.type(event.target.value)}
            onKeyDown={draft.onKeyDown}
          />
          {unit !== undefined && unit !== '' && <span className="unit muted">{unit}</span>}
        </div>
      ) : (
        <textarea
          {...shared}
          className="input area mono"
          rows={lines}
          onChange={(event) => draft.type(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) draft.onKeyDown(event);
          }}
        />
      )}
    </Row>
  );
}

/** One of several words. */
export function Choice<T extends string>({
  edit,
  label,
  name = label,
  meaning,
  options,
}: Named<T> & { options: readonly Option<T>[] }): ReactElement {
  const { error, settle } = useProblem(edit.path);
  return (
    <Row label={label} meaning={meaning} error={error}>
      <Select
        label={name}
        value={edit.value}
        options={options}
        onChange={(value) => settle(edit.commit(value))}
      />
    </Row>
  );
}

/** Yes or no. */
export function Toggle({ edit, label, name = label, meaning }: Named<boolean>): ReactElement {
  const { error, settle } = useProblem(edit.path);
  return (
    <Row label={label} meaning={meaning} error={error}>
      <Switch label={name} checked={edit.value} onChange={(value) => settle(edit.commit(value))} />
    </Row>
  );
}
