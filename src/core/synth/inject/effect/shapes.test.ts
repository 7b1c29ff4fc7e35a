import { describe, expect, it } from 'vitest';
import {
  differences,
  from,
  gridSeries,
  inside,
  one,
  quiet,
  realSeries,
  rowsOf,
  second,
  sine,
  start,
} from '../fixtures';
import { absentRows, injectTimes } from '..';
import { toLabels } from '../../../label/injected';
import { momentsOf } from './moments';
import type { RealisedAnomaly } from '../types';

const near = (wanted: readonly number[]): unknown[] =>
  wanted.map((value): unknown => expect.closeTo(value, 8));

describe('a frequency change', () => {
  it('runs through the signal at its speed, with the noise of its own rows', () => {
    const access = gridSeries();
    const made = one({ kind: 'frequency', strength: { factor: 2 } }, 100, access);
    const noise = access.noise(from, from + 100);
    expect(inside(made.changed, made.anomaly)).toEqual(
      near(rowsOf(100).map((k) => sine(from + 2 * k) + (noise[k] ?? 0))),
    );
  });

  it('turns back at the end of the series instead of leaving it', () => {
    const made = one({ kind: 'frequency', strength: { factor: 3 } }, 100, quiet(), 1900);
    const last = made.changed[1999] ?? NaN;
    expect(last).toBeCloseTo(sine(1999 - (1900 + 3 * 99 - 1999)), 8);
  });

  it('with a ramp gathers speed: positions are sums of the speeds before', () => {
    const ramp = { in: 0.5, out: 0.25 };
    const made = one({ kind: 'frequency', strength: { factor: 3 }, ramp }, 8, quiet());
    const speeds = [0.2, 0.4, 0.6, 0.8, 1, 1, 2 / 3, 1 / 3].map((weight) => 1 + 2 * weight);
    let position = from;
    const wanted = speeds.map((speed) => {
      const value = sine(position);
      position += speed;
      return value;
    });
    expect(inside(made.changed, made.anomaly)).toEqual(near(wanted));
  });
});

describe('a pattern change', () => {
  it('mirrors values about their mean', () => {
    const made = one({ kind: 'pattern', pattern: 'flip' }, 80);
    const values = inside(made.clean, made.anomaly);
    const mean = values.reduce((sum, value) => sum + value, 0) / 80;
    expect(inside(made.changed, made.anomaly)).toEqual(near(values.map((value) => 2 * mean - value)));
  });

  it.each(['sine', 'square', 'sawtooth', 'triangle'] as const)(
    'to a %s keeps mean and deviation of the signal, and finds its period',
    (pattern) => {
      const made = one({ kind: 'pattern', pattern }, 230, quiet());
      const before = momentsOf([made.clean.subarray(from, from + 230)]);
      const after = momentsOf([made.changed.subarray(from, from + 230)]);
      expect(after.mean).toBeCloseTo(before.mean, 8);
      expect(after.deviation).toBeCloseTo(before.deviation, 8);
      expect(Math.abs((made.anomaly.realised.period ?? 0) - 100)).toBeLessThan(2);
    },
  );

  it('to a square has two values', () => {
    const made = one({ kind: 'pattern', pattern: 'square' }, 200, quiet());
    expect(new Set(inside(made.changed, made.anomaly)).size).toBe(2);
  });

  it('without a period in sight takes its own length for one', () => {
    const made = one({ kind: 'pattern', pattern: 'sine' }, 50, quiet({ signal: (position) => position }));
    expect(made.anomaly.realised.period).toBe(50);
  });
});

describe('a pattern shift', () => {
  it.each([
    ['up', -25],
    ['down', 25],
  ] as const)('%s brings the signal by a share of its length later or earlier', (direction, by) => {
    const access = gridSeries();
    const made = one({ kind: 'pattern-shift', strength: { factor: 0.25 }, direction }, 100, access);
    const noise = access.noise(from, from + 100);
    expect(inside(made.changed, made.anomaly)).toEqual(
      near(rowsOf(100).map((k) => sine(from + k + by) + (noise[k] ?? 0))),
    );
  });
});

describe('a time warp', () => {
  it('reads the signal at rows behind by a squared sine, so that its ends meet', () => {
    const made = one({ kind: 'time-warp', strength: { factor: 0.8 }, direction: 'up' }, 100, quiet());
    expect(inside(made.changed, made.anomaly)).toEqual(
      near(
        rowsOf(100).map((k) => sine(from + k - (0.8 / Math.PI) * 100 * Math.sin((Math.PI * k) / 100) ** 2)),
      ),
    );
    expect(made.changed[from]).toBeCloseTo(made.clean[from] ?? NaN, 9);
  });

  it('never runs backwards at full strength', () => {
    const made = one(
      { kind: 'time-warp', strength: { factor: 1 } },
      200,
      quiet({ signal: (position) => position }),
    );
    const values = inside(made.changed, made.anomaly);
    for (const [k, value] of values.entries())
      expect(value).toBeGreaterThanOrEqual((values[k - 1] ?? 0) - 1e-9);
  });
});

