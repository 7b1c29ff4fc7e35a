import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChartData, Histogram, Marks } from '../../core/view/types';
import { brushKey, moveBrush } from './brush';
import { chartSvg } from './chartImage';
import { formatLocal, formatTick, formatTimeTick, formatUtc, formatValue } from './format';
import { countHeight, describeHistogram, histogramOption, outline } from './histogramOption';
import { clampRange, keyRange, panRange, wheelFactor, zoomRange, type Range } from './navigation';
import { palettes, paletteProperties } from './palette';
import { linePath } from './paths';
import { seriesOption, valueExtent } from './seriesOption';
import { allLayers, describeSeries, nearestIndex, readingAt, type SeriesView } from './seriesView';

const none: Marks = { timesMs: [], values: [], total: 0 };
const hostile = '<img src=x onerror=alert(1)>';
const line = { timesMs: [0, 1000, 2000, 9000], values: [1, null, 3, 50], rows: 4, exact: true };
const data: ChartData = {
  first: 0,
  last: 9_000_000,
  from: 0,
  to: 9_000_001,
  raw: line,
  processed: line,
  outliers: { timesMs: [2000], values: [-7], total: 1 },
  protectedOutliers: none,
  filled: none,
  gaps: [{ fromMs: 2000, toMs: 9000 }],
};
const view = (change: Partial<SeriesView> = {}): SeriesView => ({
  data,
  labels: [
    { id: 'a', start: 1_000_000, end: 3_000_000, type: hostile, shape: 'window', origin: 'imported' },
    { id: 'b', start: 4_000_000, end: 4_000_001, type: 'spike', shape: 'point', origin: 'injected' },
  ],
  theme: 'light',
  layers: allLayers,
  range: { from: 0, to: 5_000_000 },
  ...change,
});
const histogram: Histogram = {
  edges: [0, 1, 2],
  raw: [3, 0],
  processed: [1, 100],
  quantiles: {
    raw: { min: 0, p01: 0, p05: 0, q1: 0, median: 0.5, q3: 1, p95: 1, p99: 1, max: 2 },
    processed: null,
  },
};
const seriesOf = (option: { series?: unknown }): Record<string, unknown>[] =>
  option.series as Record<string, unknown>[];

describe('the visible range', () => {
  const extent: Range = { from: 0, to: 1_000_000 };
  const range = fc
    .tuple(fc.nat(1_000_000), fc.nat(1_000_000))
    .map(([a, b]) => clampRange({ from: Math.min(a, b), to: Math.max(a, b) }, extent));

  it('stays whole, inside the extent and not empty, whatever is done to it', () => {
    fc.assert(
      fc.property(
        range,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0.001, max: 1000, noNaN: true }),
        fc.double({ min: -5, max: 5, noNaN: true }),
        (before, at, factor, part) => {
          for (const after of [zoomRange(before, at, factor, extent), panRange(before, part, extent)]) {
            expect(Number.isInteger(after.from) && Number.isInteger(after.to)).toBe(true);
            expect(after.from).toBeGreaterThanOrEqual(0);
            expect(after.to).toBeLessThanOrEqual(1_000_000);
            expect(after.to - after.from).toBeGreaterThanOrEqual(10);
          }
        },
      ),
    );
  });

  it('keeps the moment under the pointer where it is while zooming', () => {
    const after = zoomRange({ from: 200_000, to: 600_000 }, 0.25, 0.5, extent);
    expect(after).toEqual({ from: 250_000, to: 450_000 });
    expect(wheelFactor(-120, 0)).toBeLessThan(1);
    expect(wheelFactor(3, 1)).toBeGreaterThan(1);
  });

  it('answers to keys, and leaves the others alone', () => {
    const middle = { from: 400_000, to: 600_000 };
    expect(keyRange('ArrowRight', false, middle, extent)).toEqual({ from: 420_000, to: 620_000 });
    expect(keyRange('ArrowLeft', true, middle, extent)).toEqual({ from: 300_000, to: 500_000 });
    expect(keyRange('+', false, middle, extent)).toEqual({ from: 440_000, to: 560_000 });
    expect(keyRange('Home', false, middle, extent)).toEqual({ from: 0, to: 200_000 });
    expect(keyRange('End', false, middle, extent)).toEqual({ from: 800_000, to: 1_000_000 });
    expect(keyRange('0', false, middle, extent)).toEqual(extent);
    expect(keyRange('x', false, middle, extent)).toBeNull();
  });

  it('has brush ends that pass neither each other nor the extent', () => {
    const before = { from: 100_000, to: 200_000 };
    expect(moveBrush('from', 500_000, before, extent).from).toBeLessThan(200_000);
    expect(moveBrush('to', -500_000, before, extent).to).toBeGreaterThan(100_000);
    expect(moveBrush('window', 5_000_000, before, extent)).toEqual({ from: 900_000, to: 1_000_000 });
    expect(brushKey('ArrowLeft', false, extent)).toBe(-10_000);
    expect(brushKey('Tab', false, extent)).toBeNull();
  });
});

