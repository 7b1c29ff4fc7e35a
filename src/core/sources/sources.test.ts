import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkBase, defaultBase, joinAddress, nabCorpus, parseUrlList, sourceOf } from '.';

const page = 'http://127.0.0.1:4173/';

describe("NAB's corpus", () => {
  it('has 58 series with 116 windows, and two label files that know as many', () => {
    const series = nabCorpus.filter(({ category }) => category !== 'labels');
    expect(series).toHaveLength(58);
    expect(series.reduce((sum, { anomalies }) => sum + anomalies, 0)).toBe(116);
    expect(nabCorpus.filter(({ category }) => category === 'labels')).toEqual([
      expect.objectContaining({ name: 'labels/combined_labels.json', anomalies: 120 }),
      expect.objectContaining({ name: 'labels/combined_windows.json', anomalies: 116 }),
    ]);
  });

  it('names no file and no content twice', () => {
    expect(new Set(nabCorpus.map(({ name }) => name)).size).toBe(60);
    expect(new Set(nabCorpus.map(({ sha256 }) => sha256)).size).toBe(60);
    for (const { sha256, bytes } of nabCorpus) {
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(bytes).toBeGreaterThan(1000);
    }
  });

  it('lies below the base address, series under data', () => {
    const [series, labels] = ['realTraffic/speed_7578.csv', 'labels/combined_windows.json'].map((name) =>
      nabCorpus.find((one) => one.name === name),
    );
    expect(series && sourceOf(series, 'http://host/nab/').url).toBe(
      'http://host/nab/data/realTraffic/speed_7578.csv',
    );
    expect(labels && sourceOf(labels, defaultBase).url).toBe(`${defaultBase}labels/combined_windows.json`);
  });
});

describe('the base address', () => {
  it.each([
    ['https://host/nab', 'https://host/nab/'],
    ['  https://host/nab/ ', 'https://host/nab/'],
    ['./nab', `${page}nab/`],
    ['/nab/', `${page}nab/`],
  ])('takes %j as %s', (text, base) => {
    expect(checkBase(text, page)).toEqual({ ok: true, value: base });
  });

  it.each([
    '',
    'ftp://host/nab',
    'javascript:alert(1)',
    'https://me:pw@host/',
    'https://',
    'https://h/?a=1',
    'https://h/#',
  ])('refuses %j', (text) => {
    expect(checkBase(text, page)).toMatchObject({ ok: false, error: { code: 'address-refused' } });
  });

  it('is followed by escaped paths that can not leave it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (part) => {
        fc.pre(part !== '.' && part !== '..' && !part.includes('/'));
        const url = new URL(joinAddress('https://host/a/', part));
        expect(url.pathname.startsWith('/a/')).toBe(true);
        expect(url.search + url.hash).toBe('');
      }),
    );
  });
});

describe('a list of addresses', () => {
  it('takes one file a line by the last part of its path, and skips empty lines and comments', () => {
    const { files, refused } = parseUrlList(
      '# mine\nhttps://host/a/one.csv\r\n\n  https://host/b/two.parquet?raw=1#x \n',
    );
    expect(refused).toEqual([]);
    expect(files).toEqual([
      { name: 'one.csv', url: 'https://host/a/one.csv' },
      { name: 'two.parquet', url: 'https://host/b/two.parquet?raw=1' },
    ]);
  });

  it('tells files of one name apart by the folders above them, and by the host at last', () => {
    const { files } = parseUrlList(
      [
        'https://h/a/x.csv',
        'https://h/b/x.csv',
        'https://h:81/y.csv',
        'https://i/y.csv',
        'https://i/z.csv',
      ].join('\n'),
    );
    expect(files.map(({ name }) => name)).toEqual(['a/x.csv', 'b/x.csv', 'h-81/y.csv', 'i/y.csv', 'z.csv']);
  });

  it.each([
    ['nothing.csv', /address such as/],
    ['ftp://host/a.csv', /https:\/\/ or http:\/\/; got "ftp:"/],
    ['file:///etc/a.csv', /got "file:"/],
    ['javascript:alert(1)//a.csv', /got "javascript:"/],
    ['data:text/csv,a', /got "data:"/],
    ['https://me:secret@host/a.csv', /without a user name/],
    ['https://host/folder/', /got that of a folder/],
    ['https://host', /got that of a folder/],
    ['https://host/page.html', /CSV or Parquet/],
    ['https://host/recipe.json', /CSV or Parquet/],
    ['https://host/.csv', /CSV or Parquet/],
    ['https://host/..%2f..%2fetc%2fa.csv', /a name without/],
    ['https://host/..%5Ca.csv', /a name without/],
    ['https://host/a%00.csv', /visible/],
    ['https://host/%E2%80%AEvsc.csv', /visible/],
    ['https://host/%ff.csv', /in UTF-8/],
    ['https://host/con.csv', /every operating system/],
    [`https://host/${'a'.repeat(300)}.csv`, /at most 200 characters; got 304/],
  ])('refuses %j with its line and a reason', (text, reason) => {
    const { files, refused } = parseUrlList(`https://host/good.csv\n${text}`);
    expect(files).toHaveLength(1);
    expect(refused).toEqual([expect.objectContaining({ line: 2, reason: expect.stringMatching(reason) })]);
  });

  it('refuses an address that comes again, and two that can not be told apart by name', () => {
    const { files, refused } = parseUrlList(
      'https://h/a.csv\nhttps://h/a.csv#top\nhttps://h/b.csv?v=1\nhttps://h/b.csv?v=2',
    );
    expect(files.map(({ url }) => url)).toEqual(['https://h/a.csv', 'https://h/b.csv?v=1']);
    expect(refused).toEqual([
      expect.objectContaining({ line: 2, reason: expect.stringContaining('line 1') }),
      expect.objectContaining({ line: 4, reason: expect.stringContaining('line 3') }),
    ]);
  });

  it('reads so many files and lines, and says what is beyond', () => {
    const lines = Array.from({ length: 6000 }, (_, index) => `https://h/${index}.csv`);
    const { files, refused } = parseUrlList(lines.join('\n'));
    expect(files).toHaveLength(1000);
    expect(refused[0]).toMatchObject({ line: 1001, reason: 'Expected at most 1,000 files in one list.' });
    expect(refused.at(-1)).toMatchObject({ line: 5001, reason: expect.stringContaining('1,000 more') });
  });

  it('never gives two files one name, nor a name that leaves its folder, whatever the text', () => {
    const part = fc.oneof(
      fc.constantFrom('..', '.', '%2e%2e', '%2F', 'a', 'b', 'x.csv', 'X.CSV', '\\', '\u202E'),
      fc.string(),
    );
    const line = fc
      .tuple(fc.constantFrom('https://h/', 'http://i:8/', 'https://h/a/', 'ftp://h/', ''), fc.array(part))
      .map(([head, parts]) => head + parts.join('/'));
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const { files } = parseUrlList(lines.join('\n'));
        expect(new Set(files.map(({ name }) => name)).size).toBe(files.length);
        for (const { name } of files) {
          expect(name.split('/')).not.toContain('..');
          expect(name).not.toMatch(/^\/|\\|[\p{Cc}\p{Cf}]/u);
        }
      }),
    );
  });
});
