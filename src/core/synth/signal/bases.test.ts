import { describe, expect, it } from 'vitest';
import type { SignalBase } from '../../recipe/types';
import {
  amplitudeAt,
  channelsOf,
  covariance,
  meanOf,
  modelOf,
  sdOf,
  valuesOf,
  valuesOfBase,
} from './fixtures';

/** 30 days of minutes: waves of a day go round 30 times. */
const month = { rows: 30 * 1440 };
const at = (base: SignalBase, rows: readonly number[], parts = {}): number[] => {
  const values = valuesOfBase(base, parts);
  return rows.map((row) => values[row]!);
};
/** Greatest difference between two lists of one length. */
const apart = (got: readonly number[], want: readonly number[]): number =>
  got.length === want.length ? Math.max(...got.map((value, i) => Math.abs(value - want[i]!))) : Infinity;

describe('sine and cosine', () => {
  it('are offset + A·sin(2π(t/period + phase)) in every row', () => {
    const wave = { period: '7h', amplitude: 3, phase: 0.2, offset: 10 };
    const sine = valuesOfBase({ sine: wave }, { rows: 20_000 });
    const cosine = valuesOfBase({ cosine: wave }, { rows: 20_000 });
    for (let i = 0; i < 20_000; i += 7) {
      const angle = 2 * Math.PI * (((i / 420) % 1) + 0.2);
      expect(sine[i]).toBeCloseTo(10 + 3 * Math.sin(angle), 11);
      expect(cosine[i]).toBeCloseTo(10 + 3 * Math.cos(angle), 11);
    }
  });

  it('have all their power at their frequency', () => {
    const values = valuesOfBase({ sine: { period: '1d', amplitude: 20, offset: 5 } }, month);
    expect(amplitudeAt(values, 30)).toBeCloseTo(20, 9);
    for (const cycles of [1, 15, 29, 31, 60, 90]) expect(amplitudeAt(values, cycles)).toBeLessThan(1e-9);
    expect(meanOf(values)).toBeCloseTo(5, 9);
    expect(sdOf(values)).toBeCloseTo(20 / Math.SQRT2, 9);
  });

  it('keep their phase over a hundred million rows', () => {
    const model = modelOf({
      signal: [{ sine: { period: '1d', amplitude: 1 } }],
      rows: 1e8,
      step: '1s',
      start: '2000-01-01T00:00:00Z',
    });
    const row = 86_400 * 1157 + 21_600;
    expect(valuesOf(model, row, row + 1)[0]).toBeCloseTo(1, 14);
  });
});

describe('waves of straight lines', () => {
  it('a square wave is high for its duty, with harmonics 4A/(πk) of odd order alone', () => {
    const half = valuesOfBase({ square: { period: '1d', amplitude: 2 } }, month);
    for (const k of [1, 3, 5, 7]) expect(amplitudeAt(half, 30 * k)).toBeCloseTo(8 / (Math.PI * k), 3);
    for (const k of [2, 4]) expect(amplitudeAt(half, 30 * k)).toBeLessThan(1e-9);
    const quarter = valuesOfBase({ square: { period: '1d', amplitude: 2, duty: 0.25, offset: 1 } }, month);
    expect(quarter.filter((value) => value === 3)).toHaveLength(month.rows / 4);
    expect(quarter.filter((value) => value === -1)).toHaveLength((month.rows * 3) / 4);
  });

  it('a sawtooth rises from −A to A, with harmonics 2A/(πk) and deviation A/√3', () => {
    const base: SignalBase = { sawtooth: { period: '1d', amplitude: 2 } };
    expect(apart(at(base, [0, 360, 720, 1439, 1440]), [-2, -1, 0, 2 - 4 / 1440, -2])).toBeLessThan(1e-12);
    const values = valuesOfBase(base, month);
    for (const k of [1, 2, 3]) expect(amplitudeAt(values, 30 * k)).toBeCloseTo(4 / (Math.PI * k), 4);
    expect(sdOf(values)).toBeCloseTo(2 / Math.sqrt(3), 4);
  });

  it('a triangle wave rises for half a period and falls for half, with harmonics 8A/(πk)² of odd order alone', () => {
    const base: SignalBase = { triangle: { period: '1d', amplitude: 2, offset: 1 } };
    expect(apart(at(base, [0, 360, 720, 1080, 1440]), [-1, 1, 3, 1, -1])).toBeLessThan(1e-12);
    const values = valuesOfBase(base, month);
    for (const k of [1, 3, 5]) expect(amplitudeAt(values, 30 * k)).toBeCloseTo(16 / (Math.PI * k) ** 2, 4);
    expect(amplitudeAt(values, 60)).toBeLessThan(1e-9);
    expect(sdOf(values)).toBeCloseTo(2 / Math.sqrt(3), 4);
  });

  it('start at their phase', () => {
    expect(
      apart(at({ sawtooth: { period: '1d', amplitude: 2, phase: 0.5 } }, [0, 720]), [0, -2]),
    ).toBeLessThan(1e-12);
    expect(
      apart(at({ triangle: { period: '1d', amplitude: 2, phase: 0.25 } }, [0, 360]), [0, 2]),
    ).toBeLessThan(1e-12);
    expect(apart(at({ square: { period: '1d', amplitude: 2, phase: 0.5 } }, [0, 720]), [-2, 2])).toBeLessThan(
      1e-12,
    );
  });
});

