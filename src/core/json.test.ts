import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readNabLabels } from './nab';
import { decodeLink, parseRecipeText } from './recipe';
import { copyJson, MAX_NESTING, parseJson, readJson } from './json';

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
const base64url = (text: string): string => Buffer.from(text).toString('base64url');

describe('parseJson', () => {
  it('reads 64 levels and refuses 65, and 10,000, without throwing', () => {
    expect(parseJson(nested(MAX_NESTING))).toMatchObject({ ok: true });
    for (const levels of [MAX_NESTING + 1, 10_000, 1_000_000])
      expect(parseJson(nested(levels))).toMatchObject({ ok: false, problem: { kind: 'nesting' } });
  });

  it('tells what is no JSON from what is nested', () => {
    for (const text of ['', '{', '['.repeat(10_000), 'undefined'])
      expect(parseJson(text)).toMatchObject({ ok: false, problem: { kind: 'syntax' } });
  });
});

describe('JSON nested 10,000 deep', () => {
  const deep = nested(10_000);
  it.each([
    ['a recipe file', () => parseRecipeText(`{"recipe": 1, "name": ${deep}}`), 'recipe-value'],
    ['a link', () => decodeLink(base64url(`{"recipe": 1, "steps": ${deep}}`)), 'recipe-value'],
    ['a file of labels', () => readNabLabels(`{"a.csv": ${deep}}`), 'labels-shape'],
  ])('is refused with a code in %s', (_, read, code) => {
    expect(read()).toMatchObject({ ok: false, error: { code } });
  });

  it('is a syntax error where the lab reads what it wrote itself', () => {
    expect(() => readJson(deep)).toThrow(SyntaxError);
  });
});

it('a copy shares nothing with the first', () => {
  const value = { list: [1, { a: 'b' }] };
  const copy = copyJson(value) as typeof value;
  expect(copy).toEqual(value);
  expect(copy.list).not.toBe(value.list);
});

it('no other file of the app turns JSON text into a value', () => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$|\.node\.ts$/.test(name),
  );
  expect(files.length).toBeGreaterThan(200);
  const found = files.filter((name) =>
    /\bJSON\s*\.\s*parse\b|\.json\(\)/.test(readFileSync(`${root}${name}`, 'utf8')),
  );
  expect(found).toEqual(['core/json.ts']);
});
