/** The kinds of checks as one table: what each says, what has to be measured for it, and what it makes of that. */
import { finePercent, plural, significant } from '../format';
import { durationText, microseconds } from '../recipe/duration';
import type { Check, CheckKind, CheckOptions } from '../recipe/types';
import { inLimits, limitsText, numberText, statisticVerdict, tallyVerdict } from './verdicts';
import type { Answer, Need, Verdict } from './types';

export type CheckGroup = 'values' | 'statistics' | 'time' | 'labels';

interface Kind<O> {
  group: CheckGroup;
  /** In a list of kinds. */
  label: string;
  /** Options that a new check of the kind starts with. */
  start: () => O;
  /** What is expected, as a sentence without a full stop. */
  sentence: (options: O) => string;
  need: (options: O) => Need;
  /** Whether the answer is as expected. */
  verdict: (options: O, answer: Answer) => Verdict;
}

const mostlyText = (mostly: number | undefined): string =>
  mostly === undefined || mostly === 1 ? '' : ` in at least ${significant(100 * mostly)} % of rows`;
const listText = (values: readonly (string | number | boolean)[]): string =>
  values.length <= 5 ? values.join(', ') : `${values.slice(0, 5).join(', ')} and ${values.length - 5} others`;

const moments = (
  name: string,
  pick: 'mean' | 'sd',
): Pick<
  Kind<CheckOptions['expect_column_mean_to_be_between']>,
  'sentence' | 'need' | 'verdict' | 'start'
> => ({
  start: () => ({ min_value: 0 }),
  sentence: ({ column = 'value', ...limits }) => `${name} of ${column} ${limitsText(limits)}`,
  need: ({ column = 'value' }) => ({ of: 'moments', column }),
  verdict: (limits, answer) =>
    statisticVerdict(
      answer,
      'moments',
      (found) => found[pick],
      limits,
      (value) => `${name} ${numberText(value)}`,
    ),
});

