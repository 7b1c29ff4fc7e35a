/** Against scipy and arch (fixtures/make_fixtures.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { blockLength } from './blocks';
import { fitDistribution } from './distribution';
import { fTail } from './statistics';

interface Fixtures {
  tails: { f: number; d1: number; d2: number; p: number }[];
  distributions: {
    name: string;
    values: number[];
    gaussian: { sd: number; aic: number };
    laplace: { scale: number; aic: number };
    student: { df: number; centre: number; scale: number; aic: number };
  }[];
  blocks: { name: string; values: number[]; block: number }[];
}
const fixtures = JSON.parse(readFileSync(new URL('fixtures/fit.json', import.meta.url), 'utf8')) as Fixtures;

it.each(fixtures.tails)(
  'P(F ≥ $f) with $d1 and $d2 degrees of freedom is that of scipy',
  ({ f, d1, d2, p }) => {
    expect(Math.abs(fTail(f, d1, d2) - p)).toBeLessThanOrEqual(1e-10 * p + 1e-15);
  },
);

describe.each(fixtures.distributions)('$name values', ({ values, gaussian, laplace, student }) => {
  const found = fitDistribution(Float64Array.from(values));
  it('have the greatest likelihoods that scipy finds', () => {
    expect(found.aic.gaussian).toBeCloseTo(gaussian.aic, 6);
    expect(found.aic.laplace).toBeCloseTo(laplace.aic, 6);
    // Degrees of freedom at their limit of 30 differ in the last steps of a search alone.
    expect(Math.abs(found.aic.student - student.aic)).toBeLessThan(0.01);
  });
  it('have the parameters of the least criterion', () => {
    const least = Math.min(gaussian.aic, laplace.aic, student.aic);
    const expected =
      least === gaussian.aic
        ? { kind: 'gaussian', sd: gaussian.sd }
        : least === laplace.aic
          ? { kind: 'laplace', scale: laplace.scale }
          : { kind: 'student', df: student.df, scale: student.scale };
    expect(found.distribution.kind).toBe(expected.kind);
    for (const [key, value] of Object.entries(found.distribution))
      if (typeof value === 'number')
        expect(value / (expected as unknown as Record<string, number>)[key]!).toBeCloseTo(1, 2);
  });
});

it.each(fixtures.blocks)('blocks of "$name" noise are as long as arch has them', ({ values, block }) => {
  // Its autocorrelations, of which it takes the first that are quiet, leave the ends out of the divisor.
  expect(blockLength(Float64Array.from(values)) / Math.max(1, block)).toBeCloseTo(1, 9);
});
