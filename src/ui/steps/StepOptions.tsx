import type { ReactElement } from 'react';
import { optionsOf, parseDuration } from '../../core/recipe';
import type {
  DuplicatesOptions,
  MissingOptions,
  OutliersOptions,
  ResampleOptions,
  Step,
  UtcOptions,
} from '../../core/recipe/types';
import { replaceStep } from '../../state/recipe/recipe';
import { Field, NumberField, Select, Slider, Switch, TextField, type Option } from '../kit/controls';

const options = <T extends string>(labels: Record<T, string>): Option<T>[] =>
  (Object.entries(labels) as [T, string][]).map(([value, label]) => ({ value, label }));

interface Editor<O> {
  value: O;
  set: (change: Partial<O>) => void;
}

const duration = (text: string): string | undefined =>
  parseDuration(text) === undefined
    ? `Expected a length of time such as 15min or 1.5h; got "${text}".`
    : undefined;

function bucket(text: string): string | undefined {
  const us = parseDuration(text);
  return us === undefined || us < 1e6 || us > 6.048e11
    ? `Expected a length of time from 1s to 1w; got "${text}".`
    : undefined;
}

/** Without the keys whose value is undefined: a recipe leaves out what is not set. */
const tidy = <O extends object>(value: O): O =>
  Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as O;

function Utc({ value, set }: Editor<UtcOptions>): ReactElement {
  return (
    <>
      <Field label="Skipped times">
        <Select
          label="Local times that do not exist"
          value={value.nonexistent}
          options={options({ shift: 'Shift forward', drop: 'Drop the row' })}
          onChange={(nonexistent) => set({ nonexistent })}
        />
      </Field>
      <Field label="Repeated times">
        <Select
          label="Local times that exist twice"
          value={value.ambiguous}
          options={options({ earlier: 'The earlier', later: 'The later', drop: 'Drop the row' })}
          onChange={(ambiguous) => set({ ambiguous })}
        />
      </Field>
    </>
  );
}

function Duplicates({ value, set }: Editor<DuplicatesOptions>): ReactElement {
  return (
    <Field label="Keep">
      <Select
        label="Of rows at one time keep"
        value={value.keep}
        options={options({ first: 'First', last: 'Last', mean: 'Mean', refuse: 'Refuse them' })}
        onChange={(keep) => set({ keep })}
      />
    </Field>
  );
}

function Missing({ value, set }: Editor<MissingOptions>): ReactElement {
  return (
    <>
      <Field label="Fill">
        <Select
          label="Fill missing values"
          value={value.fill}
          options={options({
            linear: 'Linear in time',
            forward: 'Forward',
            drop: 'Drop rows',
            leave: 'Leave',
          })}
          onChange={(fill) => set({ fill })}
        />
      </Field>
      <Field label="Longest gap">
        <TextField
          label="Longest gap to fill"
          value={value.longest ?? ''}
          placeholder="any, or 15min"
          check={(text) => (text === '' ? undefined : duration(text))}
          onChange={(text) => set({ longest: text === '' ? undefined : text })}
        />
      </Field>
      <Field label="Mean “none”">
        <TextField
          label="Values that mean no value"
          value={value.sentinels.join(' ')}
          placeholder="-999 9999"
          check={(text) =>
            text.split(/\s+/).every((part) => Number.isFinite(Number(part)))
              ? undefined
              : `Expected numbers with spaces between; got "${text}".`
          }
          onChange={(text) => set({ sentinels: text === '' ? [] : text.split(/\s+/).map(Number) })}
        />
      </Field>
      <Field label="Valid range">
        <div className="row">
          <NumberField
            label="Smallest valid value"
            value={value.min}
            placeholder="min"
            check={(min) =>
              value.max !== undefined && min > value.max ? `Expected at most ${value.max}.` : undefined
            }
            onChange={(min) => set({ min })}
          />
          <NumberField
            label="Largest valid value"
            value={value.max}
            placeholder="max"
            check={(max) =>
              value.min !== undefined && max < value.min ? `Expected at least ${value.min}.` : undefined
            }
            onChange={(max) => set({ max })}
          />
        </div>
      </Field>
    </>
  );
}

const usual = { zscore: 3, iqr: 1.5, hampel: 3 };

