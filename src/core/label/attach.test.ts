import { describe, expect, it } from 'vitest';
import { attachLabels, entriesInUtc, joinLabels, labelMatcher, type LabelEntry } from './attach';
import type { Label } from './types';

const files = (...names: string[]): { name: string; file: string }[] =>
  names.map((name) => ({ name, file: name }));
const matchLabel = (key: string, names: string[]): string | undefined => {
  const found = labelMatcher(files(...names))(key);
  expect(found.length).toBeLessThanOrEqual(1);
  return found[0];
};

it('attaches entries to the series that their key means, and names the keys without one', () => {
  const entries = [
    { key: 'realTraffic/a.csv', start: 0, end: 5, shape: 'window' as const },
    { key: 'realTraffic/a.csv', start: 8, end: 9, shape: 'window' as const },
    { key: 'realTraffic/b.csv', start: 0, end: 5, shape: 'window' as const },
  ];
  const { labels, unmatched } = attachLabels(entries, files('data/realTraffic/a.csv'), 'w.json');
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

describe('a key that is the name of a file', () => {
  const series = [
    { name: 'x/a.csv:temp', file: 'x/a.csv' },
    { name: 'x/a.csv:load', file: 'x/a.csv' },
    { name: 'b.csv', file: 'b.csv' },
  ];
  it('means all series of that file, and the report says how many', () => {
    const entries: LabelEntry[] = [{ key: 'a.csv', start: 0, end: 5, shape: 'window' }];
    const { labels, unmatched, shared } = attachLabels(entries, series, 'w.json');
    expect(labels.map(({ id }) => id)).toEqual(['x/a.csv:temp#window-1', 'x/a.csv:load#window-1']);
    expect(unmatched).toEqual([]);
    expect(shared).toEqual([{ key: 'a.csv', series: 2 }]);
  });
  it('means one of its series where it names that one', () => {
    expect(labelMatcher(series)('a.csv:temp')).toEqual(['x/a.csv:temp']);
    expect(labelMatcher(series)('b.csv')).toEqual(['b.csv']);
  });
  it('means none where two files have it', () => {
    expect(labelMatcher([...series, { name: 'y/a.csv:v', file: 'y/a.csv' }])('a.csv')).toEqual([]);
  });
});

describe('labels of several files', () => {
  const label = (file: string, shape: Label['shape'], start: number, end: number): Label => ({
    id: `${file}${start}`,
    series: 's',
    start,
    end,
    type: 'anomaly',
    shape,
    origin: 'imported',
    file,
  });
  const windows = [label('w', 'window', 50, 60), label('w', 'window', 10, 20)];

  it("count one anomaly once: a point within another file's window is that window", () => {
    const points = [15, 19, 20, 55].map((start) => label('p', 'point', start, start + 1));
    const both = [
      { file: 'p', labels: points },
      { file: 'w', labels: windows },
    ];
    const { labels, covered } = joinLabels(both);
    expect(labels.map(({ id, points: stated }) => [id, stated])).toEqual([
      ['p20', undefined],
      ['w50', [55]],
      ['w10', [15, 19]],
    ]);
    expect(Object.fromEntries(covered)).toEqual({ p: 3, w: 0 });
  });

  it('keep a point within a window of its own file, and of another series', () => {
    const own = [...windows, label('w', 'point', 15, 16)];
    expect(joinLabels([{ file: 'w', labels: own }]).labels).toHaveLength(3);
    const other = [{ ...label('p', 'point', 15, 16), series: 't' }];
    expect(
      joinLabels([
        { file: 'p', labels: other },
        { file: 'w', labels: windows },
      ]).labels,
    ).toHaveLength(3);
  });
});

describe('labels of several files', () => {
  const window = (start: number, end: number): LabelEntry => ({ key: 'a.csv', start, end, shape: 'window' });
  const point = (start: number): LabelEntry => ({ key: 'a.csv', start, end: start + 1, shape: 'point' });
  const from = (file: string, entries: LabelEntry[]): { file: string; labels: Label[] } => ({
    file,
    labels: attachLabels(entries, files('a.csv'), file).labels,
  });

  it("have ids of their own where one is the data file's rows", () => {
    const rows = from('a.csv', [{ ...window(0, 5), ofRows: true }]);
    const ids = [...rows.labels, ...from('w.json', [window(10, 20)]).labels].map(({ id }) => id);
    expect(ids).toEqual(['a.csv#rows-1', 'a.csv#window-1']);
  });

  it('leave a point that a person changed by itself, though a window has it', () => {
    const both = [from('p.json', [point(12)]), from('w.json', [window(10, 20)])];
    expect(joinLabels(both).labels).toHaveLength(1);
    const kept = joinLabels(both, new Set(['a.csv#point-1'])).labels;
    expect(kept.map(({ id, points }) => [id, points])).toEqual([
      ['a.csv#point-1', undefined],
      ['a.csv#window-1', undefined],
    ]);
  });

  it('find the window of a point behind a shorter one that begins later', () => {
    const both = [from('p.json', [point(50)]), from('w.json', [window(0, 100), window(10, 20)])];
    expect(joinLabels(both).labels.map(({ id }) => id)).toEqual(['a.csv#window-1', 'a.csv#window-2']);
  });

  it('never end before they start, also where the clock skips the start', () => {
    const skipped = (local: number): number => (local < 60 ? local + 45 : local - 30);
    const [turned] = entriesInUtc([window(45, 76)], skipped);
    expect(turned).toMatchObject({ start: 90, end: 91 });
  });
});
