import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levelWidths } from '../rows/levels';
import { gridFor } from './grid';
import { binEdges, binWidth, statsOf, type ValueStats } from './histogram';
import { isoTime } from '../format';

const stats = (count: number, min: number, q1: number, q3: number, max: number, std: number): ValueStats => ({
  count,
  mean: 0,
  std,
  quantiles: { min, p01: min, p05: min, q1, median: q1, q3, p95: max, p99: max, max },
});

describe('the grid', () => {
  it('covers the range with at most the wanted columns and one cut at each end, aligned to the level', () => {
    const levels = [2 ** 10, 2 ** 13, 2 ** 16].map((width) => ({ width }));
    fc.assert(
      fc.property(
        fc.integer({ min: -1e12, max: 1e12 }),
        fc.integer({ min: 1, max: 1e9 }),
        fc.integer({ min: 1, max: 2000 }),
        (from, length, columns) => {
          const grid = gridFor(from, from + length, columns, levels);
          expect(grid.start).toBeLessThanOrEqual(from);
          expect(grid.end).toBeGreaterThanOrEqual(from + length);
          expect((grid.end - grid.start) / grid.width).toBeLessThanOrEqual(columns + 2);
          const unit = grid.level?.width ?? 1;
          expect(Math.abs(grid.width % unit)).toBe(0);
          expect(Math.abs(grid.start % unit)).toBe(0);
        },
      ),
    );
  });

  it('keeps levels for long series alone', () => {
    expect(levelWidths(1000, 1e6)).toEqual([]);
    expect(levelWidths(10_000_000, 1e6)).toEqual([2 ** 26, 2 ** 29, 2 ** 32]);
    expect(levelWidths(10_000_000, null)).toEqual([]);
  });
});

describe('bins', () => {
  it('follow Freedman-Diaconis, and Scott where the quartiles coincide', () => {
    expect(binWidth(stats(1000, 0, 2, 7, 10, 3), 'auto')).toBeCloseTo(1);
    expect(binWidth(stats(1000, 0, 2, 2, 10, 3), 'auto')).toBeCloseTo(1.047);
    expect(binWidth(stats(1000, 0, 2, 7, 10, 3), 'scott')).toBeCloseTo(1.047);
  });

  it('span both layers, take their width from the longer one, and never exceed 200', () => {
    const edges = binEdges([stats(1000, 0, 2, 7, 10, 3), stats(10, -5, 0, 1, 5, 1)], 'auto');
    expect(edges).toHaveLength(16);
    expect([edges[0], edges.at(-1)]).toEqual([-5, 10]);
    expect(binEdges([stats(1e9, 0, 2, 7, 1e9, 3)], 'auto')).toHaveLength(201);
  });

  it('have room for the largest doubles, for neighbours, and for nothing', () => {
    const wide = binEdges([stats(9, -1e308, -1, 1, 1e308, Infinity)], 'auto');
    expect(wide.every(Number.isFinite)).toBe(true);
    expect(binEdges([stats(9, 1, 1, 1 + Number.EPSILON, 1 + Number.EPSILON, 0)], 'auto')).toEqual([
      1,
      1 + Number.EPSILON,
    ]);
    expect(binEdges([statsOf(null, null, [], [])], 'auto')).toEqual([]);
  });
});

describe('times', () => {
  it('are ISO text with the microseconds that there are', () => {
    expect(isoTime(0)).toBe('1970-01-01T00:00:00Z');
    expect(isoTime(-1)).toBe('1969-12-31T23:59:59.999999Z');
    expect(isoTime(1_500_000)).toBe('1970-01-01T00:00:01.5Z');
  });
});
