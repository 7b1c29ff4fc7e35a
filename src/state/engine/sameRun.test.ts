import fc from 'fast-check';
import { expect, it } from 'vitest';
import { emptyRecipe } from '../../core/recipe';
import { alike, runAlike } from './sameRun';

it('calls values of JSON alike where their texts with sorted keys are', () => {
  const sorted = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(sorted)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .toSorted(([a], [b]) => (a < b ? -1 : 1))
              .map(([key, one]) => [key, sorted(one)]),
          )
        : value;
  const small = fc.jsonValue({ maxDepth: 2 });
  fc.assert(
    fc.property(small, fc.option(small, { freq: 2 }), (a, other) => {
      const b: unknown = other ?? structuredClone(a);
      expect(alike(a, b)).toBe(JSON.stringify(sorted(a)) === JSON.stringify(sorted(b)));
    }),
  );
});

it('tells a field that is not there from none only where it says something', () => {
  expect(alike({ a: 1 }, { a: 1, b: undefined })).toBe(true);
  expect(alike({ a: 1 }, { a: 1, b: null })).toBe(false);
  expect(alike({ a: 1, b: 0 }, { a: 1 })).toBe(false);
});

it('looks neither at names nor at what an export is like', () => {
  const recipe = emptyRecipe();
  expect(runAlike(recipe, { ...recipe, name: 'other', export: { ...recipe.export, csv: true } })).toBe(true);
  expect(runAlike(recipe, { ...recipe, steps: [{ duplicates: { keep: 'last' } }] })).toBe(false);
  expect(runAlike(recipe, { ...recipe, seed: recipe.seed + 1 })).toBe(false);
});
