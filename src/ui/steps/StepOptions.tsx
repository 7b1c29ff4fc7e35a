import type { ReactElement } from 'react';
import type { Step } from '../../core/recipe/types';
import { replaceStep } from '../../state/recipe/recipe';
import { editOf, member, narrowed, type Edit } from '../kit/form/edit';
import { SelectField, SliderField, SwitchField, TextField } from '../kit/form/fields';
import { problemOf, stepFields, type StepField } from './options';

const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
const isNumber = (value: unknown): value is number => typeof value === 'number';

/** One option of a step in the form that its description asks for. */
function StepFieldInput<O extends object>({
  field,
  edit,
}: {
  field: StepField<O>;
  edit: Edit<O>;
}): ReactElement | null {
  const { key, label, name, hint, along } = field;
  const part = member(edit, key);
  const option: Edit<O[keyof O & string]> = along
    ? editOf(part.value, part.path, (value) => edit.commit({ ...edit.value, [key]: value, ...along(value) }))
    : part;
  const shared = { label, name, hint };
  switch (field.kind) {
    case 'select':
      return <SelectField {...shared} edit={option} options={field.options} other={field.other} />;
    case 'text':
      return (
        <TextField
          {...shared}
          edit={option}
          reading={field.reading}
          placeholder={field.placeholder}
          live={false}
        />
      );
    case 'switch': {
      const on = narrowed<unknown, boolean>(option, isBoolean);
      return on ? <SwitchField {...shared} edit={on} /> : null;
    }
    case 'slider': {
      const number = narrowed<unknown, number>(option, isNumber);
      if (!number) return null;
      const { min, max } = field.span;
      const span = { min, max: Math.max(max, number.value) };
      return <SliderField {...shared} edit={number} span={span} step={field.step} />;
    }
  }
}

function Fields<O extends object>({
  fields,
  edit,
}: {
  fields: readonly StepField<O>[];
  edit: Edit<O>;
}): ReactElement {
  return (
    <>
      {fields.map((field) => (
        <StepFieldInput<O> key={field.key} field={field} edit={edit} />
      ))}
    </>
  );
}

/** The options of one step, every change being one step of undo. */
export function StepOptions({ step, index }: { step: Step; index: number }): ReactElement {
  const path = `$.steps[${index}]`;
  const replace = (next: Step) => {
    const error = problemOf(next);
    if (!error) replaceStep(index, next);
    return error;
  };
  if ('utc' in step)
    return <Fields fields={stepFields.utc} edit={member(editOf(step, path, replace), 'utc')} />;
  if ('duplicates' in step)
    return <Fields fields={stepFields.duplicates} edit={member(editOf(step, path, replace), 'duplicates')} />;
  if ('missing' in step)
    return <Fields fields={stepFields.missing} edit={member(editOf(step, path, replace), 'missing')} />;
  if ('outliers' in step)
    return <Fields fields={stepFields.outliers} edit={member(editOf(step, path, replace), 'outliers')} />;
  return <Fields fields={stepFields.resample} edit={member(editOf(step, path, replace), 'resample')} />;
}
