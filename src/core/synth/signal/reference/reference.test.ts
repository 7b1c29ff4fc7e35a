import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SyntheticSource } from '../../../recipe/types';
import { channelsOf, valuesOf } from '../fixtures';

/** Made by make.py. */
const reference = JSON.parse(readFileSync(new URL('values.json', import.meta.url), 'utf8')) as Record<
  | 'gaussian'
  | 'farRows'
  | 'far'
  | 'laplace'
  | 'student'
  | 'walk'
  | 'ar1'
  | 'modes'
  | 'cbf'
  | 'jitter'
  | 'bursts',
  number[]
>;

const rows = 20_000;
const made = (parts: Partial<SyntheticSource>, seed = 42): Float64Array =>
  valuesOf(channelsOf({ rows, ...parts }, seed).at(-1)!);
const worst = (got: ArrayLike<number>, want: readonly number[]): number =>
  want.reduce((most, value, i) => Math.max(most, Math.abs((got[i] ?? NaN) - value)), 0);
const every = (values: Float64Array, distance: number): Float64Array =>
  values.filter((_, i) => i % distance === 0);

describe('a program that knows spec/signals.md alone', () => {
  it('makes the same noises', () => {
    const gaussian = made({ noise: [{ gaussian: { sd: 1 } }] });
    expect(worst(gaussian, reference.gaussian)).toBeLessThan(1e-12);
    const far = [...gaussian.keys()].filter((i) => Math.abs(gaussian[i]!) > 3.5);
    expect(far).toEqual(reference.farRows);
    expect(
      worst(
        far.map((i) => gaussian[i]!),
        reference.far,
      ),
    ).toBeLessThan(1e-12);
    expect(worst(made({ noise: [{ laplace: { scale: 2 } }] }), reference.laplace)).toBeLessThan(1e-12);
    const list = [{ name: 'a' }, { name: 'b' }];
    const noise = [{ student: { df: 3, scale: 1 } }];
    expect(worst(made({ noise, channels: { list } }, 2 ** 53 - 1), reference.student)).toBeLessThan(1e-12);
    expect(worst(every(made({ noise: [{ ar1: { phi: 0.8, sd: 3 } }] }), 7), reference.ar1)).toBeLessThan(
      1e-12,
    );
  });

  it('makes the same bases that draw at random', () => {
    const base = (one: SyntheticSource['signal'][number], distance: number): Float64Array =>
      every(made({ signal: [one] }), distance);
    expect(worst(base({ walk: { sd: 2, drift: 0.1 } }, 7), reference.walk)).toBeLessThan(1e-11);
    expect(Array.from(base({ modes: { dwell: '10min', levels: [1, 2, 3, 4, 5] } }, 10).slice(0, 40))).toEqual(
      reference.modes,
    );
    expect(worst(base({ cbf: { period: '100min', amplitude: 6 } }, 13), reference.cbf)).toBeLessThan(1e-12);
  });

  it('makes the same faults, to the microsecond', () => {
    const faults = { jitter: 0.8, missing: { as: 'empty' as const, bursts: { perDay: 3, length: '20min' } } };
    const [model] = channelsOf({ rows, faults });
    const { times, empty } = model!.faultRows(0, 8000);
    expect(reference.jitter.map((_, i) => times[i]! - model!.start - i * model!.step)).toEqual(
      reference.jitter,
    );
    expect([...empty.keys()].filter((row) => empty[row] === 1)).toEqual(reference.bursts);
  });
});
