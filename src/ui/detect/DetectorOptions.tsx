import type { ReactElement } from 'react';
import { detectorKinds, detectorOf } from '../../core/detect';
import type { OptionField, DetectorOptions as Options } from '../../core/detect/types';
import { formatDuration, parseDuration } from '../../core/recipe';
import { useFiles } from '../../state/ingest/files';
import { setDetection, useSuggestions } from '../../state/detect/suggestions';
import { Select, Switch } from '../kit/controls';
import { Field } from '../kit/form/Field';
import { NumberInput, TextInput } from '../kit/form/fields';
import { count } from '../../core/format';

interface OptionProps {
  field: OptionField<Options>;
  options: Options;
  /** Why options are not valid; undefined where they are. */
  check: (options: Options) => string | undefined;
  onChange: (options: Options) => void;
}

/** One option of a detector; a period in time is written as a duration. */
function Option({ field, options, check, onChange }: OptionProps): ReactElement {
  const { key, label, unit, absent, choices } = field;
  const value = options[key];
  const set = (next: number | string | undefined): void => {
    const { [key]: _old, ...rest } = options;
    onChange(next === undefined ? rest : { ...rest, [key]: next });
  };
  if (choices) {
    return (
      <Field label={label}>
        <Select
          label={label}
          value={String(value)}
          options={choices.map((choice) => ({ value: choice, label: choice === 'us' ? 'time' : choice }))}
          onChange={(next) =>
            onChange(next === 'us' ? { period: 86_400_000_000, in: 'us' } : { period: 288, in: next })
          }
        />
      </Field>
    );
  }
  if (key === 'period' && options['in'] === 'us') {
    return (
      <Field label={label}>
        <TextInput
          label={label}
          value={formatDuration(Number(value))}
          check={(text) =>
            parseDuration(text) === undefined
              ? `Expected a duration such as 1d, 24h or 30min; got "${text}".`
              : check({ ...options, [key]: parseDuration(text) })
          }
          onChange={(text) => set(parseDuration(text))}
        />
      </Field>
    );
  }
  return (
    <Field label={unit ? `${label}, ${unit}` : label}>
      <NumberInput
        label={label}
        value={value === undefined ? undefined : Number(value)}
        {...(absent ? { placeholder: absent } : {})}
        check={(next) => check({ ...options, [key]: next })}
        onChange={(next) => (next !== undefined || absent ? set(next) : undefined)}
      />
    </Field>
  );
}

const wholeFrom = (minimum: number) => (value: number) =>
  Number.isInteger(value) && value >= minimum && value <= 1e9
    ? undefined
    : `Expected a whole number of at least ${minimum}.`;

/** Which detector runs, and its options. */
export function DetectorOptions(): ReactElement {
  const { detector, options, thresholds, joinRows, afterProbation, scope } = useSuggestions();
  const total = useFiles((files) => files.series.length);
  const { options: fields, unit, check } = detectorOf(detector);
  const mine = options[detector];
  return (
    <div className="suggest-options">
      <Field label="Detector">
        <Select
          label="Detector"
          value={detector}
          options={detectorKinds.map((value) => ({ value, label: detectorOf(value).label }))}
          onChange={(next) => setDetection({ detector: next })}
        />
      </Field>
      {fields.map((field) => (
        <Option
          key={`${detector} ${field.key}`}
          field={field}
          options={mine}
          check={(next) => check(next)?.message}
          onChange={(next) => setDetection({ options: { ...options, [detector]: next } })}
        />
      ))}
      <Field
        label="Threshold"
        hint={unit === 'probability' ? 'A probability from 0 to 1.' : 'In (robust) standard deviations.'}
      >
        <NumberInput
          label="Threshold"
          value={thresholds[detector]}
          check={(value) => (value >= 0 ? undefined : 'Expected a number of at least 0.')}
          onChange={(value) =>
            value !== undefined && setDetection({ thresholds: { ...thresholds, [detector]: value } })
          }
        />
      </Field>
      <Field label="Merge gap (rows)" hint="Detections with at most this many rows between them become one.">
        <NumberInput
          label="Merge gap (rows)"
          value={joinRows}
          check={wholeFrom(0)}
          onChange={(value) => value !== undefined && setDetection({ joinRows: value })}
        />
      </Field>
      <Field label="Skip probation" hint="The first 15 % of the rows, 750 at most, which NAB does not score.">
        <Switch
          label="Skip probation"
          checked={afterProbation}
          onChange={(on) => setDetection({ afterProbation: on })}
        />
      </Field>
      <Field label="Series">
        <Select
          label="Series"
          value={scope}
          options={[
            { value: 'one', label: 'selected series' },
            { value: 'all', label: `all ${count(total)} series` },
          ]}
          onChange={(next) => setDetection({ scope: next })}
        />
      </Field>
    </div>
  );
}
