import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lagsFor, onGrid, periodogram, spectrumLine, stepOf } from './index';

describe('rows on a grid', () => {
  it('stand where their times say, in any order, with NaN where a row is absent', () => {
    const places = fc.uniqueArray(fc.nat(60), { minLength: 25, maxLength: 60 });
    fc.assert(
      fc.property(places, (at) => {
        const rows = [...at].sort((a, b) => a - b);
        // Rows next to each other, so that the median distance is one step.
        fc.pre(
          rows.filter((place, i) => i > 0 && place - (rows[i - 1] ?? 0) === 1).length > rows.length * 0.6,
        );
        const found = onGrid(
          Float64Array.from(rows, (place) => 5e6 + place * 1e6),
          Float64Array.from(rows),
        );
        const first = rows[0] ?? 0;
        expect(found.step).toBe(1e6);
        expect(found.values).toHaveLength((rows.at(-1) ?? 0) - first + 1);
        for (const [i, value] of found.values.entries())
          expect(value).toBe(rows.includes(first + i) ? first + i : NaN);
      }),
    );
  });

  it('keep the first of several at one time', () => {
    const found = onGrid(Float64Array.of(0, 1e6, 1e6, 2e6), Float64Array.of(1, 2, 3, 4));
    expect([...found.values]).toEqual([1, 2, 4]);
  });

  it('are taken as they stand where times follow no step', () => {
    const times = Float64Array.from({ length: 100 }, (_, i) => (i < 60 ? i : i ** 5) * 1e3);
    const values = Float64Array.from(times.keys());
    const found = onGrid(times, values);
    expect(found.regular).toBe(false);
    expect(found.values).toEqual(values);
    expect(found.step * 99).toBeCloseTo(99 ** 5 * 1e3, 0);
  });

  it('of one row, or none, have no step', () => {
    expect(stepOf(Float64Array.of(5))).toBeNull();
    expect(onGrid(Float64Array.of(5), Float64Array.of(1)).values).toEqual(Float64Array.of(1));
    expect(onGrid(new Float64Array(), new Float64Array()).values).toHaveLength(0);
  });
});

it('the greatest lags of two series are the same in time, as far as 1,000 rows allow', () => {
  const of = (rows: number, step: number) => ({ values: new Float64Array(rows), step });
  expect(lagsFor(of(400, 1e6), of(200, 2e6))).toEqual([100, 50]);
  expect(lagsFor(of(1e5, 1e6), of(1e5, 1e6))).toEqual([1000, 1000]);
  expect(lagsFor(of(1, 1e6), of(1e5, 1e6))).toEqual([1, 1]);
});

describe('the line of a periodogram', () => {
  it('keeps the highest peak, rises in period and never goes beyond the series', () => {
    const rows = 20_000;
    const values = Float64Array.from({ length: rows }, (_, i) => Math.sin((2 * Math.PI * i) / 288));
    const full = periodogram(values, 3e8);
    const line = spectrumLine(full, 100);
    if (!full || !line) throw new Error('expected a periodogram');
    expect(line.periods.length).toBeLessThanOrEqual(100);
    expect(Math.max(...line.power)).toBe(full.power.reduce((most, power) => Math.max(most, power), 0));
    const top = line.periods[line.power.indexOf(Math.max(...line.power))] ?? 0;
    expect(top / (288 * 3e8)).toBeCloseTo(1, 1);
    for (const [i, period] of line.periods.entries()) {
      expect(period).toBeGreaterThan(line.periods[i - 1] ?? 0);
      expect(period).toBeGreaterThanOrEqual(2 * 3e8);
      expect(period).toBeLessThanOrEqual(rows * 3e8);
    }
  });

  it('of a constant has no point', () => {
    const line = spectrumLine(periodogram(new Float64Array(100).fill(3), 1e6));
    expect(line?.periods).toHaveLength(0);
  });
});
