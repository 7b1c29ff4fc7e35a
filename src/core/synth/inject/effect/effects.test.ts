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
import { realise } from '..';
import { momentsOf } from './moments';

const near = (wanted: readonly number[]): unknown[] =>
  wanted.map((value): unknown => expect.closeTo(value, 8));

describe('a spike', () => {
  it('adds its strength times the deviation of the 128 rows on either side', () => {
    const made = one({ kind: 'spike', strength: { sigma: 6 }, direction: 'up' }, 1);
    const local = momentsOf([made.clean.subarray(from - 128, from + 129)]).deviation;
    expect(differences(made)).toEqual(near([6 * local]));
    expect(made.anomaly.realised.effect).toBeCloseTo(6 * local, 9);
    expect(made.anomaly.severitySigma).toBeCloseTo(6, 9);
  });

  it('goes down by an absolute amount', () => {
    expect(differences(one({ kind: 'spike', strength: { absolute: 12.5 }, direction: 'down' }, 1))).toEqual(
      near([-12.5]),
    );
  });

  it('grows and fades in even steps', () => {
    const ramp = { in: 0.4, out: 0.4 };
    const made = one({ kind: 'spike', strength: { absolute: 3 }, direction: 'up', ramp }, 5);
    expect(differences(made)).toEqual(near([1, 2, 3, 2, 1]));
  });

  it('of global scope stands out from the extreme of the whole series', () => {
    const access = gridSeries();
    const { min, max } = access.extremes();
    const up = one({ kind: 'spike', strength: { absolute: 2 }, scope: 'global', direction: 'up' }, 1);
    const down = one({ kind: 'spike', strength: { absolute: 2 }, scope: 'global', direction: 'down' }, 1);
    expect(inside(up.changed, up.anomaly)).toEqual(near([max + 2]));
    expect(inside(down.changed, down.anomaly)).toEqual(near([min - 2]));
  });

  it('in either direction goes up for some and down for others', () => {
    const drawn = realise(
      [
        {
          id: 'd',
          series: 's',
          draw: { count: 60 },
          shapes: [{ kind: 'spike', length: '1s', direction: 'either' }],
        },
      ],
      gridSeries(),
      1,
    );
    const up = drawn.ok ? drawn.value.filter(({ realised }) => realised.direction === 'up').length : 0;
    expect(up).toBeGreaterThan(15);
    expect(up).toBeLessThan(45);
  });
});

describe('a level shift', () => {
  it('moves its rows by one amount and returns', () => {
    const made = one({ kind: 'level-shift', strength: { absolute: 10 }, direction: 'up' }, 50);
    expect(differences(made)).toEqual(near(rowsOf(50).map(() => 10)));
    expect(made.changed[1050]).toBe(made.clean[1050]);
  });

  it('that persists moves every row after it too, and none before', () => {
    const made = one(
      { kind: 'level-shift', strength: { absolute: 10 }, direction: 'down', persists: true },
      50,
    );
    expect([...made.changed.subarray(0, from)]).toEqual([...made.clean.subarray(0, from)]);
    expect([...made.changed.subarray(from)]).toEqual(
      near([...made.clean.subarray(from)].map((value) => value - 10)),
    );
  });

  it('that persists ignores a fading ramp', () => {
    const ramp = { in: 0, out: 0.5 };
    const made = one(
      { kind: 'level-shift', strength: { absolute: 10 }, direction: 'up', persists: true, ramp },
      10,
    );
    expect(differences(made)).toEqual(near(rowsOf(10).map(() => 10)));
  });
});

describe('a trend', () => {
  it('reaches its strength at the last row, in even steps', () => {
    const made = one({ kind: 'trend', strength: { absolute: 8 }, direction: 'up' }, 4);
    expect(differences(made)).toEqual(near([2, 4, 6, 8]));
    expect(made.changed[1004]).toBe(made.clean[1004]);
  });

  it('that persists stays at its strength', () => {
    const made = one({ kind: 'trend', strength: { absolute: 8 }, direction: 'down', persists: true }, 4);
    expect((made.changed[1999] ?? 0) - (made.clean[1999] ?? 0)).toBeCloseTo(-8, 9);
  });
});

