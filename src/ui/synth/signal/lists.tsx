import type { ReactElement } from 'react';
import type { Noise, NoiseScale, SignalBase } from '../../../core/recipe/types';
import { defaultsFor } from '../../../core/synth/signal/defaults';
import { baseKinds, fieldsFor, noiseKinds } from '../../../core/synth/signal/fields';
import { member, omitted, withDefault, type Edit } from '../../kit/form/edit';
import { SelectField } from '../../kit/form/fields';
import { KindList } from './KindList';

const baseFields = baseKinds.map((kind) => fieldsFor(kind));
const noiseFields = noiseKinds.map((kind) => fieldsFor(kind));

interface ListProps<T> {
  edit: Edit<T>;
  title: string;
  /** One of them, for buttons. */
  one: string;
}

/** The bases of a signal; they add up. */
export const BaseList = (props: ListProps<SignalBase[]>): ReactElement => (
  <KindList {...props} kinds={baseFields} fresh={(kind) => defaultsFor(kind)} none="none: the signal is 0" />
);

/** The noises of a signal; they add up. */
export const NoiseList = ({ edit, ...props }: ListProps<Noise[] | undefined>): ReactElement => (
  <KindList
    {...props}
    kinds={noiseFields}
    edit={omitted<Noise[]>(edit, [], (list) => list.length === 0)}
    fresh={(kind) => defaultsFor(kind)}
    none="no noise"
    more={scaleText}
    Extra={NoiseScaleFields}
  />
);

const scaleText = ({ unit, apply }: NoiseScale): string =>
  [unit === 'share' ? 'in σ of the signal' : '', apply === 'multiply' ? 'multiplied with the signal' : '']
    .filter(Boolean)
    .join(', ');

/** The unit of a noise's size, and how noise and signal are combined. */
function NoiseScaleFields({ edit, name }: { edit: Edit<Noise>; name: string }): ReactElement {
  return (
    <>
      <SelectField
        label="Unit"
        name={`${name}, unit`}
        options={[
          { value: 'absolute', label: 'unit of the series' },
          { value: 'share', label: 'σ of the signal' },
        ]}
        edit={withDefault<NonNullable<NoiseScale['unit']>>(member(edit, 'unit'), 'absolute')}
      />
      <SelectField
        label="Combine"
        name={`${name}, combine with the signal`}
        options={[
          { value: 'add', label: 'add' },
          { value: 'multiply', label: 'multiply' },
        ]}
        edit={withDefault<NonNullable<NoiseScale['apply']>>(member(edit, 'apply'), 'add')}
      />
    </>
  );
}