describe('the option of a series', () => {
  it('shows the asked range in UTC without animation, and fits the values in view alone', () => {
    const option = seriesOption(view(), 800);
    expect(option).toMatchObject({
      animation: false,
      useUTC: true,
      xAxis: { min: 0, max: 5000, name: 'UTC' },
    });
    const [low, high] = valueExtent(view());
    expect(low).toBeCloseTo(-7.5);
    expect(high).toBeCloseTo(3.5);
    expect(valueExtent(view({ data: null }))).toEqual([0, 1]);
  });

  it('draws processed over raw, nulls as breaks, and marks told apart by shape', () => {
    const series = seriesOf(seriesOption(view(), 800));
    expect(series.map(({ name }) => name)).toEqual([
      'overlays',
      'raw',
      'processed',
      'filled',
      'outlier',
      'outlier kept',
    ]);
    expect(series[1]).toMatchObject({
      connectNulls: false,
      data: [
        [0, 1],
        [1000, null],
        [2000, 3],
        [9000, 50],
      ],
    });
    expect(series.slice(3)).toMatchObject([
      { symbol: 'rect' },
      { symbol: 'triangle', itemStyle: { color: palettes.light.outlier } },
      { symbol: 'triangle', itemStyle: { color: palettes.light.background } },
    ]);
  });

  it('shades windows and gaps within the range, and draws points as dashed lines', () => {
    const [overlays] = seriesOf(seriesOption(view(), 800));
    const areas = (overlays?.markArea as { data: { xAxis: number }[][] } | undefined)?.data ?? [];
    expect(areas.map((ends) => ends.map(({ xAxis }) => xAxis))).toEqual([
      [2000, 5000],
      [1000, 3000],
    ]);
    const lines = (overlays?.markLine as { data: object[] } | undefined)?.data;
    expect(lines).toMatchObject([
      { xAxis: 4000, lineStyle: { color: palettes.light.injected, type: 'dashed' } },
    ]);
  });

  it('leaves out the layers that are switched off', () => {
    const layers = {
      raw: false,
      processed: true,
      labels: false,
      outliers: false,
      filled: false,
      gaps: false,
    };
    const series = seriesOf(seriesOption(view({ layers }), 800));
    expect(series.map(({ name }) => name)).toEqual(['overlays', 'processed']);
    expect(series[0]).toMatchObject({ markArea: { data: [] }, markLine: { data: [] } });
  });
});

