import type { ReactElement } from 'react';
import { fail, ok } from '../../../core/errors';
import { at } from '../../../core/list';
import { Select, Switch } from '../controls';
import { editOf, type Edit } from './edit';
import { Field, Refusal } from './Field';
import { useProblem } from './problems';
import { numberReading, optional, textReading, type Reading } from './readings';
import { Slider, softRange, type Span } from './Slider';
import { useDraft, type Draft } from './useDraft';

interface Named<T> {
  edit: Edit<T>;
  /** Beside the field. */
  label: string;
  /** For screen readers, where the label alone would not tell fields apart. */
  name?: string | undefined;
  meaning?: string | undefined;
  hint?: string | undefined;
}

/** The attributes of an input that shows a draft; what it shows and what is written may be set beside them. */
export const inputOf = <T,>(draft: Draft<T>, name: string) =>
  ({
    className: 'input',
    'aria-label': name,
    'aria-invalid': draft.error !== undefined,
    'aria-describedby': draft.error ? draft.id : undefined,
    autoComplete: 'off',
    spellCheck: false,
    value: draft.text,
    onChange: (event: { target: { value: string } }) => draft.type(event.target.value),
    onBlur: draft.take,
    onKeyDown: draft.onKeyDown,
  }) as const;

/** The unit after an input. */
export const Unit = ({ text }: { text: string | undefined }): ReactElement | null =>
  text === undefined || text === '' ? null : <span className="unit muted">{text}</span>;

interface TextFieldProps<T> extends Named<T> {
  reading: Reading<T>;
  unit?: string | undefined;
  placeholder?: string | undefined;
  /** False: kept on Enter or leaving alone, for what is expensive to change or means nothing half typed. */
  live?: boolean;
  lines?: number | undefined;
  /** Whether its lines are sentences, which need no letters of one width. */
  prose?: boolean;
}

/** A value that is written. */
export function TextField<T>(props: TextFieldProps<T>): ReactElement {
  const {
    edit,
    label,
    name = label,
    meaning,
    reading,
    unit,
    placeholder,
    hint,
    live = true,
    lines,
    prose,
  } = props;
  const draft = useDraft(edit, reading, live);
  const shared = { ...inputOf(draft, name), placeholder };
  return (
    <Field label={label} meaning={meaning} hint={hint} error={draft.error} id={draft.id}>
      {lines === undefined ? (
        <div className="row">
          <input {...shared} />
          <Unit text={unit} />
        </div>
      ) : (
        <textarea
          {...shared}
          {...(prose ? { spellCheck: true } : {})}
          className={prose ? 'input area' : 'input area mono'}
          rows={lines}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) draft.onKeyDown(event);
          }}
        />
      )}
    </Field>
  );
}

interface SliderFieldProps extends Named<number> {
  unit?: string | undefined;
  limits?: Partial<Span>;
  /** What the slider's span is made for, beside the value. */
  usual?: number | undefined;
  /** What the slider spans, and its step, where limits and value do not tell. */
  span?: Span | undefined;
  step?: number | undefined;
  /** A share of 0 to 1 that is shown in per cent. */
  percent?: boolean;
  /** See {@link useDraft}. */
  live?: boolean;
}

/** A number with a slider: dragging previews it at once, and one drag is one step of undo. */
export function SliderField(props: SliderFieldProps): ReactElement {
  const { edit, label, name = label, meaning, hint, limits = {}, usual, span, step, percent, live } = props;
  const reading = numberReading(limits, percent ? 100 : 1);
  const draft = useDraft(edit, reading, live);
  const typed = reading.read(draft.text);
  const value = typed.ok ? typed.value : edit.value;
  return (
    <Field label={label} meaning={meaning} hint={hint} error={draft.error} id={draft.id}>
      <div className="row slide">
        <Slider
          values={[value]}
          names={[`${name}, slider`]}
          span={span ?? softRange(value, limits, usual)}
          step={step}
          onMove={(values, dragged) =>
            dragged ? draft.drag(at(values, 0)) : draft.type(reading.write(at(values, 0)))
          }
          onRelease={draft.take}
        />
        <input {...inputOf(draft, name)} inputMode="decimal" />
        <span className="unit muted">{percent ? '%' : props.unit}</span>
      </div>
    </Field>
  );
}

/** One of the values that a person may choose, and its name. */
export interface Choice<T> {
  value: T;
  label: string;
}

interface SelectFieldProps<T> extends Named<T> {
  options: readonly Choice<T>[];
  /** The name of a value that is none of the options; it stands among them as long as it is chosen. */
  other?: ((value: T) => string) | undefined;
}

/** One of several values. */
export function SelectField<T>(props: SelectFieldProps<T>): ReactElement {
  const { edit, label, name = label, meaning, hint, options, other } = props;
  const { error, report } = useProblem(edit.path);
  const known = options.findIndex(({ value }) => value === edit.value);
  const all = known < 0 ? [...options, { value: edit.value, label: (other ?? String)(edit.value) }] : options;
  return (
    <Field label={label} meaning={meaning} hint={hint} error={error}>
      <Select
        label={name}
        value={String(known < 0 ? options.length : known)}
        options={all.map((option, index) => ({ value: String(index), label: option.label }))}
        onChange={(index) => report(edit.commit(at(all, Number(index)).value))}
      />
    </Field>
  );
}

/** Yes or no. */
export function SwitchField({ edit, label, name = label, meaning, hint }: Named<boolean>): ReactElement {
  const { error, report } = useProblem(edit.path);
  return (
    <Field label={label} meaning={meaning} hint={hint} error={error}>
      <Switch label={name} checked={edit.value} onChange={(value) => report(edit.commit(value))} />
    </Field>
  );
}

interface InputProps<T> {
  label: string;
  value: T;
  placeholder?: string;
  onChange: (value: T) => void;
}

function ReadInput<T>(props: InputProps<T> & { reading: Reading<T> }): ReactElement {
  const { label, value, placeholder, reading, onChange } = props;
  const draft = useDraft(editOf(value, label, onChange), reading, false);
  return (
    <div>
      <input {...inputOf(draft, label)} placeholder={placeholder} />
      <Refusal error={draft.error} id={draft.id} />
    </div>
  );
}

/** A text without a label beside it, kept on Enter or leaving. `check`: what is wrong with a text; undefined where it may stand. */
export const TextInput = ({
  check,
  ...props
}: InputProps<string> & { check?: (text: string) => string | undefined }): ReactElement => (
  <ReadInput {...props} reading={textReading(check)} />
);

/** A number, or nothing where the field is left empty. `check`: beside being a number. */
export const NumberInput = ({
  check,
  ...props
}: InputProps<number | undefined> & { check?: (value: number) => string | undefined }): ReactElement => {
  const { read, write } = numberReading();
  const checked: Reading<number> = {
    write,
    read: (text) => {
      const result = read(text);
      const problem = result.ok ? check?.(result.value) : undefined;
      if (problem !== undefined) return fail({ code: 'recipe-value', message: problem });
      return result.ok ? ok(result.value) : result;
    },
  };
  return <ReadInput {...props} reading={optional(checked)} />;
};
