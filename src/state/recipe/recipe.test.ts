import { beforeEach, describe, expect, it, test } from 'vitest';
import { checkChange, parseRecipe } from '../../core/recipe';
import { useFiles } from '../ingest/files';
import { addLabels, changeLabels, useLabels } from '../label/labels';
import {
  addStep,
  currentRecipe,
  editRecipe,
  freshRecipe,
  replaceStep,
  setName,
  undo,
  useRecipe,
  withSource,
} from './recipe';

beforeEach(() => {
  useRecipe.setState({ recipe: freshRecipe(), refused: null });
  useRecipe.temporal.getState().clear();
  useFiles.setState({ notices: [] });
});

const label = { series: 'a.csv', shape: 'window', origin: 'manual' } as const;
const times = { start: '2023-01-01T00:00:00Z', end: '2023-01-01T01:00:00Z' };

describe('an edit that would make the recipe invalid is refused and said', () => {
  it('a name of the data set over 200 characters: a notice', () => {
    expect(setName('x'.repeat(201))).toBe(false);
    expect(useFiles.getState().notices[0]?.error).toMatchObject({ code: 'recipe-value', path: '$.name' });
  });

  it('a window of 2001 rows with the rule Hampel: at the step', () => {
    addStep({ outliers: { rule: 'zscore', threshold: 3, window: 2001, then: 'flag', protect: true } });
    const { steps } = currentRecipe();
    const index = steps.findLastIndex((step) => 'outliers' in step);
    expect(
      replaceStep(index, {
        outliers: { rule: 'hampel', threshold: 3, window: 2001, then: 'flag', protect: true },
      }),
    ).toBe(false);
    expect(useRecipe.getState().refused).toMatchObject({ index, error: { code: 'recipe-value' } });
    expect(currentRecipe().steps).toEqual(steps);
  });

  it('101 sentinels: at the step', () => {
    const index = currentRecipe().steps.findIndex((step) => 'missing' in step);
    const sentinels = Array.from({ length: 101 }, (_, n) => n);
    const step = currentRecipe().steps[index];
    if (!step || !('missing' in step)) throw new Error('expected the usual step for missing values');
    expect(replaceStep(index, { missing: { ...step.missing, sentinels } })).toBe(false);
    expect(useRecipe.getState().refused?.error.path).toContain('sentinels');
  });

  it('a type of a label over 200 characters: at the labels', () => {
    const [id] = addLabels([{ ...label, ...times, type: 'spike' }]);
    if (id === undefined) throw new Error('expected an id');
    expect(addLabels([{ ...label, ...times, type: 'x'.repeat(201) }])).toEqual([]);
    expect(useLabels.getState().refused?.path).toBe('$.annotations[1].type');
    expect(changeLabels([id], () => ({ type: 'dip' }))).toBeUndefined();
  });

  it.each(['..', '/abs/x', 'a//b', './x'])('a file with the path %s', (file) => {
    const time = { column: 't', format: 'iso', zone: 'UTC' } as const;
    expect(editRecipe((recipe) => withSource(recipe, { file, time, values: ['v'] }))).toMatchObject({
      code: 'recipe-value',
      path: '$.sources[0].file',
    });
    expect(currentRecipe().sources).toEqual([]);
  });

  it('and is no step of undo', () => {
    setName('kept');
    setName('x'.repeat(201));
    undo();
    expect(currentRecipe().name).toBe(freshRecipe().name);
  });
});

test('setRecipe(recipe()) always holds: every edit that went through leaves a recipe that can be read', () => {
  const texts = ['', ' ', 'a', '__proto__', 'x'.repeat(200), 'x'.repeat(201), '😀'.repeat(200), '\u0000'];
  const numbers = [0, 1, 2, 3, 5, 1001, 1003, 2001, 1_000_001, -1, 0.5, NaN, Infinity];
  const rules = ['zscore', 'hampel', 'iqr'] as const;
  for (const text of texts) {
    setName(text);
    addLabels([{ ...label, ...times, type: text, note: text }]);
    addLabels([{ ...label, ...times, type: 'spike', series: text }]);
    editRecipe((recipe) =>
      withSource(recipe, { file: text, time: { column: text, format: 'iso', zone: text }, values: [text] }),
    );
    for (const number of numbers) {
      editRecipe((recipe) => ({ ...recipe, seed: number }));
      for (const rule of rules)
        addStep({ outliers: { rule, threshold: number, window: number, then: 'flag', protect: true } });
      const read = parseRecipe(JSON.parse(JSON.stringify(currentRecipe())));
      expect(read.ok ? undefined : read.error).toBeUndefined();
      expect(checkChange(currentRecipe(), structuredClone(currentRecipe())).ok).toBe(true);
    }
  }
});
