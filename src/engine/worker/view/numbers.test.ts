import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checks, filledWarnings, summary } from './numbers';
import { rows } from './page';
import { contextOf, CountedStages, given, rowsFrom, series, type Row } from './given.node';

const anyRows = fc.array(
  fc.record({
    t: fc.integer({ min: -5_000_000, max: 5_000_000 }),
    v: fc.option(fc.double({ min: -1000, max: 1000, noNaN: true }), { freq: 6 }),
  }),
  { minLength: 1, maxLength: 300 },
);
const all = [{ sid: 0, name: series }];

describe('numbers, rows and checks', () => {
  it('summarise like the reference', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, async (list) => {
        const { raw, processed } = await summary({ series }, given(list));
        const values = list.flatMap(({ v }) => (v === null ? [] : [v]));
        const times = [...new Set(list.map(({ t }) => t))].toSorted((a, b) => a - b);
        const distances = times.slice(1).map((t, index) => t - (times[index] ?? t));
        const step = distances.toSorted((a, b) => a - b)[Math.ceil(distances.length / 2) - 1] ?? null;
        const mean = values.length > 0 ? values.reduce((sum, v) => sum + v, 0) / values.length : null;
        expect(raw).toMatchObject({
          rows: list.length,
          count: values.length,
          missing: list.length - values.length,
          first: times[0],
          last: times.at(-1),
          duplicates: list.length - times.length,
          backward: list.filter(({ t }, index) => index > 0 && t < (list[index - 1]?.t ?? t)).length,
          step,
          gaps: step === null ? 0 : distances.filter((d) => d > Math.floor(1.5 * step)).length,
        });
        if (mean === null) expect(raw.mean).toBeNull();
        else expect(raw.mean).toBeCloseTo(mean, 6);
        expect(processed).toMatchObject({ rows: times.length, duplicates: 0, backward: 0, step });
      }),
      { numRuns: 100 },
    );
  });

  it('are nothing before the first run and where no row is left', async () => {
    const raw = rowsFrom([{ t: 0, v: 1 }]);
    const before = contextOf(new CountedStages([{ name: series, raw }]));
    expect((await summary({ series }, before)).processed).toMatchObject({ rows: 0, mean: null, first: null });
    expect(await rows({ series, layer: 'processed', offset: 0, limit: 9 }, before)).toEqual({
      total: 0,
      rows: [],
    });
    expect(checks([], all, before.stages)).toEqual([]);
    const none = contextOf(new CountedStages([{ name: series, raw, clean: rowsFrom([]) }]));
    expect((await summary({ series }, none)).processed).toMatchObject({ rows: 0, mean: null, first: null });
    expect(checks([], all, none.stages)).toMatchObject([
      { rows: 0, ordered: true, regular: true, first: null },
    ]);
  });

  it('page through rows with times as ISO text', async () => {
    const context = given([2, 0, 1].map((t) => ({ t: t * 1e6, v: t === 1 ? null : t })));
    const page = (layer: 'raw' | 'processed', offset: number, limit = 1) =>
      rows({ series, layer, offset, limit }, context);
    expect(await page('raw', 0)).toEqual({
      total: 3,
      rows: [{ row: 0, ts: '1970-01-01T00:00:02Z', value: 2, outlier: false, filled: false }],
    });
    expect(await page('processed', 1)).toEqual({
      total: 3,
      rows: [{ ts: '1970-01-01T00:00:01Z', value: null, outlier: false, filled: false }],
    });
    expect((await page('raw', 3)).rows).toEqual([]);
    expect((await page('raw', 0, 0)).rows).toEqual([]);
  });

  it('show how many values a bucket was made of', async () => {
    const resampled = {
      ...rowsFrom([
        { t: 0, v: 1 },
        { t: 1e6, v: 2, filled: true },
      ]),
      observations: Int32Array.of(7, 0),
    };
    const context = contextOf(new CountedStages([{ name: series, resampled }]));
    expect((await rows({ series, layer: 'processed', offset: 0, limit: 9 }, context)).rows).toEqual([
      { ts: '1970-01-01T00:00:00Z', value: 1, observations: 7, filled: false },
      { ts: '1970-01-01T00:00:01Z', value: 2, observations: 0, filled: true },
    ]);
  });

  it('find any page of a long stage by its levels', async () => {
    const list = Array.from({ length: 5000 }, (_, i): Row => ({ t: i * 10 + ((i * 7919) % 7), v: i }));
    const stages = new CountedStages([{ name: series, raw: rowsFrom(list) }], [512, 4096], 50);
    const context = contextOf(await stages.withLevels(0, 'raw'));
    for (const offset of [0, 1, 777, 4321, 4990]) {
      const before = stages.read;
      const page = await rows({ series, layer: 'raw', offset, limit: 20 }, context);
      expect(page.rows.map(({ row, value }) => [row, value])).toEqual(
        list.slice(offset, offset + 20).map(({ v }) => [v, v]),
      );
      expect(stages.read - before).toBeLessThanOrEqual(150);
    }
  });

  it('tell an even series from one with a gap', () => {
    expect(checks([], all, given([0, 1, 2].map((t) => ({ t, v: t }))).stages)).toMatchObject([
      {
        series,
        rows: 3,
        ordered: true,
        step: 1,
        gaps: 0,
        regular: true,
        missing: 0,
        filled: 0,
        filledLimit: 3,
      },
    ]);
    expect(checks([], all, given([0, 1, 2, 4].map((t) => ({ t, v: null }))).stages)).toMatchObject([
      { gaps: 1, regular: false, missing: 4, longestFilled: null },
    ]);
  });

  it('warn of a series that was filled in more than passes', () => {
    const list = Array.from({ length: 20 }, (_, t) => ({ t: t * 1e6, v: t, filled: t > 10 && t < 15 }));
    const found = checks([], all, given(list).stages);
    expect(found).toMatchObject([
      { filled: 4, longestFilled: { start: 11e6, length: 4e6 }, filledLimit: 3e6 },
    ]);
    expect(filledWarnings(found)).toEqual([
      `${series}: regular grid ✓; 20 % of values filled, longest stretch 4 s. The longest filled stretch begins at 1970-01-01T00:00:11Z.`,
    ]);
  });
});
