import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Injection } from '../recipe/injection';
import { gridSeries } from './fixtures';
import { checkInjections, realise } from './index';

const drawn = fc
  .record({
    count: fc.integer({ min: 0, max: 60 }),
    apart: fc.integer({ min: 1, max: 60 }),
    persists: fc.boolean(),
  })
  .map(({ count, apart, persists }): Injection => ({
    id: 'a',
    series: 's',
    draw: { count, apart: `${apart}s` },
    shapes: [
      { kind: 'spike', length: '1s', strength: { sigma: [3, 5] } },
      { kind: 'level-shift', length: '20s', strength: { sigma: 2 }, ...(persists ? { persists } : {}) },
    ],
  }));

describe('injections looked at without being measured', () => {
  it('are refused exactly where realising them is, for the same reason', () => {
    fc.assert(
      fc.property(drawn, fc.nat(100), (injection, seed) => {
        const series = gridSeries({ rows: 1500 });
        const whole = realise([injection], series, seed);
        expect(checkInjections([injection], series, seed)).toEqual(whole.ok ? undefined : whole.error);
      }),
    );
  });

  it('are, within a stretch, those of the whole that touch it or persist', () => {
    fc.assert(
      fc.property(drawn, fc.nat(100), fc.nat(1400), fc.nat(300), (injection, seed, from, length) => {
        const series = gridSeries({ rows: 1500 });
        const whole = realise([injection], series, seed);
        const within = { from, to: from + length };
        const part = realise([injection], series, seed, { within });
        if (!whole.ok || !part.ok) return;
        const expected = whole.value.filter(
          (one) => (one.from < within.to && one.to > within.from) || one.requested.persists === true,
        );
        expect(part.value).toEqual(expected);
      }),
    );
  });
});
