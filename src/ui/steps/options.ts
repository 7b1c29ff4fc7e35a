/** The options of each step as data: what form fields edit, in their order. What values they take is checked by the core. */
import { emptyRecipe, parseRecipe, stepDefaults } from '../../core/recipe';
import { ok, type LabError } from '../../core/errors';
import type { Aggregate, Step, StepKind, StepOptions } from '../../core/recipe/types';
import type { Choice } from '../kit/form/fields';
import {
  durationReading,
  numberReading,
  numbersReading,
  optional,
  textsReading,
  type Reading,
} from '../kit/form/readings';
import type { Span } from '../kit/form/Slider';

interface Named<O, K> {
  key: K;
  label: string;
  /** For screen readers. */
  name: string;
  hint?: string;
  /** Other options that change with this one. */
  along?(value: O[K & keyof O]): Partial<O>;
}

type Control<V> =
  | { kind: 'select'; options: readonly Choice<V>[]; other?(value: V): string }
  | { kind: 'switch' }
  | { kind: 'slider'; span: Span; step: number }
  | { kind: 'text'; reading: Reading<V>; placeholder?: string };

type FieldOf<O, K extends keyof O> = Named<O, K> & Control<O[K]>;

/** One option of a step with the options `O`. */
export type StepField<O> = { [K in keyof O & string]-?: FieldOf<O, K> }[keyof O & string];

const choicesOf = <V extends string>(labels: Record<V, string>): Choice<V>[] =>
  (Object.entries(labels) as [V, string][]).map(([value, label]) => ({ value, label }));

const usualThresholds = { zscore: 3, iqr: 1.5, hampel: 3 };

const aggregates: Record<Aggregate, string> = {
  mean: 'mean',
  median: 'median',
  min: 'min',
  max: 'max',
  sum: 'sum',
  count: 'count',
  first: 'first',
  last: 'last',
  std: 'std',
};

/** The length of a bucket, or `source` for that of each series; an empty field is `source`. */
const everyReading: Reading<string> = {
  write: (value) => value,
  read: (text) => (text === '' || text === 'source' ? ok('source') : durationReading.read(text)),
};

/** The series that a step is for, in its form; an empty field stands for all. */
export const seriesReading: Reading<string[] | undefined> = {
  write: (patterns) => (patterns === undefined ? '' : textsReading.write(patterns)),
  read: (text) => (text.trim() === '' || text.trim() === 'all' ? ok(undefined) : textsReading.read(text)),
};

