import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseRecipe } from '../recipe';
import { MOST_WINDOW, refusals, refused, refusedInFiles } from './refusals';

const runner = 'runners/spark';
const load = readFileSync(`${runner}/data_lab_spark/recipe/load.py`, 'utf8');

it('the list is what the README of the runner says', () => {
  const readme = readFileSync(`${runner}/README.md`, 'utf8');
  const [, section = ''] = /## What it does not do yet\n([\s\S]*?)\n## /.exec(readme) ?? [];
  const items = [...section.matchAll(/^- (.*(?:\n {2}.*)*)/gm)].flatMap(([, item = '']) =>
    item.replaceAll(/\n */g, ' ').split(/[,;.](?: (?:and )?|$)/),
  );
  expect(items.filter((item) => item !== '').sort()).toEqual(
    [...refusals, ...refusedInFiles].map(({ what }) => what).sort(),
  );
});

const template = (text: string): string => text.replaceAll(/\{[^{}]*\}/g, '{}');
const messages = (code: string, call: RegExp): string[] =>
  [...code.matchAll(call)].map(([, text = '']) => template(text)).sort();

it('the list is what the code of the runner refuses', () => {
  const raised = messages(load, /raise _not_here\(.*?, f?"([^"]*)"\)$/gm);
  expect(raised.length).toBe(load.match(/raise _not_here\(/g)?.length);
  expect(raised).toEqual(refusals.map(({ said }) => said).sort());
  expect(Number(/^MOST_WINDOW = ([\d_]+)$/m.exec(load)?.[1]?.replaceAll('_', ''))).toBe(MOST_WINDOW);
});

it('what it refuses in files is so too', () => {
  const files = readdirSync(`${runner}/data_lab_spark`, { recursive: true, encoding: 'utf8' });
  const code = files
    .filter((path) => path.endsWith('.py') && path !== 'recipe/load.py')
    .map((path) => readFileSync(`${runner}/data_lab_spark/${path}`, 'utf8'))
    .join('\n');
  const raised = messages(code, /LabError\("not-on-spark", f?"([^"]*)"/g);
  expect(raised.length).toBe((code.match(/not-on-spark/g) ?? []).length);
  expect(raised).toEqual(refusedInFiles.map(({ said }) => said).sort());
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
  const plain = recipeOf({
    sources: [csv],
    generated: [series],
    steps: [{ outliers: { window: MOST_WINDOW } }, { off: true, outliers: { window: MOST_WINDOW + 2 } }],
  });
  expect(refused(plain)).toEqual([]);
  const all = recipeOf({
    sources: [
      csv,
      { file: 'b.parquet' },
      { file: 'c.csv', csv: { encoding: 'utf-16le' } },
      { file: 'd.csv', csv: {}, labels: { column: 'label', normal: ['0'] } },
      {
        file: 'e.csv',
        csv: {},
        time: { column: [], format: 'index', start: '2023-01-01T00:00:00Z', step: '1s' },
        anomalies: [[1, 2]],
      },
    ],
    generated: [series, { copy: 'a.csv', name: 'copy' }],
    steps: [{ outliers: { window: MOST_WINDOW + 2 } }],
    splits: [{ name: 'train', share: 0.5 }, { name: 'test' }],
  });
  expect(Object.fromEntries(refused(all).map(({ what, places }) => [what, places]))).toEqual({
    'sources of Parquet': ['$.sources[1]'],
    'of UTF-16': ['$.sources[2].csv.encoding'],
    'with labels among their rows': ['$.sources[3]', '$.sources[4]'],
    'copies of series': ['$.generated[1]'],
    'windows of outliers of more than 10,001 rows': ['$.steps[0].outliers.window'],
    splits: ['$.splits'],
  });
});
