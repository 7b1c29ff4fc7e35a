import { DOMParser, onErrorStopParsing } from '@xmldom/xmldom';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChartData, Histogram, Marks } from '../../core/view/types';
import { chartSvg } from './chartImage';
import { formatLocal, formatTick, formatUtc, formatValue } from './format';
import { countHeight, describeHistogram, fittingScale, outline } from './histogram';
import { histogramOption } from './HistogramChart';
import {
  brushKey,
  clampRange,
  keyRange,
  moveBrush,
  panRange,
  wheelFactor,
  zoomRange,
  type Range,
} from './navigation';
import { palettes } from '../styles/palette';
import { dataLayers, MAX_SQUARES } from './seriesLayers';
import { axesOption, plotBox, seriesOption } from './seriesOption';
import { allLayers, describeSeries, nearestIndex, readingAt, type SeriesView } from './seriesView';
import { hatching, joined, linePath, markLength, pieces, stretches, type Box, type Shape } from './shapes';
import { tickLabels, tickText, timeTicks } from './ticks';

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
  filledSpans: [],
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
/** A plot with a pixel for ten milliseconds of the view. */
const plotted: Box = { x: 60, y: 14, width: 500, height: 300 };
const shapesOf = (name: string, change: Partial<SeriesView> = {}): Shape[] =>
  dataLayers(view(change))
    .filter((layer) => layer.name === name)
    .flatMap((layer) => layer.shapes(plotted));

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
    expect(seriesOption(view(), 800)).toMatchObject({
      animation: false,
      xAxis: { min: 0, max: 5000, name: 'UTC' },
      yAxis: { min: -7.5, max: 3.5 },
    });
  });

  it('draws processed over raw, nulls as breaks, and marks told apart by shape', () => {
    const series = seriesOf(seriesOption(view(), 800));
    const names = ['gap', 'raw', 'processed', 'filled', 'filled values', 'outlier', 'outlier kept'];
    expect(series.map(({ name }) => name)).toEqual(['labels', ...names]);
    expect(series.map(({ z }) => z)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(dataLayers(view()).map(({ name }) => name)).toEqual(names);
    expect(
      pieces(
        line,
        (ms) => ms,
        (value) => value,
      ),
    ).toEqual([
      {
        dashed: false,
        points: [
          [-0.5, 1],
          [0.5, 1],
        ],
      },
      {
        dashed: false,
        points: [
          [2000, 3],
          [9000, 50],
        ],
      },
    ]);
    const lines = shapesOf('processed').flatMap((shape) => (shape.kind === 'line' ? [shape] : []));
    expect(lines.map(({ points }) => points.map(([x]) => x))).toEqual([
      [59.5, 60.5],
      [260, 960],
    ]);
    expect(lines.every(({ stroke }) => stroke === palettes.light.processed)).toBe(true);
    const { outlier, bg } = palettes.light;
    const kept = { ...data, protectedOutliers: { timesMs: [2000, 6000], values: [3, 3], total: 2 } };
    const triangle = /^M260\.0 [\d.]+l4 8h-8Z$/;
    expect(shapesOf('outlier')).toEqual([
      { kind: 'path', path: expect.stringMatching(triangle) as string, fill: outlier },
    ]);
    // The second stands beyond the range.
    expect(shapesOf('outlier kept', { data: kept })).toMatchObject([
      { path: expect.stringMatching(triangle) as string, fill: bg, stroke: outlier },
    ]);
  });

  it('is dashed where it goes through filled values, single rows or columns of many', () => {
    const timesMs = [0, 1000, 2000, 3000, 4000, 5000];
    const filledSpans = [{ fromMs: 1000, toMs: 3000 }];
    for (const exact of [true, false]) {
      const processed = { timesMs, values: [1, 1, 2, 3, 3, 1], rows: exact ? 6 : 6000, exact };
      const drawn = (layers = allLayers): unknown =>
        shapesOf('processed', { data: { ...data, processed, filledSpans }, layers }).flatMap((shape) =>
          shape.kind === 'line' ? [{ xs: shape.points.map(([x]) => x), dash: shape.dash }] : [],
        );
      expect(drawn()).toEqual([
        { xs: [60, 160], dash: undefined },
        { xs: [160, 260, 360], dash: [4, 3] },
        { xs: [360, 460, 560], dash: undefined },
      ]);
      expect(drawn({ ...allLayers, filled: false })).toHaveLength(1);
    }
  });

  it('gives filled values a square each only while they are few', () => {
    const marks = (count: number): Marks => ({ timesMs: [1000], values: [1], total: count });
    const squares = (count: number): Shape[] =>
      shapesOf('filled values', { data: { ...data, filled: marks(count) } });
    expect(squares(MAX_SQUARES)).toMatchObject([{ boxes: [{ x: 157.5, width: 5, height: 5 }] }]);
    expect(squares(MAX_SQUARES + 1)).toEqual([]);
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
    expect(series.map(({ name }) => name)).toEqual(['processed']);
  });

  it('has axes of its own for the layers that the page draws over them', () => {
    const { series, ...others } = seriesOption(view(), 800);
    const axes = { ...view(), extent: [0, 1] as const };
    expect(series).toHaveLength(8);
    expect(Object.keys(axesOption(axes, 800))).toEqual(Object.keys(others));
    expect(axesOption(axes, 800)).not.toHaveProperty('series');
    expect(plotBox({ width: 604, height: 369 })).toEqual(plotted);
  });
});