/** The fields of each kind of step. */
export const stepFields: { readonly [K in StepKind]: readonly StepField<StepOptions[K]>[] } = {
  utc: [
    {
      key: 'nonexistent',
      label: 'Skipped times',
      name: 'Local times that do not exist',
      kind: 'select',
      options: choicesOf({ shift: 'Shift forward', drop: 'Drop the row' }),
    },
    {
      key: 'ambiguous',
      label: 'Repeated times',
      name: 'Local times that exist twice',
      kind: 'select',
      options: choicesOf({
        infer: 'By the order of rows',
        earlier: 'Earlier',
        later: 'Later',
        drop: 'Drop the row',
      }),
    },
    {
      key: 'undecided',
      label: 'Where order does not tell',
      name: 'Repeated times whose order of rows does not tell',
      hint: 'Used with “By the order of rows”; such rows are counted.',
      kind: 'select',
      options: choicesOf({ earlier: 'Earlier', later: 'Later', drop: 'Drop the row' }),
    },
  ],
  duplicates: [
    {
      key: 'keep',
      label: 'Keep',
      name: 'Keep duplicate',
      kind: 'select',
      options: choicesOf({ first: 'First', last: 'Last', mean: 'Mean', refuse: 'Stop with an error' }),
    },
  ],
  missing: [
    {
      key: 'fill',
      label: 'Fill',
      name: 'Fill missing values',
      kind: 'select',
      options: choicesOf({
        linear: 'Linear in time',
        forward: 'Forward',
        drop: 'Drop rows',
        leave: 'Leave missing',
      }),
    },
    {
      key: 'longest',
      label: 'Longest gap',
      name: 'Longest gap to fill',
      kind: 'text',
      placeholder: 'any, or 15min',
      reading: optional(durationReading),
    },
    {
      key: 'sentinels',
      label: 'Treat as missing',
      name: 'Values to treat as missing',
      kind: 'text',
      placeholder: '-999 9999',
      reading: numbersReading(0),
    },
    {
      key: 'min',
      label: 'Valid from',
      name: 'Smallest valid value',
      kind: 'text',
      placeholder: 'no limit',
      reading: optional(numberReading()),
    },
    {
      key: 'max',
      label: 'Valid to',
      name: 'Largest valid value',
      kind: 'text',
      placeholder: 'no limit',
      reading: optional(numberReading()),
    },
  ],
  outliers: [
    {
      key: 'rule',
      label: 'Rule',
      name: 'Outlier rule',
      kind: 'select',
      options: choicesOf({ zscore: 'Z-score', iqr: 'IQR', hampel: 'Hampel (MAD)' }),
      along: (rule) => ({ threshold: usualThresholds[rule] }),
    },
    {
      key: 'threshold',
      label: 'Threshold',
      name: 'Outlier threshold',
      kind: 'slider',
      span: { min: 0.5, max: 8 },
      step: 0.1,
    },
    {
      key: 'window',
      label: 'Window',
      name: 'Rolling window in rows',
      kind: 'text',
      placeholder: 'whole series',
      reading: optional(numberReading()),
    },
    {
      key: 'then',
      label: 'Action',
      name: 'Action on outliers',
      kind: 'select',
      options: choicesOf({ flag: 'Flag', remove: 'Remove', interpolate: 'Interpolate', clip: 'Clip' }),
    },
    {
      key: 'protect',
      label: 'Protect labels',
      name: 'Protect labelled rows',
      hint: 'Outliers in labelled intervals are counted and kept.',
      kind: 'switch',
    },
  ],
  resample: [
    {
      key: 'every',
      label: 'Every',
      name: 'Length of a bucket',
      hint: 'A length of time such as 5min; source: the usual step of each series.',
      kind: 'text',
      placeholder: 'source, or 5min',
      reading: everyReading,
    },
    {
      key: 'with',
      label: 'Aggregate',
      name: 'Aggregate',
      kind: 'select',
      options: choicesOf(aggregates),
    },
    {
      key: 'empty',
      label: 'Empty buckets',
      name: 'Empty buckets',
      kind: 'select',
      options: choicesOf({
        linear: 'Interpolate',
        forward: 'Fill forward',
        null: 'Leave null',
        omit: 'Omit',
      }),
    },
    {
      key: 'longest',
      label: 'Longest gap',
      name: 'Longest gap to fill with buckets',
      hint: 'Longer gaps keep their buckets, without a value. Sums and counts are never filled.',
      kind: 'text',
      placeholder: 'as missing values, or 3 buckets',
      reading: optional(durationReading),
    },
    {
      key: 'labels',
      label: 'Labelled if',
      name: 'A bucket is labelled if',
      kind: 'select',
      options: [
        { value: undefined, label: 'any of its rows is' },
        { value: 'majority', label: 'most of its rows are' },
        { value: 0.25, label: '25 % of its rows are' },
        { value: 1, label: 'all of its rows are' },
      ],
      other: labelShare,
    },
  ],
};

/** A label policy that is none of the options: a share of the bucket's rows, as it is. */
function labelShare(policy: StepOptions['resample']['labels']): string {
  return typeof policy === 'number'
    ? `${Number((policy * 100).toPrecision(12))} % of its rows are`
    : 'any of its rows is';
}

/** Why the recipe does not take a step's options; undefined where it does. */
export function problemOf(step: Step): LabError | undefined {
  const parsed = parseRecipe({ ...emptyRecipe(), steps: [step] });
  return parsed.ok ? undefined : parsed.error;
}

/** A new step with the default options of its kind. */
export const newStep: { readonly [K in StepKind]: () => Step } = {
  utc: () => ({ utc: structuredClone(stepDefaults.utc) }),
  duplicates: () => ({ duplicates: structuredClone(stepDefaults.duplicates) }),
  missing: () => ({ missing: structuredClone(stepDefaults.missing) }),
  outliers: () => ({ outliers: structuredClone(stepDefaults.outliers) }),
  resample: () => ({ resample: structuredClone(stepDefaults.resample) }),
};
