import { expect, test } from 'vitest';
import { activity } from './runState';

const progress = (stage: string) => ({ stage, done: 0, total: 1, unit: 'bytes' as const });

test('what is under way is said once, even where its stage begins with the same word', () => {
  expect(activity('Reading', progress('reading a.csv'))).toBe('Reading a.csv');
  expect(activity('Reading', progress('looking at a.csv'))).toBe('Reading: looking at a.csv');
  expect(activity('Running', progress('outliers'))).toBe('Running: outliers');
});
