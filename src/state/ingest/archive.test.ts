import { gzipSync } from 'node:zlib';
import { BlobWriter, TextReader, ZipWriter, configure } from '@zip.js/zip.js';
import { describe, expect, it } from 'vitest';
import { tarEntry, tarOf } from '../../../e2e/fixtures/tar';
import { openArchives, type OpenedFiles } from './archive';

configure({ useWebWorkers: false });

const csv = 'timestamp,value\n2014-04-01 00:00:00,1\n';

const pax = (text: string): string => {
  let length = text.length + 3;
  while (`${length} ${text}\n`.length !== length) length++;
  return `${length} ${text}\n`;
};

const named = (
  name: string,
  bytes: Buffer | Uint8Array<ArrayBuffer> | ArrayBuffer | Blob | string,
): { name: string; file: File } => ({
  name,
  file: new File([Buffer.isBuffer(bytes) ? new Uint8Array(bytes) : bytes], name),
});

async function zipOf(entries: Record<string, string>, options: object = {}): Promise<Blob> {
  const writer = new ZipWriter(new BlobWriter('application/zip'), options);
  for (const [name, text] of Object.entries(entries)) await writer.add(name, new TextReader(text));
  return writer.close();
}

const open = (...files: { name: string; file: File }[]): Promise<OpenedFiles> =>
  openArchives(files, (work) => work({ signal: new AbortController().signal, onProgress: () => undefined }));

const texts = async ({ files }: OpenedFiles): Promise<Record<string, string>> =>
  Object.fromEntries(
    await Promise.all(files.map(async ({ name, file }) => [name, await file.text()] as const)),
  );

