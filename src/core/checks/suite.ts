/** Checks as a suite of Great Expectations 1.x, for the Parquet files of one stage. */
import { append } from '../list';
import { formatInstant } from '../recipe/instant';
import { splitSpans } from '../recipe/splits';
import type { CheckOptions, Split } from '../recipe/types';
import { builtInIds } from './builtIn';
import { optionsOfCheck } from './kinds';
import type { CheckStage, PlannedCheck } from './plan';

/** A series in the files of a stage. */
export interface SuiteSeries {
  name: string;
  rows: number;
  /** Microseconds; NaN without rows. */
  first: number;
  last: number;
}

export interface SuiteContent {
  /** Of the data set. */
  name: string;
  stage: CheckStage;
  checks: readonly PlannedCheck[];
  series: readonly SuiteSeries[];
  splits: readonly Split[];
}

interface Condition {
  type: 'comparison';
  column: { name: string };
  operator: '==' | 'IN' | '<' | '>=';
  parameter: string | readonly string[];
}

interface Expectation {
  type: string;
  kwargs: Record<string, unknown>;
}

const compare = (
  column: string,
  operator: Condition['operator'],
  parameter: Condition['parameter'],
): Condition => ({ type: 'comparison', column: { name: column }, operator, parameter });

/** An expectation about the rows for which conditions hold. */
function about(conditions: readonly Condition[], { type, kwargs }: Expectation): Expectation {
  if (conditions.length === 0) return { type, kwargs };
  const condition = conditions.length === 1 ? conditions[0] : { type: 'and', conditions };
  return { type, kwargs: { ...kwargs, row_condition: condition } };
}

const asItIs = new Set([
  'expect_column_values_to_not_be_null',
  'expect_column_values_to_be_between',
  'expect_column_values_to_be_in_set',
  'expect_column_mean_to_be_between',
  'expect_column_median_to_be_between',
  'expect_column_stdev_to_be_between',
]);

const shares: Partial<Record<string, string>> = {
  expect_filled_share_to_be_between: 'filled',
  expect_anomaly_share_to_be_between: 'is_anomaly',
};

/** The same in Great Expectations' words, without the rows that it is about; or why there are none. */
function inItsWords({ kind, check, together }: PlannedCheck): Expectation | string {
  const options = { ...optionsOfCheck(check, kind) } as Record<string, unknown>;
  if (asItIs.has(kind)) return { type: kind, kwargs: { column: 'value', ...options } };
  const share = shares[kind];
  if (share !== undefined)
    return { type: 'expect_column_mean_to_be_between', kwargs: { column: share, ...options } };
  switch (kind) {
    case 'expect_table_row_count_to_be_between':
      return { type: kind, kwargs: options };
    case 'expect_column_quantile_values_to_be_between':
      // Its name for type 7; without it, the nearest value is taken.
      return { type: kind, kwargs: { column: 'value', ...options, allow_relative_error: 'linear' } };
    case 'expect_column_values_to_be_increasing':
      return together
        ? 'Great Expectations compares a row with the one before it, which may be of another series'
        : { type: kind, kwargs: { column: 'timestamp', ...options } };
    case 'expect_column_values_to_be_unique': {
      const { column: _column, ...rest } = options;
      return together
        ? {
            type: 'expect_compound_columns_to_be_unique',
            kwargs: { column_list: ['series', 'timestamp'], ...rest },
          }
        : { type: kind, kwargs: { column: 'timestamp', ...options } };
    }
    case 'expect_split_without_anomalies':
      return together
        ? 'a split ends at another time in each series'
        : {
            type: 'expect_column_values_to_be_in_set',
            kwargs: { column: 'is_anomaly', value_set: [false] },
          };
    default:
      return 'Great Expectations has no word for it';
  }
}

