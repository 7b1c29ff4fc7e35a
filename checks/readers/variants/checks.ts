/** Checks of every kind, some of which hold and some of which do not, for the packages that read suites of them. */
import { checkOf } from '../../../src/core/checks/make';
import type { Check } from '../../../src/core/recipe/types';

const [ofFirst, ofOthers] = [['plain.csv'], ['*"*', '100%*', '=SUM*']];

const kinds: readonly Check[] = [
  checkOf('expect_column_values_to_not_be_null', {}, { id: 'no nulls' }),
  checkOf('expect_column_values_to_not_be_null', { mostly: 0.9 }, { id: 'few nulls' }),
  checkOf('expect_column_values_to_not_be_null', { column: 'anomaly_id', mostly: 0.2 }, { id: 'labelled' }),
  checkOf('expect_column_values_to_be_unique', {}, { id: 'unique times' }),
  checkOf('expect_column_values_to_be_unique', {}, { id: 'unique times of all', scope: 'all' }),
  checkOf(
    'expect_column_values_to_be_between',
    { min_value: 0, max_value: 20 },
    { id: 'values', for: ofFirst },
  ),
  checkOf(
    'expect_column_values_to_be_between',
    { min_value: -9.5, max_value: 60, strict_min: true, mostly: 0.99 },
    { id: 'most values', for: ofOthers },
  ),
  checkOf('expect_column_values_to_be_between', { max_value: 1e6 }, { id: 'values of all', scope: 'all' }),
  checkOf('expect_column_values_to_be_increasing', { strictly: true }, { id: 'times increase' }),
  checkOf(
    'expect_column_values_to_be_increasing',
    { column: 'value', mostly: 0.6 },
    { id: 'values increase' },
  ),
  checkOf(
    'expect_column_values_to_be_in_set',
    { column: 'anomaly_type', value_set: ['spike'] },
    { id: 'spikes' },
  ),
  checkOf(
    'expect_column_values_to_be_in_set',
    { column: 'filled', value_set: [false], mostly: 0.8 },
    { id: 'observed' },
  ),
  checkOf(
    'expect_column_values_to_be_in_set',
    { column: 'series', value_set: ofFirst },
    { id: 'one series' },
  ),
  checkOf('expect_table_row_count_to_be_between', { min_value: 60, max_value: 200 }, { id: 'rows' }),
  checkOf('expect_table_row_count_to_be_between', { min_value: 400 }, { id: 'rows of all', scope: 'all' }),
  checkOf(
    'expect_table_row_count_to_be_between',
    { max_value: 210 },
    { id: 'rows of some', scope: 'all', for: ofOthers },
  ),
  checkOf('expect_column_mean_to_be_between', { min_value: 10, max_value: 30 }, { id: 'mean' }),
  checkOf('expect_column_mean_to_be_between', { min_value: 10 }, { id: 'mean of all', scope: 'all' }),
  checkOf('expect_column_median_to_be_between', { min_value: 12, strict_min: true }, { id: 'median' }),
  checkOf('expect_column_stdev_to_be_between', { max_value: 12 }, { id: 'deviation' }),
  checkOf(
    'expect_column_quantile_values_to_be_between',
    {
      quantile_ranges: {
        quantiles: [0.05, 0.5, 0.9],
        value_ranges: [
          [-10, 4],
          [null, 20],
          [15, null],
        ],
      },
    },
    { id: 'quantiles' },
  ),
  checkOf('expect_times_to_be_utc', {}, { id: 'UTC' }),
  checkOf('expect_step_to_be_regular', {}, { id: 'regular' }),
  checkOf('expect_gaps_to_be_at_most', { longest: '30min' }, { id: 'gaps' }),
  checkOf('expect_filled_share_to_be_between', { max_value: 0.15 }, { id: 'filled' }),
  checkOf('expect_filled_share_to_be_between', { min_value: 0.2 }, { id: 'much filled', scope: 'all' }),
  checkOf('expect_anomaly_share_to_be_between', { max_value: 0.1 }, { id: 'anomalous' }),
  checkOf('expect_anomaly_count_to_be_between', { min_value: 1 }, { id: 'anomalies' }),
  checkOf('expect_labels_inside_series', {}, { id: 'labels inside' }),
  checkOf('expect_labels_to_cover_rows', {}, { id: 'labels cover' }),
  checkOf('expect_injected_effect_to_be_at_least', { deviations: 1 }, { id: 'effect' }),
  checkOf('expect_split_without_anomalies', { split: 'train' }, { id: 'train' }),
  checkOf('expect_split_without_anomalies', { split: 'test' }, { id: 'test' }),
];

/** Of both stages. */
export const allChecks: Check[] = (['clean', 'resampled'] as const).flatMap((stage) =>
  kinds.map((check) => ({ ...check, id: `${check.id ?? ''}, ${stage}`, stage })),
);
