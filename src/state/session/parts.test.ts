import fc from 'fast-check';
import { expect, it } from 'vitest';
import { defaultSteps, emptyRecipe, parseRecipe } from '../../core/recipe';
import type { Annotation, Recipe } from '../../core/recipe/types';
import { isValidInParts, jsonInParts, parseInParts } from './parts';

const label = (n: number, changed: Partial<Annotation> = {}): Annotation => ({
  id: `a.csv#manual-${n}`,
  series: 'a.csv',
  type: 'spike',
  shape: 'window',
  origin: 'manual',
  start: '2023-01-01T00:00:00Z',
  end: '2023-01-01T01:00:00Z',
  ...changed,
});
const labels = Array.from({ length: 5000 }, (_, n) => label(n));
const recipe: Recipe = { ...emptyRecipe(), steps: defaultSteps(), annotations: labels };

it('writes the text that JSON.stringify writes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.string(), fc.oneof(fc.jsonValue(), fc.constant(undefined))),
      async (value) => {
        expect(await jsonInParts(value)).toBe(JSON.stringify(value));
      },
    ),
  );
  for (const value of [
    recipe,
    { annotations: { is: labels } },
    { annotations: { set: [...labels.entries()] } },
  ])
    expect(await jsonInParts(value)).toBe(JSON.stringify(value));
});

it('reads long lists as all at once, and touches nothing of the value', async () => {
  const given = structuredClone(recipe);
  expect(await parseInParts(given)).toEqual(parseRecipe(structuredClone(recipe)));
  expect(given).toEqual(recipe);
});

it.each([
  ['a label that ends before it begins', labels.with(4321, label(4321, { end: '2022-01-01T00:00:00Z' }))],
  ['two labels with one name', labels.with(4321, label(12))],
  ['a label without a series', labels.with(2500, { ...label(2500), series: 5 } as unknown as Annotation)],
  ['no list', { length: 5000 } as unknown as Annotation[]],
])('tells %s by its place in the whole', async (_, annotations) => {
  const broken = { ...recipe, annotations };
  const told = await parseInParts(broken);
  expect(told.ok).toBe(false);
  expect(told).toEqual(parseRecipe(broken));
  if (Array.isArray(annotations))
    expect(await isValidInParts({ ...recipe, annotations: [] }, broken)).toBe(false);
});

it('knows valid changes of long lists', async () => {
  expect(await isValidInParts({ ...recipe, annotations: [] }, recipe)).toBe(true);
  expect(await isValidInParts(recipe, { ...recipe, annotations: labels.slice(1) })).toBe(true);
});