describe('constant and trend', () => {
  it('a constant is the same throughout', () => {
    expect(new Set(valuesOfBase({ constant: { value: -3.5 } }))).toEqual(new Set([-3.5]));
  });

  it('a trend is a polynomial in days since the first row', () => {
    expect(
      apart(at({ trend: { coefficients: [2, -1, 0.5] } }, [0, 1440, 2880, 720]), [0, 1.5, 4, 0.8125]),
    ).toBeLessThan(1e-12);
  });
});

describe('a random walk', () => {
  it('starts at 0 and its variance grows as n·sd², its mean as n·drift', () => {
    const runs = 2000;
    for (const n of [1, 50, 127, 128, 129, 300, 1000]) {
      const ends = Float64Array.from({ length: runs }, (_, seed) => {
        const model = modelOf({ signal: [{ walk: { sd: 2, drift: 0.1 } }], rows: 1001 }, seed);
        return valuesOf(model, n, n + 1)[0]!;
      });
      const sd = 2 * Math.sqrt(n);
      expect(Math.abs(meanOf(ends) - 0.1 * n)).toBeLessThan((4 * sd) / Math.sqrt(runs));
      expect(Math.abs(sdOf(ends) / sd - 1)).toBeLessThan(4 / Math.sqrt(2 * runs));
    }
    expect(valuesOfBase({ walk: { sd: 2, drift: 1 } })[0]).toBe(0);
  });

  it('has independent increments of deviation sd, also across the rows where it is tied', () => {
    const values = valuesOfBase({ walk: { sd: 3 } }, { rows: 400_000 });
    const increments = values.slice(1).map((value, i) => value - values[i]!);
    expect(Math.abs(sdOf(increments) / 3 - 1)).toBeLessThan(4 / Math.sqrt(2 * increments.length));
    for (const lag of [1, 2, 64, 127, 128, 129]) {
      expect(Math.abs(covariance(increments, increments, lag) / 9)).toBeLessThan(
        4 / Math.sqrt(increments.length),
      );
    }
    for (const place of [0, 1, 126, 127]) {
      const some = increments.filter((_, i) => i % 128 === place);
      expect(Math.abs(sdOf(some) / 3 - 1)).toBeLessThan(4 / Math.sqrt(2 * some.length));
    }
    const neighbours = increments.filter((_, i) => i % 128 === 127);
    const after = increments.filter((_, i) => i % 128 === 0).slice(1);
    expect(Math.abs(covariance(neighbours, after) / 9)).toBeLessThan(4 / Math.sqrt(after.length));
  });
});

describe('bases that draw anew', () => {
  it('mode jumps hold a level for their dwell and take each equally often', () => {
    const values = valuesOfBase({ modes: { dwell: '10min', levels: [1, 2, 3, 4] } }, { rows: 100_000 });
    for (let i = 0; i < values.length; i++) expect(values[i]).toBe(values[i - (i % 10)]);
    const picks = values.filter((_, i) => i % 10 === 0);
    for (const level of [1, 2, 3, 4]) {
      const share = picks.filter((pick) => pick === level).length / picks.length;
      expect(Math.abs(share - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / picks.length));
    }
    expect(Math.abs(covariance(picks, picks, 1))).toBeLessThan((4 * 1.25) / Math.sqrt(picks.length));
  });

  it('cylinder, bell and funnel stand in the middle of their periods, each in a third of them', () => {
    const period = 1000;
    const turns = 3000;
    const values = valuesOfBase(
      { cbf: { period: `${period}min`, amplitude: 6, offset: 1 } },
      { rows: period * turns },
    );
    const seen = { cylinder: 0, bell: 0, funnel: 0 };
    let height = 0;
    for (let k = 0; k < turns; k++) {
      const piece = values.subarray(k * period, (k + 1) * period).map((value) => value - 1);
      const first = piece.findIndex((value) => value !== 0);
      const last = piece.findLastIndex((value) => value !== 0);
      expect(first).toBeGreaterThanOrEqual(period / 8);
      expect(first).toBeLessThanOrEqual(period / 4 + 1);
      expect(last - first).toBeGreaterThan(period / 4 - 3);
      expect(last - first).toBeLessThanOrEqual((period * 3) / 4);
      const [a, b] = [piece[first]!, piece[last]!];
      const kind = Math.abs(a - b) < 1e-9 ? 'cylinder' : Math.abs(b) > Math.abs(a) ? 'bell' : 'funnel';
      seen[kind]++;
      height += (Math.abs(b) > Math.abs(a) ? b : a) / turns;
    }
    for (const count of Object.values(seen)) {
      expect(Math.abs(count - turns / 3)).toBeLessThan(4 * Math.sqrt((turns * 2) / 9));
    }
    expect(height).toBeGreaterThan(5.9);
    expect(height).toBeLessThan(6.1);
  });

  it('a heartbeat has R in the middle of its period, Q and S below the line on either side, P before and T after', () => {
    const values = valuesOfBase({ ecg: { period: '1000min', amplitude: 3, offset: 1 } }, { rows: 1000 });
    const wave = (centre: number): number => (values[Math.round(1000 * centre)]! - 1) / 3;
    expect(values.indexOf(Math.max(...values))).toBe(500);
    expect(wave(0.5)).toBeCloseTo(1, 1);
    expect(wave(0.5 - 1 / 6)).toBeCloseTo(0.25, 2);
    expect(wave(0.75)).toBeCloseTo(0.4, 2);
    expect(wave(0.45)).toBeLessThan(-0.05);
    expect(wave(0.55)).toBeLessThan(-0.1);
    expect(Math.abs(wave(0))).toBeLessThan(1e-3);
  });
});

