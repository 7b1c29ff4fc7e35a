import { measure } from '../../../core/format';
import type { ReactElement } from 'react';
import type { Faults, SyntheticSource } from '../../../core/recipe/types';
import { member, omitted, presence, present, type Edit } from '../../kit/form/edit';
import { Section } from '../../kit/form/Field';
import { SelectField, SliderField, SwitchField, TextField } from '../../kit/form/fields';
import { durationReading } from '../../kit/form/readings';

type Missing = NonNullable<Faults['missing']>;

/** The faults of a series, in a few words. */
function faultsText({ jitter, missing, duplicates, backward }: Faults): string {
  const parts = [
    jitter ? `jitter ${measure(jitter * 100)} %` : '',
    missing ? 'missing rows' : '',
    duplicates ? 'duplicates' : '',
    backward ? 'backward timestamps' : '',
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : 'none';
}

function MissingFields({ edit }: { edit: Edit<Missing> }): ReactElement {
  const bursts = present(member(edit, 'bursts'));
  const pattern = present(member(edit, 'pattern'));
  return (
    <div className="inner">
      <SelectField
        label="Missing as"
        name="Missing rows as"
        options={[
          { value: 'absent', label: 'no row' },
          { value: 'empty', label: 'a row without a value' },
        ]}
        edit={member(edit, 'as')}
      />
      <SliderField
        percent
        label="Single rows"
        name="Single missing rows, share"
        meaning="Share of rows that are missing independently of each other"
        limits={{ min: 0, max: 1 }}
        edit={omitted(member(edit, 'random'), 0)}
      />
      <SwitchField
        label="Random bursts"
        name="Missing in random bursts"
        meaning="Runs of missing rows at random times"
        edit={presence(member(edit, 'bursts'), { perDay: 2, length: '10min' })}
      />
      {bursts && (
        <>
          <SliderField
            label="Bursts per day"
            limits={{ min: 0, max: 86_400 }}
            usual={2}
            edit={member(bursts, 'perDay')}
          />
          <TextField label="Burst length" reading={durationReading} edit={member(bursts, 'length')} />
        </>
      )}
      <SwitchField
        label="Pattern"
        name="Missing in a pattern"
        meaning="Rows at the start of every period are missing"
        edit={presence(member(edit, 'pattern'), { every: '1d', length: '1h' })}
      />
      {pattern && (
        <>
          <TextField
            label="Period"
            name="Period of the pattern"
            reading={durationReading}
            edit={member(pattern, 'every')}
          />
          <TextField
            label="Length"
            name="Missing length in each period"
            reading={durationReading}
            edit={member(pattern, 'length')}
          />
        </>
      )}
    </div>
  );
}

const shares = [
  {
    key: 'jitter',
    label: 'Jitter',
    name: 'Jitter, share of the step',
    meaning: 'Each timestamp moves by up to half this share of the step, earlier or later',
  },
  {
    key: 'duplicates',
    label: 'Duplicates',
    name: 'Duplicate rows, share',
    meaning: 'Share of rows that are repeated',
  },
  {
    key: 'backward',
    label: 'Backward',
    name: 'Backward timestamps, share',
    meaning: 'Share of rows with the timestamp of two rows before',
  },
] as const;

/** Faults that the steps are to clean. */
export function FaultsSection({ edit }: { edit: Edit<SyntheticSource> }): ReactElement {
  const whole = member(edit, 'faults');
  const faults = omitted<Faults>(whole, {}, (value) => Object.keys(value).length === 0);
  const missing = present(member(faults, 'missing'));
  return (
    <Section title="Faults" summary={faultsText(faults.value)} startsOpen={whole.value !== undefined}>
      {shares.map(({ key, ...about }) => (
        <SliderField
          key={key}
          {...about}
          percent
          limits={{ min: 0, max: 1 }}
          edit={omitted(member(faults, key), 0)}
        />
      ))}
      <SwitchField
        label="Missing"
        name="Missing rows"
        meaning="Rows without a value, or no rows at all"
        edit={presence(member(faults, 'missing'), { as: 'absent', random: 0.01 })}
      />
      {missing && <MissingFields edit={missing} />}
    </Section>
  );
}
