import type { ReactElement } from 'react';
import type { Amount, AnomalyKind, AnomalyShape, Strength } from '../../../core/recipe/types';
import {
  chosen,
  kinds,
  shapeAs,
  strengthField,
  type ChoiceField,
  type StrengthUnit,
} from '../../../core/synth/inject/kinds';
import { useFiles } from '../../../state/ingest/files';
import { editOf, member, omitted, withDefault, type Edit } from '../../kit/form/edit';
import { SelectField, SliderField } from '../../kit/form/fields';
import { AmountField, LengthField } from '../../kit/form/RangeField';

interface Part {
  edit: Edit<AnomalyShape>;
  /** For screen readers: which anomaly this is. */
  name: string;
}

const unitLabels: Record<StrengthUnit, string> = {
  sigma: 'local σ',
  absolute: 'unit of the series',
  factor: 'factor',
};

function strengthIn(unit: StrengthUnit, amount: Amount): Strength {
  switch (unit) {
    case 'sigma':
      return { sigma: amount };
    case 'absolute':
      return { absolute: amount };
    case 'factor':
      return { factor: amount };
  }
}

function StrengthFields({ edit, name }: Part): ReactElement | null {
  const { strength: fields } = kinds[edit.value.kind];
  const given = strengthField(edit.value);
  if (!given) return null;
  const { field, amount } = given;
  const strength: Edit<Strength | undefined> = member(edit, 'strength');
  return (
    <>
      <AmountField
        key={field.unit}
        label={field.label}
        name={`${name}, ${field.label.toLowerCase()}`}
        unit={field.suffix}
        limits={field}
        usual={field.default}
        edit={{
          value: amount,
          path: `${strength.path}.${field.unit}`,
          preview: (value) => strength.preview(strengthIn(field.unit, value)),
          commit: (value) => strength.commit(strengthIn(field.unit, value)),
        }}
      />
      {fields.length > 1 && (
        <SelectField
          label="Unit"
          name={`${name}, unit of ${field.label.toLowerCase()}`}
          options={fields.map((one) => ({ value: one, label: unitLabels[one.unit] }))}
          edit={editOf(field, strength.path, (one) => strength.commit(strengthIn(one.unit, one.default)))}
        />
      )}
    </>
  );
}

function ChoiceInput({ field, edit, name }: Part & { field: ChoiceField }): ReactElement {
  const { key, label, options } = field;
  return (
    <SelectField<AnomalyShape[ChoiceField['key']]>
      label={label}
      name={`${name}, ${label.toLowerCase()}`}
      options={options}
      edit={{ ...member(edit, key), value: chosen(edit.value, key) }}
    />
  );
}

function RampFields({ edit, name }: Part): ReactElement {
  const ramp = omitted<{ in: number; out: number }>(
    member(edit, 'ramp'),
    { in: 0, out: 0 },
    (value) => value.in === 0 && value.out === 0,
  );
  return (
    <>
      {(['in', 'out'] as const).map((key) => (
        <SliderField
          key={key}
          percent
          label={key === 'in' ? 'Ramp up' : 'Ramp down'}
          name={`${name}, ramp ${key === 'in' ? 'up' : 'down'}, share of the length`}
          meaning={`Share of the length over which the effect ${key === 'in' ? 'grows' : 'fades'}`}
          limits={{ min: 0, max: 1 - ramp.value[key === 'in' ? 'out' : 'in'] }}
          edit={member(ramp, key)}
        />
      ))}
    </>
  );
}

function OtherSeriesField({ edit, name, series }: Part & { series: string }): ReactElement {
  const all = useFiles((files) => files.series);
  return (
    <SelectField
      label="Other series"
      name={`${name}, other series`}
      options={all.filter((one) => one.name !== series).map((one) => ({ value: one.name, label: one.name }))}
      other={(now) => now || 'choose a series'}
      edit={withDefault(member(edit, 'with'), '')}
    />
  );
}

const kindOptions = Object.values(kinds).map(({ kind, label }) => ({ value: kind, label }));

/** All that a kind of anomaly takes. */
export function ShapeEditor({ edit, name, series }: Part & { series: string }): ReactElement {
  const shape = edit.value;
  const info = kinds[shape.kind];
  const part = { edit, name };
  return (
    <>
      <SelectField<AnomalyKind>
        label="Kind"
        name={`${name}, kind`}
        options={kindOptions}
        edit={editOf(shape.kind, `${edit.path}.kind`, (kind) => edit.commit(shapeAs(kind, shape)))}
      />
      <p className="hint">{info.meaning}</p>
      <LengthField label="Length" name={`${name}, length`} edit={member(edit, 'length')} />
      <StrengthFields {...part} />
      {info.choices.map((field) => (
        <ChoiceInput key={field.key} field={field} {...part} />
      ))}
      {info.ramp && <RampFields {...part} />}
      {info.with && <OtherSeriesField {...part} series={series} />}
    </>
  );
}
