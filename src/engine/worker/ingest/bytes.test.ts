import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeldBytes, ReadAhead, SMALL_BYTES } from './bytes';
import { hashFile } from './hash';

const bytesOf = async (of: { arrayBuffer(): Promise<ArrayBuffer> }): Promise<number[]> =>
  Array.from(new Uint8Array(await of.arrayBuffer()));

it('held bytes are sliced as those of a file are, and are copied out', async () => {
  const place = fc.option(fc.nat(30), { nil: undefined });
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 20 }), place, place, async (given, from, to) => {
      const bytes = Uint8Array.from(given);
      const [held, blob] = [new HeldBytes(bytes), new Blob([bytes])];
      expect(held.size).toBe(blob.size);
      expect(await bytesOf(held.slice(from, to))).toEqual(await bytesOf(blob.slice(from, to)));
      expect(await hashFile(held)).toBe(await hashFile(blob));
      new Uint8Array(await held.arrayBuffer()).fill(0);
      expect(await bytesOf(held)).toEqual(await bytesOf(blob));
    }),
  );
});

describe('reading ahead', () => {
  /** A file that counts how often it is read. */
  class Counted extends File {
    reads = 0;
    override slice(...range: [number?, number?]): Blob {
      this.reads++;
      return super.slice(...range);
    }
  }
  const small = (text: string): Counted => new Counted([text], `${text}.csv`);

  it('reads small files before their turn, some at a time, each once, and no long one', async () => {
    const files = Array.from({ length: 40 }, (_, index) => small(`${index}`));
    const long = new Counted([new Uint8Array(SMALL_BYTES)], 'long.csv');
    const ahead = new ReadAhead([long, null, ...files]);
    expect(await ahead.take(long)).toBe(long);
    const begun = files.filter(({ reads }) => reads > 0).length;
    expect(begun).toBeGreaterThan(1);
    expect(begun).toBeLessThan(files.length);
    for (const [index, file] of files.entries()) {
      const taken = await ahead.take(file);
      expect(taken).toBeInstanceOf(HeldBytes);
      expect(new TextDecoder().decode(await taken.arrayBuffer())).toBe(`${index}`);
    }
    expect(files.map(({ reads }) => reads)).toEqual(files.map(() => 1));
    expect(long.reads).toBe(0);
  });

  it('tells of a file that cannot be read when it is its turn, and of no other', async () => {
    const [good, gone, last] = [small('a'), small('b'), small('c')];
    gone.slice = () => {
      throw new DOMException('no', 'NotFoundError');
    };
    const ahead = new ReadAhead([good, gone, last]);
    expect(await bytesOf(await ahead.take(good))).toEqual([97]);
    await expect(ahead.take(gone)).rejects.toMatchObject({ name: 'NotFoundError' });
    expect(await bytesOf(await ahead.take(last))).toEqual([99]);
  });

  it('reads a file that is asked for twice from where it is', async () => {
    const file = small('a');
    const ahead = new ReadAhead([file]);
    await ahead.take(file);
    expect(await ahead.take(file)).toBe(file);
  });
});
