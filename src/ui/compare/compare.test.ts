import { describe, expect, it } from 'vitest';
import { emptyRecipe } from '../../core/recipe';
import type { CompareReport } from '../../core/compare/types';
import { compareNumbers } from '../../engine/worker/compare/numbers';
import { originOf, pairOf, requestOf, type CompareChoice } from '../../state/compare/compare';
import { palettes } from '../styles/palette';
import { tabular } from '../kit/take';
import { lagTicks, periodTicks } from './durationTicks';
import { copyColumns, copyRows, figures, momentRows, sampled } from './numbers';
import { plotOption } from './PlotChart';
import { acfView, histogramViews, qqView, spectrumView } from './plots';
import { sideLooks } from './plots';

const minute = 6e7;
const rows = (count: number, value: (row: number) => number) => ({
  taken: {
    times: Float64Array.from({ length: count }, (_, i) => i * minute),
    values: Float64Array.from({ length: count }, (_, i) => value(i)),
  },
});
function reportOf(a: (row: number) => number, b: (row: number) => number, n = 600, m = 900): CompareReport {
  const { grids, ...numbers } = compareNumbers(rows(n, a), rows(m, b));
  return {
    ...numbers,
    sampling: [
      { ...grids[0], rows: n, taken: n, inTime: n },
      { ...grids[1], rows: 10_000_000, taken: 1_000_000, inTime: 999_999 },
    ],
  };
}
const wave = (row: number): number => 10 * Math.sin((2 * Math.PI * row) / 60) + ((row * 7919) % 101) / 50;
const saw = (row: number): number => 3 * (row % 8) + ((row * 104_729) % 97) / 30;
const report = reportOf(wave, saw);
const side = (series: string, layer: 'raw' | 'processed' = 'raw') => ({
  series,
  layer,
  part: 'all' as const,
});
const looks = sideLooks(side('real'), side('made'), (name) => name === 'real', 'light');

describe('the pictures', () => {
  it('of the histogram have one axis for both, overlaid or side by side, and each adds up to 100 %', () => {
    const [overlaid] = histogramViews(report, looks, 'overlaid');
    const apart = histogramViews(report, looks, 'side');
    expect(overlaid?.lines).toHaveLength(2);
    expect(apart.map(({ lines }) => lines.length)).toEqual([1, 1]);
    for (const view of apart) {
      expect([view.x.min, view.x.max, view.y.max]).toEqual([
        overlaid?.x.min,
        overlaid?.x.max,
        overlaid?.y.max,
      ]);
      // Two points for each bin, from and back to the floor.
      const heights = view.lines[0]?.points.slice(1, -1).filter((_, i) => i % 2 === 0) ?? [];
      expect(heights.reduce((sum, [, y]) => sum + y, 0)).toBeCloseTo(100, 6);
    }
  });

  it('of quantiles have axes of the same length, and a series lies on the diagonal with itself', () => {
    const view = qqView(reportOf(wave, wave, 600, 600), looks);
    expect(view?.x).toEqual(view?.y);
    for (const [x, y] of view?.lines[1]?.points ?? []) expect(y).toBe(x);
    expect(view?.lines[1]?.points).toHaveLength(101);
  });

  it('of autocorrelations go as far as both, begin at 1, and have a band for each', () => {
    const view = acfView(report, looks);
    const reaches = report.acf.map((one) => ((one?.values.length ?? 0) - 1) * (one?.step ?? 0));
    expect(view?.x.max).toBe(Math.min(...reaches));
    for (const { points } of view?.lines ?? []) expect(points[0]).toEqual([0, 1]);
    expect(view?.bands?.map(({ to }) => to)).toEqual(report.acf.map((one) => one?.band));
  });

  it('of periodograms name the periods that stand out', () => {
    const view = spectrumView(report, looks);
    expect(view?.notes?.map(({ text }) => text)).toContain('1 h');
    expect(view?.notes?.map(({ text }) => text)).toContain('8 min');
    for (const { at } of view?.notes ?? []) {
      expect(at[0]).toBeGreaterThanOrEqual(view?.x.min ?? 0);
      expect(at[0]).toBeLessThanOrEqual(view?.x.max ?? 0);
    }
  });

  it('are none where there is nothing to draw', () => {
    const constant = reportOf(
      () => 1,
      () => 1,
    );
    expect(acfView(constant, looks)).toBeNull();
    expect(spectrumView(constant, looks)).toBeNull();
    const empty = reportOf(wave, wave, 0, 0);
    expect(qqView(empty, looks)).toBeNull();
  });

  it('tell the two apart without colour: the reference alone is dashed', () => {
    const views = [
      ...histogramViews(report, looks, 'overlaid'),
      acfView(report, looks),
      spectrumView(report, looks),
    ];
    for (const view of views)
      expect(view?.lines.map(({ dash }) => dash !== undefined)).toEqual([true, false]);
  });

  it('become as many series as there are lines, bands and names', () => {
    const view = acfView(report, looks);
    if (!view) throw new Error('expected a picture');
    expect(plotOption(view, 'dark').series).toHaveLength(4);
  });
});