describe('an archive is opened like a folder, entry by entry:', () => {
  it('a zip', async () => {
    const zip = await zipOf({
      'NAB/data/a.csv': csv,
      'NAB/LICENSE': 'MIT',
      '__MACOSX/._a.csv': 'x',
      'b.json': '{}',
    });
    const opened = await open(named('nab.zip', zip), named('c.csv', csv));
    expect(await texts(opened)).toEqual({ 'c.csv': csv, 'NAB/data/a.csv': csv, 'b.json': '{}' });
    expect(opened.files.map(({ inside }) => inside)).toEqual([undefined, true, true]);
    expect(opened.skipped).toEqual([
      { file: 'nab.zip/NAB/LICENSE', why: 'not a kind of file that the lab reads' },
    ]);
    expect(opened.errors).toEqual([]);
  });

  it('a tar, and a tar in gzip whatever its name is, with long names of GNU tar and of pax', async () => {
    const long = `${'folder/'.repeat(20)}a.csv`;
    const tar = tarOf(
      tarEntry('NAB/', '', '5'),
      tarEntry('pax_global_header', pax('comment=1'), 'g'),
      tarEntry('NAB/a.csv', csv),
      tarEntry('././@LongLink', `${long}\0`, 'L'),
      tarEntry(long, 'gnu'),
      tarEntry('PaxHeader', pax(`path=pax/${long}`), 'x'),
      tarEntry('short', 'pax'),
    );
    const expected = { 'NAB/a.csv': csv, [long]: 'gnu', [`pax/${long}`]: 'pax' };
    for (const [name, bytes] of [
      ['nab.tar', tar],
      ['nab.tar.gz', gzipSync(tar)],
      ['nab', gzipSync(tar)],
    ] as const) {
      const opened = await open(named(name, bytes));
      expect(opened.errors).toEqual([]);
      expect(await texts(opened)).toEqual(expected);
    }
  });

  it('a gzip with one file inside stays as it is', async () => {
    const file = named('a.csv.gz', gzipSync(csv));
    expect((await open(file)).files).toEqual([file]);
  });

  it('hostile entries are refused by name, and the others are opened', async () => {
    const tar = tarOf(
      tarEntry('../evil.csv', csv),
      tarEntry('/abs.csv', csv),
      tarEntry('good.csv', csv),
      tarEntry('ln.csv', '', '2'),
    );
    const opened = await open(named('x.tar', tar));
    expect(await texts(opened)).toEqual({ 'good.csv': csv });
    expect(opened.errors).toMatchObject([{ code: 'archive-entries', file: 'x.tar' }]);
    for (const name of ['../evil.csv', '/abs.csv', 'ln.csv'])
      expect(opened.errors[0]?.message).toContain(name);
    const zip = await open(
      named('x.zip', await zipOf({ '../evil.csv': csv, 'a\\b.csv': csv, 'good.csv': csv })),
    );
    expect(await texts(zip)).toEqual({ 'good.csv': csv });
    expect(zip.errors[0]?.message).toMatch(/"\.\.\/evil\.csv" .*"a\\\\b\.csv"/);
  });

  it('links in a zip are refused, and so are archives within it', async () => {
    const writer = new ZipWriter(new BlobWriter('application/zip'));
    await writer.add('ln.csv', new TextReader('good.csv'), {
      msDosCompatible: false,
      versionMadeBy: 0x0314,
      externalFileAttributes: (0o120777 << 16) >>> 0,
    });
    await writer.add('inner.zip', new TextReader('PK'));
    await writer.add('good.csv', new TextReader(csv));
    const opened = await open(named('x.zip', await writer.close()));
    expect(opened.files.map(({ name }) => name)).toEqual(['good.csv']);
    expect(opened.errors).toMatchObject([
      {
        code: 'archive-entries',
        message: expect.stringContaining('"ln.csv" (a link is not followed)') as string,
      },
    ]);
    expect(opened.skipped).toMatchObject([
      { file: 'x.zip/inner.zip', why: expect.stringContaining('archive within') as string },
    ]);
  });

  it('encrypted entries are said', async () => {
    const opened = await open(named('x.zip', await zipOf({ 'a.csv': csv }, { password: 'secret' })));
    expect(opened.files).toEqual([]);
    expect(opened.errors).toMatchObject([{ message: expect.stringContaining('encrypted') as string }]);
  });

  it('what unpacks to far more than its size is refused before it takes memory', async () => {
    const zeros = '0'.repeat(80 << 20);
    for (const file of [
      named('bomb.zip', await zipOf({ 'a.csv': zeros })),
      named('bomb.tgz', gzipSync(tarOf(tarEntry('a.csv', zeros)))),
    ]) {
      const opened = await open(file);
      expect(opened.files).toEqual([]);
      expect(opened.errors).toMatchObject([{ code: 'file-too-large', file: file.name }]);
    }
  });

  it('a damaged one is refused with a code, and the others are opened', async () => {
    const zip = await (await zipOf({ 'a.csv': csv.repeat(200) })).arrayBuffer();
    const tar = tarOf(tarEntry('a.csv', csv.repeat(200)));
    const flipped = new Uint8Array(zip.slice(0));
    flipped[60] = (flipped[60] ?? 0) ^ 255;
    const opened = await open(
      named('cut.zip', zip.slice(0, 100)),
      named('flipped.zip', flipped),
      named('cut.tar', tar.subarray(0, 1500)),
      named('cut.tgz', gzipSync(tar).subarray(0, -20)),
      named('good.zip', zip),
    );
    expect(opened.errors.map(({ code, file }) => [file, code])).toEqual([
      ['cut.zip', 'archive-damaged'],
      ['flipped.zip', 'archive-damaged'],
      ['cut.tar', 'archive-damaged'],
      ['cut.tgz', 'archive-damaged'],
    ]);
    expect(opened.files.map(({ name }) => name)).toEqual(['a.csv']);
  });

  it('with nothing for the lab is said to be so, and a workbook is left to be refused as what it is', async () => {
    const opened = await open(
      named('x.zip', await zipOf({ 'a.png': 'x' })),
      named('x.xlsx', await zipOf({ 'a.xml': 'x' })),
    );
    expect(opened.errors).toMatchObject([{ code: 'archive-empty' }]);
    expect(opened.files.map(({ name }) => name)).toEqual(['x.xlsx']);
  });

  it('two with the same paths keep both files', async () => {
    const zip = await zipOf({ 'a.csv': csv });
    const opened = await open(named('one.zip', zip), named('two.zip', zip));
    expect(opened.files.map(({ name }) => name)).toEqual(['a.csv', 'two/a.csv']);
  });
});