describe('a reading', () => {
  it('finds the nearest time', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1 }),
        fc.integer({ min: -10, max: 1010 }),
        (times, at) => {
          const sorted = times.toSorted((a, b) => a - b);
          const found = sorted[nearestIndex(sorted, at)] ?? NaN;
          expect(Math.abs(found - at)).toBe(Math.min(...sorted.map((time) => Math.abs(time - at))));
        },
      ),
    );
    expect(nearestIndex([], 1)).toBe(-1);
  });

  it('tells values, states and labels at a moment, names as plain text', () => {
    const reading = readingAt(view(), 2010, 50);
    expect(reading?.timeMs).toBe(2000);
    expect(reading?.lines.map(({ kind, value }) => [kind, value])).toEqual([
      ['processed', 3],
      ['raw', 3],
      ['outlier', -7],
      ['gap', null],
      ['label', null],
    ]);
    expect(reading?.lines.at(-1)?.text).toContain(hostile);
    expect(readingAt(view({ data: null }), 2010, 50)).toBeNull();
    expect(readingAt(view({ labels: [] }), 500, 50)).toBeNull();
  });

  it('puts the picture into words', () => {
    expect(describeSeries('s', view())).toContain(
      '4 raw rows, 4 processed rows, 2 labels, 1 outlier, 0 outliers kept by labels',
    );
    expect(describeHistogram(histogram)).toContain('Raw: 3 values, median 0.5');
  });
});

describe('the histogram', () => {
  it('is a closed outline over common bins, with empty bins below one on the logarithmic axis', () => {
    expect(outline([0, 1, 2], [3, 0], 'linear')).toEqual([
      [0, 0],
      [0, 3],
      [1, 3],
      [1, 0],
      [2, 0],
      [2, 0],
    ]);
    expect(countHeight(100, 'log')).toBe(2);
    expect(countHeight(0, 'log')).toBeLessThan(countHeight(1, 'log'));
    const option = histogramOption({ data: histogram, theme: 'dark', scale: 'log' });
    expect(seriesOf(option)).toHaveLength(3);
    expect(option.yAxis).toMatchObject([{ max: 3, axisLabel: { customValues: [0, 1, 2, 3] } }, {}]);
    expect(seriesOf(histogramOption({ data: null, theme: 'dark', scale: 'linear' }))).toHaveLength(2);
  });
});

describe('a saved picture', () => {
  it('has title, legend and the zone, and names that are no markup', () => {
    const svg = chartSvg({ chart: 'series', ...view() }, { title: hostile });
    expect(svg).toMatch(/^<svg /);
    expect(svg).not.toContain('<img');
    expect(svg).toContain('All times in UTC');
    for (const name of ['processed', 'outlier', 'labelled', 'injected', 'gap'])
      expect(svg).toContain(`>${name}<`);
    expect(
      chartSvg({ chart: 'histogram', data: histogram, theme: 'light', scale: 'linear' }, { title: 't' }),
    ).toContain('Distribution');
  });
});

describe('texts', () => {
  it('are short, in UTC, and say so', () => {
    expect(formatUtc(0)).toBe('1970-01-01 00:00:00 UTC');
    expect(formatUtc(1.5e3)).toBe('1970-01-01 00:00:01.500 UTC');
    expect(formatLocal(0, 'America/New_York')).toMatch(/31 Dec 1969.*19:00:00/);
    expect(formatValue(1234567.891)).toBe('1,234,570');
    expect(formatValue(1e-9)).toBe('1.0000e-9');
    expect(formatTick(2_500_000)).toBe('2.5M');
    const day = 86_400_000;
    expect(formatTimeTick(day, day * 5, true)).toBe('2 Jan\n1970');
    expect(formatTimeTick(3_600_000, day, false)).toBe('01:00');
    expect(formatTimeTick(0, day * 400, false)).toBe('1970');
  });

  it('give a line path that breaks at nulls and is flat for a constant', () => {
    expect(
      linePath(
        [
          [0, 1],
          [1, null],
          [2, 3],
        ],
        [0, 2],
        10,
        10,
      ),
    ).toBe('M0.0 10.0M10.0 0.0');
    expect(
      linePath(
        [
          [0, 5],
          [1, 5],
        ],
        [0, 1],
        10,
        10,
      ),
    ).toBe('M0.0 5.0L10.0 5.0');
    expect(linePath([[0, null]], [0, 1], 10, 10)).toBe('');
  });

  it('name each colour of the palette as a property', () => {
    expect(paletteProperties('dark')['--chart-outlier']).toBe(palettes.dark.outlier);
    expect(Object.keys(palettes.dark)).toEqual(Object.keys(palettes.light));
  });
});