describe('an amplitude change', () => {
  it('multiplies the distance from the local mean', () => {
    const made = one({ kind: 'amplitude', strength: { factor: 2.5 } }, 100);
    const { mean } = momentsOf([made.clean.subarray(from - 128, from + 228)]);
    expect(inside(made.changed, made.anomaly)).toEqual(
      near(inside(made.clean, made.anomaly).map((value) => mean + 2.5 * (value - mean))),
    );
  });

  it('of factor 0 leaves the mean alone, and of factor 1 changes nothing', () => {
    const none = one({ kind: 'amplitude', strength: { factor: 0 } }, 100);
    expect(new Set(inside(none.changed, none.anomaly)).size).toBe(1);
    expect(one({ kind: 'amplitude', strength: { factor: 1 } }, 100).anomaly.realised.effect).toBeLessThan(
      1e-9,
    );
  });
});

describe('a variance change', () => {
  it('multiplies the noise and leaves the signal', () => {
    const made = one({ kind: 'variance', strength: { factor: 3 } }, 60);
    expect(inside(made.changed, made.anomaly)).toEqual(
      near(rowsOf(60).map((k) => sine(from + k) + 3 * ((made.clean[from + k] ?? NaN) - sine(from + k)))),
    );
  });

  it('of a real series multiplies the distance from the median of nine rows', () => {
    const source = gridSeries();
    const values = source.values(0, 2000);
    const times = Float64Array.from({ length: 2000 }, (_, row) => start + row * second);
    const made = one({ kind: 'variance', strength: { factor: 3 } }, 20, realSeries(times, values));
    expect(made.anomaly.realised.residual).toBe('median');
    expect(inside(made.changed, made.anomaly)).toEqual(
      near(
        rowsOf(20).map((k) => {
          const median = [...values.subarray(from + k - 4, from + k + 5)].sort((a, b) => a - b)[4] ?? NaN;
          return median + 3 * ((values[from + k] ?? NaN) - median);
        }),
      ),
    );
  });
});

describe('a flatline', () => {
  it('holds the value before it', () => {
    const made = one({ kind: 'flatline', hold: 'last' }, 30);
    expect(new Set(inside(made.changed, made.anomaly))).toEqual(new Set([made.clean[from - 1]]));
  });

  it('at the start of the series holds its own first value', () => {
    const made = one({ kind: 'flatline', hold: 'last' }, 30, gridSeries(), 0);
    expect(new Set(inside(made.changed, made.anomaly))).toEqual(new Set([made.clean[0]]));
  });

  it('holds the mean of what it replaces', () => {
    const made = one({ kind: 'flatline', hold: 'mean' }, 30);
    const mean = inside(made.clean, made.anomaly).reduce((sum, value) => sum + value, 0) / 30;
    for (const value of inside(made.changed, made.anomaly)) expect(value).toBeCloseTo(mean, 9);
  });
});

describe('a noise burst', () => {
  it('adds noise of its deviation around zero', () => {
    const made = one({ kind: 'noise-burst', strength: { absolute: 5 } }, 900);
    const { mean, deviation } = momentsOf([Float64Array.from(differences(made))]);
    expect(Math.abs(mean)).toBeLessThan(5 * (4 / 30));
    expect(Math.abs(deviation - 5)).toBeLessThan(0.5);
  });
});

describe('the local deviation', () => {
  it('is zero in a constant stretch; a strength in σ is then measured in the deviation of the whole', () => {
    const access = quiet({ signal: (position) => (position < 600 ? position : 7) });
    const whole = momentsOf([access.values(0, 2000)]).deviation;
    const made = one({ kind: 'spike', strength: { sigma: 2 }, direction: 'up' }, 1, access, 1500);
    expect(made.anomaly.realised.localDeviation).toBe(0);
    expect(made.anomaly.severitySigma).toBeNull();
    expect(differences(made)).toEqual(near([2 * whole]));
  });

  it('of a constant series counts as one unit', () => {
    const made = one(
      { kind: 'spike', strength: { sigma: 2 }, direction: 'up' },
      1,
      quiet({ signal: () => 0.1 + 0.2 }),
    );
    expect(differences(made)).toEqual(near([2]));
    expect(made.anomaly.severitySigma).toBeNull();
  });

  it('passes over values that are missing', () => {
    const values = gridSeries().values(0, 2000);
    for (let row = 900; row < 995; row++) values[row] = NaN;
    const times = Float64Array.from({ length: 2000 }, (_, row) => start + row * second);
    const made = one(
      { kind: 'spike', strength: { sigma: 6 }, direction: 'up' },
      1,
      realSeries(times, values),
    );
    const local = values.subarray(872, 1129).filter((value) => value === value);
    expect(made.anomaly.realised.localDeviation).toBeCloseTo(momentsOf([local]).deviation, 10);
  });
});
