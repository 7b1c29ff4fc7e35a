import { describe, expect, it } from 'vitest';
import type { Dataset, RowStatistics } from '../dataset/documents/dataset';
import { allChanges, versionChanges, type VersionDocuments } from './compare';

type Stage = Dataset['processed'];
const filled = { filledRows: 0, missingRows: 0, filledShare: 0, longestFilled: null };
const stage = (rows: Record<string, number>, more: Partial<Stage> = {}): Stage => ({
  stage: 'clean',
  path: 'data/processed',
  format: 'parquet',
  codec: 'snappy',
  partitioning: ['year'],
  sortedBy: ['series', 'timestamp'],
  rows: Object.values(rows).reduce((sum, one) => sum + one, 0),
  schema: [{ name: 'value', type: 'DOUBLE', meaning: '' }],
  filled,
  series: Object.entries(rows).map(([name, its]) => ({ name, rows: its, regular: true, ...filled })),
  files: [],
  ...more,
});
const statistics = (mean: number): RowStatistics => ({
  rows: 3,
  timestamp: { first: '2023-01-01T00:00:00Z', last: '2023-01-02T00:00:00Z' },
  value: { count: 3, missing: 0, min: 0, max: 9, mean, sd: 1 },
  observations: null,
  outlier: 0,
  filled: 0,
});
const step = (mean: number): Dataset['transformations'][number] => ({
  index: 0,
  kind: 'outliers',
  off: false,
  parameters: {},
  rowsIn: 3,
  rowsOut: 3,
  counts: {},
  series: [],
  statistics: [{ series: 'a', before: statistics(0), after: statistics(mean) }],
  labels: null,
  sentence: '',
  warnings: [],
});
const version = (processed: Stage, mean = 2, count = 4, checks: object[] = []): VersionDocuments => ({
  dataset: { processed, transformations: [step(mean)], anomalies: { path: '', count } },
  checks: checks.map((check) => ({ ...check })),
});

describe('what changed between two versions', () => {
  it('is nothing where their documents say the same', () => {
    const one = version(stage({ a: 3 }));
    expect(allChanges([], versionChanges(one, structuredClone(one)))).toEqual([]);
  });

  it('is told of rows and series by stage', () => {
    const changes = versionChanges(version(stage({ a: 3, b: 5 })), version(stage({ a: 4, c: 5 })));
    expect(changes.rows).toEqual([
      '8 → 9 rows (clean).',
      'a (clean): 3 → 4 rows.',
      'c (clean) is new: 5 rows.',
      'b (clean) is gone.',
    ]);
  });

  it('is told of columns: names, types and units', () => {
    const schema = [
      { name: 'value', type: 'FLOAT', unit: 'K', meaning: '' },
      { name: 'filled', type: 'BOOLEAN', meaning: '' },
    ];
    expect(versionChanges(version(stage({ a: 3 })), version(stage({ a: 3 }, { schema }))).columns).toEqual([
      'Column value (clean): type DOUBLE → FLOAT.',
      'Column value (clean): unit none → K.',
      'Column filled (clean) is new: BOOLEAN.',
    ]);
  });

  it('is told of statistics after the last step, and of labels', () => {
    const changes = versionChanges(version(stage({ a: 3 }), 2, 4), version(stage({ a: 3 }), 2.5, 5));
    expect(changes.statistics).toEqual(['a: mean 2 → 2.5.']);
    expect(changes.labels).toEqual(['4 → 5 labels in the catalogue.']);
  });

  it('is told of checks that fail now, pass now, and are new and fail', () => {
    const check = (id: string, pass: boolean, observed = '0') => ({
      id,
      series: 'a',
      stage: 'clean',
      pass,
      observed,
    });
    const changes = versionChanges(
      version(stage({ a: 3 }), 2, 4, [check('gaps', true), check('null', false, '3 missing')]),
      version(stage({ a: 3 }), 2, 4, [
        check('gaps', false, '2 gaps'),
        check('null', true),
        check('new', false),
        check('fine', true),
      ]),
    );
    expect(changes.checks).toEqual([
      'gaps of a fails now: 0 → 2 gaps.',
      'null of a passes now: 3 missing → 0.',
      'new of a is new, and fails: 0.',
    ]);
  });

  it('names twenty series and counts the others', () => {
    const many = (rows: number) =>
      stage(Object.fromEntries(Array.from({ length: 25 }, (_, k) => [`s${k}`, rows])));
    const { rows } = versionChanges(version(many(1)), version(many(2)));
    expect(rows).toHaveLength(22);
    expect(rows.at(-1)).toBe('The same kind of thing 5 times more.');
  });
});
