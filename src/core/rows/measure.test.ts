import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at } from '../list';
import { quantileOf } from '../statistics';
import { type Answer, conclude, firstLook, gather, type Question } from './measure';
import { rowsOf } from './piece';
import type { Rows } from './types';

/** The answer from rows that are cut before some of them, how many passes that took, and what each piece handed out in the last one. */
function ask(question: Question, values: Float64Array<ArrayBuffer>, cuts: readonly number[] = []) {
  const rows: Rows = rowsOf(new Float64Array(values.length), values);
  const ends = [...cuts.filter((cut) => cut <= values.length), values.length].sort((a, b) => a - b);
  let look = firstLook(question);
  for (let passes = 1; ; passes++) {
    const asked = structuredClone(look);
    const found = ends.map((end, i) =>
      structuredClone(gather(asked, rows, i === 0 ? 0 : at(ends, i - 1), end, null)),
    );
    const next = conclude(question, look, found);
    if ('answer' in next) return { answer: next.answer, passes };
    look = next.look;
  }
}

const answerOf = <K extends Answer['kind']>(
  question: Question & { kind: K },
  values: readonly number[] | Float64Array<ArrayBuffer>,
  cuts: readonly number[] = [],
) => ask(question, Float64Array.from(values), cuts).answer as Extract<Answer, { kind: K }>;

const moments = (values: readonly number[] | Float64Array<ArrayBuffer>, cuts: readonly number[] = []) =>
  answerOf({ kind: 'moments' }, values, cuts);

/** Mean and deviation of whole numbers, as exact as a double can tell. */
function exactly(numbers: readonly number[]): { mean: number; sd: number } {
  const n = BigInt(numbers.length);
  const sum = numbers.reduce((total, x) => total + BigInt(x), 0n);
  const squares = numbers.reduce((total, x) => total + (n * BigInt(x) - sum) ** 2n, 0n);
  // Sixty more bits than a double has, since the whole part of the mean may be far greater than the rest.
  const part = (a: bigint, b: bigint): number => Number((a << 120n) / b) / 2 ** 120;
  return { mean: part(sum, n), sd: Math.sqrt(part(squares, n * n * (n - 1n))) };
}

/** How far a number is from another, relative to that. */
const apart = (found: number, wanted: number): number =>
  found === wanted ? 0 : Math.abs((found - wanted) / wanted);
const DIGITS = 4e-15;

const cutsOf = fc.array(fc.nat(40), { maxLength: 5 });

