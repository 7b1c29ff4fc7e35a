import type { ReactElement } from 'react';
import type { Faults, SyntheticSource } from '../../../core/recipe/types';
import { at, withKey, type Edit } from '../fields/edit';
import { Choice, Toggle, Written } from '../fields/inputs';
import { NumberSlider } from '../fields/NumberSlider';
import { durationReading } from '../fields/readings';
import { Section } from '../fields/Section';
import { measure } from '../../../core/format';

type Missing = NonNullable<Faults['missing']>;

const share = (value: number): string => `${measure(value * 100)} %`;

/** What is wrong with the series on purpose, in a few words. */
export function faultsText(faults: Faults | undefined): string {
  const { jitter, missing, duplicates, backward } = faults ?? {};
  const parts = [
    jitter ? `jitter ${share(jitter)}` : '',
    missing ? 'missing rows' : '',
    duplicates ? 'duplicates' : '',
    backward ? 'backward times' : '',
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : 'none';
}

/** A share of 0 that is left out of the recipe. */
function shareOf<T extends object, K extends keyof T & string>(edit: Edit<T>, key: K): Edit<number> {
  const one = at(edit, key) as unknown as Edit<number | undefined>;
  const tidy = (value: number): number | undefined => (value === 0 ? undefined : value);
  return {
    value: one.value ?? 0,
    path: one.path,
    preview: (value) => one.preview(tidy(value)),
    commit: (value) => one.commit(tidy(value)),
  };
}

/** A group of options that is there or not. */
const switchOf = <T extends object, K extends keyof T & string>(
  edit: Edit<T>,
  key: K,
  start: T[K],
): Edit<boolean> => ({
  value: edit.value[key] !== undefined,
  path: `${edit.path}.${key}`,
  preview: (on) => edit.preview(withKey(edit.value, key, on ? start : (undefined as T[K]))),
  commit: (on) => edit.commit(withKey(edit.value, key, on ? start : (undefined as T[K]))),
});

function MissingFields({ edit }: { edit: Edit<Missing> }): ReactElement {
  const { bursts, pattern } = edit.value;
  const inBursts = at(edit, 'bursts') as unknown as Edit<NonNullable<Missing['bursts']>>;
  const inPattern = at(edit, 'pattern') as unknown as Edit<NonNullable<Missing['pattern']>>;
  return (
    <div className="inner">
      <Choice<Missing['as']>
        label="Rows"
        name="Missing rows"
        options={[
          { value: 'absent', label: 'are not there' },
          { value: 'empty', label: 'have no value' },
        ]}
        edit={at(edit, 'as')}
      />
      <NumberSlider
        percent
        label="Single rows"
        name="Single rows missing, share"
        meaning="Share of rows, each by itself"
        limits={{ min: 0, max: 1 }}
        edit={shareOf(edit, 'random')}
      />
      <Toggle
        label="Bursts"
        name="Missing in bursts"
        meaning="Stretches at places drawn by seed"
        edit={switchOf(edit, 'bursts', { perDay: 2, length: '10min' })}
      />
      {bursts && (
        <>
          <NumberSlider
            label="A day"
            name="Bursts a day"
            limits={{ min: 0, max: 86_400 }}
            usual={2}
            edit={at(inBursts, 'perDay')}
          />
          <Written
            label="Length"
            name="Length of a burst"
            reading={durationReading}
            edit={at(inBursts, 'length')}
          />
        </>
      )}
      <Toggle
        label="Pattern"
        name="Missing in a pattern"
        meaning="The first stretch of every period"
        edit={switchOf(edit, 'pattern', { every: '1d', length: '1h' })}
      />
      {pattern && (
        <>
          <Written
            label="Every"
            name="Period of the pattern"
            reading={durationReading}
            edit={at(inPattern, 'every')}
          />
          <Written
            label="The first"
            name="Length missing in each period"
            reading={durationReading}
            edit={at(inPattern, 'length')}
          />
        </>
      )}
    </div>
  );
}

/** The faults that cleaning is for. */
export function FaultsSection({ edit }: { edit: Edit<SyntheticSource> }): ReactElement {
  const whole = at(edit, 'faults');
  const tidy = (faults: Faults): Faults | undefined => (Object.keys(faults).length > 0 ? faults : undefined);
  const faults: Edit<Faults> = {
    value: whole.value ?? {},
    path: whole.path,
    preview: (value) => whole.preview(tidy(value)),
    commit: (value) => whole.commit(tidy(value)),
  };
  const shares = [
    [
      'jitter',
      'Jitter',
      'Each time moves by up to half this share of the step, either way',
      'Jitter, share of the step',
    ],
    ['duplicates', 'Duplicates', 'Share of rows that stand a second time', 'Duplicate rows, share'],
    ['backward', 'Backward', 'Share of rows whose time is that of two rows before', 'Backward times, share'],
  ] as const;
  return (
    <Section title="Faults" said={faultsText(whole.value)} startsOpen={whole.value !== undefined}>
      {shares.map(([key, label, meaning, name]) => (
        <NumberSlider
          key={key}
          percent
          label={label}
          name={name}
          meaning={meaning}
          limits={{ min: 0, max: 1 }}
          edit={shareOf(faults, key)}
        />
      ))}
      <Toggle
        label="Missing"
        name="Missing rows on"
        meaning="Rows without a value, or not there at all"
        edit={switchOf(faults, 'missing', { as: 'absent', random: 0.01 })}
      />
      {faults.value.missing && <MissingFields edit={at(faults, 'missing') as unknown as Edit<Missing>} />}
    </Section>
  );
}