/** Every kind, in the order in which they are offered. */
export const checkKinds: { readonly [K in CheckKind]: Kind<CheckOptions[K]> } = {
  expect_column_values_to_not_be_null: {
    group: 'values',
    label: 'Values are there',
    start: () => ({}),
    sentence: ({ column = 'value', mostly }) => `${column} is not null${mostlyText(mostly)}`,
    need: ({ column = 'value' }) => ({ of: 'rows', column, rule: { rule: 'present' } }),
    verdict: ({ mostly }, answer) => tallyVerdict(answer, mostly, 'null'),
  },
  expect_column_values_to_be_between: {
    group: 'values',
    label: 'Values between',
    start: () => ({ min_value: 0 }),
    sentence: ({ column = 'value', mostly, ...limits }) =>
      `${column} ${limitsText(limits)}${mostlyText(mostly)}`,
    need: ({ column = 'value', mostly: _mostly, ...limits }) => ({
      of: 'rows',
      column,
      rule: { rule: 'between', limits },
    }),
    verdict: ({ mostly }, answer) => tallyVerdict(answer, mostly, 'outside'),
  },
  expect_column_values_to_be_in_set: {
    group: 'values',
    label: 'Values of a set',
    start: () => ({ column: 'anomaly_type', value_set: ['spike'] }),
    sentence: ({ column = 'value', value_set: values, mostly }) =>
      `${column} is one of ${listText(values)}${mostlyText(mostly)}`,
    need: ({ column = 'value', value_set: values }) => ({ of: 'rows', column, rule: { rule: 'in', values } }),
    verdict: ({ mostly }, answer) => tallyVerdict(answer, mostly, 'not of the set'),
  },
  expect_column_values_to_be_unique: {
    group: 'time',
    label: 'Times are unique',
    start: () => ({}),
    sentence: ({ column = 'timestamp', mostly }) => `${column} is unique in each series${mostlyText(mostly)}`,
    need: ({ column = 'timestamp' }) => ({ of: 'rows', column, rule: { rule: 'unique' } }),
    verdict: ({ mostly }, answer) => tallyVerdict(answer, mostly, 'at the time of another row'),
  },
  expect_column_values_to_be_increasing: {
    group: 'time',
    label: 'Values increase',
    start: () => ({ strictly: true }),
    sentence: ({ column = 'timestamp', strictly, mostly }) =>
      `${column} increases${strictly ? ' strictly' : ''} from row to row${mostlyText(mostly)}`,
    need: ({ column = 'timestamp', strictly = false }) => ({
      of: 'rows',
      column,
      rule: { rule: 'increasing', strictly },
    }),
    verdict: ({ mostly }, answer) => tallyVerdict(answer, mostly, 'not above the row before'),
  },
  expect_table_row_count_to_be_between: {
    group: 'statistics',
    label: 'Number of rows',
    start: () => ({ min_value: 1 }),
    sentence: (limits) => `number of rows ${limitsText(limits)}`,
    need: () => ({ of: 'count', what: 'rows' }),
    verdict: (limits, answer) =>
      statisticVerdict(
        answer,
        'count',
        ({ count }) => count,
        limits,
        (value) => plural(value, 'row'),
      ),
  },
  expect_column_mean_to_be_between: {
    group: 'statistics',
    label: 'Mean between',
    ...moments('mean', 'mean'),
  },
  expect_column_median_to_be_between: {
    group: 'statistics',
    label: 'Median between',
    start: () => ({ min_value: 0 }),
    sentence: ({ column = 'value', ...limits }) => `median of ${column} ${limitsText(limits)}`,
    need: ({ column = 'value' }) => ({ of: 'quantiles', column, at: [0.5] }),
    verdict: (limits, answer) =>
      statisticVerdict(
        answer,
        'quantiles',
        ({ values }) => values[0] ?? NaN,
        limits,
        (value) => `median ${numberText(value)}`,
      ),
  },
  expect_column_stdev_to_be_between: {
    group: 'statistics',
    label: 'Standard deviation between',
    ...moments('standard deviation', 'sd'),
  },
  expect_column_quantile_values_to_be_between: {
    group: 'statistics',
    label: 'Quantiles between',
    start: () => ({
      quantile_ranges: {
        quantiles: [0.05, 0.95],
        value_ranges: [
          [0, null],
          [null, 100],
        ],
      },
    }),
    sentence: ({ column = 'value', quantile_ranges: { quantiles, value_ranges: ranges } }) =>
      quantiles
        .map((at, index) => {
          const [low, high] = ranges[index] ?? [null, null];
          return `quantile ${at} of ${column} ${limitsText(limitsOf(low, high))}`;
        })
        .join('; '),
    need: ({ column = 'value', quantile_ranges: { quantiles } }) => ({
      of: 'quantiles',
      column,
      at: quantiles,
    }),
    verdict: ({ quantile_ranges: { value_ranges: ranges } }, answer) => {
      if (answer.of !== 'quantiles' || answer.count === 0)
        return { pass: false, observed: answer.of === 'nothing' ? answer.reason : 'no values', value: null };
      const { values } = answer;
      return {
        pass: values.every((value, index) => {
          const [low, high] = ranges[index] ?? [null, null];
          return inLimits(value, limitsOf(low, high));
        }),
        observed: values.map((value) => numberText(value)).join('; '),
        value: values.length === 1 ? (values[0] ?? null) : null,
      };
    },
  },
  expect_times_to_be_utc: {
    group: 'time',
    label: 'All times in UTC',
    start: () => ({}),
    sentence: () => 'all times are in UTC',
    need: () => ({ of: 'utc' }),
    verdict: (_options, answer) => ({
      ...tallyVerdict(answer, undefined, 'in local time'),
      ...(answer.of === 'tally' && answer.unexpected === 0 ? { observed: 'UTC' } : {}),
    }),
  },
  expect_step_to_be_regular: {
    group: 'time',
    label: 'Regular step',
    start: () => ({}),
    sentence: () => 'all distances between rows are equal',
    need: () => ({ of: 'rows', column: 'timestamp', rule: { rule: 'step' } }),
    verdict: (_options, answer) => tallyVerdict(answer, undefined, 'at another distance', 'distance'),
  },
  expect_gaps_to_be_at_most: {
    group: 'time',
    label: 'No gap longer than',
    start: () => ({ longest: '1h' }),
    sentence: ({ longest }) => `no gap longer than ${durationText(microseconds(longest))}`,
    need: ({ longest }) => ({
      of: 'rows',
      column: 'timestamp',
      rule: { rule: 'gap', longest: microseconds(longest) },
    }),
    verdict: (_options, answer) => {
      const verdict = tallyVerdict(answer, undefined, 'longer', 'distance');
      if (answer.of !== 'tally' || answer.extreme === null) return verdict;
      const longest = `longest distance ${durationText(answer.extreme)}`;
      return {
        ...verdict,
        observed: answer.unexpected > 0 ? `${verdict.observed}; ${longest}` : longest,
        value: answer.extreme / 1e6,
      };
    },
  },
  expect_filled_share_to_be_between: {
    group: 'values',
    label: 'Share of filled values',
    start: () => ({ max_value: 0.05 }),
    sentence: (limits) => `share of filled values ${limitsText(limits, percentText)}`,
    need: () => ({ of: 'share', column: 'filled' }),
    verdict: (limits, answer) => shareVerdict(answer, limits, 'filled'),
  },
  expect_anomaly_share_to_be_between: {
    group: 'labels',
    label: 'Share of anomalous rows',
    start: () => ({ max_value: 0.1 }),
    sentence: (limits) => `share of rows in labelled intervals ${limitsText(limits, percentText)}`,
    need: () => ({ of: 'share', column: 'is_anomaly' }),
    verdict: (limits, answer) => shareVerdict(answer, limits, 'labelled'),
  },
  expect_anomaly_count_to_be_between: {
    group: 'labels',
    label: 'Number of anomalies',
    start: () => ({ min_value: 1 }),
    sentence: (limits) => `number of labelled anomalies ${limitsText(limits)}`,
    need: () => ({ of: 'count', what: 'labels' }),
    verdict: (limits, answer) =>
      statisticVerdict(
        answer,
        'count',
        ({ count }) => count,
        limits,
        (value) => plural(value, 'anomaly', 'anomalies'),
      ),
  },
  expect_labels_inside_series: {
    group: 'labels',
    label: 'Labels inside the series',
    start: () => ({}),
    sentence: () => 'labels lie between the first row and the last',
    need: () => ({ of: 'labels', rule: { rule: 'inside' } }),
    verdict: (_options, answer) => tallyVerdict(answer, undefined, 'outside', 'label'),
  },
  expect_labels_to_cover_rows: {
    group: 'labels',
    label: 'Labels cover rows',
    start: () => ({}),
    sentence: () => 'each label covers at least one row',
    need: () => ({ of: 'labels', rule: { rule: 'covers' } }),
    verdict: (_options, answer) => tallyVerdict(answer, undefined, 'without a row', 'label'),
  },
  expect_injected_effect_to_be_at_least: {
    group: 'labels',
    label: 'Effect of injected anomalies',
    start: () => ({ deviations: 1 }),
    sentence: ({ deviations }) =>
      `each injected anomaly changes the values by at least ${plural(deviations, 'deviation')}`,
    need: ({ deviations }) => ({ of: 'labels', rule: { rule: 'effect', least: deviations } }),
    verdict: (_options, answer) => {
      const verdict = tallyVerdict(answer, undefined, 'weaker', 'injected anomaly', 'injected anomalies');
      if (answer.of !== 'tally' || answer.extreme === null) return verdict;
      const least = `least effect ${plural(answer.extreme, 'deviation')}`;
      return {
        ...verdict,
        observed: answer.unexpected > 0 ? `${verdict.observed}; ${least}` : least,
        value: answer.extreme,
      };
    },
  },
  expect_split_without_anomalies: {
    group: 'labels',
    label: 'Split without anomalies',
    start: () => ({ split: 'train' }),
    sentence: ({ split = 'train' }) => `no row of the split ${split} lies in a labelled interval`,
    need: ({ split = 'train' }) => ({
      of: 'rows',
      column: 'is_anomaly',
      rule: { rule: 'unlabelled', split },
    }),
    verdict: (_options, answer) => tallyVerdict(answer, undefined, 'labelled'),
  },
};

