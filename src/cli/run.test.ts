import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyRecipe } from '../core/recipe';
import type { Recipe } from '../core/recipe/types';
import { jsonOf, lab, type Ended } from './lab.node';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-run-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rows = (count: number, shift = 0): string =>
  [
    'timestamp,value',
    ...Array.from({ length: count }, (_, row) => {
      const time = new Date(Date.UTC(2023, 2, 14) + row * 300_000)
        .toISOString()
        .slice(0, 19)
        .replace('T', ' ');
      return `${time},${(row % 17) + shift}`;
    }),
    '',
  ].join('\n');

const recipe = (change: Partial<Recipe> = {}): Recipe => ({
  ...emptyRecipe(),
  name: 'Trial',
  sources: [
    {
      file: 'site/a.csv',
      csv: { delimiter: ',', decimal: '.', header: true, encoding: 'utf-8' },
      time: { column: 'timestamp', format: 'iso', zone: 'UTC' },
      values: ['value'],
    },
  ],
  generated: [
    {
      synthetic: 's',
      start: '2023-03-14T00:00:00Z',
      step: '1min',
      rows: 60_000,
      signal: [{ sine: { period: '1d', amplitude: 20 } }],
      noise: [{ gaussian: { sd: 3 } }],
    },
  ],
  steps: [{ duplicates: { keep: 'first' } }],
  ...change,
});

let input: string;
let number = 0;
beforeEach(() => {
  input = join(folder, `input-${number++}`);
  mkdirSync(join(input, 'site'), { recursive: true });
  writeFileSync(join(input, 'site/a.csv'), rows(400));
});
const write = (value: Recipe): string => {
  const path = join(folder, `recipe-${number++}.json`);
  writeFileSync(path, JSON.stringify(value));
  return path;
};
const place = (ending = ''): string => join(folder, `output-${number++}${ending}`);
const now = '2026-01-31T12:00:00.000Z';
const run = (value: Recipe, output: string, ...more: string[]): Promise<Ended> =>
  lab('run', write(value), '--input', input, '--output', output, '--now', now, ...more);
const below = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
    .sort();

