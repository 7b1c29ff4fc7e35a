import { describe, expect, it } from 'vitest';
import { parseRecipe } from '../recipe';
import type { Recipe } from '../recipe/types';
import { inputsOf, workOf } from './work';

function recipeOf(rest: object): Recipe {
  const parsed = parseRecipe({ recipe: 1, ...rest });
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}
const sha256 = 'a'.repeat(64);
const made = {
  synthetic: 'made',
  start: '2023-01-01T00:00:00Z',
  step: '1s',
  rows: 600,
  signal: [{ constant: { value: 1 } }],
  channels: { list: [{ name: 'x' }, { name: 'y' }] },
};

describe('inputs', () => {
  it('are all files, parts of a data set one by one, with what the recipe knows of them', () => {
    const recipe = recipeOf({
      sources: [
        { file: 'a.csv', csv: {}, sha256, bytes: 12 },
        { file: 'set', parts: [{ file: 'set/part-0.parquet', bytes: 3 }, { file: 'set/part-1.parquet' }] },
      ],
      labels: [{ file: 'combined_windows.json', sha256 }],
    });
    expect(inputsOf(recipe)).toEqual([
      { name: 'a.csv', sha256, bytes: 12 },
      { name: 'set/part-0.parquet', bytes: 3 },
      { name: 'set/part-1.parquet' },
      { name: 'combined_windows.json', sha256 },
    ]);
  });
});

describe('work', () => {
  const steps = [{ off: true, utc: {} }, { missing: {} }, { resample: { every: '5min' } }];
  const both = { stages: ['clean', 'resampled'] };

  it('of a recipe that did not run is what its numbers say', () => {
    const recipe = recipeOf({ generated: [made], steps, export: both });
    expect(workOf(recipe, { loaded: [] })).toEqual({
      series: 2,
      generated: 1200,
      files: 0,
      whole: true,
      written: { clean: 1200, resampled: 4 },
    });
    expect(workOf({ ...recipe, steps: [] }, { loaded: [] }).written).toEqual({ clean: 1200 });
  });

  it('of one that ran is what the run found', () => {
    const recipe = recipeOf({ sources: [{ file: 'a.csv', csv: {} }], generated: [made], steps });
    const stages = [
      { name: 'raw', rows: 1300 },
      { name: 'clean', rows: 1290 },
      { name: 'resampled', rows: 7 },
    ];
    const work = workOf(recipe, { loaded: [{ name: 'a.csv', file: 'a.csv', rows: 100 }], stages });
    expect(work).toMatchObject({ series: 3, generated: 1200, files: 100, whole: true });
    expect(work.written).toEqual({ resampled: 7 });
  });

  it('has the rows of a copy once more', () => {
    const recipe = recipeOf({
      sources: [{ file: 'a.csv', csv: {}, values: ['x', 'y'] }],
      generated: [{ copy: 'a.csv:y', name: 'copy' }],
    });
    const loaded = ['x', 'y'].map((name, index) => ({
      name: `a.csv:${name}`,
      file: 'a.csv',
      rows: 100 + index,
    }));
    expect(workOf(recipe, { loaded })).toMatchObject({ series: 3, files: 302, written: { clean: 302 } });
  });

  it('of files that are not loaded is told to be not whole', () => {
    const recipe = recipeOf({ sources: [{ file: 'a.csv', csv: {} }] });
    expect(workOf(recipe, { loaded: [] })).toMatchObject({ files: 0, whole: false });
  });
});
