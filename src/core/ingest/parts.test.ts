import { expect, it } from 'vitest';
import { groupParts, isBystander, partitionValues } from './parts';

const grouped = (...names: string[]): { name: string; parts: string[] }[] =>
  groupParts(names.map((name) => ({ name }))).map(({ name, parts }) => ({
    name,
    parts: parts.map((part) => part.name),
  }));

it('a folder of Hive partitions is one data set, its parts in the order of their paths', () => {
  expect(
    grouped('d/year=2024/month=10/part-0.parquet', 'a.csv', 'd/year=2024/month=9/part-0.parquet'),
  ).toEqual([
    { name: 'd', parts: ['d/year=2024/month=9/part-0.parquet', 'd/year=2024/month=10/part-0.parquet'] },
    { name: 'a.csv', parts: ['a.csv'] },
  ]);
  expect(grouped('x/day=1/a.parquet', 'y/day=1/a.parquet').map(({ name }) => name)).toEqual(['x', 'y']);
});

it('partitions at the top of what was dropped are named after their columns, a single part as well', () => {
  expect(grouped('year=2023/a.parquet', 'year=2024/a.parquet')[0]?.name).toBe('year');
  expect(grouped('d/sensor=a/x.parquet')).toEqual([{ name: 'd', parts: ['d/sensor=a/x.parquet'] }]);
});

it('part files of one folder are one data set; other Parquet files of a folder are files of their own', () => {
  expect(
    grouped('out.parquet/part-00000-a.snappy.parquet', 'out.parquet/part-00001-a.snappy.parquet'),
  ).toEqual([
    {
      name: 'out.parquet',
      parts: ['out.parquet/part-00000-a.snappy.parquet', 'out.parquet/part-00001-a.snappy.parquet'],
    },
  ]);
  expect(grouped('d/part-0.parquet')[0]?.name).toBe('d/part-0.parquet');
  expect(grouped('d/a.parquet', 'd/b.parquet')).toHaveLength(2);
  expect(grouped('d/x=1/a.csv', 'd/x=2/a.csv')).toHaveLength(2);
});

it('the columns of a path are decoded, and the name of no value is none', () => {
  expect(partitionValues('d/site=New%20York/k=__HIVE_DEFAULT_PARTITION__/bad=%zz/e=/p.parquet')).toEqual([
    { name: 'site', value: 'New York' },
    { name: 'k', value: null },
    { name: 'bad', value: '%zz' },
    { name: 'e', value: '' },
  ]);
});

it('files that writers leave beside the data are no series', () => {
  const names = ['_SUCCESS', '_metadata', '_common_metadata', '.part-0.parquet.crc', '_tmp.parquet'];
  expect(names.filter((name) => isBystander(`d/x=1/${name}`))).toEqual(names);
  expect(isBystander('d/_temporary/0/part-0.parquet')).toBe(true);
  expect(['_notes.csv', 'd/part-0.parquet', 'a_b.parquet'].filter(isBystander)).toEqual([]);
});
