import { expect, it } from 'vitest';
import { attachLabels } from './attach';

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
