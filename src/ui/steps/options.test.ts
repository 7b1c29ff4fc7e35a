import { expect, test } from 'vitest';
import { stepDefaults, stepKinds } from '../../core/recipe';
import type { Step } from '../../core/recipe/types';
import { newStep, problemOf, seriesReading, stepFields } from './options';

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

test.each<[string, string[] | undefined]>([
  ['', undefined],
  ['all', undefined],
  ['hourly/*', ['hourly/*']],
  ['a, b.csv:temp , a', ['a', 'b.csv:temp']],
  ['"x, y", z', ['x, y', 'z']],
  ['"say ""so"""', ['say "so"']],
])('the series %j of a step are %j', (text, patterns) => {
  const read = seriesReading.read(text);
  expect(read).toEqual({ ok: true, value: patterns });
  expect(seriesReading.read(seriesReading.write(patterns))).toEqual(read);
});

test('an empty length of buckets is that of each series', () => {
  const every = stepFields.resample.find(({ key }) => key === 'every');
  if (every?.key !== 'every' || every.kind !== 'text') throw new Error('expected a text');
  expect(every.reading.read('')).toEqual({ ok: true, value: 'source' });
  expect(every.reading.read('10min')).toEqual({ ok: true, value: '10min' });
  expect(every.reading.read('often').ok).toBe(false);
});
