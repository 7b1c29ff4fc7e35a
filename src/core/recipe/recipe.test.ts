import fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  canonicalJson,
  checkOrder,
  decodeLink,
  defaultSteps,
  emptyRecipe,
  encodeLink,
  parseRecipe,
  parseRecipeText,
  recipeFileText,
  stepDefaults,
  stepKinds,
  isFor,
  checkSeriesSteps,
  stepOf,
} from '.';
import type { Recipe, Step, StepKind } from './types';
import validate from './validate.generated';

const value = (json: unknown): Recipe => {
  const result = parseRecipe(json);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const withSteps = (...steps: unknown[]): unknown => ({ recipe: 1, steps });

describe('parseRecipe', () => {
  it('fills every default, and leaves what it was given as it was', () => {
    const given = { recipe: 1 };
    expect(value(given)).toEqual(emptyRecipe());
    expect(given).toEqual({ recipe: 1 });
  });

  it('gives an empty step the defaults that the types promise', () => {
    for (const kind of stepKinds)
      expect(value(withSteps({ [kind]: {} })).steps).toEqual([{ [kind]: stepDefaults[kind] }]);
    expect(value(withSteps({ resample: { every: 'source' } })).steps).toEqual([
      { resample: stepDefaults.resample },
    ]);
  });

  it('fills the source of a NAB file', () => {
    expect(value({ recipe: 1, sources: [{ file: 'a/b.csv', csv: {} }] }).sources[0]).toEqual({
      file: 'a/b.csv',
      csv: { delimiter: ',', decimal: '.', header: true, encoding: 'utf-8' },
      time: { column: 'timestamp', format: 'iso', zone: 'UTC' },
      values: ['value'],
    });
  });

  it.each([
    [{ recipe: 2 }, 'recipe-version', '$.recipe', 'got 2'],
    [{}, 'recipe-version', '$.recipe', 'got none'],
    [[], 'recipe-value', '$', 'got []'],
    [{ recipe: 1, stepz: [] }, 'recipe-field', '$.stepz', '"steps"'],
    [withSteps({ outliers: { treshold: 2 } }), 'recipe-field', '$.steps[0].outliers.treshold', '"threshold"'],
    [withSteps({ outlier: {} }), 'recipe-field', '$.steps[0].outlier', '"outliers"'],
    [
      withSteps({ outliers: { threshold: 'x' } }),
      'recipe-value',
      '$.steps[0].outliers.threshold',
      'a number',
    ],
    [
      withSteps({ outliers: { threshold: 0 } }),
      'recipe-value',
      '$.steps[0].outliers.threshold',
      'more than 0',
    ],
    [
      withSteps({ outliers: { rule: 'hampel', window: 1003 } }),
      'recipe-value',
      '$.steps[0].outliers.window',
      'at most 1001',
    ],
    [withSteps({ outliers: { window: 4 } }), 'recipe-value', '$.steps[0].outliers.window', 'Take 5'],
    [withSteps({ missing: { min: 2, max: 1 } }), 'recipe-value', '$.steps[0].missing.min', 'at most max'],
    [withSteps({ missing: { longest: '0s' } }), 'recipe-value', '$.steps[0].missing.longest', '0s'],
    [withSteps({ resample: { every: '8d' } }), 'recipe-value', '$.steps[0].resample.every', '1w'],
    [withSteps({ resample: { every: 'often' } }), 'recipe-value', '$.steps[0].resample.every', 'often'],
    [withSteps({ resample: { with: 'avg' } }), 'recipe-value', '$.steps[0].resample.with', '"mean"'],
    [withSteps({}), 'recipe-value', '$.steps[0]', 'exactly one kind'],
    [withSteps({ utc: {}, missing: {} }), 'recipe-value', '$.steps[0]', 'exactly one kind'],
    [{ recipe: 1, sources: [{}] }, 'recipe-value', '$.sources[0].file', 'missing'],
    [{ recipe: 1, sources: [{ file: '../x' }] }, 'recipe-value', '$.sources[0].file', '..'],
    [{ recipe: 1, export: { partition: ['month'] } }, 'recipe-value', '$.export.partition', 'coarsest'],
    [{ recipe: 1, 'a b': 1 }, 'recipe-field', '$["a b"]', 'a b'],
    [withSteps({ resample: {} }, { missing: {} }), 'recipe-order', '$.steps[1].missing', 'last'],
    [
      withSteps({ missing: { longest: 'x' } }),
      'recipe-value',
      '$.steps[0].missing.longest',
      'a length of time',
    ],
    [
      withSteps({ resample: { labels: true } }),
      'recipe-value',
      '$.steps[0].resample.labels',
      'a text in quotes or a number',
    ],
    [{ recipe: 1, name: '' }, 'recipe-value', '$.name', 'at least 1 character'],
    [
      { recipe: 1, injections: [{ id: 'a', series: 's', draw: {}, shapes: [{ kind: 'spike' }] }] },
      'recipe-value',
      '$.injections[0].shapes[0].length',
      'missing',
    ],
  ])('refuses %j', (json, code, path, words) => {
    const result = parseRecipe(json);
    expect(result).toMatchObject({ ok: false, error: { code, path } });
    expect(!result.ok && result.error.message).toContain(words);
  });

  it('ends at the first of 100,000 invalid labels', () => {
    const invalid = (count: number): unknown => ({
      recipe: 1,
      annotations: Array.from({ length: count }, () => ({ id: 5, series: 's', start: 'x', end: 3 })),
    });
    const errorOf = (count: number): unknown => {
      const result = parseRecipe(invalid(count));
      return result.ok ? undefined : result.error;
    };
    expect(errorOf(100_000)).toEqual(errorOf(1));
    validate(invalid(100_000));
    expect(validate.errors).toHaveLength(1);
  });

  it('names an unknown field of a few characters and of millions alike', () => {
    const result = parseRecipe({ recipe: 1, ['x'.repeat(5_000_000)]: 1 });
    expect(result).toMatchObject({ ok: false, error: { code: 'recipe-field' } });
    expect(!result.ok && result.error.message.length).toBeLessThan(500);
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(parseRecipe(json).ok).toBeTypeOf('boolean');
      }),
    );
  });

  it('refuses what is nested 10,000 deep, or contains itself, with a code', () => {
    const deep = `{"recipe": 1, "name": ${'['.repeat(10_000)}${']'.repeat(10_000)}}`;
    const error = { code: 'recipe-value', path: '$' };
    expect(parseRecipeText(deep)).toMatchObject({ ok: false, error });
    expect(parseRecipeText('['.repeat(1e6))).toMatchObject({ ok: false });
    const circle: Record<string, unknown> = { recipe: 1 };
    circle['steps'] = [circle];
    expect(parseRecipe(circle)).toMatchObject({ ok: false, error });
  });

  it('says that a text is not valid JSON', () => {
    expect(parseRecipeText('{')).toMatchObject({ ok: false, error: { code: 'recipe-json' } });
  });
});

