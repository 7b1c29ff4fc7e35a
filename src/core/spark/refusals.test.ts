import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseRecipe } from '../recipe';
import type { Recipe } from '../recipe/types';
import { limits, nearLimits, refusals, refused } from './refusals';

const runner = 'runners/spark';
const files = readdirSync(`${runner}/data_lab_spark`, { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.py'),
);
const codeOf = (path: string): string => readFileSync(`${runner}/data_lab_spark/${path}`, 'utf8');
const load = codeOf('recipe/load.py');
/** A message without what stands in it. */
const template = (text: string): string => text.replaceAll(/\{[^{}]*\}/g, '{}');

it('all that the README of the runner lists is known, and all that is known is there', () => {
  const readme = readFileSync(`${runner}/README.md`, 'utf8');
  const [, section = ''] = /## What it does not do yet\n([\s\S]*?)\n## /.exec(readme) ?? [];
  const text = section.replaceAll(/\s+/g, ' ');
  const known = [...refusals, ...limits].map((one) => one.readme);
  expect(known.filter((words) => !text.includes(words))).toEqual([]);
  const items = [...section.matchAll(/^- (.*(?:\n {2}.*)*)/gm)].map(([, item = '']) => item);
  expect(items.length).toBeGreaterThan(0);
  expect(items.filter((item) => !known.some((words) => item.includes(words)))).toEqual([]);
});

/** What of an export the runner does not write, as its messages begin. */
const notWritten = (): string[] => {
  const [, entries = ''] = /^_NOT_WRITTEN = \{\n([^}]*)\}/m.exec(load) ?? [];
  return [...entries.matchAll(/^ +"\w+": "(.*)",$/gm)].map(([, what = '']) => what);
};

it('all that the runner refuses by the recipe is known, and all that is known it refuses', () => {
  const raised = [...load.matchAll(/raise _not_here\(.*?, f?"([^"]*)"\)$/gm)].map(([, text = '']) => text);
  expect(raised.length).toBe(load.match(/raise _not_here\(/g)?.length);
  const said = raised.flatMap((text) =>
    text.startsWith('{what} ') ? notWritten().map((what) => text.replace('{what}', what)) : [template(text)],
  );
  expect(said.sort()).toEqual(refusals.map((one) => one.said).sort());
});

it('what it refuses for the size of files is known, and nothing else is refused so', () => {
  const others = files
    .filter((path) => path !== 'recipe/load.py')
    .map(codeOf)
    .join('\n');
  expect(others).not.toContain('LabError("not-on-spark"');
  const raised = [...others.matchAll(/LabError\("file-too-large", f?"([^"]*)"/g)];
  expect(raised.length).toBe(others.match(/LabError\("file-too-large"/g)?.length);
  expect(raised.map(([, text = '']) => template(text)).sort()).toEqual(limits.map(({ said }) => said).sort());
});

const series = {
  synthetic: 'made',
  start: '2023-01-01T00:00:00Z',
  step: '1min',
  rows: 1000,
  signal: [{ constant: { value: 1 } }],
};
function recipeOf(rest: object): Recipe {
  const parsed = parseRecipe({ recipe: 1, ...rest });
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}
const csv = { file: 'a.csv', csv: {} };
const placed = (id: string, of: string, beside: string) => ({
  id,
  series: of,
  start: '2023-01-01T01:00:00Z',
  shape: { kind: 'correlation', length: '1h', with: beside },
});

it('each is found where a recipe has it, and nothing elsewhere', () => {
  const plain = recipeOf({
    sources: [csv, { file: 'b.parquet' }],
    generated: [series, { ...series, synthetic: 'other' }, { copy: 'a.csv', name: 'copy' }],
    injections: [
      placed('a', 'made', 'other'),
      placed('b', 'copy', 'a.csv'),
      { ...placed('c', 'made', 'a.csv'), off: true },
    ],
    steps: [{ outliers: { window: 100_001 } }],
    splits: [{ name: 'train', share: 0.5 }, { name: 'test' }],
    export: { huggingFace: true },
  });
  expect(refused(plain)).toEqual([]);
  expect(nearLimits(plain)).toEqual(limits.map(({ what }) => what));
  const all = recipeOf({
    sources: [
      csv,
      { file: 'x/_c.csv', csv: {} },
      { file: '_x/d.csv', csv: {} },
      { file: 'set', parts: [{ file: 'set/e.parquet' }, { file: 'set/.f.parquet' }] },
    ],
    generated: [series, { copy: 'a.csv', name: 'copy' }],
    injections: [placed('a', 'made', 'a.csv'), placed('b', 'copy', 'x/_c.csv')],
    export: { csv: true, nab: true, twin: true },
  });
  expect(refused(all).map(({ places }) => places)).toEqual([
    ['$.export.twin'],
    ['$.injections[0]', '$.injections[1]'],
    ['$.sources[1].file', '$.sources[3].file'],
    ['$.export.csv'],
    ['$.export.nab'],
  ]);
  expect(nearLimits(recipeOf({ sources: [csv], generated: [series] }))).toEqual([]);
});
