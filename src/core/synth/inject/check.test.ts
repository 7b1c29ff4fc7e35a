import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Injection } from '../../recipe/types';
import { gridSeries } from './fixtures';
import { checkInjections, realise } from './index';
import type { RealisedAnomaly } from './types';

const never = (): never => {
  throw new Error('expected an anomaly');
};

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

  it('lie where the whole ones do when a part of them is measured, and are the same where the part is the whole', () => {
    fc.assert(
      fc.property(drawn, fc.nat(100), (injection, seed) => {
        const series = gridSeries({ rows: 1500 });
        const whole = realise([injection], series, seed);
        const [part, ample] = [0, 60 * 512].map((budget) => realise([injection], series, seed, { budget }));
        if (!whole.ok || !part?.ok || !ample?.ok) return;
        expect(ample.value).toEqual(whole.value);
        const place = ({ id, from, to, start, end }: RealisedAnomaly) => ({ id, from, to, start, end });
        expect(part.value.map(place)).toEqual(whole.value.map(place));
      }),
    );
  });

  it('of a long one are measured in its middle, so that its strength is close to the whole', () => {
    const long: Injection = {
      id: 'a',
      series: 's',
      start: '2023-01-01T00:10:00Z',
      shape: { kind: 'level-shift', length: '3000s', strength: { sigma: 4 } },
    };
    const series = gridSeries({ rows: 5000 });
    const [whole, part] = [{}, { budget: 1 }].map((options) => realise([long], series, 1, options));
    if (!whole?.ok || !part?.ok) throw new Error('expected both to be realised');
    const [{ realised: all, ...place } = never(), { realised: some, ...same } = never()] = [
      ...whole.value,
      ...part.value,
    ];
    expect([same.from, same.to, same.start, same.end]).toEqual([
      place.from,
      place.to,
      place.start,
      place.end,
    ]);
    expect(some.localDeviation).not.toBe(all.localDeviation);
    expect(Math.abs(some.localDeviation / all.localDeviation - 1)).toBeLessThan(0.15);
    expect(some.effect).toBeCloseTo(4 * some.localDeviation, 9);
  });
});