it('grey is real and raw, blue is synthetic or processed, in either place', () => {
  const { raw, processed } = palettes.light;
  const colours = (...pair: Parameters<typeof sideLooks>) => sideLooks(...pair).map(({ colour }) => colour);
  const real = (name: string): boolean => name === 'real';
  expect(colours(side('real'), side('made'), real, 'light')).toEqual([raw, processed]);
  expect(colours(side('made'), side('real'), real, 'light')).toEqual([processed, raw]);
  expect(colours(side('real'), side('real', 'processed'), real, 'light')).toEqual([raw, processed]);
  expect(colours(side('made'), side('made'), real, 'light')).toEqual([raw, processed]);
});

describe('the numbers', () => {
  it('are those of the report, each with its sentence', () => {
    const [ks] = figures(report);
    expect(ks?.reading).toContain(`KS ${ks?.value}`);
    for (const { value, reading } of figures(report)) {
      expect(value).not.toBe('–');
      expect(reading).toMatch(/\.$/);
    }
    expect(momentRows(report)[0]).toEqual(['values', '600', '900']);
  });

  it('say how many rows they come from', () => {
    const [all, some] = sampled(report);
    expect(all).toBe('Reference: from all 600 rows.');
    expect(some).toMatch(/^Other: from 1,000,000 of 10,000,000 rows, evenly spaced/);
  });

  it('are copied in full, with a header, in columns of one width', () => {
    const lines = tabular(copyColumns, copyRows(report, ['a', 'b']))
      .split('\n')
      .map((line) => line.split('\t'));
    expect(lines[0]).toEqual(copyColumns);
    for (const cells of lines) expect(cells).toHaveLength(copyColumns.length);
    expect(lines.find(([measure]) => measure === 'Kolmogorov-Smirnov D')?.[3]).toBe(
      `${report.ks?.statistic}`,
    );
  });
});

describe('the pair that is compared', () => {
  const copy = { copy: 'b.csv', name: 'b.csv (injected)' };
  const known = {
    series: [
      { name: 'a.csv', source: 'file' as const },
      { name: 'b.csv', source: 'file' as const },
      { name: 'synthetic/b', source: 'synthetic' as const },
      { name: 'made', source: 'synthetic' as const },
      { name: 'b.csv (injected)', source: 'copy' as const },
    ],
    recipe: { ...emptyRecipe(), generated: [copy] },
    modelled: { 'synthetic/b': 'b.csv' },
  };

  it('is the chosen series and what it was made after', () => {
    expect(originOf('synthetic/b', known)).toBe('b.csv');
    expect(originOf('b.csv (injected)', known)).toBe('b.csv');
    expect(originOf('made', known)).toBe('a.csv');
    expect(originOf('b.csv', known)).toBe('b.csv');
    expect(pairOf('b.csv', null, known)).toEqual({
      against: 'series',
      reference: { series: 'b.csv', layer: 'raw' },
      other: { series: 'b.csv', layer: 'processed' },
    });
  });

  it('is what a person chose, as long as the same series is chosen and all are loaded', () => {
    const choice: CompareChoice = { of: 'made', reference: 'b.csv', otherLayer: 'processed' };
    expect(pairOf('made', choice, known)).toMatchObject({
      reference: { series: 'b.csv', layer: 'raw' },
      other: { series: 'made', layer: 'processed' },
    });
    expect(pairOf('synthetic/b', choice, known).other.layer).toBe('raw');
    expect(pairOf('made', { of: 'made', reference: 'gone' }, known).reference.series).toBe('a.csv');
  });

  it('with its own history is asked for in parts, and not asked while all of it is in sight', () => {
    const halves = pairOf('made', { of: 'made', against: 'halves' }, known);
    expect(requestOf(halves, null)).toEqual({
      reference: { series: 'a.csv', layer: 'raw', part: 'first-half' },
      other: { series: 'a.csv', layer: 'raw', part: 'second-half' },
    });
    const visible = pairOf('made', { of: 'made', against: 'visible' }, known);
    expect(requestOf(visible, null)).toBeNull();
    expect(requestOf(visible, { from: 1, to: 2 })?.reference.part).toEqual({ outside: { from: 1, to: 2 } });
  });
});

describe('lengths of time on an axis', () => {
  it('start at 0, stay within reach and are no more than asked for', () => {
    for (const reach of [1e3, 5e5, 7e7, 4e9, 9e10, 3e14]) {
      const ticks = lagTicks(reach, 5);
      expect(ticks[0]).toBe(0);
      expect(ticks.length).toBeLessThanOrEqual(6);
      expect(ticks.length).toBeGreaterThan(1);
      expect(ticks.at(-1)).toBeLessThanOrEqual(reach);
    }
  });

  it('of periods are those that a person knows', () => {
    expect(periodTicks(6e8, 6.048e11, 6)).toEqual([6e8, 3.6e9, 2.16e10, 8.64e10, 6.048e11]);
    expect(periodTicks(2e3, 1e15, 4).length).toBeLessThanOrEqual(4);
  });
});