const limitsOf = (low: number | null | undefined, high: number | null | undefined) => ({
  ...(low === null || low === undefined ? {} : { min_value: low }),
  ...(high === null || high === undefined ? {} : { max_value: high }),
});

const percentText = (share: number): string => `${significant(100 * share)} %`;

const shareVerdict = (
  answer: Answer,
  limits: CheckOptions['expect_filled_share_to_be_between'],
  word: string,
): Verdict =>
  statisticVerdict(
    answer,
    'share',
    ({ part, whole }) => (whole === 0 ? 0 : part / whole),
    limits,
    (value) =>
      answer.of === 'share'
        ? `${finePercent(value)} ${word} (${plural(answer.part, 'row')} of ${significant(answer.whole, 12)})`
        : '',
  );

export const kindNames: readonly CheckKind[] = Object.keys(checkKinds) as CheckKind[];

/** Which kind a check is of. */
export function kindOfCheck(check: Check): CheckKind {
  const kind = kindNames.find((candidate) => candidate in check);
  if (!kind) throw new TypeError(`expected a check of a known kind, got ${JSON.stringify(check)}`);
  return kind;
}

/** What of a kind's table entry is there, its options bound. */
export interface BoundKind {
  kind: CheckKind;
  group: CheckGroup;
  label: string;
  sentence: string;
  need: Need;
  verdict: (answer: Answer) => Verdict;
}

function bind<K extends CheckKind>(kind: K, options: CheckOptions[K]): BoundKind {
  const { group, label, sentence, need, verdict } = checkKinds[kind];
  return {
    kind,
    group,
    label,
    sentence: sentence(options),
    need: need(options),
    verdict: (answer) => verdict(options, answer),
  };
}

/** The table entry of a check with its options. */
export function boundKind(check: Check): BoundKind {
  const kind = kindOfCheck(check);
  return bind(kind, optionsOfCheck(check, kind));
}

/** The options of a check of a kind. */
export function optionsOfCheck<K extends CheckKind>(check: Check, kind: K): CheckOptions[K] {
  return (check as Record<K, CheckOptions[K]>)[kind];
}