/** The rows of a series, of a split of it, or of several series. */
function conditionsOf(
  check: PlannedCheck,
  series: SuiteSeries | null,
  { series: all, splits }: SuiteContent,
): Condition[] {
  if (!series) return check.series.length === all.length ? [] : [compare('series', 'IN', check.series)];
  const own = [compare('series', '==', series.name)];
  if (check.kind !== 'expect_split_without_anomalies') return own;
  const { split = 'train' }: CheckOptions['expect_split_without_anomalies'] = optionsOfCheck(
    check.check,
    check.kind,
  );
  const span = splitSpans(splits, series).find(({ name }) => name === split);
  if (span && span.from > -Infinity) own.push(compare('timestamp', '>=', formatInstant(span.from)));
  if (span && span.to < Infinity) own.push(compare('timestamp', '<', formatInstant(span.to)));
  return own;
}

/** One expectation for each series, in the lines of the suite; what cannot be said is named with the reason. */
function expectationsOf(content: SuiteContent): { lines: unknown[]; apart: unknown[] } {
  const lines: unknown[] = [];
  const apart: unknown[] = [];
  const lacksSplit = ({ kind, check }: PlannedCheck): boolean =>
    kind === 'expect_split_without_anomalies' &&
    !content.splits.some(({ name }) => name === (optionsOfCheck(check, kind).split ?? 'train'));
  const bySeries = new Map(content.series.map((one) => [one.name, one]));
  for (const check of content.checks) {
    const { id, kind, severity, stage, sentence } = check;
    const written = stage === content.stage;
    const words = written ? inItsWords(check) : `the ${stage} rows are not exported`;
    const said =
      typeof words === 'string'
        ? words
        : lacksSplit(check)
          ? 'the recipe has no such split'
          : check.series.length === 0
            ? 'it is about no series'
            : words;
    if (typeof said === 'string') {
      apart.push({
        id,
        kind,
        expectation: sentence,
        severity,
        stage,
        options: optionsOfCheck(check.check, kind),
        reason: said,
      });
      continue;
    }
    const targets = check.together ? [null] : check.series.flatMap((name) => bySeries.get(name) ?? []);
    for (const target of targets)
      lines.push({
        ...about(conditionsOf(check, target, content), said),
        severity: severity === 'fail' ? 'critical' : 'warning',
        meta: { id, kind, ...(target ? { series: target.name } : {}) },
      });
  }
  for (const one of content.series) append(lines, builtIns(one));
  return { lines, apart };
}

/** What of the built-in suite Great Expectations has words for. */
function builtIns({ name, rows }: SuiteSeries): unknown[] {
  const of = [compare('series', '==', name)];
  const line = (id: string, expectation: Expectation): unknown => ({
    ...about(of, expectation),
    severity: 'warning',
    meta: { id, series: name, builtIn: true },
  });
  if (rows === 0) return [];
  return [
    line(builtInIds.ordered, {
      type: 'expect_column_values_to_be_increasing',
      kwargs: { column: 'timestamp', strictly: true },
    }),
    line(builtInIds.missing, { type: 'expect_column_values_to_not_be_null', kwargs: { column: 'value' } }),
    line(builtInIds.rows, {
      type: 'expect_table_row_count_to_be_between',
      kwargs: { min_value: rows, max_value: rows },
    }),
  ];
}

/** Where the suite of a stage lies in a bundle. */
export const suitePath = (stage: CheckStage): string =>
  `data/metadata/great_expectations/${stage}.suite.json`;

/** The suite as JSON, one expectation a line. `name`s: the series, and its check's in `meta`, by which a verdict is found in the document of checks. */
export function suiteText(content: SuiteContent): string {
  const { lines, apart } = expectationsOf(content);
  const meta = {
    anomaly_data_lab: {
      format: 1,
      stage: content.stage,
      checked_with: '1.24',
      meaning:
        'spec/checks.md of the lab; the rest of the suite, and every verdict, is in the document of checks',
      not_expressed: apart,
    },
  };
  const body = lines.map((line) => `\n    ${JSON.stringify(line)}`).join(',');
  return `{\n  "name": ${JSON.stringify(`${content.name}: ${content.stage} rows`)},\n  "expectations": [${body}${lines.length > 0 ? '\n  ' : ''}],\n  "meta": ${JSON.stringify(meta)}\n}\n`;
}
