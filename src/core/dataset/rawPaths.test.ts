import { expect, it } from 'vitest';
import { bundleRoots } from './rawPaths';

it('a bundle of any version of a data set is one, at the top or in folders, and other files with such names are none', () => {
  const of = (root: string, dataset: string) => [
    `${root}data/metadata/recipe.json`,
    `${root}data/metadata/${dataset}`,
  ];
  expect(bundleRoots(of('', 'dataset_v1.json'))).toEqual(['']);
  expect(bundleRoots([...of('a/', 'dataset_v12.json'), ...of('b/c\nd/', 'dataset_v2.json')])).toEqual([
    'a/',
    'b/c\nd/',
  ]);
  for (const name of [
    'dataset_v0.json',
    'dataset_v01.json',
    'dataset_v.json',
    'dataset_v1.json.txt',
    'x/dataset_v1.json',
  ])
    expect(bundleRoots(of('a/', name)), name).toEqual([]);
  expect(bundleRoots(['a/data/metadata/recipe.json', 'b/data/metadata/dataset_v1.json'])).toEqual([]);
});
