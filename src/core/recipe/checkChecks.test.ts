import { describe, expect, it } from 'vitest';
import { checkKinds, kindNames } from '../checks/kinds';
import { checkOf } from '../checks/make';
import { parseRecipe } from '.';

const refused = (...checks: unknown[]): { path?: string; message: string } => {
  const parsed = parseRecipe({ recipe: 1, checks });
  if (parsed.ok) throw new Error('the recipe was taken');
  return parsed.error;
};

describe('checks of a recipe', () => {
  it.each(kindNames)('of the kind %s may stand as they begin', (kind) => {
    const parsed = parseRecipe({
      recipe: 1,
      checks: [checkOf(kind, checkKinds[kind].start(), { id: 'a', severity: 'warn', scope: 'all' })],
    });
    expect(parsed).toMatchObject({ ok: true });
  });

  it.each([
    [
      [
        { id: 'a', expect_times_to_be_utc: {} },
        { id: 'a', expect_step_to_be_regular: {} },
      ],
      '$.checks[1].id',
      'unique name',
    ],
    [
      [{ expect_column_mean_to_be_between: {} }],
      '$.checks[0].expect_column_mean_to_be_between',
      'got neither',
    ],
    [
      [{ expect_column_values_to_be_between: { min_value: 2, max_value: 1 } }],
      '$.checks[0].expect_column_values_to_be_between.min_value',
      'Swap them',
    ],
    [
      [{ expect_column_values_to_be_unique: { column: 'value' } }],
      '$.checks[0].expect_column_values_to_be_unique.column',
      '"timestamp"',
    ],
    [
      [{ expect_gaps_to_be_at_most: { longest: '0s' } }],
      '$.checks[0].expect_gaps_to_be_at_most.longest',
      'above zero',
    ],
    [
      [{ expect_column_values_to_be_in_set: { column: 'filled', value_set: [false, 1] } }],
      '$.checks[0].expect_column_values_to_be_in_set.value_set[1]',
      'true or false',
    ],
    [
      [
        {
          expect_column_quantile_values_to_be_between: {
            quantile_ranges: { quantiles: [0.5, 0.9], value_ranges: [[0, 1]] },
          },
        },
      ],
      '$.checks[0].expect_column_quantile_values_to_be_between.quantile_ranges.value_ranges',
      '2 quantiles and 1 pairs',
    ],
    [
      [
        {
          expect_column_quantile_values_to_be_between: {
            quantile_ranges: { quantiles: [0.5], value_ranges: [[null, null]] },
          },
        },
      ],
      '$.checks[0].expect_column_quantile_values_to_be_between.quantile_ranges.value_ranges[0]',
      'got none',
    ],
  ])('that contradict themselves are refused, with their place: %j', (checks, path, message) => {
    const error = refused(...checks);
    expect(error.path).toBe(path);
    expect(error.message).toContain(message);
  });

  it('have one kind each', () => {
    expect(refused({ expect_times_to_be_utc: {}, expect_step_to_be_regular: {} }).path).toBe('$.checks[0]');
    expect(refused({ id: 'a' }).path).toBe('$.checks[0]');
  });
});
