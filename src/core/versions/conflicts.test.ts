import { describe, expect, it } from 'vitest';
import type { FileSource } from '../recipe/types';
import { openConflicts, sourceConflicts, versionConflicts } from './conflicts';

const source = (file: string, more: Partial<FileSource> = {}): FileSource => ({
  file,
  time: { column: 'timestamp', format: 'iso', zone: 'UTC' },
  values: ['value'],
  ...more,
});
const schema = [
  { name: 'timestamp', type: 'TIMESTAMP(MICROS, UTC)', unit: 'us', meaning: '' },
  { name: 'value', type: 'DOUBLE', meaning: '' },
];
const version = (sources: FileSource[], columns = schema) => ({
  processed: { schema: columns },
  sources: sources.map(({ file, time }) => ({ name: file, zone: time.zone })),
  recipe: { sources },
});

describe('conflicts between sources', () => {
  it('are none of files that say the same', () => {
    expect(sourceConflicts({ sources: [source('a.csv'), source('b.csv')] })).toEqual([]);
  });

  it('are a column with two units, and one where a file has none', () => {
    const sources = [
      source('a.csv', { units: { value: '°C' } }),
      source('b.csv', { units: { value: 'K' } }),
      source('c.csv'),
    ];
    const [conflict, ...others] = sourceConflicts({ sources });
    expect(others).toEqual([]);
    expect(conflict).toMatchObject({ id: 'unit value', kind: 'unit' });
    expect(conflict?.message).toContain('°C in a.csv, K in b.csv, no unit in c.csv');
  });

  it('are spellings of one name, a column with two meanings, and local times of two zones', () => {
    const sources = [
      source('a.csv', { values: ['Room temp'], series: 'site' }),
      source('b.csv', {
        values: ['room_temp', 'site'],
        time: { column: 'timestamp', format: 'iso', zone: 'Europe/Berlin' },
      }),
    ];
    expect(sourceConflicts({ sources }).map(({ id }) => id)).toEqual([
      'type site',
      'name Room temp, room_temp',
      'zone UTC, Europe/Berlin',
    ]);
  });

  it('are not of the zones of times that say their own', () => {
    const moments = source('b.csv', { time: { column: 't', format: 'iso-offset', zone: 'Asia/Tokyo' } });
    expect(sourceConflicts({ sources: [source('a.csv'), moments] })).toEqual([]);
  });
});

describe('conflicts between versions', () => {
  const before = { version: 1, ...version([source('a.csv')]) };

  it('are none where the schema is the same, whatever files came or went', () => {
    expect(versionConflicts(before, version([source('b.csv')]))).toEqual([]);
  });

  it('are names, types and units of columns, and zones of files', () => {
    const columns = [
      { name: 'timestamp', type: 'TIMESTAMP(NANOS, UTC)', unit: 'ns', meaning: '' },
      { name: 'reading', type: 'DOUBLE', meaning: '' },
    ];
    const moved = source('a.csv', {
      time: { column: 'timestamp', format: 'iso', zone: 'Europe/Berlin' },
      units: { value: 'K' },
    });
    expect(versionConflicts(before, version([moved], columns)).map(({ id }) => id)).toEqual([
      'type the column timestamp, version 1',
      'unit the column timestamp, version 1',
      'name the column value, version 1',
      'zone a.csv, version 1',
      'unit the column value of a.csv, version 1',
    ]);
  });

  it('are closed by their names alone', () => {
    const conflicts = sourceConflicts({
      sources: [source('a.csv', { units: { value: 'K' } }), source('b.csv')],
    });
    expect(openConflicts(conflicts, ['unit other'])).toEqual(conflicts);
    expect(openConflicts(conflicts, ['unit value'])).toEqual([]);
  });
});
