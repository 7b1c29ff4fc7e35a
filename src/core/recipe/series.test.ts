import { expect, it } from 'vitest';
import { nameOf, seriesCount, seriesName, seriesOf } from './series';
import type { FileSource, SyntheticSource } from './types';

const file: FileSource = {
  file: 'a/b.csv',
  time: { column: 'timestamp', format: 'iso', zone: 'UTC' },
  values: ['value'],
};
const synthetic: SyntheticSource = {
  synthetic: 'load',
  start: '2023-01-01T00:00:00Z',
  step: '1min',
  rows: 10,
  signal: [],
};

it('names the series of a file by its path, then its key, then its column where there are several', () => {
  expect(seriesName(file, 'value')).toBe('a/b.csv');
  expect(seriesName(file, 'value', 'x')).toBe('a/b.csv:x');
  expect(seriesName({ ...file, values: ['value', 'other'] }, 'other', 'x')).toBe('a/b.csv:x:other');
});

it('names the series of a generated source by its name, and its channels below it', () => {
  expect(seriesOf(synthetic)).toEqual(['load']);
  expect(seriesOf({ ...synthetic, channels: { list: [{ name: 'cpu' }, { name: 'disk' }] } })).toEqual([
    'load/cpu',
    'load/disk',
  ]);
  expect(seriesOf({ copy: 'a/b.csv', name: 'b' })).toEqual(['b']);
  expect(nameOf(synthetic)).toBe('load');
  expect(nameOf({ copy: 'a/b.csv', name: 'b' })).toBe('b');
});

it('counts the series that a recipe brings: of files by their columns, of generated sources by their channels', () => {
  const channels = { list: [{ name: 'cpu' }, { name: 'disk' }] };
  expect(seriesCount({ sources: [file, { ...file, values: ['value', 'other'] }], generated: [] })).toBe(3);
  expect(seriesCount({ sources: [file], generated: [synthetic, { ...synthetic, channels }] })).toBe(4);
});
