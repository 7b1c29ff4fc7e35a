import type { ReactElement } from 'react';
import {
  kinds,
  shapeAs,
  strengthField,
  type ChoiceField,
  type StrengthUnit,
} from '../../../core/synth/inject/kinds';
import type { Amount, AnomalyKind, AnomalyShape, Strength } from '../../../core/recipe/types';
import { useFiles } from '../../../state/ingest/files';
import { Select } from '../../kit/controls';
import { at, withKey, type Edit } from '../fields/edit';
import { AmountInput, LengthField } from '../fields/Ends';
import { Choice } from '../fields/inputs';
import { NumberSlider } from '../fields/NumberSlider';
import { useProblem } from '../fields/problems';
import { Row } from '../fields/Row';

interface Part {
  edit: Edit<AnomalyShape>;
  /** For screen readers: which anomaly this is. */
  name: string;
}

const unitLabels: Record<StrengthUnit, string> = {
  sigma: 'σ, local deviations',
  absolute: 'the series’ own unit',
  factor: 'a factor',
};

function StrengthFields({ edit, name }: Part): ReactElement | null {
  const shape = edit.value;
  const { strength: fields } = kinds[shape.kind];
  const given = strengthField(shape);
  const { error, settle } = useProblem(`${edit.path}.strength`);
  if (!given) return null;
  const { field, amount } = given;
  const as = (unit: StrengthUnit, value: Amount): AnomalyShape => ({
    ...shape,
    strength: { [unit]: value } as unknown as Strength,
  });
  return (
    <>
      <AmountInput
        key={field.unit}
        label={field.label}
        name={`${name}, ${field.label.toLowerCase()}`}
        unit={field.suffix}
        limits={field}
        usual={field.default}
        edit={{
          value: amount,
          path: `${edit.path}.strength.${field.unit}`,
          preview: (value) => edit.preview(as(field.unit, value)),
          commit: (value) => edit.commit(as(field.unit, value)),
        }}
      />
      {fields.length > 1 && (
        <Row label="Measured in" error={error}>
          <Select
            label={`${name}, unit of ${field.label.toLowerCase()}`}
            value={field.unit}
            options={fields.map(({ unit }) => ({ value: unit, label: unitLabels[unit] }))}
            onChange={(unit) =>
              settle(edit.commit(as(unit, fields.find((one) => one.unit === unit)?.default ?? 1)))
            }
          />
        </Row>
      )}
    </>
  );
}

function ChoiceFields({ field, edit, name }: Part & { field: ChoiceField }): ReactElement {
  const { key, label, options } = field;
  const named = options.map((option) => ({ value: String(option.value), label: option.label }));
  const value = String(edit.value[key] ?? options[0]?.value);
  const withChoice = (text: string): AnomalyShape =>
    withKey(edit.value, key, options.find((option) => String(option.value) === text)?.value);
  return (
    <Choice
      label={label}
      name={`${name}, ${label.toLowerCase()}`}
      options={named}
      edit={{
        value,
        path: `${edit.path}.${key}`,
        preview: (text) => edit.preview(withChoice(text)),
        commit: (text) => edit.commit(withChoice(text)),
      }}
    />
  );
}

function RampFields({ edit, name }: Part): ReactElement {
  const ramp = edit.value.ramp ?? { in: 0, out: 0 };
  const rampEdit = at(edit, 'ramp');
  const whole: Edit<{ in: number; out: number }> = {
    value: ramp,
    path: rampEdit.path,
    preview: (value) => rampEdit.preview(value),
    commit: (value) => rampEdit.commit(value.in === 0 && value.out === 0 ? undefined : value),
  };
  return (
    <>
      {(['in', 'out'] as const).map((key) => (
        <NumberSlider
          key={key}
          percent
          label={key === 'in' ? 'Grows over' : 'Fades over'}
          name={`${name}, ${key === 'in' ? 'grows' : 'fades'} over, share of its length`}
          meaning={`Share of the length in which the effect ${key === 'in' ? 'grows' : 'fades'}`}
          limits={{ min: 0, max: 1 - ramp[key === 'in' ? 'out' : 'in'] }}
          edit={at(whole, key)}
        />
      ))}
    </>
  );
}

function WithField({ edit, name, series }: Part & { series: string }): ReactElement {
  const all = useFiles((files) => files.series);
  const others = all.filter((one) => one.name !== series);
  const now = edit.value.with ?? '';
  const options = [
    ...(others.some((one) => one.name === now)
      ? []
      : [{ value: now || '-', label: now || 'choose a series' }]),
    ...others.map((one) => ({ value: one.name, label: one.name })),
  ];
  return (
    <Choice
      label="Other series"
      name={`${name}, other series`}
      options={options}
      edit={{
        value: now || '-',
        path: `${edit.path}.with`,
        preview: (other) => edit.preview({ ...edit.value, with: other }),
        commit: (other) => (other === '-' ? undefined : edit.commit({ ...edit.value, with: other })),
      }}
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
      <Choice<AnomalyKind>
        label="Kind"
        name={`${name}, kind`}
        options={kindOptions}
        edit={{
          value: shape.kind,
          path: `${edit.path}.kind`,
          preview: (kind) => edit.preview({ ...shape, ...shapeAs(kind, shape) }),
          commit: (kind) => edit.commit(shapeAs(kind, shape)),
        }}
      />
      <p className="hint">{info.meaning}</p>
      <LengthField label="Length" name={`${name}, length`} edit={at(edit, 'length')} />
      <StrengthFields {...part} />
      {info.choices.map((field) => (
        <ChoiceFields key={field.key} field={field} {...part} />
      ))}
      {info.ramp && <RampFields {...part} />}
      {info.with && <WithField {...part} series={series} />}
    </>
  );
}
