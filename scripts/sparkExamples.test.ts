import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { generatedParts, MILLION, resampleStep, steps } from '../bench/standard/work';
import { parseRecipe } from '../src/core/recipe';
import { nabCorpus } from '../src/core/sources/corpus';
import { refused } from '../src/core/spark/refusals';

const read = (name: string): unknown =>
  JSON.parse(readFileSync(`runners/spark/examples/${name}.json`, 'utf8'));

it.each(['nab', 'standard'])('%s is a recipe that the runner for Spark takes', (name) => {
  const parsed = parseRecipe(read(name));
  expect(parsed.ok ? refused(parsed.value) : parsed.error).toEqual([]);
});

it('the recipe of NAB names all 58 series and both label files by their hashes', () => {
  const { sources, labels } = read('nab') as { [list: string]: { file: string; sha256: string }[] };
  const named = [...(sources ?? []), ...(labels ?? [])].map(({ file, sha256 }) => `${sha256} ${file}`);
  expect(named.sort()).toEqual(nabCorpus.map(({ name, sha256 }) => `${sha256} ${name}`).sort());
});

it('the synthetic recipe is the standard work of the benchmarks', () => {
  expect(read('standard')).toMatchObject({
    ...generatedParts(10 * MILLION, 1),
    steps: [...steps(), resampleStep],
  });
});
