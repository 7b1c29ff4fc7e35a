import { expect, it } from 'vitest';
import type { Inspection } from '../../core/ingest/types';
import type { ErrorCode } from '../../core/errors';
import { bystanders, withoutOtherKinds } from './bystanders';

const look = (name: string, rest: Partial<Inspection> = {}): Inspection => ({
  name,
  kind: 'csv',
  questions: [],
  confirm: false,
  columns: [],
  preview: [],
  types: [],
  ...rest,
});
const failed = (name: string, code: ErrorCode, entries?: Inspection['entries']): Inspection =>
  look(name, { kind: 'unreadable', error: { code, message: code }, ...(entries ? { entries } : {}) });
const good = (name: string): Inspection =>
  look(name, { source: { file: name, time: { column: 't', format: 'iso', zone: 'UTC' }, values: ['v'] } });
const problems = (kind: 'not-a-list' | 'not-a-time'): Inspection['entries'] => ({
  keys: [],
  good: 0,
  bad: 1,
  counts: { [kind]: 1 },
  problems: [],
});

const left = (looks: Inspection[], others = false): string[] => {
  const files = looks.map(({ name }) => ({ name, file: new File([], name) }));
  return [...bystanders(files, looks, others).values()].map(({ file }) => file);
};

it("a folder's licence, golden scores and tables without times are left out where it has data", () => {
  expect(
    left([
      good('NAB/data/a.csv'),
      failed('NAB/LICENSE.txt', 'file-no-time'),
      failed('NAB/golden_scores.json', 'labels-shape', problems('not-a-list')),
      failed('NAB/package.json', 'labels-shape'),
      look('NAB/scores.csv', { questions: [{ field: 'start', options: [], why: '' }] }),
      { ...good('NAB/results/x_b.csv'), columns: ['timestamp', 'value', 'anomaly_score'] },
    ]),
  ).toEqual([
    'NAB/LICENSE.txt',
    'NAB/golden_scores.json',
    'NAB/package.json',
    'NAB/scores.csv',
    'NAB/results/x_b.csv',
  ]);
});

it('a file that was named itself, one that may well be data, and broken labels are not', () => {
  expect(
    left([
      good('NAB/data/a.csv'),
      failed('LICENSE.txt', 'file-no-time'),
      failed('NAB/data/b.csv', 'file-encoding'),
      failed('NAB/labels/combined_windows.json', 'labels-shape'),
      failed('NAB/x.json', 'labels-shape', problems('not-a-time')),
    ]),
  ).toEqual([]);
});

it('where nothing was found none is a bystander', () => {
  expect(left([failed('x/a.txt', 'file-no-time'), failed('x/b.txt', 'file-no-number')])).toEqual([]);
  expect(left([failed('x/a.txt', 'file-no-time')], true)).toEqual(['x/a.txt']);
});

it('other kinds of files of a folder are left out by name, hidden ones without a word', () => {
  const named = ['x/a.csv', 'x/plot.png', 'x/.DS_Store', 'x/.git/a.csv', 'b.png', 'x/more.zip'].map(
    (name) => ({
      name,
      file: new File([], name),
    }),
  );
  const { files, skipped } = withoutOtherKinds(named);
  expect(files.map(({ name }) => name)).toEqual(['x/a.csv', 'b.png', 'x/more.zip']);
  expect(skipped).toEqual([{ file: 'x/plot.png', why: 'not a kind of file that the lab reads' }]);
});