describe('moments', () => {
  it('are exact at any size, offset and cut', () => {
    const numbers = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 40 });
    const base = fc.constantFrom(0, 1, 1e6, 1e12, 1e15);
    const unit = fc.constantFrom(1, 2 ** -20, 2 ** -900, 2 ** -1060, 2 ** 900, 2 ** 970);
    fc.assert(
      fc.property(numbers, base, unit, cutsOf, (random, offset, scale, cuts) => {
        const whole = random.map((x) => x + offset);
        const values = whole.map((x) => x * scale);
        const { mean, sd } = exactly(whole);
        const found = moments(values, cuts);
        expect(found).toMatchObject({
          count: whole.length,
          low: Math.min(...values),
          high: Math.max(...values),
        });
        // Sums of opposite numbers cancel: the greatest of them is the measure.
        const digit = Math.max(2 ** -52 * Math.max(...values.map(Math.abs)), Number.MIN_VALUE);
        expect(Math.abs(found.mean - mean * scale)).toBeLessThanOrEqual(digit);
        if (scale > 2 ** -1000) expect(apart(found.sd, sd * scale)).toBeLessThan(DIGITS);
        else expect(found.sd === 0).toBe(found.low === found.high);
      }),
      { numRuns: 500 },
    );
  });

  it('do not cancel where values are large and close together', () => {
    const values = Array.from({ length: 3000 }, (_, i) => 1e15 + (i % 2));
    for (const cuts of [[], [1], [1000, 2000], [7, 1500, 2999]]) {
      const { mean, sd } = moments(values, cuts);
      expect(mean).toBe(1e15 + 0.5);
      expect(apart(sd, Math.sqrt(750 / 2999))).toBeLessThan(DIGITS);
    }
  });

  it('hold the greatest and the least doubles', () => {
    const most = Number.MAX_VALUE;
    for (const cuts of [[], [1], [2], [1, 2, 3]]) {
      const whole = moments([most, most, most], cuts);
      expect(whole).toMatchObject({ mean: most, sd: 0 });
      const both = moments([-most, most, -most, most], cuts);
      expect(both.mean).toBe(0);
      // No double holds it: √(4/3) times the greatest one.
      expect(both.sd).toBe(Infinity);
      const third = moments([most / 2, -most / 2, 0], cuts);
      expect(apart(third.sd, most / 2)).toBeLessThan(DIGITS);
      expect(moments([5e-324, 0, 0, 0, 0, 0, 0, 0, 0], cuts).sd).toBe(5e-324);
      expect(apart(moments([0, 3e-169, 0, 0], cuts).sd, 1.5e-169)).toBeLessThan(DIGITS);
      expect(moments([1e-300, 1e300, 2e300], cuts)).toMatchObject({ mean: 1e300, sd: 1e300 });
    }
  });

  it('have a mean among the values and no deviation where all are equal', () => {
    const tenths = new Float64Array(100_000).fill(0.1);
    for (const cuts of [[], [1], [33_333, 50_000]]) {
      expect(moments(tenths, cuts)).toMatchObject({ low: 0.1, high: 0.1, mean: 0.1, sd: 0 });
    }
    expect(moments([-0, 0, -0], [1]).sd).toBe(0);
  });

  it('are those of the finite values', () => {
    const values = [NaN, 1, Infinity, 3, -Infinity, NaN];
    for (const cuts of [[], [1, 2], [1, 2, 3, 4, 5]]) {
      expect(moments(values, cuts)).toEqual({
        kind: 'moments',
        count: 2,
        low: 1,
        high: 3,
        mean: 2,
        sd: Math.SQRT2,
      });
    }
    const none = { count: 0, low: Infinity, high: -Infinity, mean: NaN, sd: NaN };
    expect(moments([], [0])).toMatchObject(none);
    expect(moments([NaN, Infinity], [1])).toMatchObject(none);
    expect(moments([7, NaN], [1])).toMatchObject({ count: 1, low: 7, high: 7, mean: 7, sd: NaN });
  });

  it('differ in the last digits at most, wherever a long series is cut', () => {
    const values = Float64Array.from({ length: 500_000 }, (_, i) => 50 + 20 * Math.sin(i / 700) + (i % 13));
    const whole = moments(values);
    for (const cuts of [[1], [65_536, 131_072], Array.from({ length: 300 }, (_, i) => 1500 * i + 1)]) {
      const cut = moments(values, cuts);
      expect(apart(cut.mean, whole.mean)).toBeLessThan(DIGITS);
      expect(apart(cut.sd, whole.sd)).toBeLessThan(DIGITS);
    }
  });
});

const number = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.double({ noNaN: true }),
  fc.constantFrom(
    -0,
    0,
    NaN,
    Infinity,
    -Infinity,
    1,
    1 + 2 ** -52,
    Number.MAX_VALUE,
    -Number.MAX_VALUE,
    5e-324,
  ),
);
const parts = [0, 0.1, 0.25, 1 / 3, 0.5, 0.75, 0.99, 1];

function sortedQuantiles(values: Float64Array, around?: number): number[] {
  const distances = values
    .filter(Number.isFinite)
    .map((x) => (around === undefined ? x : Math.min(Math.abs(x - around), Number.MAX_VALUE)));
  return parts.map((part) => quantileOf(distances.sort(), part) + 0);
}

