import fc from 'fast-check';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { MemoryRowFile } from './rowFile.node';
import { CHUNK_ROWS, Column, columnOf, RowStore, type RawRows } from './rowStore';
import { PAGE_ROWS, RowKeeper } from './rowKeeper';

const PAGE_BYTES = 8 * PAGE_ROWS;

async function keeping(budget: number): Promise<{ keeper: RowKeeper; file: MemoryRowFile }> {
  const file = new MemoryRowFile();
  const keeper = new RowKeeper(budget);
  keeper.open(() => Promise.resolve(file.space(1e9)));
  await keeper.ready(1e9);
  return { keeper, file };
}

/** Numbers none of which are alike. */
const numbers = (length: number, from = 0): Float64Array<ArrayBuffer> =>
  Float64Array.from({ length }, (_, row) => from + row + 0.5);

const rawOf = (times: Column, values: Column): RawRows => ({
  rows: times.length,
  times,
  values,
  // Not looked at here.
  facts: {} as RawRows['facts'],
});

describe('a column beyond its budget', () => {
  it('gives back every stretch as one in memory does, however its numbers came', async () => {
    const part = fc.integer({ min: 0, max: 3 * PAGE_ROWS });
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { minLength: 1, maxLength: 8 }),
        fc.nat(3 * PAGE_BYTES),
        fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        async (parts, budget, stretches, trimmed) => {
          const { keeper } = await keeping(budget);
          const column = new Column(keeper);
          const plain = new Column();
          let rows = 0;
          for (const length of parts) {
            const some = numbers(length, rows);
            column.append(some);
            plain.append(some);
            rows += length;
            if (trimmed) column.trim();
          }
          column.trim();
          expect(column.length).toBe(rows);
          for (const [a, b] of stretches) {
            const [from, to] = [a % (rows + 1), b % (rows + 1)].sort((x, y) => x - y);
            expect(column.copy(from ?? 0, to ?? 0)).toEqual(plain.copy(from ?? 0, to ?? 0));
            if (rows > 0) expect(column.at(a % rows)).toBe(plain.at(a % rows));
          }
          const all = column.stretches();
          expect(all.count).toBe(plain.stretches().count);
          for (let i = 0; i < all.count; i++) expect(all.at(i)).toEqual(plain.stretches().at(i));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps every bit of a number, and writes the pages of a long block at once', async () => {
    const { keeper, file } = await keeping(0);
    const column = new Column(keeper);
    const block = new Float64Array(CHUNK_ROWS + 5);
    const bits = new BigUint64Array(block.buffer);
    for (let row = 0; row < bits.length; row++) bits[row] = 0x7ff8000000000000n + BigInt(row);
    column.append(block);
    column.trim();
    expect(file.writes).toBe(1);
    expect(new BigUint64Array(column.copy(0, block.length).buffer)).toEqual(bits);
    expect(file.reads).toBe(1);
    expect(keeper.bytes).toBe(5 * 8);
  });

  it('holds no more than its budget and a page in memory', async () => {
    const { keeper } = await keeping(4 * PAGE_BYTES);
    const column = new Column(keeper);
    for (let n = 0; n < 200; n++) {
      column.append(numbers(1111, n * 1111));
      expect(keeper.bytes).toBeLessThanOrEqual(5 * PAGE_BYTES);
    }
    expect(column.stored).toBe(true);
    expect(column.copy(0, column.length)).toEqual(numbers(200 * 1111));
  });

  it('gives memory and file back once no store has it, and pages are used again', async () => {
    const { keeper, file } = await keeping(0);
    const store = new RowStore(keeper);
    const put = (sid: number): void => {
      const times = columnOf(numbers(3 * PAGE_ROWS), keeper);
      store.put(sid, rawOf(times, columnOf(numbers(3 * PAGE_ROWS, sid), keeper)));
    };
    put(1);
    put(2);
    put(3);
    const size = file.bytes.length;
    store.remove(2);
    expect(keeper.stored).toBe(12 * PAGE_BYTES);
    put(4);
    expect(file.bytes.length).toBe(size);
    for (const sid of [1, 3, 4]) {
      const { values } = store.need(sid);
      expect(values instanceof Column && values.copy(0, 3 * PAGE_ROWS)).toEqual(numbers(3 * PAGE_ROWS, sid));
    }
    const last = store.need(4).values;
    for (const sid of [1, 3, 4]) store.remove(sid);
    expect([keeper.stored, keeper.bytes, file.bytes.length]).toEqual([0, 0, 0]);
    expect(() => last instanceof Column && last.copy(0, 1)).toThrow('let go of');
  });

  it('stays as long as a copy of the store has it, or another series', async () => {
    const { keeper } = await keeping(0);
    const store = new RowStore(keeper);
    const times = columnOf(numbers(PAGE_ROWS), keeper);
    store.put(1, rawOf(times, columnOf(numbers(PAGE_ROWS, 1), keeper)));
    store.put(2, rawOf(times, columnOf(numbers(PAGE_ROWS, 2), keeper)));
    store.remove(1);
    const copy = store.copy();
    store.remove(2);
    const { values } = copy.need(2);
    expect(values instanceof Column && values.copy(0, PAGE_ROWS)).toEqual(numbers(PAGE_ROWS, 2));
    expect(times.copy(0, PAGE_ROWS)).toEqual(numbers(PAGE_ROWS));
    expect(keeper.stored).toBe(2 * PAGE_BYTES);
  });

  it('is freed when nobody has it any more, whether a store had it or not', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const { keeper } = await keeping(0);
    const use = (): void => {
      columnOf(numbers(2 * PAGE_ROWS), keeper);
      const store = new RowStore(keeper);
      store.put(1, rawOf(columnOf(numbers(PAGE_ROWS), keeper), columnOf(numbers(PAGE_ROWS), keeper)));
      store.copy();
    };
    use();
    expect(keeper.stored).toBe(4 * PAGE_BYTES);
    for (let turn = 0; turn < 50 && keeper.stored > 0; turn++) {
      collect();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(keeper.stored).toBe(0);
  });
});

describe('where rows find no room', () => {
  it('a storage that is full is told with what was needed, and what is there stays', async () => {
    const { keeper, file } = await keeping(PAGE_BYTES);
    const before = columnOf(numbers(2 * PAGE_ROWS), keeper);
    file.room = file.bytes.length;
    const column = new Column(keeper);
    expect(() => column.append(numbers(2000 * PAGE_ROWS))).toThrow(
      /more than the 66 kB .* they need 84\.0 MB of the browser's storage, which has no room for them, though the browser gives 1\.0 GB as free\. Free disk space/,
    );
    column.discard();
    expect(before.copy(0, before.length)).toEqual(numbers(2 * PAGE_ROWS));
  });

  it('a browser that stores no files is told with its own words', async () => {
    const keeper = new RowKeeper(PAGE_BYTES);
    keeper.open(() => Promise.reject(new Error('no private file system')));
    await keeper.ready(1);
    let error: unknown;
    try {
      columnOf(numbers(2 * PAGE_ROWS), keeper);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ error: { code: 'storage-full', detail: 'no private file system' } });
  });
});
