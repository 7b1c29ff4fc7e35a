import { describe, expect, it } from 'vitest';
import type { ResampleOptions, Step } from '../../recipe/types';
import { resampleNotes, type KnownSeries } from './notes';

const second = 1e6;
const notes = (options: Partial<ResampleOptions>, series: Partial<KnownSeries>, before: Step[] = []) =>
  resampleNotes(
    [...before, { resample: { every: '5min', with: 'mean', empty: 'linear', ...options } }],
    before.length,
    [{ name: 'a', rows: 1000, usual: second, labels: [], ...series }],
  );

describe('what is said of a series before it is resampled', () => {
  it('is how many fewer rows a coarser step leaves, and which labels fall below 1 %', () => {
    const labels = Array.from({ length: 241 }, (_, i) => ({ start: i * 1e9, end: i * 1e9 + 1 }));
    expect(notes({}, { labels })).toEqual([
      "a: 300× fewer rows than at its own step of 1 s, 241 one-row labels fall below 1 % of a bucket's rows.",
    ]);
    const longer = [...labels, { start: 0, end: 2 * second }, { start: 0, end: 3 * second }];
    expect(notes({}, { labels: longer })[0]).toContain("242 labels fall below 1 % of a bucket's rows");
    expect(notes({ every: '1min' }, { labels })).toEqual(['a: 60× fewer rows than at its own step of 1 s.']);
  });

  it('is how many values are invented for each real one at a finer step, where they are filled', () => {
    const hourly = { usual: 3600 * second };
    expect(notes({ longest: '1h' }, hourly)).toEqual([
      'a: 11 values invented for each real one, whose own step is 1 h.',
    ]);
    const empty = ['a: 11 empty buckets for each real one, whose own step is 1 h.'];
    expect(notes({}, hourly)).toEqual(empty);
    expect(notes({ longest: '1h', with: 'sum' }, hourly)).toEqual(empty);
    expect(notes({ longest: '1h', empty: 'null' }, hourly)).toEqual(empty);
    expect(notes({ longest: '1h', empty: 'omit' }, hourly)).toEqual([]);
    const missing: Step = { missing: { sentinels: [], fill: 'linear', longest: '2h' } };
    expect(notes({}, hourly, [missing])[0]).toContain('11 values invented');
  });

  it('is nothing at its own step, and that rows stay where there is none', () => {
    expect(notes({ every: '1s' }, {})).toEqual([]);
    expect(notes({ every: 'source' }, {})).toEqual([]);
    expect(notes({ every: 'source' }, { usual: null })).toEqual([
      'a has no usual step: its rows stay as they are.',
    ]);
  });

  it('names twenty series and counts the others', () => {
    const series = Array.from({ length: 23 }, (_, i) => ({
      name: `s${i}`,
      rows: 9,
      usual: second,
      labels: [],
    }));
    const found = resampleNotes([{ resample: { every: '5min', with: 'mean', empty: 'linear' } }], 0, series);
    expect(found).toHaveLength(21);
    expect(found.at(-1)).toContain('3 more series');
  });
});
