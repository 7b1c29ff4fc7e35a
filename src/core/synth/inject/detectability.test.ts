import { describe, expect, it } from 'vitest';
import type { AnomalyShape, Injection } from '../../recipe/types';
import { formatInstant } from '../../recipe/instant';
import { gridSeries, second, start } from './fixtures';
import { detectability, inject, realise } from './index';
import type { SeriesAccess } from './types';

const flat = gridSeries({ signal: () => 10, noise: 1, rows: 5000 });
const spike = (absolute: number): AnomalyShape => ({
  kind: 'spike',
  length: '1s',
  strength: { absolute },
  direction: 'up',
});
const placed = (id: string, row: number, shape: AnomalyShape): Injection => ({
  id,
  series: 's',
  start: formatInstant(start + row * second),
  shape,
});
function measured(injections: Injection[], access: SeriesAccess = flat) {
  const result = realise(injections, access, 1);
  if (!result.ok) throw new Error(result.error.message);
  return { found: detectability(result.value, access), anomalies: result.value };
}

describe('what plain detectors find', () => {
  it('is the strong and not the weak, and nothing that has no value of its own', () => {
    const { found } = measured([
      placed('strong', 100, spike(50)),
      placed('weak', 200, spike(0)),
      placed('gone', 300, { kind: 'missing', length: '10s' }),
      placed('late', 400, { kind: 'timestamps', length: '10s' }),
    ]);
    const weak = Math.abs((flat.values(200, 201)[0] ?? NaN) - 10) < 2;
    expect(weak).toBe(true);
    expect(found.each).toEqual([
      { id: 'strong', zscore: true, iqr: true },
      { id: 'weak', zscore: false, iqr: false },
      { id: 'gone', zscore: false, iqr: false },
      { id: 'late', zscore: false, iqr: false },
    ]);
    expect([found.zscore, found.iqr, found.either]).toEqual([1, 1, 1]);
  });

  it('is measured on the injected series: limits are its own', () => {
    const { found, anomalies } = measured([placed('long', 100, { ...spike(300), length: '400s' })]);
    const values = flat.values(0, 5000);
    inject(anomalies, flat, 0, 5000, values);
    const sorted = [...values].sort((a, b) => a - b);
    const mean = sorted.reduce((sum, value) => sum + value, 0) / 5000;
    const sum = sorted.reduce((total, value) => total + (value - mean) ** 2, 0);
    expect(found.mean).toBeCloseTo(mean, 8);
    expect(found.deviation).toBeCloseTo(Math.sqrt(sum / 4999), 8);
    // Rank 0.25 · 4999 = 1249.75.
    expect(found.lowerQuartile).toBeCloseTo(0.25 * sorted[1249]! + 0.75 * sorted[1250]!, 10);
    expect(found.upperQuartile).toBeCloseTo(0.75 * sorted[3749]! + 0.25 * sorted[3750]!, 10);
    expect([found.sampled, found.of]).toEqual([5000, 5000]);
  });

  it('is nothing in a series without spread', () => {
    const { found } = measured(
      [placed('a', 9, { kind: 'timestamps', length: '9s' })],
      gridSeries({ signal: () => 3, noise: 0 }),
    );
    expect([found.zscore, found.iqr]).toEqual([0, 0]);
  });

  it('takes its limits from a sample of a long series', () => {
    const access = gridSeries({ rows: 400_000, signal: () => 10, noise: 2 });
    const { found } = measured([placed('a', 123_456, spike(40))], access);
    expect(found.sampled).toBe(65_536);
    expect(Math.abs(found.mean - 10)).toBeLessThan(0.05);
    expect(Math.abs(found.deviation - 2)).toBeLessThan(0.05);
    expect(found.each[0]).toMatchObject({ zscore: true, iqr: true });
  });
});
