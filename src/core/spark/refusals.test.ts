import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseRecipe } from '../recipe';
import { refusals, refused } from './refusals';

const runner = 'runners/spark';
const load = readFileSync(`${runner}/data_lab_spark/recipe/load.py`, 'utf8');

it('the list is what the README of the runner says', () => {
  const readme = readFileSync(`${runner}/README.md`, 'utf8');
  const [, section = ''] = /## What it does not do yet\n([\s\S]*?)\n## /.exec(readme) ?? [];
  const items = [...section.matchAll(/^- (.*(?:\n {2}.*)*)/gm)].flatMap(([, item = '']) =>
    item.replaceAll(/\n */g, ' ').split(/[,;.](?: (?:and )?|$)/),
  );
  expect(items.filter((item) => item !== '').sort()).toEqual(refusals.map(({ what }) => what).sort());
});

/** What of an export the runner does not write, as its messages begin. */
const notWritten = (): string[] => {
  const [, entries = ''] = /^_NOT_WRITTEN = \{\n([^}]*)\}/m.exec(load) ?? [];
  return [...entries.matchAll(/^ +"\w+": "(.*)",$/gm)].map(([, what = '']) => what);
};

it('the list is what the code of the runner refuses', () => {
  const raised = [...load.matchAll(/raise _not_here\(.*?, f?"([^"]*)"\)$/gm)].flatMap(([, text = '']) =>
    text.startsWith('{what} ')
      ? notWritten().map((what) => text.replace('{what}', what))
      : [text.replaceAll(/\{[^{}]*\}/g, '{}')],
  );
  expect(raised.length).toBe((load.match(/raise _not_here\(/g)?.length ?? 0) + notWritten().length - 1);
  expect(raised.sort()).toEqual(refusals.map(({ said }) => said).sort());
});

it('no other file of the runner refuses so', () => {
  const files = readdirSync(`${runner}/data_lab_spark`, { recursive: true, encoding: 'utf8' });
  const others = files.filter(
    (path) =>
      path.endsWith('.py') &&
      path !== 'recipe/load.py' &&
      readFileSync(`${runner}/data_lab_spark/${path}`, 'utf8').includes('LabError("not-on-spark"'),
  );
  expect(others).toEqual([]);
});

const series = {
  synthetic: 'made',
  start: '2023-01-01T00:00:00Z',
  step: '1min',
  rows: 10,
  signal: [{ constant: { value: 1 } }],
};
const recipeOf = (rest: object) => {
  const parsed = parseRecipe({ recipe: 1, ...rest });
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
};

it('each is found where a recipe has it, and nothing elsewhere', () => {
  const csv = { file: 'a.csv', csv: {} };
  const related = (name: string, other: string): object => ({
    id: `${name} ${other}`,
    series: name,
    start: '2023-01-01T00:02:00Z',
    shape: { kind: 'correlation', length: '2min', with: other },
  });
  const generated = [series, { copy: 'a.csv', name: 'copy' }];
  const plain = recipeOf({
    sources: [csv, { file: 'b.parquet' }],
    generated,
    injections: [related('copy', 'a.csv'), related('copy', 'made')],
    steps: [{ outliers: { window: 100_001 } }],
    splits: [{ name: 'train', share: 0.5 }, { name: 'test' }],
  });
  expect(refused(plain)).toEqual([]);
  const all = recipeOf({
    sources: [
      csv,
      { file: 'x/_c.csv', csv: {} },
      { file: '_x/d.csv', csv: {} },
      { file: 'set', parts: [{ file: 'set/e.parquet' }, { file: 'set/.f.parquet' }] },
    ],
    generated,
    injections: [related('copy', '_x/d.csv'), related('made', 'a.csv')],
    export: { csv: true, nab: true, twin: true, huggingFace: true },
  });
  expect(Object.fromEntries(refused(all).map(({ what, places }) => [what, places]))).toEqual({
    'files whose names begin with a point or an underscore: Spark passes them over': [
      '$.sources[1].file',
      '$.sources[3].file',
    ],
    'copies of series where generated series are exported without their anomalies too': ['$.export.twin'],
    'anomalies that relate to a series of a file other than the one that was copied': [
      '$.injections[0]',
      '$.injections[1]',
    ],
    'exports of CSV': ['$.export.csv'],
    "exports of NAB's layout": ['$.export.nab'],
    'exports with a head for Hugging Face': ['$.export.huggingFace'],
  });
});
