import { expect, it } from 'vitest';
import { nabNames } from './names';

const names = (series: string[], keys: string[]): Record<string, string> =>
  Object.fromEntries(nabNames(series, keys));

it('a series has the name that label files list it by', () => {
  expect(names(['data/realTraffic/a.csv', 'b.csv'], ['realTraffic/a.csv', 'realTraffic/b.csv'])).toEqual({
    'data/realTraffic/a.csv': 'realTraffic/a.csv',
    'b.csv': 'realTraffic/b.csv',
  });
});

it('a series that no label file lists is named by its path below the folder data', () => {
  expect(names(['NAB/data/x/a.csv', 'x/b.csv', 'data/c.csv'], [])).toEqual({
    'NAB/data/x/a.csv': 'x/a.csv',
    'x/b.csv': 'x/b.csv',
    'data/c.csv': 'data/c.csv',
  });
});

it('a name that fits two keys or two series decides nothing', () => {
  expect(names(['a.csv'], ['x/a.csv', 'y/a.csv'])).toEqual({ 'a.csv': 'a.csv' });
  expect(names(['p/a.csv', 'q/a.csv'], ['a.csv'])).toEqual({ 'p/a.csv': 'p/a.csv', 'q/a.csv': 'q/a.csv' });
});
