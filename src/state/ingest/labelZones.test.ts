import { describe, expect, it } from 'vitest';
import type { Inspection } from '../../core/ingest/types';
import { seriesToCome, withZoneAsked } from './labelZones';

const labels = (...keys: string[]): Inspection => ({
  name: 'w.json',
  kind: 'labels',
  source: { file: 'w.json' },
  questions: [],
  confirm: false,
  columns: [],
  preview: [],
  types: [],
  entries: { keys, good: keys.length, bad: 0, counts: {}, problems: [] },
});
const series = [
  { name: 'x/a.csv:t', file: 'x/a.csv', zone: 'Europe/Berlin' },
  { name: 'x/a.csv:u', file: 'x/a.csv', zone: 'Europe/Berlin' },
  { name: 'b.csv', file: 'b.csv', zone: 'UTC' },
];

describe('the zone of a label file', () => {
  it('is asked where a series that it names is in local time, that of the series proposed', () => {
    const asked = withZoneAsked(labels('a.csv', 'b.csv'), series);
    expect(asked.questions).toMatchObject([{ field: 'zone', zones: ['Europe/Berlin', 'UTC'] }]);
    expect(asked.source).toEqual({ file: 'w.json', zone: 'Europe/Berlin' });
    expect(asked.confirm).toBe(true);
  });

  it('is not asked where its series are in UTC, or it has one already', () => {
    expect(withZoneAsked(labels('b.csv', 'c.csv'), series).questions).toEqual([]);
    const given = { ...labels('a.csv'), source: { file: 'w.json', zone: 'Asia/Tokyo' } };
    expect(withZoneAsked(given, series)).toBe(given);
  });
});

it('series of a file on its way in have the zone of its source, and UTC where the times have offsets', () => {
  const source = { file: 'a.csv', time: { column: 't', format: 'iso', zone: 'Asia/Tokyo' }, values: ['v'] };
  expect(seriesToCome('a.csv', source, undefined)).toEqual([
    { name: 'a.csv', file: 'a.csv', zone: 'Asia/Tokyo' },
  ]);
  const moment = { ...source, time: { ...source.time, format: 'epoch-s' } };
  expect(seriesToCome('a.csv', moment, undefined)[0]?.zone).toBe('UTC');
  expect(seriesToCome('w.json', { file: 'w.json' }, undefined)).toEqual([]);
});
