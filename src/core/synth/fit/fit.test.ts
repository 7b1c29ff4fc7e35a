import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fitSeries,
  readFit,
  toSignal,
  toSource,
  type Distribution,
  type FittedSeries,
  type TimedSeries,
} from '.';
import type { Noise, SignalBase } from '../../recipe/types';
import { compileSource } from '../signal';
import { made, start } from './made.node';
import { modelAt } from './model';

const day = 8.64e10;
const rows = 4032;
const days = 28;

function fit(series: TimedSeries): FittedSeries {
  const result = fitSeries(series);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const constant = (value: number): SignalBase => ({ constant: { value } });
const daily = (amplitude: number): SignalBase => ({ sine: { period: '1d', amplitude } });

/** What the fit has at given times. */
function rebuilt(fitted: FittedSeries, times: Float64Array): Float64Array {
  const profile = (of: FittedSeries['daily']): Float64Array => Float64Array.from(of?.values ?? []);
  return modelAt(
    {
      level: fitted.level,
      trend: fitted.trend,
      origin: fitted.start,
      daily: { values: profile(fitted.daily), interpolate: fitted.daily?.interpolate ?? 'step' },
      weekly: profile(fitted.weekly),
    },
    times,
    ['level', 'trend', 'daily', 'weekly'],
  );
}

describe('known parameters', () => {
  it('of level, trend, daily rhythm and deviation are found within five standard errors', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1000, max: 1000, noNaN: true }),
        fc.constantFrom(-1, 0, 1),
        fc.double({ min: 0.5, max: 20, noNaN: true }),
        fc.double({ min: 0.1, max: 5, noNaN: true }),
        fc.nat(1e6),
        (level, way, amplitude, sd, seed) => {
          // Of least squares; Huber's estimator has 95 % of its efficiency.
          const slopeError = (sd * Math.sqrt(12 / rows)) / days / 0.97;
          const levelError = (2 * sd) / Math.sqrt(rows) / 0.97;
          const slope = 25 * slopeError * way;
          const signal = [constant(level), { trend: { coefficients: [slope] } }, daily(amplitude * sd)];
          const found = fit(made(signal, [{ gaussian: { sd } }], { seed }));
          expect(Math.abs(found.trend - slope)).toBeLessThan(5 * slopeError);
          expect(Math.abs(found.level - level)).toBeLessThan(5 * levelError);
          const n = found.daily!.values.length;
          // Of least squares with parts that overlap: √√3 times that of a mean.
          const partError = sd * Math.sqrt((Math.sqrt(3) * n) / rows);
          for (const [i, value] of found.daily!.values.entries()) {
            const exact = amplitude * sd * Math.sin((2 * Math.PI * (i + 0.5)) / n);
            expect(Math.abs(value - exact)).toBeLessThan(6.5 * partError + 0.005 * amplitude * sd);
          }
          // The rhythm's own parameters take their share of the squares.
          expect(Math.abs(found.residual!.sd / sd - Math.sqrt(1 - n / rows))).toBeLessThan(
            5 / Math.sqrt(2 * rows),
          );
          const variance = (amplitude * sd) ** 2 / 2;
          expect(found.daily!.strength).toBeCloseTo(variance / (variance + sd * sd), 1);
          expect(found.residual!.ar1.significant).toBe(false);
          expect(found.weekly).toBeNull();
        },
      ),
      { numRuns: 15 },
    );
  });

  it('of Gaussian, Laplace and Student noise are found by likelihood', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 100, noNaN: true }), fc.nat(1e6), (size, seed) => {
        const of = (noise: Noise[]): Distribution | undefined =>
          fit(made([constant(3)], noise, { seed })).residual?.distribution;
        const near = (value: number, share: number): unknown =>
          expect.closeTo(value, -Math.log10(2 * share * value));
        const error = 1 / Math.sqrt(rows);
        const found = of([{ gaussian: { sd: size } }]);
        // By chance Gaussian noise may look like Student's t of many degrees of freedom.
        const deviation =
          found?.kind === 'gaussian'
            ? found.sd
            : found?.kind === 'student' && found.df > 12
              ? found.scale * Math.sqrt(found.df / (found.df - 2))
              : NaN;
        expect(deviation).toEqual(near(size, 5 * error));
        expect(of([{ laplace: { scale: size } }])).toEqual({ kind: 'laplace', scale: near(size, 5 * error) });
        expect(of([{ student: { df: 3, scale: size } }])).toEqual({
          kind: 'student',
          df: expect.closeTo(3, -Math.log10(2 * 0.9)) as number,
          scale: near(size, 8 * error),
        });
      }),
      { numRuns: 8 },
    );
  });

  it('of an autoregression are found, and go into the recipe as such', () => {
    fc.assert(
      fc.property(fc.double({ min: -0.8, max: 0.9, noNaN: true }), fc.nat(1e6), (phi, seed) => {
        fc.pre(Math.abs(phi) > 0.2);
        const found = fit(made([constant(10)], [{ ar1: { phi, sd: 2 } }], { seed }));
        const { ar1 } = found.residual!;
        expect(ar1.significant).toBe(true);
        expect(Math.abs(ar1.phi - phi)).toBeLessThan(5 * Math.sqrt((1 - phi * phi) / rows) + 0.01);
        expect(Math.abs(ar1.sd / 2 - 1)).toBeLessThan(
          5 * Math.sqrt((1 + phi * phi) / (1 - phi * phi) / (2 * rows)),
        );
        expect(ar1.innovationSd).toBeCloseTo(ar1.sd * Math.sqrt(1 - ar1.phi ** 2), 12);
        expect(toSignal(found).noise).toEqual([
          { ar1: { phi: expect.closeTo(ar1.phi, 4), sd: expect.closeTo(ar1.sd, 3) } },
        ]);
      }),
      { numRuns: 12 },
    );
  });

  it('of daily and weekly profiles are found to the last digit without noise, whatever the step', () => {
    const hours = Array.from({ length: 24 }, (_, h) => (h < 7 ? -7 : h < 19 ? 6 : -4.6));
    const week = [2, 2, 2, 2, 2, -5, -5];
    const signal: SignalBase[] = [
      constant(50),
      { profile: { period: '1d', values: hours, interpolate: 'step' } },
      { profile: { period: '1w', values: week, interpolate: 'step' } },
    ];
    const mean = hours.reduce((sum, v) => sum + v, 0) / 24;
    for (const [step, length] of [
      ['1h', 24 * 42],
      ['10min', 144 * 28],
    ] as const) {
      const series = made(signal, [], { step, rows: length });
      const found = fit(series);
      expect(found.level).toBeCloseTo(50 + mean, 6);
      expect(found.weekly?.values).toEqual(week.map((v) => expect.closeTo(v, 6) as number));
      expect(found.daily?.interpolate).toBe('step');
      for (const [i, value] of rebuilt(found, series.times).entries())
        expect(value).toBeCloseTo(series.values[i]!, 5);
      expect(found.r2).toBeCloseTo(1, 9);
      expect(toSignal(found).noise).toEqual([]);
    }
  });
});

