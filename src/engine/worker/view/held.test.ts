import { describe, expect, it } from 'vitest';
import { chart } from './charts';
import { contextOf, CountedStages, rowsFrom, series } from './given.node';
import { HeldRows } from './held';
import { rows } from './page';
import { readRows } from './reading';

const list = Array.from({ length: 600 }, (_, t) => ({ t: t * 1e6, v: t }));
const many = rowsFrom(Array.from({ length: 200_000 }, (_, t) => ({ t: t * 3000, v: t })));
const buckets = { ...rowsFrom(list), observations: Int32Array.from(list, ({ v }) => v) };

describe('buckets', () => {
  it('that were made of many rows are read once', async () => {
    const stages = new CountedStages([{ name: series, raw: many, clean: many, resampled: buckets }]);
    const context = contextOf(stages);
    for (const [from, to] of [
      [0, 600e6],
      [100e6, 200e6],
      [595e6, 700e6],
    ] as const) {
      const { processed } = await chart({ series, from, to, columns: 9, layers: ['processed'] }, context);
      expect(processed?.rows).toBe(list.filter(({ t }) => t >= from && t < to).length);
    }
    const page = await rows({ series, layer: 'processed', offset: 590, limit: 50 }, context);
    expect(page.rows.map(({ observations }) => observations)).toEqual(list.slice(590).map(({ v }) => v));
    expect(stages.read).toBe(600);
    for await (const part of readRows(0, 'processed', {}, context)) part.values.fill(NaN);
    for await (const { values } of readRows(0, 'processed', { to: 3e6 }, context))
      expect([...values]).toEqual([0, 1, 2]);
    context.cache.forget(0);
    await chart({ series, columns: 9, layers: ['processed'] }, context);
    expect(stages.read).toBe(1200);
  });

  it('that were made of few are read each time', async () => {
    const few = rowsFrom(list);
    const stages = new CountedStages([{ name: series, raw: few, clean: few, resampled: buckets }]);
    const context = contextOf(stages);
    for (let i = 0; i < 2; i++) await chart({ series, columns: 9, layers: ['processed'] }, context);
    expect(stages.read).toBe(1200);
  });

  it('of the series that was asked for first go first', async () => {
    const held = new HeldRows();
    const reads: number[] = [];
    const get = (sid: number, size: number) =>
      held.get(sid, size, new AbortController().signal, () => {
        reads.push(sid);
        return Promise.resolve(buckets);
      });
    for (const sid of [1, 2, 1, 3, 3, 2, 1]) await get(sid, 900_000);
    expect(reads).toEqual([1, 2, 3, 1]);
  });
});