describe('a profile', () => {
  it('holds each value for its part of the day in UTC, wherever the series starts', () => {
    const values = Array.from({ length: 24 }, (_, hour) => hour);
    const base: SignalBase = { profile: { period: '1d', values, interpolate: 'step' } };
    expect(apart(at(base, [0, 59, 60, 1439, 1440]), [0, 0, 1, 23, 0])).toBeLessThan(1e-12);
    expect(apart(at(base, [0, 29, 30], { start: '2023-01-01T05:30:00Z' }), [5, 5, 6])).toBeLessThan(1e-12);
    expect(apart(at(base, [0, 1], { start: '1969-12-31T23:59:00Z' }), [23, 0])).toBeLessThan(1e-12);
  });

  it('joined by straight lines has its values in the middle of their parts, and the last is joined to the first', () => {
    const base: SignalBase = {
      profile: { period: '1d', values: [0, 10], interpolate: 'linear', amplitude: 2 },
    };
    expect(apart(at(base, [0, 360, 720, 1080, 1260]), [10, 0, 10, 20, 15])).toBeLessThan(1e-12);
  });

  it('of a week begins on Monday', () => {
    const base: SignalBase = {
      profile: { period: '1w', values: [1, 2, 3, 4, 5, 6, 7], interpolate: 'step' },
    };
    expect(apart(at(base, [0, 1440], { start: '2023-01-02T00:00:00Z' }), [1, 2])).toBeLessThan(1e-12);
    expect(apart(at(base, [0, 1440], { start: '2023-01-01T00:00:00Z' }), [7, 1])).toBeLessThan(1e-12);
  });
});

describe('a lag', () => {
  it('makes the signal come later by exactly so much', () => {
    const list = [{ name: 'now' }, { name: 'later', lag: '2h', scale: 2, shift: 1 }];
    const signal: SignalBase[] = [
      { sine: { period: '5h', amplitude: 3 } },
      { walk: { sd: 1 } },
      { profile: { period: '1d', values: [1, 5, 2], interpolate: 'linear' } },
      { formula: { expression: 'tod + i/100' } },
    ];
    const [now, later] = channelsOf({ signal, rows: 3000, channels: { list } });
    const [a, b] = [valuesOf(now!), valuesOf(later!)];
    expect(later!.name).toBe('s1/later');
    for (let i = 120; i < 3000; i++) expect(b[i]).toBeCloseTo(2 * a[i - 120]! + 1, 9);
  });

  it('that is no whole number of steps shifts waves by parts of a row', () => {
    const list = [{ name: 'a', lag: '30s' }];
    const [model] = channelsOf({ signal: [{ sine: { period: '1h', amplitude: 1 } }], channels: { list } });
    expect(valuesOf(model!)[10]).toBeCloseTo(Math.sin((2 * Math.PI * 9.5) / 60), 12);
  });
});

describe('positions between rows', () => {
  it('have the value of the wave there, and of the straight line between the rows of a walk', () => {
    const wave = modelOf({
      signal: [{ sine: { period: '1h', amplitude: 2 } }, { trend: { coefficients: [1] } }],
    });
    const out = new Float64Array(2);
    wave.signalAt(Float64Array.of(7.25, 100.5), out);
    for (const [k, p] of [7.25, 100.5].entries()) {
      expect(out[k]).toBeCloseTo(2 * Math.sin((2 * Math.PI * p) / 60) + p / 1440, 12);
    }
    const walk = modelOf({ signal: [{ walk: { sd: 1 } }] });
    const [a, b] = valuesOf(walk, 127, 129);
    walk.signalAt(Float64Array.of(127.25, 4999), out);
    expect(out[0]).toBeCloseTo(a! + 0.25 * (b! - a!), 12);
    expect(out[1]).toBe(valuesOf(walk)[4999]);
  });
});
