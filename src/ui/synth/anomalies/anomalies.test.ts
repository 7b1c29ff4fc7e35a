import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kinds } from '../../../core/synth/inject/kinds';
import type { DrawnInjection, PlacedInjection } from '../../../core/recipe/types';
import { parseDuration } from '../../../core/recipe';
import { around, seriesGrid, startingCount, startingShape } from '../grid';
import { sentence } from './sentence';
import { severityBins } from './Difficulty';

const drawn: DrawnInjection = {
  id: 'drawn-1',
  series: 's',
  draw: { count: 500, apart: '10min' },
  shapes: [
    { kind: 'spike', length: '1s', strength: { sigma: [4, 6] } },
    { kind: 'level-shift', length: '5min', strength: { sigma: 8 } },
  ],
};

describe('the sentence of an injection', () => {
  it('says how many, of what, how strong, how far apart, and what came of it', () => {
    expect(sentence(drawn, { placed: 500, strongest: 8 })).toBe(
      '500 spikes and level shifts, 4 to 8 σ, at least 10 min apart: 500 placed',
    );
  });

  it('counts in thousands and leaves out what is not asked for', () => {
    const many = { ...drawn, draw: { count: 12_000 }, shapes: [{ kind: 'flatline' as const, length: '1s' }] };
    expect(sentence(many, undefined)).toBe('12,000 flatlines');
    expect(sentence({ ...many, draw: { count: 1 } }, undefined)).toBe('1 flatline');
    expect(sentence({ ...many, draw: { perDay: 2.5 } }, undefined)).toBe('2.5 flatlines per day');
  });

  it('says no strength where kinds measure it differently', () => {
    const mixed = {
      ...drawn,
      shapes: [...drawn.shapes, { kind: 'variance' as const, length: '1s', strength: { factor: 3 } }],
    };
    expect(sentence(mixed, undefined)).toBe(
      '500 spikes, level shifts and variance changes, at least 10 min apart',
    );
  });

  it('says when, how long and how strong a placed one is', () => {
    const placed: PlacedInjection = {
      id: 'spike-1',
      series: 's',
      start: '2023-01-01T06:00:00Z',
      shape: { kind: 'spike', length: '1s', strength: { sigma: 6 }, direction: 'up' },
    };
    expect(sentence(placed, { placed: 1, strongest: 5.8321 })).toBe(
      'up, 6 σ, 1 s long, at 2023-01-01 06:00:00 UTC: 5.83 σ as injected',
    );
  });

  it('has a word for every kind', () => {
    for (const kind of Object.values(kinds)) {
      const one = { ...drawn, draw: { count: 2 }, shapes: [{ kind: kind.kind, length: '1s' }] };
      expect(sentence(one, undefined)).toMatch(/^2 [a-z]/);
    }
  });
});

describe('what anomalies start as', () => {
  it('fits into the series, however short', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 100_000_000 }), (rows) => {
        const source = { synthetic: 's', start: '2023-01-01T00:00:00Z', step: '1s', rows, signal: [] };
        const grid = seriesGrid(source, undefined);
        if (!grid) throw new Error('expected a grid');
        const apart = (parseDuration(grid.apart) ?? 0) / 1e6;
        const longest = Math.max(
          ...Object.values(kinds).map(({ kind }) => {
            const { length } = startingShape(kind, grid);
            return (parseDuration(String(length)) ?? 0) / 1e6;
          }),
        );
        expect(startingCount(rows) * (longest + apart)).toBeLessThanOrEqual(rows / 2);
      }),
    );
  });

  it('takes the usual distance of rows where gaps make the mean one longer', () => {
    const info = { rows: 1127, first: 0, last: 698_366e3 * 1126 };
    expect(seriesGrid(undefined, info, 300e6)?.step).toBe(300e6);
    expect(seriesGrid(undefined, info)?.step).toBe(698e6);
  });
});

describe('the histogram of strength', () => {
  it('counts every anomaly once', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 }), (sigmas) => {
        const bins = severityBins(sigmas);
        expect(bins?.counts.reduce((sum, number) => sum + number, 0)).toBe(sigmas.length);
        expect(bins?.counts.length).toBeLessThanOrEqual(33);
      }),
    );
  });

  it('keeps 1 and 3 σ visible, however weak the anomalies', () => {
    const bins = severityBins([0.1, 0.2]);
    expect((bins?.width ?? 0) * (bins?.counts.length ?? 0)).toBeGreaterThanOrEqual(4);
  });

  it('is none without a measured anomaly', () => {
    expect(severityBins([])).toBeUndefined();
  });
});

describe('what is shown around an anomaly', () => {
  it('holds it, stays within the series and is whole microseconds', () => {
    const series = { start: 0, end: 1e12, step: 1e6 };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_000 }), fc.integer({ min: 1, max: 1000 }), (from, rows) => {
        const start = from * 1e6 + 1;
        const end = start + rows * 1e6;
        const range = around(start, end, series);
        expect(Number.isInteger(range?.from) && Number.isInteger(range?.to)).toBe(true);
        expect(range?.from).toBeGreaterThanOrEqual(0);
        expect(range?.to).toBeLessThanOrEqual(1e12);
        expect(range?.from).toBeLessThanOrEqual(start);
        expect(range?.to).toBeGreaterThanOrEqual(end);
      }),
    );
  });

  it('is the whole series where that is short', () => {
    expect(around(0, 1e6, { start: 0, end: 1e8, step: 1e6 })).toBeNull();
  });
});
