import { describe, expect, it } from 'vitest';
import { isReadableName, planEntries, refusedText, type ArchiveEntry } from './entries';

const file = (name: string, rest: Partial<ArchiveEntry> = {}): ArchiveEntry => ({
  name,
  kind: 'file',
  encrypted: false,
  ...rest,
});

describe('the entries of an archive', () => {
  it('that may be data are taken; folders, hidden files and what macOS adds are passed over', () => {
    const entries = [
      file('NAB/', { kind: 'folder' }),
      file('NAB/data/a.csv'),
      file('./b.parquet'),
      file('NAB/LICENSE'),
      file('NAB/.gitignore'),
      file('__MACOSX/NAB/._a.csv'),
    ];
    expect(planEntries('x.zip', entries)).toEqual({
      taken: [1, 2],
      skipped: [{ file: 'NAB/LICENSE', why: 'not a kind of file that the lab reads' }],
      refused: [],
    });
  });

  it.each([
    ['../evil.csv', 'leads out'],
    ['a/../../evil.csv', 'leads out'],
    ['/etc/a.csv', 'absolute'],
    ['C:/a.csv', 'absolute'],
    ['..\\evil.csv', 'backslash'],
    ['a//b.csv', 'empty part'],
    ['a/./b.csv', 'empty part'],
    ['a\0.csv', 'control character'],
    [`${'x'.repeat(1001)}.csv`, '1,000 characters'],
  ])('of a hostile name are refused by name: %j', (name, why) => {
    const plan = planEntries('x.zip', [file(name), file('good.csv')]);
    expect(plan).toMatchObject({ taken: [1], refused: [{ why: expect.stringContaining(why) as string }] });
  });

  it('that come twice, are encrypted, links or archives are refused or skipped with the reason', () => {
    const plan = planEntries('x.zip', [
      file('a.csv'),
      file('./a.csv'),
      file('b.csv', { encrypted: true }),
      file('c.csv', { kind: 'link' }),
      file('d.csv', { kind: 'other' }),
      file('inner.zip'),
      file('inner.tar.gz'),
    ]);
    expect(plan.taken).toEqual([]);
    expect(plan.refused.map(({ file: name, why }) => `${name}: ${why}`)).toEqual([
      'a.csv: the archive has more than one entry of this name',
      'a.csv: the archive has more than one entry of this name',
      'b.csv: it is encrypted; unpack the archive with its password first',
      'c.csv: a link is not followed',
      'd.csv: it is no plain file',
    ]);
    expect(plan.skipped.map(({ file: name }) => name)).toEqual(['inner.zip', 'inner.tar.gz']);
    expect(plan.skipped.every(({ why }) => why.includes('archive'))).toBe(true);
    expect(refusedText('x.zip', plan.refused, false)).toContain('"b.csv" (it is encrypted');
  });

  it('are 10,000 at most', () => {
    const entries = Array.from({ length: 10_001 }, (_, i) => file(`${i}.csv`));
    expect(planEntries('x.zip', entries.slice(1)).taken).toHaveLength(10_000);
    expect(() => planEntries('x.zip', entries)).toThrow('more than 10,000 entries');
  });
});

it('a gzip of one file is data, a gzip of a tar is an archive, by name', () => {
  expect(['a.csv.gz', 'a.tar.gz', 'a.tgz', 'a.TXT', 'README'].map(isReadableName)).toEqual([
    true,
    false,
    false,
    true,
    false,
  ]);
});
