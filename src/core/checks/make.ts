import type { Check, CheckKind, CheckOptions, CheckScope } from '../recipe/types';
import { checkKinds, kindOfCheck } from './kinds';

const withOptions: { readonly [K in CheckKind]: (options: CheckOptions[K]) => Check } = {
  expect_column_values_to_not_be_null: (options) => ({ expect_column_values_to_not_be_null: options }),
  expect_column_values_to_be_unique: (options) => ({ expect_column_values_to_be_unique: options }),
  expect_column_values_to_be_between: (options) => ({ expect_column_values_to_be_between: options }),
  expect_column_values_to_be_increasing: (options) => ({ expect_column_values_to_be_increasing: options }),
  expect_column_values_to_be_in_set: (options) => ({ expect_column_values_to_be_in_set: options }),
  expect_table_row_count_to_be_between: (options) => ({ expect_table_row_count_to_be_between: options }),
  expect_column_mean_to_be_between: (options) => ({ expect_column_mean_to_be_between: options }),
  expect_column_median_to_be_between: (options) => ({ expect_column_median_to_be_between: options }),
  expect_column_stdev_to_be_between: (options) => ({ expect_column_stdev_to_be_between: options }),
  expect_column_quantile_values_to_be_between: (options) => ({
    expect_column_quantile_values_to_be_between: options,
  }),
  expect_times_to_be_utc: (options) => ({ expect_times_to_be_utc: options }),
  expect_step_to_be_regular: (options) => ({ expect_step_to_be_regular: options }),
  expect_gaps_to_be_at_most: (options) => ({ expect_gaps_to_be_at_most: options }),
  expect_filled_share_to_be_between: (options) => ({ expect_filled_share_to_be_between: options }),
  expect_anomaly_share_to_be_between: (options) => ({ expect_anomaly_share_to_be_between: options }),
  expect_anomaly_count_to_be_between: (options) => ({ expect_anomaly_count_to_be_between: options }),
  expect_labels_inside_series: (options) => ({ expect_labels_inside_series: options }),
  expect_labels_to_cover_rows: (options) => ({ expect_labels_to_cover_rows: options }),
  expect_injected_effect_to_be_at_least: (options) => ({ expect_injected_effect_to_be_at_least: options }),
  expect_split_without_anomalies: (options) => ({ expect_split_without_anomalies: options }),
};

/** A check of a kind with these options. */
export const checkOf = <K extends CheckKind>(
  kind: K,
  options: CheckOptions[K],
  scope: CheckScope = {},
): Check => ({ ...scope, ...withOptions[kind](options) });

/** A check of a kind as it begins, under a name that none of the others has. */
export function newCheck(kind: CheckKind, others: readonly Check[]): Check {
  const begin = <K extends CheckKind>(one: K): Check => checkOf(one, checkKinds[one].start());
  return { id: freeName(kind, new Set(namesOf(others))), ...begin(kind) };
}

/** A name made of a kind that is not taken: `column_mean_to_be_between`, then with a number behind it. */
export function freeName(kind: CheckKind, taken: ReadonlySet<string>): string {
  const name = kind.replace(/^expect_/, '');
  if (!taken.has(name)) return name;
  for (let number = 2; ; number++) if (!taken.has(`${name} ${number}`)) return `${name} ${number}`;
}

/** The name of each check: its own, or one made of its kind; no name that is given is taken for another. */
export function namesOf(checks: readonly Check[]): string[] {
  const taken = new Set(checks.flatMap(({ id }) => (id === undefined ? [] : [id])));
  return checks.map((check) => {
    if (check.id !== undefined) return check.id;
    const name = freeName(kindOfCheck(check), taken);
    taken.add(name);
    return name;
  });
}
