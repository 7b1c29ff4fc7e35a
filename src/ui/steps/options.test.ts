import { expect, test } from 'vitest';
import { stepDefaults, stepKinds } from '../../core/recipe';
import type { Step } from '../../core/recipe/types';
import { newStep, problemOf, stepFields } from './options';

test.each(stepKinds)('%s: every option with a default has a field, and the default is valid', (kind) => {
  const fields: readonly string[] = stepFields[kind].map(({ key }) => key);
  expect(fields).toEqual(expect.arrayContaining(Object.keys(stepDefaults[kind])));
  expect(problemOf(newStep[kind]())).toBeUndefined();
});

test('a share of labelled rows between those on offer is shown as what it is', () => {
  const labels = stepFields.resample.find(({ key }) => key === 'labels');
  if (labels?.key !== 'labels' || labels.kind !== 'select') throw new Error('expected a list of policies');
  expect(labels.options.find(({ value }) => value === 1)?.label).toBe('all of its rows are');
  expect(labels.other?.(0.7)).toBe('70 % of its rows are');
  expect(labels.other?.(0.07)).toBe('7 % of its rows are');
});

const outliers = { rule: 'zscore', threshold: 3, then: 'flag', protect: true } as const;
const missing = { sentinels: [], fill: 'linear' } as const;

test.each<[string, Step, RegExp]>([
  ['an even window', { outliers: { ...outliers, window: 4 } }, /odd number of rows/],
  ['a window of one row', { outliers: { ...outliers, window: 1 } }, /at least 3/],
  ['a threshold of 0', { outliers: { ...outliers, threshold: 0 } }, /more than 0/],
  ['a range upside down', { missing: { ...missing, sentinels: [], min: 5, max: 3 } }, /min 5 and max 3/],
  ['a bucket of a month', { resample: { ...stepDefaults.resample, every: '5w' } }, /from 1s to 1w/],
])('%s is refused by the limits of the core', (_, step, message) => {
  expect(problemOf(step)?.message).toMatch(message);
});
