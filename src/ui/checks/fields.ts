/** The options of each kind of check as data: what form fields edit, in their order. What values they take is checked by the core. */
import { ok } from '../../core/errors';
import { emptyRecipe, parseRecipe } from '../../core/recipe';
import type { Result } from '../../core/errors';
import type { Check, CheckKind } from '../../core/recipe/types';
import {
  durationReading,
  numberReading,
  optional,
  refuse,
  requiredText,
  textsReading,
  type Reading,
} from '../kit/form/readings';

/** One option. */
export type CheckField =
  | {
      kind: 'text';
      key: string;
      label: string;
      name: string;
      placeholder?: string;
      hint?: string;
      reading: Reading<unknown>;
    }
  | { kind: 'select'; key: string; label: string; name: string; options: { value: unknown; label: string }[] }
  | { kind: 'switch'; key: string; label: string; name: string };

/** A reading of one type as that of any value: what is not of the type is shown as it is. */
const anyOf = <T>(reading: Reading<T>, is: (value: unknown) => value is T): Reading<unknown> => ({
  write: (value) => (is(value) ? reading.write(value) : value === undefined ? '' : JSON.stringify(value)),
  read: (text): Result<unknown> => reading.read(text),
});
const isNumberOrNone = (value: unknown): value is number | undefined =>
  value === undefined || typeof value === 'number';
const isText = (value: unknown): value is string => typeof value === 'string';

const number = anyOf(optional(numberReading()), isNumberOrNone);
const percent = anyOf(optional(numberReading({ min: 0, max: 1 }, 100)), isNumberOrNone);

const limits = (reading: Reading<unknown>, unit = ''): CheckField[] => [
  {
    kind: 'text',
    key: 'min_value',
    label: `At least${unit}`,
    name: 'Least value',
    placeholder: 'no limit',
    reading,
  },
  {
    kind: 'text',
    key: 'max_value',
    label: `At most${unit}`,
    name: 'Greatest value',
    placeholder: 'no limit',
    reading,
  },
];
const strictly: CheckField[] = [
  { kind: 'switch', key: 'strict_min', label: 'Above, not at', name: 'The least value itself does not pass' },
  {
    kind: 'switch',
    key: 'strict_max',
    label: 'Below, not at',
    name: 'The greatest value itself does not pass',
  },
];
const mostly: CheckField = {
  kind: 'text',
  key: 'mostly',
  label: 'In % of rows',
  name: 'Share of rows in which it has to hold',
  placeholder: '100',
  reading: anyOf(optional(numberReading({ min: 0, max: 1 }, 100)), isNumberOrNone),
};
const column = (usual: string, ...others: string[]): CheckField => ({
  kind: 'select',
  key: 'column',
  label: 'Column',
  name: 'Column',
  options: [{ value: undefined, label: usual }, ...others.map((value) => ({ value, label: value }))],
});
const numbers = column('value', 'observations');
const allColumns = [
  'timestamp',
  'series',
  'is_anomaly',
  'anomaly_type',
  'anomaly_id',
  'observations',
  'outlier',
  'filled',
];

type SetValue = string | number | boolean;
const isSet = (value: unknown): value is SetValue[] => Array.isArray(value);
const valueOf = (text: string): SetValue => {
  if (text === 'true' || text === 'false') return text === 'true';
  const read = Number(text);
  return text.trim() !== '' && Number.isFinite(read) ? read : text;
};
const set: Reading<SetValue[]> = {
  write: (values) => textsReading.write(values.map(String)),
  read: (text) => {
    const texts = textsReading.read(text);
    return texts.ok ? ok(texts.value.map(valueOf)) : texts;
  },
};

interface Ranges {
  quantiles: number[];
  value_ranges: [number | null, number | null][];
}
const isRanges = (value: unknown): value is Ranges =>
  typeof value === 'object' && value !== null && 'quantiles' in value && 'value_ranges' in value;