describe('checkOrder', () => {
  const step = (kind: StepKind, off = false): Step => ({ ...stepOf(kind, stepDefaults[kind]), off });
  it('accepts the steps that a new data set starts with', () => {
    expect(checkOrder(defaultSteps())).toBeUndefined();
  });
  it.each<[StepKind[], string]>([
    [['missing', 'utc'], '$.steps[1].utc'],
    [['utc', 'utc'], '$.steps[1].utc'],
    [['duplicates', 'missing', 'duplicates'], '$.steps[2].duplicates'],
    [['outliers', 'duplicates'], '$.steps[1].duplicates'],
    [['resample', 'outliers'], '$.steps[1].outliers'],
    [['resample', 'resample'], '$.steps[1].resample'],
  ])('refuses %j', (kinds, path) => {
    expect(checkOrder(kinds.map((kind) => step(kind)))).toMatchObject({ code: 'recipe-order', path });
  });
  it('lets several steps resample where each is limited to some series, and refuses two that match one', () => {
    const limited = (...names: string[]): Step => ({ ...step('resample'), for: names });
    const both = [limited('hourly/*'), limited('five?', 'six')];
    expect(checkOrder(both)).toBeUndefined();
    expect(checkOrder([step('resample'), limited('five')])).toMatchObject({ path: '$.steps[1].resample' });
    expect(checkSeriesSteps(both, ['hourly/a/b', 'five5', 'six', 'seven'])).toBeUndefined();
    expect(checkSeriesSteps([limited('h*'), limited('?our')], ['day', 'hour'])).toMatchObject({
      code: 'recipe-order',
      path: '$.steps[1].for',
      message: expect.stringContaining('steps 1 and 2 both match hour'),
    });
  });
  it.each<[string, string, boolean]>([
    ['a*', 'abc', true],
    ['*c', 'abcc', true],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['a?c', 'a😀c', true],
    ['*.csv:*', 'x/y.csv:temp', true],
    ['a.c', 'abc', false],
    ['*', '', true],
    ['a*b*c', 'a1b2b3c', true],
    ['a*b*c', 'a1b2b3', false],
    ['x[1]', 'x[1]', true],
  ])('a step for %j takes %j: %s', (pattern, name, taken) => {
    expect(isFor({ for: [pattern] })(name)).toBe(taken);
  });
  it('answers for a pattern of many stars and a long name at once', () => {
    expect(isFor({ for: ['*a'.repeat(400)] })('a'.repeat(399) + 'b'.repeat(3000))).toBe(false);
  });
  it('does not count a step that is off', () => {
    expect(
      checkOrder([
        step('resample', true),
        step('missing'),
        step('outliers'),
        step('missing'),
        step('resample'),
      ]),
    ).toBeUndefined();
  });
});

