import type { ReactElement } from 'react';
import type { NoiseScale } from '../../../core/recipe/types';
import { at, orElse, type Edit } from '../fields/edit';
import { Choice } from '../fields/inputs';

export const scaleText = ({ unit, apply }: NoiseScale): string =>
  [unit === 'share' ? 'as a share of the signal’s deviation' : '', apply === 'multiply' ? 'multiplied' : '']
    .filter(Boolean)
    .join(', ');

/** What a noise's size is measured in, and how it meets the signal. */
export function NoiseScaleFields({ edit, name }: { edit: Edit<NoiseScale>; name: string }): ReactElement {
  return (
    <>
      <Choice<NonNullable<NoiseScale['unit']>>
        label="Measured in"
        name={`${name}, measured in`}
        options={[
          { value: 'absolute', label: 'the series’ own unit' },
          { value: 'share', label: 'the signal’s deviation' },
        ]}
        edit={orElse<NonNullable<NoiseScale['unit']>>(at(edit, 'unit'), 'absolute')}
      />
      <Choice<NonNullable<NoiseScale['apply']>>
        label="Meets signal"
        name={`${name}, meets the signal`}
        options={[
          { value: 'add', label: 'is added' },
          { value: 'multiply', label: 'multiplies it' },
        ]}
        edit={orElse<NonNullable<NoiseScale['apply']>>(at(edit, 'apply'), 'add')}
      />
    </>
  );
}
