import { describe, expect, it } from 'vitest';
import { attachLabels, matchLabel } from './attach';

it('attaches entries to the series that their key means, and names the keys without one', () => {
  const entries = [
    { key: 'realTraffic/a.csv', start: 0, end: 5, shape: 'window' as const },
    { key: 'realTraffic/a.csv', start: 8, end: 9, shape: 'window' as const },
    { key: 'realTraffic/b.csv', start: 0, end: 5, shape: 'window' as const },
  ];
  const { labels, unmatched } = attachLabels(entries, ['data/realTraffic/a.csv'], 'w.json');
  expect(labels.map(({ id, series, start }) => [id, series, start])).toEqual([
    ['data/realTraffic/a.csv#window-1', 'data/realTraffic/a.csv', 0],
    ['data/realTraffic/a.csv#window-2', 'data/realTraffic/a.csv', 8],
  ]);
  expect(unmatched).toEqual(['realTraffic/b.csv']);
});

describe('label files', () => {
  it('find their series by name, or by its end', () => {
    expect(matchLabel('realTraffic/speed.csv', ['data/realTraffic/speed.csv', 'x.csv'])).toBe(
      'data/realTraffic/speed.csv',
    );
    expect(matchLabel('realTraffic/speed.csv', ['speed.csv'])).toBe('speed.csv');
    expect(matchLabel('realTraffic/speed.csv', ['other_speed.csv', 'dataTraffic/speed.csv'])).toBeUndefined();
    expect(matchLabel('speed.csv', ['a/speed.csv', 'b/speed.csv'])).toBeUndefined();
    expect(matchLabel('a/speed.csv', ['a/speed.csv', 'speed.csv'])).toBe('a/speed.csv');
  });
});