describe('lab run', () => {
  it('writes the same bundle twice, as a zip and as a folder', async () => {
    const [zip, again, open] = [place('.zip'), place('.zip'), place()];
    for (const output of [zip, again, open])
      expect(await run(recipe(), output)).toMatchObject({ code: 0, stdout: expect.stringContaining(output) });
    expect(readFileSync(zip).equals(readFileSync(again))).toBe(true);
    const packed = readFileSync(zip);
    const files = below(open);
    expect(files).toContain('data/raw/site/a.csv');
    expect(files).toContain('data/processed/year=2023/month=03/day=14/part-0.parquet');
    for (const file of files) expect(packed.includes(readFileSync(join(open, file)))).toBe(true);
    expect(readdirSync(folder).filter((name) => name.includes('.partial'))).toEqual([]);
  });

  it('tells one JSON document and nothing else where that is asked for', async () => {
    const output = place('.zip');
    const { stdout, stderr } = await run(recipe(), output, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ output, rows: 60_400, created: now, failed: [], changed: [] });
    expect(stderr).toContain('reading site/a.csv');
  });

  it('runs on other files than the recipe was made with, says so, and refuses them where it is strict', async () => {
    const known = recipe();
    const sha256 = '0'.repeat(64);
    const expecting = { ...known, sources: known.sources.map((source) => ({ ...source, sha256 })) };
    const output = place();
    expect(jsonOf(await run(expecting, output, '--json'))).toMatchObject({
      changed: [{ file: 'site/a.csv', expected: sha256 }],
    });
    const bundled = JSON.parse(readFileSync(join(output, 'data/metadata/recipe.json'), 'utf8')) as Recipe;
    expect(bundled.sources[0]?.sha256).toMatch(/^(?!0{64})[0-9a-f]{64}$/);
    const refused = await run(expecting, place(), '--strict', '--json');
    expect(refused.code).toBe(1);
    expect(jsonOf(refused)).toMatchObject({ error: { code: 'file-changed', file: 'site/a.csv' } });
  });

  it('finds a file by its base name, and names both where there are two', async () => {
    const moved = recipe();
    const elsewhere = { ...moved, sources: moved.sources.map((one) => ({ ...one, file: 'other/a.csv' })) };
    expect((await run(elsewhere, place())).code).toBe(0);
    mkdirSync(join(input, 'second'));
    writeFileSync(join(input, 'second/a.csv'), rows(10));
    const refused = await run(elsewhere, place(), '--json');
    expect(refused.code).toBe(3);
    expect(jsonOf(refused)).toMatchObject({
      error: {
        code: 'source-ambiguous',
        message: expect.stringMatching(/second\/a\.csv, site\/a\.csv/) as unknown,
      },
    });
  });

  it('ends with 1 and writes nothing where a check fails, and with 0 where its name is accepted', async () => {
    writeFileSync(join(input, 'site/a.csv'), rows(400).replace(',5\n', ',\n'));
    const checked = recipe({ checks: [{ id: 'complete', expect_column_values_to_not_be_null: {} }] });
    const output = place();
    const failing = await run(checked, output, '--json');
    expect(failing.code).toBe(1);
    expect(jsonOf(failing)).toMatchObject({
      error: { code: 'checks-failed', message: expect.stringContaining('complete') as unknown },
    });
    expect(readdirSync(folder).filter((name) => output.endsWith(name))).toEqual([]);
    const accepted = await run(checked, output, '--json', '--accept', 'complete');
    expect(accepted.code).toBe(0);
    expect(jsonOf(accepted)).toMatchObject({
      failed: expect.arrayContaining([
        expect.objectContaining({ name: 'complete', series: 'site/a.csv', severity: 'fail' }),
      ]) as unknown,
    });
    const bundled = JSON.parse(readFileSync(join(output, 'data/metadata/recipe.json'), 'utf8')) as Recipe;
    expect(bundled.export.accept).toEqual(['complete']);
  });

  it('touches nothing that stands at its output, and with force nothing but a bundle', async () => {
    const output = place();
    mkdirSync(output);
    writeFileSync(join(output, 'mine.txt'), 'mine');
    for (const more of [[], ['--force']]) {
      const refused = await run(recipe(), output, '--json', ...more);
      expect(refused.code).toBe(2);
      expect(jsonOf(refused)).toMatchObject({ error: { code: 'output-exists' } });
    }
    expect(below(output)).toEqual(['mine.txt']);
    const bundle = place();
    expect((await run(recipe(), bundle)).code).toBe(0);
    writeFileSync(join(bundle, 'stale.txt'), '');
    expect((await run(recipe(), bundle)).code).toBe(2);
    expect((await run(recipe(), bundle, '--force')).code).toBe(0);
    expect(below(bundle)).not.toContain('stale.txt');
  });

  it('ends with 2 for wrong usage and 3 for a recipe or files that are not there, and writes nothing', async () => {
    expect((await lab('run')).code).toBe(2);
    expect((await lab('walk')).code).toBe(2);
    expect((await run(recipe(), place(), '--now', 'today')).code).toBe(2);
    const output = place();
    expect((await lab('run', join(folder, 'none.json'), '--input', input, '--output', output)).code).toBe(3);
    rmSync(join(input, 'site/a.csv'));
    const missing = await run(recipe(), output, '--json');
    expect(missing.code).toBe(3);
    expect(jsonOf(missing)).toMatchObject({ error: { code: 'source-missing', file: 'site/a.csv' } });
    expect(readdirSync(folder).filter((name) => output.endsWith(name))).toEqual([]);
  });

  it('leaves nothing half-made where it is interrupted', async () => {
    const many = recipe();
    const long = { ...many, generated: many.generated.map((source) => ({ ...source, rows: 5_000_000 })) };
    const output = place('.zip');
    const ended = await lab.interrupted(
      /writing Parquet/,
      'run',
      write(long),
      '--input',
      input,
      '--output',
      output,
    );
    expect(ended.code).toBe(130);
    expect(readdirSync(folder).filter((name) => name.includes(output.split('/').at(-1) ?? ''))).toEqual([]);
  });
});
