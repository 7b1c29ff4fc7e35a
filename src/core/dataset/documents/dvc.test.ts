import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { dvcFile } from './dvc';

const md5 = (text: string): Promise<string> => Promise.resolve(createHash('md5').update(text).digest('hex'));

it('data.dvc has the hash that DVC 3.67.1 gives the same folder: sorted by code points, other letters escaped', async () => {
  const names = ['b.csv', 'a/x.csv', 'ä "1".csv', '\uff5e.csv', '\u{1f600}.csv'];
  const files = names.map((name, index) => ({ path: `data/${name}`, bytes: index + 1, sha256: '' }));
  const md5s = new Map(
    await Promise.all(
      files.map(async ({ path }, index) => [path, await md5('x'.repeat(index + 1))] as const),
    ),
  );
  const text = await dvcFile([...files, { path: 'README.md', bytes: 9, sha256: '' }], md5s, md5);
  expect(text).toBe(`outs:
- md5: 91c05013122f34a3adc996774962b28b.dir
  size: 15
  nfiles: 5
  hash: md5
  path: data
`);
});
