import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { allowances, mayDiffer } from './otherwise';

const dataset = mayDiffer('data/metadata/dataset_v1.json');

it('a place of a document may hold what is its writer’s own, and its neighbours may not', () => {
  expect(dataset('$.software[0].name', 'a', 'b')).toBe(true);
  expect(dataset('$.softwareOf', 'a', 'b')).toBe(false);
  expect(dataset('$.processed.files[3].sha256', 'a', 'b')).toBe(true);
  expect(dataset('$.processed.rows', 1, 2)).toBe(false);
  expect(dataset('$.earlierStages[0].files', [], undefined)).toBe(true);
  expect(dataset('$.earlierStages[0].rows', 1, 2)).toBe(false);
  expect(dataset('$.x.software[0].name', 'a', 'b')).toBe(false);
});

it('numbers that are measured are held to 1e-9, and counts to the last one', () => {
  const place = '$.transformations[2].statistics[0].after.value';
  expect(dataset(`${place}.mean`, 2, 2 + 1e-10)).toBe(true);
  expect(dataset(`${place}.mean`, 2, 2 + 1e-8)).toBe(false);
  expect(dataset(`${place}.mean`, 2, null)).toBe(false);
  expect(dataset(`${place}.count`, 1e12, 1e12 + 1)).toBe(false);
  const anomalies = mayDiffer('data/metadata/anomalies_v7.json');
  expect(anomalies('$.anomalies[11].realised.effect', 2, 2 + 1e-10)).toBe(true);
  expect(anomalies('$.anomalies[11].realised.length', 3.6e9, 3.6e9 + 1)).toBe(false);
});

it('sentences are held to their words, and a source may be without its files', () => {
  const checks = mayDiffer('data/metadata/checks_v1.json');
  expect(checks('$.checks[0].observed', 'mean 1.25', 'mean 1.26')).toBe(true);
  expect(checks('$.checks[0].expectation', 'mean 1.25', 'mean 1.26')).toBe(false);
  expect(dataset('$.sources[1].path', 'data/raw/s', null)).toBe(true);
  expect(dataset('$.sources[1].path', 'data/raw/s', 'data/raw/t')).toBe(false);
});

it('another document may differ nowhere', () => {
  expect(mayDiffer('labels/combined_labels.json')('$.software[0].name', 'a', 'b')).toBe(false);
});

it('all of it stands in docs/lab.md', () => {
  const text = readFileSync('docs/lab.md', 'utf8');
  for (const { document, at } of allowances) {
    const [, place = ''] = /^\$\.(.*?)(?:\.\*\*)?$/.exec(at) ?? [];
    const words = place.replaceAll('[*]', '').split('.');
    const line = text
      .split('\n')
      .find((one) => one.startsWith(`| \`${document}`) && words.every((word) => one.includes(`\`${word}\``)));
    expect(line, `${document} ${at}`).toBeDefined();
  }
});