describe('lanes and ticks', () => {
  it('are drawn in strokes that join and leave no point out', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.integer({ min: 2, max: 40 }), (count, most) => {
        const points = Array.from({ length: count }, (_, index) => index);
        const parts = stretches(points, most);
        expect(parts.every((part) => part.length >= 2 && part.length <= most)).toBe(true);
        parts.forEach((part, index) => expect(part[0]).toBe(parts[index - 1]?.at(-1) ?? 0));
        expect(new Set(parts.flat()).size).toBe(count >= 2 ? count : 0);
      }),
    );
  });

  it('join what touches, and cover every mark within the width', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(120), fc.nat(20))), (given) => {
        const intervals = given.map(([from, length]) => [from - 10, from - 10 + length] as const);
        const runs = joined(intervals, 100);
        runs.forEach(([from, to], index) => {
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeLessThanOrEqual(100);
          expect(to - from).toBeGreaterThanOrEqual(1);
          expect(from).toBeGreaterThan((runs[index - 1]?.[1] ?? -2) + 1);
        });
        for (const [from, to] of intervals.filter((each) => each[0] >= 0 && each[0] < 99 && each[1] <= 100)) {
          expect(runs.some((run) => run[0] <= from && run[1] >= to)).toBe(true);
        }
      }),
    );
    expect(markLength({ timesMs: [0], values: [1], total: 1 }, line, 1000)).toBe(1000);
    expect(markLength({ timesMs: [0], values: [1], total: 9 }, { ...line, exact: false }, 1000)).toBe(2);
    expect(hatching([{ x: 0, y: 0, width: 8, height: 4 }], 8)).toBe('M0.0 4.0L4.0 0.0');
  });

  it('stand at round moments in UTC, never more than asked for, each year and day told once', () => {
    const day = 86_400_000;
    fc.assert(
      fc.property(
        fc.integer({ min: -8e12, max: 8e12 }),
        fc.integer({ min: 10, max: 1e12 }),
        fc.integer({ min: 2, max: 12 }),
        (from, length, most) => {
          const ticks = timeTicks(from, from + length, most);
          expect(ticks.length).toBeLessThanOrEqual(most * 1.2 + 1);
          expect(ticks.every((at) => at >= from && at <= from + length)).toBe(true);
        },
      ),
    );
    const june = Date.UTC(2015, 5, 1);
    expect(timeTicks(june, june + 30 * day, 5).map((at) => new Date(at).getUTCDay())).toEqual([
      1, 1, 1, 1, 1,
    ]);
    expect([...tickLabels(timeTicks(day, 2 * day, 5), day).values()]).toEqual([
      '2 Jan\n1970',
      '06:00',
      '12:00',
      '18:00',
      '3 Jan',
    ]);
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

  it('reads one time: what has no row at that time says its own', () => {
    const at = (times: number[], value: number) => ({
      timesMs: times,
      values: times.map((_, index) => value + index),
      rows: times.length,
      exact: true,
    });
    const grid = {
      ...data,
      processed: at([0, 60_000], 10),
      raw: at([500, 58_000], 1),
      outliers: none,
      gaps: [],
    };
    const read = (change: Partial<ChartData>, moment: number) => {
      const reading = readingAt(view({ data: { ...grid, ...change }, labels: [] }), moment, 5000);
      return [reading?.timeMs, reading?.lines.map(({ text, value }) => [text, value])];
    };
    expect(read({}, 59_900)).toEqual([
      60_000,
      [
        ['processed', 11],
        ['raw at 00:00:58', 2],
      ],
    ]);
    expect(read({}, 58_300)).toEqual([
      58_000,
      [
        ['processed at 00:01:00', 11],
        ['raw', 2],
      ],
    ]);
    expect(read({ raw: at([60_000], 7) }, 59_900)).toEqual([
      60_000,
      [
        ['processed', 11],
        ['raw', 7],
      ],
    ]);
    const outliers = { timesMs: [-500], values: [99], total: 1 };
    expect(read({ raw: at([-500], 7), outliers }, 100)).toEqual([
      0,
      [
        ['processed', 10],
        ['raw at 1969-12-31 23:59:59.500 UTC', 7],
        ['outlier at 1969-12-31 23:59:59.500 UTC, was', 99],
      ],
    ]);
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

  it('of layers of unlike size shows shares, so that the smaller one is seen', () => {
    const lopsided = { ...histogram, edges: [0, 1, 2], raw: [6000, 2000], processed: [5, 15] };
    expect(fittingScale(lopsided)).toBe('share');
    expect(fittingScale({ ...lopsided, processed: [4000, 2000] })).toBe('linear');
    expect(fittingScale({ ...lopsided, processed: [0, 0] })).toBe('linear');
    const option = histogramOption({ data: lopsided, theme: 'light', scale: 'share' });
    expect(option.yAxis).toMatchObject([{ min: 0, max: 75 * 1.05 }, {}]);
  });
});

describe('a saved picture', () => {
  it('has title, legend and the zone, and names that are no markup', () => {
    const svg = chartSvg({ chart: 'series', ...view() }, { title: hostile });
    expect(svg).toMatch(/^<svg /);
    expect(svg).not.toContain('<img');
    expect(svg).toContain('All times in UTC');
    for (const name of ['processed', 'outlier', 'labelled', 'injected', 'gap in the source'])
      expect(svg).toContain(`>${name}<`);
    expect(
      chartSvg({ chart: 'histogram', data: histogram, theme: 'light', scale: 'linear' }, { title: 't' }),
    ).toContain('Distribution');
  });
});

describe('an exported SVG', () => {
  const names = ['s', hostile, `"quoted" & 'quoted' ]]> <!-- é 🚀`, 'a\u0000b\u0007\uffff\ud800 end'];
  const parsed = (svg: string): string =>
    new DOMParser({ onError: onErrorStopParsing }).parseFromString(svg, 'image/svg+xml').documentElement
      ?.textContent ?? '';

  it.each(names)('of a series named %j is well-formed XML in both themes', (name) => {
    for (const theme of ['light', 'dark'] as const) {
      const svg = chartSvg({ chart: 'series', ...view({ theme }) }, { title: name });
      expect(parsed(svg)).toContain('All times in UTC');
      expect(svg).toContain("'Segoe UI'");
    }
  });

  it.each(names)('of the histogram of a series named %j is well-formed XML in every scale', (name) => {
    for (const scale of ['linear', 'log', 'share'] as const) {
      const svg = chartSvg({ chart: 'histogram', data: histogram, theme: 'light', scale }, { title: name });
      expect(parsed(svg)).toContain('Distribution of values');
    }
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
    expect(tickText(day, day * 5)).toEqual({ short: '2 Jan', context: '1970' });
    expect(tickText(3_600_000, day).short).toBe('01:00');
    expect(tickText(0, day * 400)).toEqual({ short: '1970', context: '' });
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
});
