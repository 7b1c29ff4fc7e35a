/** What the schema cannot say of checks: limits the wrong way round, or none; names that occur twice. */
import { valueError, type LabError } from '../errors';
import { at } from '../list';
import { parseDuration } from './duration';
import type { Check, Recipe } from './types';

interface Limits {
  min_value?: number;
  max_value?: number;
}

/** The first check of a recipe that makes no sense (`recipe-value`, with its path); undefined where all do. */
export function checkChecks({ checks = [] }: Pick<Recipe, 'checks'>): LabError | undefined {
  const seen = new Set<string>();
  for (const [index, check] of checks.entries()) {
    const path = `$.checks[${index}]`;
    if (check.id !== undefined && seen.has(check.id))
      return valueError(`${path}.id`, `Expected a unique name; "${check.id}" occurs twice. Change one.`);
    if (check.id !== undefined) seen.add(check.id);
    const error = checkOne(check, path);
    if (error) return error;
  }
  return undefined;
}

function checkOne(check: Check, path: string): LabError | undefined {
  for (const [kind, options] of Object.entries(check)) {
    if (!kind.startsWith('expect_')) continue;
    const own = `${path}.${kind}`;
    if ('expect_gaps_to_be_at_most' in check) {
      const { longest } = check.expect_gaps_to_be_at_most;
      if (parseDuration(longest) !== undefined) return undefined;
      return valueError(
        `${own}.longest`,
        `Expected a length of time above zero such as 15min; got "${longest}".`,
      );
    }
    if ('expect_column_quantile_values_to_be_between' in check)
      return checkQuantiles(check.expect_column_quantile_values_to_be_between.quantile_ranges, own);
    if ('expect_column_values_to_be_in_set' in check)
      return checkSet(check.expect_column_values_to_be_in_set, own);
    if (kind.endsWith('_between')) return checkLimits(options as Limits, own);
  }
  return undefined;
}

function checkLimits({ min_value: min, max_value: max }: Limits, path: string): LabError | undefined {
  if (min === undefined && max === undefined)
    return valueError(path, 'Expected min_value, max_value or both; got neither. Give a limit.');
  if (min !== undefined && max !== undefined && min > max)
    return valueError(
      `${path}.min_value`,
      `Expected min_value to be at most max_value; got ${min} and ${max}. Swap them.`,
    );
  return undefined;
}

function checkQuantiles(
  ranges: { quantiles: readonly number[]; value_ranges: readonly (readonly (number | null)[])[] },
  path: string,
): LabError | undefined {
  const { quantiles, value_ranges: pairs } = ranges;
  const own = `${path}.quantile_ranges.value_ranges`;
  if (quantiles.length !== pairs.length)
    return valueError(
      own,
      `Expected a pair of limits for each quantile; got ${quantiles.length} quantiles and ${pairs.length} pairs.`,
    );
  for (const [index, pair] of pairs.entries()) {
    const [low = null, high = null] = pair;
    if (low === null && high === null)
      return valueError(
        `${own}[${index}]`,
        `Expected a limit for the quantile ${at(quantiles, index)}; got none.`,
      );
    if (low !== null && high !== null && low > high)
      return valueError(
        `${own}[${index}]`,
        `Expected the least value before the greatest; got ${low} and ${high}. Swap them.`,
      );
  }
  return undefined;
}

const typeOf: Record<string, 'string' | 'number' | 'boolean'> = {
  value: 'number',
  observations: 'number',
  series: 'string',
  anomaly_type: 'string',
  anomaly_id: 'string',
  is_anomaly: 'boolean',
  outlier: 'boolean',
  filled: 'boolean',
};

function checkSet(
  { column = 'value', value_set: values }: { column?: string; value_set: readonly unknown[] },
  path: string,
): LabError | undefined {
  const type = typeOf[column];
  const wrong = values.findIndex((value) => typeof value !== type);
  if (wrong < 0) return undefined;
  const expected = type === 'string' ? 'texts' : type === 'number' ? 'numbers' : 'true or false';
  return valueError(
    `${path}.value_set[${wrong}]`,
    `Expected ${expected}, as the column ${column} has; got ${JSON.stringify(values[wrong])}.`,
  );
}
