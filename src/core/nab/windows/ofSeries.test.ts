import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { windowsFromLabels } from './fromLabels';
import { windowsOfSeries, type WindowLabel } from './ofSeries';

const times = Float64Array.from({ length: 100 }, (_, row) => row * 1000);
const point = (row: number, origin: WindowLabel['origin'] = 'imported'): WindowLabel => ({
  start: row * 1000,
  end: row * 1000 + 1,
  shape: 'point',
  origin,
});
const range = (from: number, to: number, origin: WindowLabel['origin'] = 'imported'): WindowLabel => ({
  start: from * 1000,
  end: to * 1000 + 1,
  shape: 'window',
  origin,
});
const rows = (labels: WindowLabel[]): number[][] =>
  windowsOfSeries(times, labels).windows.map(({ startRow, endRow }) => [startRow, endRow]);

describe('the windows of a series', () => {
  it("are NAB's around points where there are no windows", () => {
    expect(windowsOfSeries(times, [point(30), point(60)]).windows).toEqual(
      windowsFromLabels(times, [30_000, 60_000]).windows,
    );
  });

  it('are those of files alone where files bring points and windows', () => {
    expect(rows([point(30), point(60), range(25, 33)])).toEqual([[25, 33]]);
    expect(windowsOfSeries(times, [point(30), range(25, 33)]).counts.superseded).toBe(1);
  });

  it("take in a person's point though files bring windows", () => {
    expect(rows([point(30), range(25, 33), point(60, 'manual')])).toEqual([
      [25, 33],
      [55, 65],
    ]);
  });

  it("keep points of files where only a person's label is a window", () => {
    expect(rows([point(30), range(60, 62, 'manual')])).toEqual([
      [25, 35],
      [60, 62],
    ]);
  });

  it('that share rows become one, and it is counted', () => {
    const found = windowsOfSeries(times, [
      range(20, 30, 'manual'),
      range(28, 40, 'detected'),
      point(41, 'manual'),
    ]);
    expect(found.windows.map(({ startRow, endRow }) => [startRow, endRow])).toEqual([[20, 46]]);
    expect(found.counts.joined).toBe(2);
  });

  it('that a file gives within the probation stay; those laid around points there go', () => {
    expect(rows([range(2, 5)])).toEqual([[2, 5]]);
    expect(windowsOfSeries(times, [point(5)])).toMatchObject({ windows: [], counts: { dropped: 1 } });
  });

  it('whatever the labels: lie in rows, in order and apart, with the times of their rows', () => {
    const label = fc.record({
      start: fc.integer({ min: -5000, max: 105_000 }),
      length: fc.integer({ min: 1, max: 30_000 }),
      shape: fc.constantFrom('point' as const, 'window' as const),
      origin: fc.constantFrom('imported' as const, 'manual' as const, 'detected' as const),
    });
    fc.assert(
      fc.property(fc.array(label, { maxLength: 12 }), (drawn) => {
        const labels = drawn.map(({ length, ...rest }) => ({ ...rest, end: rest.start + length }));
        let before = -1;
        for (const window of windowsOfSeries(times, labels).windows) {
          expect(window.startRow).toBeGreaterThan(before);
          expect(window.endRow).toBeGreaterThanOrEqual(window.startRow);
          expect([window.start, window.end]).toEqual([times[window.startRow], times[window.endRow]]);
          before = window.endRow;
        }
        expect(before).toBeLessThan(times.length);
      }),
    );
  });
});