describe('a recipe as text', () => {
  const recipe = value({ recipe: 1, name: 'Überlast 🚀', steps: defaultSteps() });
  it('comes back from a link and from a file', () => {
    expect(encodeLink(recipe)).toMatch(/^[\w-]+$/);
    expect(decodeLink(encodeLink(recipe))).toEqual({ ok: true, value: recipe });
    expect(parseRecipeText(recipeFileText(recipe))).toEqual({ ok: true, value: recipe });
  });
  it('comes back from a link whatever its name', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }), (name) => {
        expect(decodeLink(encodeLink({ ...recipe, name }))).toEqual({ ok: true, value: { ...recipe, name } });
      }),
    );
  });
  it('says when a link is cut short', () => {
    expect(decodeLink(encodeLink(recipe).slice(0, -9))).toMatchObject({
      ok: false,
      error: { code: 'recipe-json' },
    });
    expect(decodeLink('%%')).toMatchObject({ ok: false, error: { code: 'recipe-json' } });
  });
  it('has one canonical form', () => {
    expect(canonicalJson({ b: [1, { d: null, c: undefined }], a: 'x' })).toBe('{"a":"x","b":[1,{"d":null}]}');
  });
  it('has the same canonical form for items of a list as for each of them alone', () => {
    const text = fc.string({ maxLength: 4 });
    const flat = fc.dictionary(text, fc.oneof(text, fc.double(), fc.boolean(), fc.constant(undefined)));
    const item = fc.oneof({ weight: 5, arbitrary: flat }, fc.jsonValue());
    fc.assert(
      fc.property(fc.array(item, { maxLength: 6 }), (items) => {
        expect(canonicalJson(items)).toBe(`[${items.map((one) => canonicalJson(one)).join(',')}]`);
      }),
    );
  });
});

describe('what is generated from the schema', () => {
  const script = async <T>(name: string): Promise<T> =>
    (await import(new URL(`../../../scripts/${name}`, import.meta.url).href)) as T;
  const file = (name: string): Promise<string> => readFile(new URL(name, import.meta.url), 'utf8');

  it('is the validators that the schemas compile to now', async () => {
    const { generate, validators } = await script<{
      generate(name: string): Promise<{ code: string; declaration: string }>;
      validators: Record<string, string>;
    }>('generate-validators.mjs');
    expect(Object.keys(validators)).toEqual(['recipe', 'dataset', 'anomalies', 'checks']);
    for (const [name, module] of Object.entries(validators)) {
      const { code, declaration } = await generate(name);
      expect(code).toBe(await file(`../../../${module}.js`));
      expect(declaration).toBe(await file(`../../../${module}.d.ts`));
      expect(code).not.toMatch(/(?<!')\brequire\(|new Function|\beval\(/);
    }
  });

  it('is the types that the schema says now', async () => {
    const { generate } = await script<{ generate(): Promise<string> }>('generate-recipe-types.mjs');
    expect(await generate()).toBe(await file('types.generated.ts'));
  });
});
