import { expect, it } from 'vitest';
import { inspectLabels, readLabelFile } from './labelFile';

const text = JSON.stringify({
  'a.csv': ['2024-07-01 12:00:00'],
  'b.csv': [['2024-10-27 01:00:00.000000', '2024-10-27 04:00:00.000000']],
});
const read = async (zone?: string): Promise<[string, string][]> => {
  const source = zone === undefined ? {} : { zone };
  const { entries } = await readLabelFile('w.json', new File([text], 'w.json'), source);
  const iso = (us: number): string => new Date(us / 1000).toISOString().slice(0, 16);
  return entries.map(({ start, end }) => [iso(start), iso(end - 1)]);
};

it("a label file's times are in its zone: both ends of a window by their own offset", async () => {
  expect(await read('Europe/Berlin')).toEqual([
    ['2024-07-01T10:00', '2024-07-01T10:00'],
    ['2024-10-26T23:00', '2024-10-27T03:00'],
  ]);
});

it("a label file without a zone is in UTC, as NAB's are", async () => {
  const utc = [
    ['2024-07-01T12:00', '2024-07-01T12:00'],
    ['2024-10-27T01:00', '2024-10-27T04:00'],
  ];
  expect(await read()).toEqual(utc);
  expect(await read('UTC')).toEqual(utc);
});

it('a label file in a zone that does not exist is refused', async () => {
  await expect(read('Mars/Olympus')).rejects.toMatchObject({ error: { code: 'zone-unknown' } });
});

it('the look at a label file names the series that have labels', () => {
  expect(inspectLabels('w.json', text).entries?.keys).toEqual(['a.csv', 'b.csv']);
});
