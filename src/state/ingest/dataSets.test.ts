import { expect, it } from 'vitest';
import type { FileSource } from '../../core/recipe/types';
import type { NamedFile } from '../../engine/protocol';
import { asDataSets, bytesOf, DataSet, forEngine, gathered, renamed } from './dataSets';

const file = (name: string): NamedFile => ({ name, file: new File([name], name) });
const two = [file('d/x=1/a.parquet'), file('d/x=2/a.parquet')];
const whole = (): NamedFile => {
  const { files } = asDataSets(two);
  expect(files).toHaveLength(1);
  return files[0] as NamedFile;
};

it('the files of a Hive-partitioned folder are one file of the page, and several for the engine', () => {
  const { files, skipped } = asDataSets([file('d/_metadata'), file('d/_SUCCESS'), ...two, file('a.csv')]);
  expect(skipped.map(({ file: name }) => name)).toEqual(['d/_metadata', 'd/_SUCCESS']);
  expect(files.map(({ name }) => name)).toEqual(['d', 'a.csv']);
  expect(files.map(forEngine)).toEqual([
    { name: 'd', file: two[0]?.file, parts: two },
    { name: 'a.csv', file: files[1]?.file },
  ]);
  expect(files.flatMap(({ name, file: bytes }) => bytesOf(name, bytes)).map(({ name }) => name)).toEqual([
    'd/x=1/a.parquet',
    'd/x=2/a.parquet',
    'a.csv',
  ]);
});

it('a data set that was moved takes the name that the recipe has for it', () => {
  const moved = renamed({ name: 'd', file: whole().file }, 'old/place');
  expect(moved).toBeInstanceOf(DataSet);
  expect(bytesOf('old/place', moved).map(({ name }) => name)).toEqual([
    'old/place/x=1/a.parquet',
    'old/place/x=2/a.parquet',
  ]);
});

it('a data set comes back from saved files only where all of its parts are there', () => {
  const source: FileSource = {
    file: 'd',
    parts: two.map(({ name }) => ({ file: name })),
    time: { column: 't', format: 'timestamp', zone: 'UTC' },
    values: ['v'],
  };
  const saved = new Map(two.map((one) => [one.name, one.file]));
  const back = gathered(source, saved);
  expect(back && bytesOf('d', back)).toEqual(two);
  saved.delete('d/x=2/a.parquet');
  expect(gathered(source, saved)).toBeUndefined();
});