describe('what disturbs', () => {
  const signal = [constant(100), daily(10)];
  const clean = made(signal, [{ gaussian: { sd: 1 } }]);

  it('one value in fifty a thousand times too large moves level and rhythm by a small part of a deviation', () => {
    const values = clean.values.map((value, i) => (i % 50 === 3 ? 1000 * value : value));
    const found = fit({ times: clean.times, values });
    expect(Math.abs(found.level - 100)).toBeLessThan(0.1);
    expect(Math.max(...found.daily!.values)).toBeLessThan(10.8);
    expect(found.residual!.robustSd).toBeCloseTo(1, 0);
    expect(readFit(found).join(' ')).toContain('outliers or anomalies');
  });

  it('missing values and rows that are absent change neither step nor rows, and hardly what is found', () => {
    const values = clean.values.map((value, i) => (i % 3 === 0 || (i > 900 && i < 1300) ? NaN : value));
    const keep = [...values.keys()].filter((i) => i % 7 !== 2);
    const found = fit({
      times: Float64Array.from(keep, (i) => clean.times[i]!),
      values: Float64Array.from(keep, (i) => values[i]!),
    });
    expect(found).toMatchObject({ step: 6e8, start, rows });
    expect(found.values).toBe(keep.filter((i) => !Number.isNaN(values[i]!)).length);
    expect(Math.abs(found.level - 100)).toBeLessThan(0.15);
    expect(found.residual!.sd).toBeCloseTo(1, 1);
  });

  it('rows out of order are put in order', () => {
    const order = [...clean.times.keys()].toReversed();
    const found = fit({
      times: Float64Array.from(order, (i) => clean.times[i]!),
      values: Float64Array.from(order, (i) => clean.values[i]!),
    });
    expect(found).toEqual(fit(clean));
  });

  it('noise with a long memory is rarely taken for a rhythm or a trend', () => {
    const found = Array.from({ length: 40 }, (_, seed) =>
      fit(made([constant(0)], [{ ar1: { phi: 0.99, sd: 1 } }], { seed, rows: 144 * 21 })),
    );
    // One in a hundred each is expected; four would be a chance of one in a thousand.
    expect(found.filter(({ daily: rhythm }) => rhythm !== null).length).toBeLessThan(4);
    expect(found.filter(({ weekly }) => weekly !== null).length).toBeLessThan(4);
    expect(found.filter(({ trend }) => trend !== 0).length).toBeLessThan(6);
  });

  it('a series of less than two days has no rhythm, of less than two weeks no weekly one', () => {
    expect(fit(made(signal, [], { rows: 287 })).daily).toBeNull();
    expect(fit(made(signal, [], { rows: 2 * 144 })).daily).not.toBeNull();
    const week: SignalBase = {
      profile: { period: '1w', values: [0, 0, 0, 0, 0, 9, 9], interpolate: 'step' },
    };
    expect(fit(made([week], [{ gaussian: { sd: 0.1 } }], { rows: 144 * 14 - 1 })).weekly).toBeNull();
    expect(fit(made([week], [{ gaussian: { sd: 0.1 } }], { rows: 144 * 14 })).weekly).not.toBeNull();
  });
});