/** `0.05: 1 .. 2; 0.95: .. 9` */
const ranges: Reading<Ranges> = {
  write: ({ quantiles, value_ranges: pairs }) =>
    quantiles
      .map((at, index) => `${at}: ${pairs[index]?.[0] ?? ''} .. ${pairs[index]?.[1] ?? ''}`)
      .join('; '),
  read: (text) => {
    const read: Ranges = { quantiles: [], value_ranges: [] };
    for (const part of text.split(';')) {
      const match = /^\s*([\d.]+)\s*:\s*(\S*?)\s*\.\.\s*(\S*?)\s*$/.exec(part);
      const [at, low, high] = [match?.[1], match?.[2] ?? '', match?.[3] ?? ''].map((one) =>
        one === undefined || one === '' ? null : Number(one),
      );
      if (at === null || at === undefined || [at, low, high].some((one) => Number.isNaN(one)))
        return refuse(`Expected quantiles such as 0.05: 1 .. 2; 0.95: .. 9; got "${part.trim()}".`);
      read.quantiles.push(at);
      read.value_ranges.push([low ?? null, high ?? null]);
    }
    return ok(read);
  },
};

/** The fields of each kind. */
export const checkFields: { readonly [K in CheckKind]: readonly CheckField[] } = {
  expect_column_values_to_not_be_null: [column('value', ...allColumns), mostly],
  expect_column_values_to_be_between: [numbers, ...limits(number), mostly, ...strictly],
  expect_column_values_to_be_in_set: [
    column('value', ...allColumns.slice(1)),
    {
      kind: 'text',
      key: 'value_set',
      label: 'Values',
      name: 'Values of the set',
      hint: 'With commas between.',
      reading: anyOf(set, isSet),
    },
    mostly,
  ],
  expect_column_values_to_be_unique: [mostly],
  expect_column_values_to_be_increasing: [
    column('timestamp', 'value'),
    { kind: 'switch', key: 'strictly', label: 'Strictly', name: 'Equal neighbours do not pass' },
    mostly,
  ],
  expect_table_row_count_to_be_between: limits(number),
  expect_column_mean_to_be_between: [numbers, ...limits(number), ...strictly],
  expect_column_median_to_be_between: [numbers, ...limits(number), ...strictly],
  expect_column_stdev_to_be_between: [numbers, ...limits(number), ...strictly],
  expect_column_quantile_values_to_be_between: [
    numbers,
    {
      kind: 'text',
      key: 'quantile_ranges',
      label: 'Quantiles',
      name: 'Quantiles and their limits',
      hint: 'Such as 0.05: 1 .. 2; 0.95: .. 9',
      reading: anyOf(ranges, isRanges),
    },
  ],
  expect_times_to_be_utc: [],
  expect_step_to_be_regular: [],
  expect_gaps_to_be_at_most: [
    {
      kind: 'text',
      key: 'longest',
      label: 'Longest',
      name: 'Longest gap',
      reading: anyOf(durationReading, isText),
    },
  ],
  expect_filled_share_to_be_between: limits(percent, ', %'),
  expect_anomaly_share_to_be_between: limits(percent, ', %'),
  expect_anomaly_count_to_be_between: limits(number),
  expect_labels_inside_series: [],
  expect_labels_to_cover_rows: [],
  expect_injected_effect_to_be_at_least: [
    {
      kind: 'text',
      key: 'deviations',
      label: 'Deviations',
      name: 'Least effect in deviations',
      reading: anyOf(numberReading({ min: 0 }), (value): value is number => typeof value === 'number'),
    },
  ],
  expect_split_without_anomalies: [
    {
      kind: 'text',
      key: 'split',
      label: 'Split',
      name: 'Name of the split',
      reading: anyOf(requiredText('the name of a split such as train'), isText),
    },
  ],
};

/** A check with other options, where the recipe takes it; else why not. */
export function checkedCheck(value: unknown): Result<Check> {
  const parsed = parseRecipe({ ...emptyRecipe(), checks: [value] });
  if (!parsed.ok) return parsed;
  const [check] = parsed.value.checks ?? [];
  return check ? ok(check) : refuse('Expected a check; got none.');
}