describe('a missing stretch', () => {
  it('takes the values of its rows', () => {
    const made = one({ kind: 'missing', as: 'empty' }, 10);
    expect(inside(made.changed, made.anomaly).every(Number.isNaN)).toBe(true);
    expect(Number.isNaN(made.changed[1010])).toBe(false);
    expect(absentRows([made.anomaly])).toEqual([]);
    expect(made.anomaly.severitySigma).toBeNull();
    expect(made.anomaly.realised.effect).toBeNull();
  });

  it('left out is labelled up to and with the row that first tells of it', () => {
    const { anomaly } = one({ kind: 'missing', as: 'absent' }, 10);
    expect(absentRows([anomaly])).toEqual([{ from: 1000, to: 1010 }]);
    expect(absentRows([anomaly], 1005, 2000)).toEqual([{ from: 1005, to: 1010 }]);
    expect([anomaly.start, anomaly.end]).toEqual([start + 1000 * second, start + 1010 * second + 1]);
    expect(toLabels([anomaly])[0]?.shape).toBe('window');
  });

  it('left out at the end of the series is labelled from the row before it', () => {
    const { anomaly } = one({ kind: 'missing', as: 'absent' }, 10, gridSeries(), 1990);
    expect([anomaly.start, anomaly.end]).toEqual([start + 1989 * second, start + 1999 * second + 1]);
  });
});

describe('a correlation turned round', () => {
  const mine = gridSeries({ noise: 5 });
  const other = { ...gridSeries({ name: 'o', noise: 3 }) };
  const r = (a: Float64Array, b: Float64Array): number => {
    const ma = momentsOf([a]);
    const mb = momentsOf([b]);
    const sum = a.reduce((total, value, k) => total + (value - ma.mean) * ((b[k] ?? NaN) - mb.mean), 0);
    return sum / (a.length - 1) / ma.deviation / mb.deviation;
  };

  it('gives Pearson’s r the opposite sign and keeps mean and deviation', () => {
    const made = one({ kind: 'correlation', with: 'o' }, 300, mine, from, () => other);
    const theirs = other.values(from, from + 300);
    const before = made.clean.slice(from, from + 300);
    const after = made.changed.slice(from, from + 300);
    expect(r(before, theirs)).toBeGreaterThan(0.5);
    expect(r(after, theirs)).toBeCloseTo(-r(before, theirs), 9);
    expect(momentsOf([after]).mean).toBeCloseTo(momentsOf([before]).mean, 8);
    expect(momentsOf([after]).deviation).toBeCloseTo(momentsOf([before]).deviation, 8);
  });

  it('finds the other’s rows by their times where the two do not share a grid', () => {
    const times = Float64Array.from({ length: 1000 }, (_, row) => start + 2 * row * second);
    const every = realSeries(
      times,
      Float64Array.from({ length: 1000 }, (_, row) => sine(2 * row)),
      'o',
    );
    const made = one({ kind: 'correlation', with: 'o' }, 300, mine, from, () => every);
    const moved = differences(made).map((value) => value !== 0);
    expect(moved.filter((_, k) => k % 2 === 0).every(Boolean)).toBe(true);
    expect(moved.some((yes, k) => yes && k % 2 === 1)).toBe(false);
  });
});

describe('wrong timestamps', () => {
  const timesOf = (
    fault: 'duplicate' | 'backward' | 'offset',
  ): { times: number[]; anomaly: RealisedAnomaly } => {
    const { anomaly, changed, clean } = one({ kind: 'timestamps', fault }, 3);
    expect(changed).toEqual(clean);
    const times = Float64Array.from({ length: 6 }, (_, k) => start + (999 + k) * second);
    injectTimes([anomaly], gridSeries(), 999, 1005, times);
    return { times: [...times].map((time) => (time - start) / second - 999), anomaly };
  };

  it.each([
    ['duplicate', [0, 1, 1, 1, 4, 5]],
    ['backward', [0, 3, 2, 1, 4, 5]],
    ['offset', [0, 1.5, 2.5, 3.5, 4, 5]],
  ] as const)('%s', (fault, wanted) => {
    const { times, anomaly } = timesOf(fault);
    expect(times).toEqual(wanted);
    const label = [anomaly.start, anomaly.end].map((time) => (time - start) / second - 999);
    expect(times.map((time) => time >= (label[0] ?? 0) && time < (label[1] ?? 0))).toEqual([
      false,
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(anomaly.severitySigma).toBeNull();
  });
});
