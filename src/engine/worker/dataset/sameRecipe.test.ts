import fc from 'fast-check';
import { expect, it } from 'vitest';
import { emptyRecipe, runText } from '../../../core/recipe';
import type { Annotation, Recipe } from '../../../core/recipe/types';
import { assertRan } from './sameRecipe';

const annotation = fc.record(
  {
    id: fc.constantFrom('a', 'b'),
    series: fc.constantFrom('s', 't'),
    start: fc.constant('2023-01-01T00:00:00Z'),
    end: fc.constantFrom('2023-01-01T00:00:01Z', '2023-01-01T00:00:02Z'),
    type: fc.constant('x'),
    shape: fc.constantFrom<Annotation['shape']>('point', 'window'),
    origin: fc.constant<Annotation['origin']>('manual'),
    note: fc.constantFrom('', 'n'),
  },
  { requiredKeys: ['id', 'series', 'start', 'end', 'type', 'shape', 'origin'] },
);
const recipe = fc
  .tuple(fc.array(annotation, { maxLength: 2 }), fc.boolean(), fc.constantFrom('one', 'two'), fc.nat(1))
  .map(([annotations, removed, name, seed]): Recipe => ({
    ...emptyRecipe(),
    name,
    seed,
    annotations,
    edits: removed ? [{ id: 'a', removed: true }] : [],
  }));
/** The same, keys in the other order. */
const turned = (given: Recipe): Recipe => ({
  ...given,
  annotations: given.annotations.map(({ id, series, ...rest }) => ({ ...rest, series, id })),
});

it('a recipe is the one that ran where all is that rows depend on, and no other is', async () => {
  await fc.assert(
    fc.asyncProperty(recipe, recipe, async (a, b) => {
      await assertRan(turned(a), { ...a, name: 'other' });
      const same = await assertRan(a, b).then(
        () => true,
        (thrown: unknown) => {
          expect(thrown).toMatchObject({ error: { code: 'recipe-changed' } });
          return false;
        },
      );
      expect(same).toBe(runText(a) === runText(b));
    }),
    { numRuns: 300 },
  );
});