function Outliers({ value, set }: Editor<OutliersOptions>): ReactElement {
  return (
    <>
      <Field label="Rule">
        <Select
          label="Outlier rule"
          value={value.rule}
          options={options({ zscore: 'Z-score', iqr: 'IQR', hampel: 'Hampel (MAD)' })}
          onChange={(rule) => set({ rule, threshold: usual[rule] })}
        />
      </Field>
      <Field label="Threshold">
        <Slider
          label="Outlier threshold"
          value={value.threshold}
          min={0.5}
          max={Math.max(8, value.threshold)}
          step={0.1}
          onChange={(threshold) => set({ threshold })}
        />
      </Field>
      <Field label="Window">
        <NumberField
          label="Rolling window in rows"
          value={value.window}
          placeholder="whole series"
          check={(rows) =>
            Number.isInteger(rows) && rows >= 3 && rows % 2 === 1
              ? undefined
              : `Expected an odd number of rows from 3; got ${rows}.`
          }
          onChange={(window) => set({ window })}
        />
      </Field>
      <Field label="Then">
        <Select
          label="What happens to outliers"
          value={value.then}
          options={options({ flag: 'Flag', remove: 'Remove', interpolate: 'Interpolate', clip: 'Clip' })}
          onChange={(then) => set({ then })}
        />
      </Field>
      <Field label="Protect labels" hint="Rows inside labelled windows are counted and kept.">
        <Switch
          label="Protect labelled rows"
          checked={value.protect}
          onChange={(protect) => set({ protect })}
        />
      </Field>
    </>
  );
}

function Resample({ value, set }: Editor<ResampleOptions>): ReactElement {
  return (
    <>
      <Field label="Every">
        <TextField
          label="Length of a bucket"
          value={value.every}
          check={bucket}
          onChange={(every) => set({ every })}
        />
      </Field>
      <Field label="With">
        <Select
          label="Aggregate"
          value={value.with}
          options={(['mean', 'median', 'min', 'max', 'sum', 'count', 'first', 'last', 'std'] as const).map(
            (name) => ({ value: name, label: name }),
          )}
          onChange={(aggregate) => set({ with: aggregate })}
        />
      </Field>
      <Field label="Empty buckets">
        <Select
          label="Empty buckets"
          value={value.empty}
          options={options({
            linear: 'Interpolate',
            forward: 'Carry forward',
            null: 'Leave null',
            omit: 'Leave out',
          })}
          onChange={(empty) => set({ empty })}
        />
      </Field>
      <Field label="Labels">
        <Select
          label="Which buckets a label keeps"
          value={bucketPolicy(value.labels)}
          options={options({
            any: 'Buckets with any of its rows',
            majority: 'Where it has most of the rows',
            quarter: 'Where it has a quarter of the rows',
            whole: 'Where it has every row',
          })}
          onChange={(policy) => set({ labels: policies[policy] })}
        />
      </Field>
    </>
  );
}

type Policy = 'any' | 'majority' | 'quarter' | 'whole';
const policies: Record<Policy, ResampleOptions['labels']> = {
  any: undefined,
  majority: 'majority',
  quarter: 0.25,
  whole: 1,
};

/** The nearest of the policies on offer; a recipe may ask for any share. */
function bucketPolicy(policy: ResampleOptions['labels']): Policy {
  if (typeof policy === 'number') return policy > 0.5 ? 'whole' : 'quarter';
  return policy ?? 'any';
}

/** The options of one step, every change being one step of undo. */
export function StepOptions({ step, index }: { step: Step; index: number }): ReactElement | null {
  const off = step.off ? { off: true } : {};
  const utc = optionsOf(step, 'utc');
  if (utc)
    return <Utc value={utc} set={(c) => replaceStep(index, { utc: tidy({ ...utc, ...c }), ...off })} />;
  const duplicates = optionsOf(step, 'duplicates');
  if (duplicates) {
    return (
      <Duplicates
        value={duplicates}
        set={(c) => replaceStep(index, { duplicates: tidy({ ...duplicates, ...c }), ...off })}
      />
    );
  }
  const missing = optionsOf(step, 'missing');
  if (missing) {
    return (
      <Missing
        value={missing}
        set={(c) => replaceStep(index, { missing: tidy({ ...missing, ...c }), ...off })}
      />
    );
  }
  const outliers = optionsOf(step, 'outliers');
  if (outliers) {
    return (
      <Outliers
        value={outliers}
        set={(c) => replaceStep(index, { outliers: tidy({ ...outliers, ...c }), ...off })}
      />
    );
  }
  const resample = optionsOf(step, 'resample');
  if (resample) {
    return (
      <Resample
        value={resample}
        set={(c) => replaceStep(index, { resample: tidy({ ...resample, ...c }), ...off })}
      />
    );
  }
  return null;
}
