import { configure, Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { at } from '../../../core/list';
import type { Content } from './sink';
import { ZipWriter } from './zipWriter';

configure({ useWebWorkers: false });

async function zipped(
  entries: readonly { path: string; content: Content; crc?: number }[],
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const zip = new ZipWriter((part) => parts.push(part.slice()));
  for (const { path, content, crc } of entries) await zip.write(path, content, crc);
  zip.finish();
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

async function* streamed(
  bytes: Uint8Array<ArrayBuffer>,
  size: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  for (let from = 0; from < bytes.length; from += size) {
    await Promise.resolve();
    yield bytes.slice(from, from + size);
  }
}

it('a zip is read with every name, size and checksum, of whole contents and of streams', async () => {
  const entry = fc.record({
    name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 9 }).filter((name) => !name.includes('/')),
    bytes: fc.uint8Array({ maxLength: 300 }),
    piece: fc.option(fc.integer({ min: 1, max: 99 })),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { maxLength: 5 }), async (given) => {
      const files = given.map(({ name, bytes, piece }, index) => ({
        path: `d${index}/${name}`,
        bytes: new Uint8Array(bytes),
        piece,
      }));
      const zip = await zipped(
        files.map(({ path, bytes, piece }) => ({
          path,
          content: piece === null ? bytes : streamed(bytes, piece),
        })),
      );
      const read = await new ZipReader(new Uint8ArrayReader(zip), { checkSignature: true }).getEntries();
      const found = [];
      for (const one of read) {
        if (one.directory) throw new Error('expected files alone');
        found.push({ path: one.filename, bytes: await one.getData(new Uint8ArrayWriter()) });
      }
      expect(found).toEqual(files.map(({ path, bytes }) => ({ path, bytes })));
    }),
    { numRuns: 50 },
  );
});

it('an entry has the checksum that came with it', async () => {
  const zip = await zipped([{ path: 'a', content: new TextEncoder().encode('123456789'), crc: 0xcbf43926 }]);
  const computed = await zipped([{ path: 'a', content: new TextEncoder().encode('123456789') }]);
  expect(zip).toEqual(computed);
  const [entry] = await new ZipReader(new Uint8ArrayReader(zip)).getEntries();
  expect(entry?.signature).toBe(0xcbf43926);
});

it('a zip of more entries than 16 bits count is read with all of them', async () => {
  const count = 65_600;
  const zip = await zipped(
    Array.from({ length: count }, (_, n) => ({ path: `${n}`, content: new Uint8Array(0), crc: 0 })),
  );
  const entries = await new ZipReader(new Uint8ArrayReader(zip)).getEntries();
  expect(entries).toHaveLength(count);
  expect(at(entries, count - 1).filename).toBe('65599');
});

it('a zip that cannot be taken fails the call that wrote, and those after it', async () => {
  const zip = new ZipWriter(() => {
    throw new DOMException('no room', 'QuotaExceededError');
  });
  await expect(zip.write('a.txt', new TextEncoder().encode('one'))).rejects.toThrow('no room');
  await expect(zip.write('b.txt', new TextEncoder().encode('two'))).rejects.toThrow('no room');
});

it('nothing comes out of a zip that was given up, not even the rest of a stream', async () => {
  let bytes = 0;
  const zip = new ZipWriter((part) => (bytes += part.length));
  let release = (): void => undefined;
  async function* slow(): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
    yield new Uint8Array(5);
    await new Promise<void>((resolve) => (release = resolve));
    yield new Uint8Array(5);
  }
  const writing = zip.write('a', slow());
  await new Promise((resolve) => setTimeout(resolve, 5));
  const before = bytes;
  zip.stop();
  release();
  await expect(writing).rejects.toMatchObject({ name: 'AbortError' });
  expect(bytes).toBe(before);
});