describe('quantiles', () => {
  it('are those of the sorted values, in one pass where the pieces are short', () => {
    const around = fc.option(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(0)), {
      nil: undefined,
    });
    fc.assert(
      fc.property(fc.array(number, { maxLength: 40 }), around, cutsOf, (random, centre, cuts) => {
        const values = Float64Array.from(random);
        const question = { kind: 'quantiles' as const, at: parts };
        const { answer, passes } = ask(
          centre === undefined ? question : { ...question, around: centre },
          values,
          cuts,
        );
        expect(passes).toBe(1);
        const finite = random.filter(Number.isFinite);
        expect(answer).toMatchObject({
          count: finite.length,
          values: sortedQuantiles(values, centre),
        });
        if (centre === undefined && finite.length > 0)
          expect(answer).toMatchObject({ low: Math.min(...finite) + 0, high: Math.max(...finite) + 0 });
      }),
      { numRuns: 400 },
    );
  });

  const n = 200_000;
  /** Fractions from 0 to 1 that look random. */
  const noise = (i: number): number => ((i * 2654435761) % 4294967296) / 4294967296;
  it.each<[string, (i: number) => number]>([
    ['a usual series', (i) => 50 + 20 * Math.sin(i / 700) + 3 * noise(i)],
    ['few values', (i) => (i * 7) % 5],
    ['one value', () => -3.25],
    ['mostly one value', (i) => (i % 1000 === 0 ? -noise(i) : 0)],
    ['neighbouring doubles', (i) => 1 + ((i * 7919) % 60_000) * 2 ** -52],
    ['neighbouring doubles below zero', (i) => -1 - ((i * 7919) % 60_000) * 2 ** -52],
    ['numbers of all sizes', (i) => (i % 2 ? 1 : -1) * 10 ** (600 * noise(i) - 300)],
    [
      'gaps among the values',
      (i) =>
        i % 3 === 0 ? ([NaN, Infinity, -Infinity][i % 9 === 0 ? 0 : 1 + (i % 2)] ?? NaN) : noise(i) - 0.5,
    ],
    ['the greatest doubles', (i) => (i % 2 ? 1 : -1) * Number.MAX_VALUE * (1 - noise(i) / 1e9)],
  ])('are exact in long pieces: %s', (_, of) => {
    const values = Float64Array.from({ length: n }, (__, i) => of(i));
    for (const around of [undefined, 0.3, -1.7e308]) {
      const wanted = sortedQuantiles(values, around);
      for (const cuts of [[], [70_000, 140_000], [1, 66_000, 66_100, 180_000]]) {
        const question = {
          kind: 'quantiles' as const,
          at: parts,
          ...(around === undefined ? {} : { around }),
        };
        const { answer, passes } = ask(question, values, cuts);
        expect(answer).toMatchObject({ count: values.filter(Number.isFinite).length, values: wanted });
        expect(passes).toBeLessThanOrEqual(2);
      }
    }
  });

  it('take four passes at most over more equal values than are collected', () => {
    const length = 4_400_000;
    const values = Float64Array.from({ length }, (_, i) => 1 + ((i * 7919) % 3) * 2 ** -52);
    values[17] = -1;
    values[3_000_000] = 9;
    const { answer, passes } = ask({ kind: 'quantiles', at: [0, 0.5, 1] }, values, [1_000_000, 4_000_000]);
    expect(answer).toMatchObject({ count: length, low: -1, high: 9, values: [-1, 1 + 2 ** -52, 9] });
    expect(passes).toBe(4);
  });

  it('are none of no values', () => {
    const none = { count: 0, low: Infinity, high: -Infinity, values: [NaN, NaN] };
    for (const values of [[], [NaN, Infinity], new Float64Array(70_000).fill(NaN)])
      expect(answerOf({ kind: 'quantiles', at: [0.25, 1] }, values, [1])).toMatchObject(none);
  });
});

describe('mean distance', () => {
  it('is that from a number, of the finite values', () => {
    const whole = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(whole, fc.integer({ min: -50, max: 50 }), cutsOf, (random, around, cuts) => {
        const { mean, count } = answerOf({ kind: 'meanDistance', around }, [NaN, ...random, Infinity], cuts);
        const sum = random.reduce((total, x) => total + Math.abs(x - around), 0);
        expect(count).toBe(random.length);
        expect(apart(mean, sum / random.length)).toBeLessThan(DIGITS);
      }),
    );
  });

  it('keeps to what a double holds', () => {
    const most = Number.MAX_VALUE;
    for (const cuts of [[], [1], [1, 2]]) {
      const mean = (around: number, ...values: number[]) =>
        answerOf({ kind: 'meanDistance', around }, values, cuts).mean;
      expect(mean(0, most, -most, most)).toBe(most);
      expect(apart(mean(-most, most, -most, -most, -most), most / 2)).toBeLessThan(DIGITS);
      expect(mean(0, 0.1, 0.1, 0.1)).toBe(0.1);
      expect(apart(mean(0, 1e300, 1), 5e299)).toBeLessThan(DIGITS);
    }
    expect(answerOf({ kind: 'meanDistance', around: 1 }, [NaN], [])).toMatchObject({ count: 0, mean: NaN });
  });
});

it('refuses parts of another pass', () => {
  const question = { kind: 'moments' as const };
  const rows = rowsOf(Float64Array.of(0), Float64Array.of(1));
  const other = gather(firstLook({ kind: 'meanDistance', around: 0 }), rows, 0, 1, null);
  expect(() => conclude(question, firstLook(question), [other])).toThrow(RangeError);
});
