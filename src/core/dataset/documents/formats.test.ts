import { describe, expect, it } from 'vitest';
import { emptyRecipe } from '../../recipe';
import type { Recipe } from '../../recipe/types';
import { columnLineage } from './columns';
import { idOf } from './croissant/ids';
import { uuidOf } from './openLineage';

describe('names in the documents for other tools', () => {
  it('of files hold no white space and are never shared', () => {
    const paths = [
      'a b.csv',
      'a+b.csv',
      'a%20b.csv',
      'a%2Bb.csv',
      'a\tb.csv',
      'ä/№.csv',
      'split=train/a=b.csv',
    ];
    const ids = paths.map(idOf);
    for (const id of ids) expect(id).not.toMatch(/\s|%20/);
    expect(new Set(ids).size).toBe(paths.length);
    expect(idOf('data/split=train/part-0.parquet')).toBe('data/split=train/part-0.parquet');
  });

  it('of runs are UUIDs of version 8 and variant 10', () => {
    expect(uuidOf('0123456789abcdef0123456789abcdef'.repeat(2))).toBe('01234567-89ab-8def-8123-456789abcdef');
    for (const digit of '0123456789abcdef')
      expect(uuidOf(`${'f'.repeat(16)}${digit}${'f'.repeat(47)}`)).toMatch(
        /^ffffffff-ffff-8fff-[89ab]fff-ffffffffffff$/,
      );
  });
});

describe('the lineage of columns', () => {
  const recipe: Recipe = {
    ...emptyRecipe(),
    sources: [
      {
        file: 'a.csv',
        time: { column: ['date', 'clock'], format: 'iso', zone: 'UTC' },
        values: ['x', 'y'],
        series: 'machine',
        labels: { column: 'broken', normal: ['0'], type: 'why' },
      },
      { file: 'b.csv', time: { column: [], format: 'index', zone: 'UTC' }, values: ['x'] },
    ],
    labels: [{ file: 'windows.json' }],
    generated: [{ copy: 'b.csv', name: 'made' }],
    steps: [
      { duplicates: { keep: 'first' } },
      { off: true, missing: { sentinels: [], fill: 'linear' } },
      { outliers: { rule: 'iqr', threshold: 3, then: 'flag', protect: true } },
    ],
  };
  const columns = new Map(
    columnLineage(recipe, { recipe: 'recipe.json', anomalies: 'anomalies.json' }).map((one) => [
      one.name,
      one,
    ]),
  );

  it('names the columns of each file, and what has none as a whole', () => {
    expect(columns.get('timestamp')?.inputs).toEqual([
      { source: 'a.csv', column: 'date' },
      { source: 'a.csv', column: 'clock' },
      { source: 'b.csv', column: null },
      { source: 'made', column: null },
    ]);
    expect(columns.get('value')?.inputs.slice(0, 3)).toEqual([
      { source: 'a.csv', column: 'x' },
      { source: 'a.csv', column: 'y' },
      { source: 'b.csv', column: 'x' },
    ]);
    expect(columns.get('series')?.inputs[0]).toEqual({ source: 'a.csv', column: 'machine' });
  });

  it('tells labels from files of labels and from columns', () => {
    expect(columns.get('anomaly_type')?.inputs).toEqual([
      { source: 'windows.json', column: null },
      { source: 'a.csv', column: 'broken' },
      { source: 'a.csv', column: 'why' },
    ]);
    expect(columns.get('is_anomaly')?.documents).toEqual(['recipe.json', 'anomalies.json']);
  });

  it('names steps that are on and may change the column', () => {
    expect(columns.get('value')?.steps).toEqual([0, 2]);
    expect(columns.get('outlier')?.steps).toEqual([2]);
    expect(columns.get('series')?.steps).toEqual([]);
  });
});
