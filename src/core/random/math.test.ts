import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cosTurns, exp, log, power, sinTurns } from '.';

const isNear = (got: number, want: number, relative: number): boolean =>
  got === want || Math.abs(got - want) <= relative * Math.abs(want);
const near = (got: number, want: number, relative: number): void =>
  expect(isNear(got, want, relative), `${got} for ${want}`).toBe(true);

describe('the elementary functions', () => {
  it('agree with the platform to about two units in the last place', () => {
    fc.assert(
      fc.property(fc.double({ min: -708, max: 709.7, noNaN: true }), (x) => {
        expect(isNear(exp(x), Math.exp(x), 4.5e-16)).toBe(true);
      }),
      { seed: 1, numRuns: 5000 },
    );
    fc.assert(
      fc.property(fc.double({ min: 5e-324, max: Number.MAX_VALUE, noNaN: true }), (x) => {
        expect(isNear(log(x), Math.log(x), 4.5e-16)).toBe(true);
      }),
      { seed: 2, numRuns: 5000 },
    );
    for (let k = 1; k < 2000; k++) near(log(1 + k / 1000), Math.log(1 + k / 1000), 4.5e-16);
  });

  it('have the values that are known exactly', () => {
    expect([exp(0), exp(-Infinity), exp(Infinity), exp(-800)]).toEqual([1, 0, Infinity, 0]);
    expect(exp(NaN)).toBeNaN();
    expect([log(1), log(0), log(Infinity)]).toEqual([0, -Infinity, Infinity]);
    expect(log(-1)).toBeNaN();
    expect(log(NaN)).toBeNaN();
    expect(exp(-745)).toBe(5e-324);
    for (const turns of [-3, 0, 1, 1e6]) {
      expect(sinTurns(turns)).toBeCloseTo(0, 15);
      expect(sinTurns(turns + 0.25)).toBe(1);
      expect(sinTurns(turns + 0.75)).toBe(-1);
      expect(cosTurns(turns)).toBe(1);
      expect(cosTurns(turns + 0.5)).toBe(-1);
      expect(sinTurns(turns + 1 / 8)).toBeCloseTo(Math.SQRT1_2, 9);
    }
    near(power(2, 10), 1024, 1e-14);
    near(power(10, -3), 1e-3, 1e-14);
  });

  it('give the sine and cosine of an angle in turns', () => {
    fc.assert(
      fc.property(fc.double({ min: -0.5, max: 0.5, noNaN: true }), (x) => {
        expect(Math.abs(sinTurns(x) - Math.sin(2 * Math.PI * x))).toBeLessThan(8e-16);
        expect(Math.abs(cosTurns(x) - Math.cos(2 * Math.PI * x))).toBeLessThan(8e-16);
        expect(Math.abs(sinTurns(x) ** 2 + cosTurns(x) ** 2 - 1)).toBeLessThan(1e-15);
      }),
      { seed: 3, numRuns: 5000 },
    );
  });
});
