import { describe, expect, it } from 'vitest';
import { encodeLink, emptyRecipe, recipeFileText } from '../../../core/recipe';
import type { Injection, Recipe, SyntheticSource } from '../../../core/recipe/types';
import { isHeavy, weigh } from '../../../core/recipe/weight';
import { readRecipe } from './read';

const source: SyntheticSource = {
  synthetic: 's',
  start: '2023-01-01T00:00:00Z',
  step: '1s',
  rows: 100_000_000,
  signal: [{ constant: { value: 1 } }],
};
const drawn = (id: string, count: number, series = 's'): Injection => ({
  id,
  series,
  draw: { count },
  shapes: [{ kind: 'spike', length: '1s' }],
});
const recipe = (injections: Injection[], rows = source.rows): Recipe => ({
  ...emptyRecipe(),
  generated: [{ ...source, rows }],
  injections,
});

describe('a recipe from elsewhere', () => {
  it('comes with what it costs, from a file and from a link', () => {
    const wanted = recipe([drawn('a', 10)], 1000);
    const answer = { ok: true, value: { recipe: wanted, weight: weigh(wanted) } };
    expect(readRecipe({ text: recipeFileText(wanted) })).toEqual(answer);
    expect(readRecipe({ link: encodeLink(wanted) })).toEqual(answer);
  });

  it('is refused where its anomalies do not fit', () => {
    expect(readRecipe({ link: encodeLink(recipe([drawn('a', 2000)], 1000)) })).toMatchObject({
      ok: false,
      error: { code: 'recipe-value', path: '$.injections[0].draw.count' },
    });
  });

  // Placing these takes a quarter of a minute, or memory for 3 billion objects: the time of a test would not do.
  it.each([
    ['a link of 800 characters with two draws of a million', [drawn('a', 1e6), drawn('b', 1e6)]],
    ['a recipe with 3,000 draws of a million', Array.from({ length: 3000 }, (_, k) => drawn(`d${k}`, 1e6))],
  ])('is read without placing its anomalies where they are many: %s', (_, injections) => {
    const read = readRecipe({ link: encodeLink(recipe(injections)) });
    expect(read.ok && isHeavy(read.value.weight)).toBe(true);
  });

  it('with many anomalies is still refused for what shows without placing them', () => {
    const many = [drawn('a', 1e6), drawn('b', 1e6)];
    for (const [bad, path] of [
      [drawn('c', 1, 'nobody'), '$.injections[2].series'],
      [{ ...drawn('c', 1), draw: { count: 1, perDay: 1 } }, '$.injections[2].draw.count'],
    ] as const) {
      expect(readRecipe({ link: encodeLink(recipe([...many, bad])) })).toMatchObject({
        ok: false,
        error: { code: 'recipe-value', path },
      });
    }
  });
});