describe('little or nothing', () => {
  const times = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => start + i * 6e8);

  it('no value, or one that no recipe can hold, is refused with a reason', () => {
    for (const values of [[], [NaN, NaN], [Infinity], [1, 2e12]]) {
      const result = fitSeries({ times: times(values.length), values: Float64Array.from(values) });
      expect(result).toMatchObject({ ok: false, error: { code: 'recipe-value' } });
      expect(result.ok ? '' : result.error.message).toMatch(/^Expected .+, got .+\. /);
    }
  });

  it('a constant is a constant without noise', () => {
    for (const n of [1, 2, 5000]) {
      const found = fit({ times: times(n), values: new Float64Array(n).fill(0.1) });
      expect(found).toMatchObject({
        rows: n,
        level: 0.1,
        trend: 0,
        daily: null,
        weekly: null,
        residual: null,
        r2: 1,
      });
      expect(toSignal(found)).toEqual({ signal: [{ constant: { value: 0.1 } }], noise: [] });
      expect(readFit(found)[1]).toBe('All values are 0.1: a constant without noise.');
    }
  });

  it('a straight line is level and trend alone', () => {
    const at = times(4032);
    const found = fit({ times: at, values: at.map((time) => 5 - (3 * (time - start)) / day) });
    expect(found.level).toBeCloseTo(5, 6);
    expect(found.trend).toBeCloseTo(-3, 6);
    expect(found).toMatchObject({ daily: null, weekly: null, residual: null });
  });

  it('any finite input gives finite numbers and a source that the generator takes', () => {
    const value = fc.oneof(
      fc.double({ min: -1e12, max: 1e12, noNaN: true }),
      fc.double({ min: -10, max: 10, noNaN: true }),
      fc.constantFrom(NaN, 0, 1, 1, 1, 5e-324, 1e12),
    );
    const row = fc.tuple(fc.oneof(fc.integer({ min: 0, max: 4e12 }), fc.constantFrom(0, 6e8, 1.2e9)), value);
    const numbers = (of: unknown): number[] =>
      typeof of === 'number' ? [of] : of && typeof of === 'object' ? Object.values(of).flatMap(numbers) : [];
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 120 }), (list) => {
        const result = fitSeries({
          times: Float64Array.from(list, ([time]) => start + time),
          values: Float64Array.from(list, ([, v]) => v),
        });
        expect(result.ok).toBe(list.some(([, v]) => !Number.isNaN(v)));
        if (!result.ok) return;
        expect(numbers(result.value).every(Number.isFinite)).toBe(true);
        expect(readFit(result.value).join(' ')).not.toMatch(/NaN|Infinity|undefined/);
        for (const choice of ['auto', 'distribution', 'ar1'] as const)
          expect(compileSource(toSource(result.value, 'copy', choice), 1)).toMatchObject({ ok: true });
      }),
      { numRuns: 200 },
    );
  });
});
