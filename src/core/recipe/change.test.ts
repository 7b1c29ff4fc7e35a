import { describe, expect, it } from 'vitest';
import { at } from '../list';
import { checkChange } from './change';
import { defaultSteps, emptyRecipe } from './defaults';
import { checkLength } from './limits';
import type { Annotation, Recipe } from './types';

const label = (n: number): Annotation => ({
  id: `a.csv#manual-${n}`,
  series: 'a.csv',
  type: 'spike',
  shape: 'window',
  origin: 'manual',
  start: '2023-01-01T00:00:00Z',
  end: '2023-01-01T01:00:00Z',
});
const withLabels = (count: number): Recipe => ({
  ...emptyRecipe(),
  steps: defaultSteps(),
  annotations: Array.from({ length: count }, (_, n) => label(n)),
});
const path = (before: Recipe, after: Recipe): string | undefined => {
  const checked = checkChange(before, after);
  return checked.ok ? undefined : checked.error.path;
};

describe('a change of a valid recipe', () => {
  it('is the recipe itself where it is valid', () => {
    const before = withLabels(3);
    const after = { ...before, name: 'other' };
    const checked = checkChange(before, after);
    expect(checked.ok && checked.value).toBe(after);
  });

  it('names the place of a new element in the recipe, not among the new ones', () => {
    const before = withLabels(5);
    const annotations = before.annotations.with(3, { ...label(3), type: 'x'.repeat(201) });
    expect(path(before, { ...before, annotations })).toBe('$.annotations[3].type');
  });

  it('is refused for an id that an unchanged element has', () => {
    const before = withLabels(3);
    expect(path(before, { ...before, annotations: [...before.annotations, label(1)] })).toBe(
      '$.annotations[3].id',
    );
  });

  it('of one label among 100,000 looks at that label and at the ids, not at the others', () => {
    const before = withLabels(100_000);
    const looked: string[] = [];
    const watched = before.annotations.map((one) => {
      const toJSON = (): Annotation => {
        looked.push(one.id);
        return { ...one };
      };
      return Object.defineProperty({ ...one }, 'toJSON', { value: toJSON });
    });
    const valid = { ...before, annotations: watched };
    const changed = { ...at(before.annotations, 50_000), type: 'dip' };
    expect(path(valid, { ...valid, annotations: watched.with(50_000, changed) })).toBeUndefined();
    expect(looked).toEqual([]);
  });
});

it('the length of a text is counted in code points, as the schema does', () => {
  expect(checkLength('😀'.repeat(200), 200)).toBeUndefined();
  expect(checkLength('😀'.repeat(201), 200)).toContain('got 201');
});
