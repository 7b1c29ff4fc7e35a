import { describe, expect, it } from 'vitest';
import { emptyRecipe } from '../recipe';
import type { ExportOptions } from '../recipe/types';
import { bundleSize } from './size';

const options = (more: Partial<ExportOptions> = {}): ExportOptions => ({
  ...emptyRecipe().export,
  codec: 'snappy',
  smallest: false,
  csv: false,
  raw: false,
  ...more,
});
const rows = { parquet: 3_000_000, last: 3_000_000, generated: 3_000_000 };

describe('the size of a bundle', () => {
  // What exports of 3,000,000 rows of noise at 1 s in day partitions took.
  const measured: [Partial<ExportOptions>, perRow: number][] = [
    [{}, 8.08],
    [{ smallest: true }, 7.09],
    [{ codec: 'gzip' }, 7.45],
    [{ codec: 'gzip', smallest: true }, 6.62],
    [{ codec: 'zstd' }, 7.47],
    [{ codec: 'none' }, 8.49],
    [{ csv: true }, 57.26],
    [{ nab: true }, 46.26],
    [{ nab: true, raw: true }, 54.27],
    [{ nab: true, twin: true }, 54.27],
  ];
  for (const [more, perRow] of measured)
    it(`is within a fifth of what an export took with ${JSON.stringify(more)}`, () => {
      const { about, least } = bundleSize(options(more), rows, 0);
      const took = perRow * rows.parquet;
      expect(Math.abs(about - took)).toBeLessThan(took / 5);
      expect(least).toBeLessThanOrEqual(took);
    });

  it('is at least what a constant series took', () => {
    const constant = { snappy: 0.46, gzip: 0.14, zstd: 0.09, none: 8.49 } as const;
    for (const [codec, perRow] of Object.entries(constant) as [ExportOptions['codec'], number][])
      expect(bundleSize(options({ codec }), rows, 0).least).toBeLessThanOrEqual(perRow * rows.parquet);
  });

  it('counts raw files byte for byte where they are wanted', () => {
    const none = { ...rows, generated: 0 };
    const without = bundleSize(options(), none, 1e9);
    const withRaw = bundleSize(options({ raw: true }), none, 1e9);
    expect([withRaw.about - without.about, withRaw.least - without.least]).toEqual([1e9, 1e9]);
  });
});
