import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { histogram, valueStats } from './distribution';
import { contextOf, CountedStages, given, rowsFrom, series, type Row } from './given.node';

const anyRows = fc.array(
  fc.record({
    t: fc.integer({ min: -5_000_000, max: 5_000_000 }),
    v: fc.option(fc.double({ min: -1000, max: 1000, noNaN: true }), { freq: 6 }),
  }),
  { minLength: 1, maxLength: 300 },
);

const present = (list: readonly Row[]): number[] => list.flatMap(({ v }) => (v === null ? [] : [v]));
const quantile = (sorted: readonly number[], p: number): number => {
  const at = (sorted.length - 1) * p;
  const low = sorted[Math.floor(at)] ?? NaN;
  return low + ((sorted[Math.ceil(at)] ?? NaN) - low) * (at - Math.floor(at));
};
const total = (counts: readonly number[]): number => counts.reduce((sum, n) => sum + n, 0);

describe('the histogram', () => {
  it('counts each finite value once, in bins that raw and processed share, with the reference quantiles', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, fc.constantFrom('auto', 'scott', 'freedman-diaconis'), async (list, rule) => {
        const result = await histogram({ series, rule }, given(list));
        const values = present(list).toSorted((a, b) => a - b);
        expect(total(result.raw)).toBe(values.length);
        expect(result.edges.length).toBeLessThanOrEqual(201);
        if (values.length === 0) return;
        expect(result.edges[0]).toBeLessThanOrEqual(values[0] ?? NaN);
        expect(result.edges.at(-1)).toBeGreaterThanOrEqual(values.at(-1) ?? NaN);
        const q = result.quantiles.raw;
        for (const [p, observed] of [
          [0, q?.min],
          [0.01, q?.p01],
          [0.25, q?.q1],
          [0.5, q?.median],
          [0.95, q?.p95],
          [1, q?.max],
        ] as const) {
          expect(observed).toBeCloseTo(quantile(values, p), 6);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('is of the visible range alone where one is given', async () => {
    const context = given([5, 1, 3, 2, 4].map((t) => ({ t, v: t })));
    const result = await histogram({ series, rule: 'auto', from: 2, to: 4 }, context);
    expect([total(result.raw), total(result.processed), result.quantiles.raw?.max]).toEqual([2, 2, 3]);
  });

  it('has one bin for a constant, none for nothing, and leaves infinities out', async () => {
    const of = (values: readonly (number | null)[]) =>
      histogram({ series, rule: 'auto' }, given(values.map((v, t) => ({ t, v }))));
    expect(await of([5, 5, 5])).toMatchObject({ edges: [4.5, 5.5], raw: [3], processed: [3] });
    expect(await of([null])).toEqual({
      edges: [],
      raw: [],
      processed: [],
      quantiles: { raw: null, processed: null },
    });
    expect(total((await of([-1e308, 1, 1e308])).raw)).toBe(3);
    expect(total((await of([1, Infinity, 2])).raw)).toBe(2);
  });

  it('has the same numbers where the values are too many to be held', async () => {
    const wide = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e307, max: 1e307 });
    const values = fc.oneof(
      fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 300, size: 'max' }),
      fc.array(wide, { minLength: 1, maxLength: 300, size: 'max' }),
    );
    await fc.assert(
      fc.asyncProperty(values, fc.integer({ min: 0, max: 200 }), async (list, maxHeld) => {
        const context = given(list.map((v, t) => ({ t, v: t % 9 === 0 ? null : v })));
        const part = { sid: 0, stage: 'raw' as const };
        const held = await valueStats(part, context);
        context.cache.forget();
        const passed = await valueStats(part, context, maxHeld);
        expect(passed.quantiles).toEqual(held.quantiles);
        expect(passed.count).toBe(held.count);
        const scale = Math.max(...list.map(Math.abs), 1);
        expect((passed.mean ?? 0) / scale).toBeCloseTo((held.mean ?? 0) / scale, 10);
        expect(passed.std === null).toBe(held.std === null);
        expect((passed.std ?? 0) / scale).toBeCloseTo((held.std ?? 0) / scale, 10);
      }),
      { numRuns: 200 },
    );
  });

  it('of a whole series is kept until it is forgotten', async () => {
    const stages = new CountedStages([{ name: series, raw: rowsFrom([{ t: 0, v: 1 }]) }]);
    const context = contextOf(stages);
    const first = await histogram({ series, rule: 'auto' }, context);
    const { reads } = stages;
    expect(await histogram({ series, rule: 'auto' }, context)).toBe(first);
    expect(stages.reads).toBe(reads);
    context.cache.forget(0);
    expect(await histogram({ series, rule: 'auto' }, context)).toEqual(first);
    expect(stages.reads).toBe(2 * reads);
  });
});
