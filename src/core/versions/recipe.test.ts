import { describe, expect, it } from 'vitest';
import { emptyRecipe } from '../recipe';
import type { FileSource, Recipe } from '../recipe/types';
import { recipeChanges } from './recipe';

const source = (file: string, more: Partial<FileSource> = {}): FileSource => ({
  file,
  time: { column: 'timestamp', format: 'iso', zone: 'UTC' },
  values: ['value'],
  ...more,
});
const recipe: Recipe = {
  ...emptyRecipe(),
  sources: [source('a.csv', { sha256: 'a'.repeat(64), bytes: 10 }), source('b.csv')],
  steps: [
    { missing: { sentinels: [], fill: 'linear' } },
    { outliers: { rule: 'zscore', threshold: 3, then: 'flag', protect: true } },
  ],
};

describe('the differences of two recipes', () => {
  it('of a recipe and itself are none, whatever the order of members', () => {
    expect(recipeChanges(recipe, recipe)).toEqual([]);
    const turned = Object.fromEntries(Object.entries(recipe).toReversed()) as unknown as Recipe;
    expect(recipeChanges(recipe, turned)).toEqual([]);
  });

  it('name the option that was turned, with both values', () => {
    const steps = recipe.steps.map((step) =>
      'outliers' in step ? { outliers: { ...step.outliers, threshold: 4 } } : step,
    );
    expect(recipeChanges(recipe, { ...recipe, steps })).toEqual(['Step 2 (outliers): threshold 3 → 4.']);
  });

  it('tell steps that are new, gone, switched off and limited to other series', () => {
    const [missing, outliers] = recipe.steps;
    const changes = recipeChanges(recipe, {
      ...recipe,
      steps: [
        { ...missing!, off: true, for: ['a*'] },
        { resample: { every: '5min', with: 'mean', empty: 'linear' } },
      ],
    });
    expect(changes).toEqual([
      'Step 1 (missing values): for none → ["a*"]; switched off.',
      'Step 2 (resample) is new.',
      'The step outliers is gone.',
    ]);
    expect(recipeChanges(recipe, { ...recipe, steps: [outliers!, missing!] })).toEqual([
      'The steps stand in another order.',
    ]);
  });

  it('tell files that are new, gone, read in another way, and those with other bytes', () => {
    const changes = recipeChanges(recipe, {
      ...recipe,
      sources: [
        source('a.csv', {
          sha256: 'b'.repeat(64),
          bytes: 12,
          time: { column: 'timestamp', format: 'iso', zone: 'Europe/Berlin' },
        }),
        source('c.csv'),
      ],
    });
    expect(changes).toEqual([
      'File b.csv is gone.',
      'File a.csv: time.zone UTC → Europe/Berlin.',
      'File c.csv is new.',
      'a.csv has other bytes: sha256 aaaaaaaaaaaa… → bbbbbbbbbbbb….',
    ]);
  });

  it('count labels that are new, gone and changed by their ids', () => {
    const label = (id: string, end = '2023-01-02T00:00:00Z'): Recipe['annotations'][number] => ({
      id,
      series: 'a.csv',
      start: '2023-01-01T00:00:00Z',
      end,
      type: 'x',
      shape: 'window',
      origin: 'manual',
    });
    const before = { ...recipe, annotations: [label('1'), label('2'), label('3')] };
    const after = {
      ...recipe,
      annotations: [label('2', '2023-01-03T00:00:00Z'), label('3'), label('4'), label('5')],
    };
    expect(recipeChanges(before, after)).toEqual([
      '2 labels by hand new, 1 label by hand gone, 1 label by hand changed.',
    ]);
  });
});
