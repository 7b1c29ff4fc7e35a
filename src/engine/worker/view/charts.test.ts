import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gridFor } from '../../../core/view/grid';
import { chart } from './charts';
import { summary } from './numbers';
import { changesFrom, contextOf, CountedStages, given, rowsFrom, series, type Row } from './given.node';

const value = fc.option(fc.double({ min: -1000, max: 1000, noNaN: true }), { freq: 6 });
const anyRows = fc.array(fc.record({ t: fc.integer({ min: -5_000_000, max: 5_000_000 }), v: value }), {
  minLength: 1,
  maxLength: 300,
  size: 'max',
});
const runs = { numRuns: 100 };
const present = (list: readonly Row[]): number[] => list.flatMap(({ v }) => (v === null ? [] : [v]));

describe('the chart', () => {
  it('keeps the lowest and highest value of any range, and every column its own', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyRows,
        fc.integer({ min: 1, max: 40 }),
        fc.tuple(fc.nat(10_000_000), fc.nat(10_000_000)),
        async (list, columns, ends) => {
          const context = given(list);
          const from = Math.min(...ends) - 5_000_000;
          const to = Math.max(...ends) - 4_999_999;
          const { raw } = await chart({ series, from, to, columns, layers: ['raw'] }, context);
          const inside = list.filter(({ t }) => t >= from && t < to);
          expect(raw?.rows).toBe(inside.length);
          const drawn = new Set(raw?.values);
          const values = present(inside);
          if (values.length > 0) {
            if (raw?.exact) for (const v of values) expect(drawn.has(v)).toBe(true);
            else {
              const grid = gridFor(from, to, columns, []);
              for (let start = grid.start; start < grid.end; start += grid.width) {
                const column = present(list.filter(({ t }) => t >= start && t < start + grid.width));
                if (column.length === 0) continue;
                expect(drawn.has(Math.min(...column))).toBe(true);
                expect(drawn.has(Math.max(...column))).toBe(true);
              }
            }
          }
          const times = raw?.timesMs ?? [];
          expect(times).toEqual(times.toSorted((a, b) => a - b));
        },
      ),
      runs,
    );
  });

  it('is the same from levels of detail as from the rows, and reads hardly any', async () => {
    let byLevel = 0;
    await fc.assert(
      fc.asyncProperty(
        anyRows,
        fc.integer({ min: 1, max: 12 }),
        fc.tuple(fc.integer({ min: -6_000_000, max: 6_000_000 }), fc.integer({ min: 1, max: 12_000_000 })),
        async (list, columns, [from, length]) => {
          const seen = new Set<number>();
          const sorted = list.toSorted((a, b) => a.t - b.t).filter(({ t }) => !seen.has(t) && seen.add(t));
          const widths = [2 ** 12, 2 ** 15, 2 ** 18];
          const stages = new CountedStages([{ name: series, raw: rowsFrom(sorted) }], widths, 10);
          await stages.withLevels(0, 'raw');
          const to = from + length;
          const request = { series, from, to, columns, layers: ['raw' as const] };
          const { raw } = await chart(request, contextOf(stages));
          const inside = sorted.filter(({ t }) => t >= from && t < to);
          expect(raw?.rows).toBe(inside.length);
          expect(raw?.exact).toBe(inside.length <= 2 * columns);
          const facts = stages.facts(0, 'raw');
          const grid = gridFor(from, to, columns, facts?.levels ?? []);
          // Without levels, but in the same columns: those are of the width that a level asks for.
          if (raw?.exact || !grid.level) {
            const plain = await chart(
              request,
              contextOf(new CountedStages([{ name: series, raw: rowsFrom(sorted) }])),
            );
            if (!grid.level || inside.length <= 2 * columns) expect(raw).toEqual(plain.raw);
            return;
          }
          byLevel++;
          // Gaps are looked for once in all rows.
          const gapsRead = facts && facts.gaps > 0 ? sorted.length : 0;
          const atEnds = sorted.filter(({ t }) => Math.min(Math.abs(t - from), Math.abs(t - to)) < 8192);
          expect(stages.read - gapsRead).toBeLessThanOrEqual(atEnds.length);
          const column = ({ t }: Row): number => Math.floor(t / grid.width);
          const columnsOf = new Map<number, number[]>();
          for (const row of sorted.filter(({ t }) => t >= grid.start && t < grid.end)) {
            const values = columnsOf.get(column(row)) ?? [];
            columnsOf.set(column(row), [...values, ...present([row])]);
          }
          const drawn = new Set(raw?.values);
          for (const values of columnsOf.values()) {
            if (values.length === 0) continue;
            for (const v of [values[0], values.at(-1), Math.min(...values), Math.max(...values)]) {
              expect(drawn.has(v ?? NaN)).toBe(true);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
    expect(byLevel).toBeGreaterThan(20);
  });

  it('draws every row when they are few, with the neighbours beyond either edge and the nulls between', async () => {
    const context = given([0, 1, 2, 3, 4].map((t) => ({ t: t * 1e6, v: t === 2 ? null : t })));
    const { raw } = await chart({ series, from: 1e6, to: 3e6, columns: 100, layers: ['raw'] }, context);
    expect(raw).toEqual({ timesMs: [0, 1000, 2000, 3000], values: [0, 1, null, 3], rows: 2, exact: true });
  });

  it('breaks the line at columns without a value', async () => {
    const context = given(Array.from({ length: 400 }, (_, t) => ({ t, v: t >= 100 && t < 300 ? null : 1 })));
    const { raw } = await chart({ series, columns: 40, layers: ['raw'] }, context);
    expect(raw?.exact).toBe(false);
    expect(raw?.values.filter((v) => v === null)).toHaveLength(20);
  });

  it('reads rows once where the processed ones are the raw ones', async () => {
    const rows = rowsFrom([0, 1, 2].map((t) => ({ t, v: t })));
    const stages = new CountedStages([{ name: series, raw: rows, clean: rows }]);
    const facts = stages.facts(0, 'raw');
    stages.facts = () => facts;
    const { raw, processed } = await chart(
      { series, columns: 9, layers: ['raw', 'processed'] },
      contextOf(stages),
    );
    expect(processed).toBe(raw);
    expect(stages.reads).toBe(1);
  });

  it('puts marks where values were found or filled, and counts them all when it thins them', async () => {
    const rows = rowsFrom(Array.from({ length: 10 }, (_, t) => ({ t: t * 1e6, v: t })));
    const seen = async (changes: Parameters<typeof changesFrom>[0]) =>
      chart(
        { series, columns: 100, layers: [] },
        contextOf(
          new CountedStages([{ name: series, raw: rows, clean: rows, changes: changesFrom(changes) }]),
        ),
      );
    const few = await seen([
      [1e6, 'outlier', 99, 1],
      [2e6, 'outlier-protected', 98, 98],
      [3e6, 'filled', NaN, 3],
    ]);
    expect(few.outliers).toEqual({ timesMs: [1000], values: [99], total: 1 });
    expect(few.protectedOutliers).toEqual({ timesMs: [2000], values: [98], total: 1 });
    expect(few.filled).toEqual({ timesMs: [3000], values: [3], total: 1 });
    const many = await seen(Array.from({ length: 9000 }, (_, t) => [t, 'outlier', t % 1000, 0] as const));
    expect(many.outliers.total).toBe(9000);
    expect(many.outliers.values.length).toBeLessThanOrEqual(2000);
    expect(Math.max(...many.outliers.values)).toBe(999);
  });

  it('marks filled buckets, and shows where the line goes through them', async () => {
    const list = Array.from({ length: 10 }, (_, t) => ({ t: t * 1e6, v: t, filled: t === 4 || t === 5 }));
    const raw = rowsFrom(list.filter(({ filled }) => !filled));
    const stages = new CountedStages([{ name: series, raw, clean: raw, resampled: rowsFrom(list) }]);
    const request = { series, columns: 100, layers: ['processed' as const] };
    const context = contextOf(stages);
    const data = await chart(request, context);
    expect(data.filled).toEqual({ timesMs: [4000, 5000], values: [4, 5], total: 2 });
    expect(data.filledSpans).toEqual([{ fromMs: 3000, toMs: 6000 }]);
    expect(data.gaps).toEqual([{ fromMs: 3000, toMs: 6000 }]);
    const { reads } = stages;
    expect(await chart(request, context)).toEqual(data);
    // The line again, and nothing else.
    expect(stages.reads).toBe(reads + 1);
  });

  it('finds gaps in a file whose lines are out of order', async () => {
    const context = given([0, 1, 9, 3, 2, 10, 11].map((t) => ({ t: t * 1e6, v: t })));
    const { gaps } = await chart({ series, columns: 100, layers: [] }, context);
    expect(gaps).toEqual([{ fromMs: 3000, toMs: 9000 }]);
    expect((await summary({ series }, context)).raw).toMatchObject({
      backward: 2,
      step: 1e6,
      gaps: 1,
      duplicates: 0,
    });
  });

  it('goes on looking for gaps where a cancelled call stopped', async () => {
    const list = Array.from({ length: 1000 }, (_, t) => ({ t: t * 1e6 + (t > 700 ? 5e6 : 0), v: t }));
    const context = given(list);
    const { stages } = context;
    const stop = new AbortController();
    const request = { series, columns: 100, layers: [] };
    const cancelled = chart(request, { ...context, signal: stop.signal });
    while (stages.read < 500) await Promise.resolve();
    stop.abort();
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
    expect((await chart(request, context)).gaps).toEqual([{ fromMs: 700_000, toMs: 706_000 }]);
    expect(stages.read).toBeLessThan(1200);
  });

  it('says what to do about a series that is not loaded', async () => {
    await expect(chart({ series: 'x', columns: 1, layers: [] }, given([]))).rejects.toMatchObject({
      error: { code: 'source-missing' },
    });
  });

  it('is empty where there are no rows', async () => {
    expect(await chart({ series, columns: 10, layers: ['raw', 'processed'] }, given([]))).toEqual({
      first: 0,
      last: 0,
      from: 0,
      to: 1,
      outliers: { timesMs: [], values: [], total: 0 },
      protectedOutliers: { timesMs: [], values: [], total: 0 },
      filled: { timesMs: [], values: [], total: 0 },
      filledSpans: [],
      gaps: [],
    });
  });
});
