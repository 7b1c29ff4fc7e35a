import { describe, expect, it } from 'vitest';
import { emptyRecipe } from '../../../core/recipe';
import { at } from '../../../core/list';
import type { Recipe } from '../../../core/recipe/types';
import { valuesOf } from '../series/ordered';
import { loaded } from './running.node';
import { convert } from './utc';

const hour = 3600 * 1e6;

/** Six hours from midnight of a day, in the time of Berlin, converted; times of the hour that is skipped in spring are dropped. */
function converted(midnight: number) {
  const times = Array.from({ length: 6 }, (_, i) => midnight + i * hour);
  const { store, series } = loaded([
    { name: 'a', zone: 'Europe/Berlin', times, values: [1, 2, null, 4, 5, 6] },
  ]);
  const recipe: Recipe = {
    ...emptyRecipe(),
    steps: [{ utc: { ambiguous: 'earlier', nonexistent: 'drop', undecided: 'earlier' } }],
  };
  const raw = store.need(0);
  const its = convert(recipe, at(series, 0), raw, undefined);
  if (!its) throw new Error('expected a conversion');
  return { raw, its };
}

describe('a series converted to UTC', () => {
  it('shares its values with the raw rows where none is dropped', () => {
    const { raw, its } = converted(Date.UTC(2023, 5, 1) * 1000);
    expect(its.raw.values).toBe(raw.values);
    expect(its.numbers).toBeNull();
    expect(its.raw.facts).toMatchObject({ rows: 6, count: 5, first: Date.UTC(2023, 4, 31, 22) * 1000 });
  });

  it('has values of its own where rows are dropped', () => {
    const { raw, its } = converted(Date.UTC(2023, 2, 26) * 1000);
    expect(valuesOf(its.raw)).toEqual(Float64Array.of(1, 2, 4, 5, 6));
    expect(its.numbers).toEqual(Int32Array.of(0, 1, 3, 4, 5));
    expect(valuesOf(raw)).toEqual(Float64Array.of(1, 2, NaN, 4, 5, 6));
  });
});
