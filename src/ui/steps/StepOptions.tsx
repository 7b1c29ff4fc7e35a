import type { ReactElement } from 'react';
import type { Step } from '../../core/recipe/types';
import { replaceStep } from '../../state/recipe/recipe';
import { editOf, member, narrowed, type Edit } from '../kit/form/edit';
import { SelectField, SliderField, SwitchField, TextField } from '../kit/form/fields';
import { problemOf, seriesReading, stepFields, type StepField } from './options';

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

/** The options that each kind of step has. */
function OwnOptions({ edit }: { edit: Edit<Step> }): ReactElement {
  const { value: step, path } = edit;
  const of = <S extends Step>(own: S): Edit<S> => editOf(own, path, edit.commit);
  if ('utc' in step) return <Fields fields={stepFields.utc} edit={member(of(step), 'utc')} />;
  if ('duplicates' in step)
    return <Fields fields={stepFields.duplicates} edit={member(of(step), 'duplicates')} />;
  if ('missing' in step) return <Fields fields={stepFields.missing} edit={member(of(step), 'missing')} />;
  if ('outliers' in step) return <Fields fields={stepFields.outliers} edit={member(of(step), 'outliers')} />;
  return <Fields fields={stepFields.resample} edit={member(of(step), 'resample')} />;
}

/** The options of one step and the series that it is for, every change being one step of undo. */
export function StepOptions({ step, index }: { step: Step; index: number }): ReactElement {
  const edit = editOf(step, `$.steps[${index}]`, (next: Step) => {
    const error = problemOf(next);
    if (!error) replaceStep(index, next);
    return error;
  });
  return (
    <>
      <OwnOptions edit={edit} />
      <TextField
        label="Series"
        name="Series that the step is for"
        hint="Names or patterns (* any characters, ? one) with commas between; the others pass unchanged."
        placeholder="all"
        edit={member(edit, 'for')}
        reading={seriesReading}
        live={false}
      />
    </>
  );
}
