import type { ReactElement } from 'react';
import { checkKinds, kindOfCheck, optionsOfCheck } from '../../core/checks/kinds';
import type { Check } from '../../core/recipe/types';
import { setChecks } from '../../state/checks/checks';
import { editOf, member, narrowed, withKey, type Edit } from '../kit/form/edit';
import { SelectField, SwitchField, TextField } from '../kit/form/fields';
import { textReading } from '../kit/form/readings';
import { seriesReading } from '../steps/options';
import { checkedCheck, checkFields, type CheckField } from './fields';

type Options = Readonly<Record<string, unknown>>;

const isOn = (value: unknown): value is boolean => typeof value === 'boolean';

function OptionField({ field, edit }: { field: CheckField; edit: Edit<Options> }): ReactElement | null {
  const { key, label, name } = field;
  const option: Edit<unknown> = editOf(edit.value[key], `${edit.path}.${key}`, (value) =>
    edit.commit(withKey({ ...edit.value }, key, value)),
  );
  switch (field.kind) {
    case 'text':
      return (
        <TextField
          label={label}
          name={name}
          hint={field.hint}
          placeholder={field.placeholder}
          reading={field.reading}
          edit={option}
          live={false}
        />
      );
    case 'select':
      return <SelectField label={label} name={name} options={field.options} edit={option} />;
    case 'switch': {
      const on = narrowed<unknown, boolean>({ ...option, value: option.value ?? false }, isOn);
      return on ? <SwitchField label={label} name={name} edit={on} /> : null;
    }
  }
}

interface CheckFormProps {
  check: Check;
  /** Its place in the recipe, and its name. */
  index: number;
  id: string;
  onRename: (id: string) => void;
}

/** The options of a check of the recipe, every change being one step of undo. */
export function CheckForm({ check, index, id, onRename }: CheckFormProps): ReactElement {
  const kind = kindOfCheck(check);
  const path = `$.checks[${index}]`;
  const put = (next: unknown) => {
    const checked = checkedCheck(next);
    if (!checked.ok) return checked.error;
    return setChecks((checks) => checks.map((one, place) => (place === index ? checked.value : one)));
  };
  const edit = editOf(check, path, put);
  const options: Options = { ...optionsOfCheck(check, kind) };
  const ownEdit = editOf(options, `${path}.${kind}`, (next: Options) => put({ ...check, [kind]: next }));
  const rename = editOf(id, `${path}.id`, (name: string) => {
    const error = put({ ...check, id: name });
    if (!error) onRename(name);
    return error;
  });
  return (
    <div className="check-form" role="group" aria-label={`Options of ${id}`}>
      {checkFields[kind].map((field) => (
        <OptionField key={field.key} field={field} edit={ownEdit} />
      ))}
      <SelectField
        label="Severity"
        options={[
          { value: undefined, label: 'fail: stops the export' },
          { value: 'warn' as const, label: 'warn: is recorded' },
        ]}
        other={() => 'fail: stops the export'}
        edit={member(edit, 'severity')}
      />
      <SelectField
        label="Rows"
        name="Rows that the check is about"
        options={[
          { value: undefined, label: 'each series' },
          { value: 'all' as const, label: 'all rows together' },
        ]}
        other={() => 'each series'}
        edit={member(edit, 'scope')}
      />
      <SelectField
        label="Stage"
        options={[
          { value: undefined, label: 'the last that is exported' },
          { value: 'clean' as const, label: 'clean' },
          { value: 'resampled' as const, label: 'resampled' },
        ]}
        edit={member(edit, 'stage')}
      />
      <TextField
        label="Series"
        name="Series that the check is about"
        placeholder="all"
        reading={seriesReading}
        edit={member(edit, 'for')}
        live={false}
      />
      <TextField
        label="Name"
        name="Name of the check"
        hint={checkKinds[kind].label}
        reading={textReading((text) =>
          text.trim() === '' ? 'Expected a name; the field is empty.' : undefined,
        )}
        edit={rename}
        live={false}
      />
    </div>
  );
}
