import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moments, quantiles, quantilesInPasses } from './quantiles';

const now = async (): Promise<void> => undefined;
const parts = [0, 0.01, 0.25, 0.5, 0.75, 0.99, 1];

function bySorting(values: readonly number[]): number[] {
  const all = values.toSorted((a, b) => a - b);
  return parts.map((part) => {
    const place = (all.length - 1) * part;
    const low = all[Math.floor(place)] ?? NaN;
    const high = all[Math.ceil(place)] ?? NaN;
    return low + (high - low) * (place - Math.floor(place));
  });
}

describe('quantiles', () => {
  it('are those of the sorted values, whatever the values', async () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 });
    await fc.assert(
      fc.asyncProperty(fc.array(number, { minLength: 1, maxLength: 50 }), async (values) => {
        expect(await quantiles([Float64Array.from(values)], parts, now)).toEqual(bySorting(values));
      }),
    );
    expect(await quantiles([], parts, now)).toEqual([]);
  });

  it('stay exact where there are too many to sort: evenly spread, heavily tailed, mostly one value', async () => {
    const count = 300_000;
    const shapes: ((part: number) => number)[] = [
      (part) => part * 7 - 3,
      (part) => Math.exp(part * 300),
      (part) => (part < 0.9 ? 5 : part * 1e9),
      () => -2,
    ];
    for (const shape of shapes) {
      const values = Array.from({ length: count }, (_, i) => shape(((i * 7919) % count) / count));
      const chunks = [values.slice(0, 100_000), values.slice(100_000)].map((part) => Float64Array.from(part));
      const expected = bySorting(values);
      expect(await quantiles(chunks, parts, now)).toEqual(expected);
      const extent = { count, low: expected[0] ?? NaN, high: expected.at(-1) ?? NaN };
      const read = async function* () {
        yield* chunks;
      };
      expect(await quantilesInPasses(read, extent, parts, count)).toEqual(expected);
    }
  });

  it('in passes are null where too many values would be held, or their range is beyond doubles', async () => {
    const read = (values: Float64Array) =>
      async function* () {
        yield values;
      };
    const same = Float64Array.from({ length: 1000 }, (_, i) => (i < 900 ? 5 : i));
    const extent = { count: 1000, low: 5, high: 999 };
    expect(await quantilesInPasses(read(same), extent, parts, 800)).toBeNull();
    expect(await quantilesInPasses(read(same), extent, parts, 1000)).toEqual(bySorting([...same]));
    const wide = Float64Array.of(-1e308, 1e308);
    expect(await quantilesInPasses(read(wide), { count: 2, low: -1e308, high: 1e308 }, parts, 9)).toBeNull();
    expect(
      await quantilesInPasses(read(new Float64Array(0)), { count: 0, low: 0, high: 0 }, parts, 9),
    ).toEqual([]);
  });
});

describe('moments', () => {
  it('are the mean and the deviation of the sample, null beyond doubles', async () => {
    expect(await moments([Float64Array.of(1, 2), Float64Array.of(6)], now)).toEqual({
      mean: 3,
      std: Math.sqrt(7),
    });
    expect(await moments([Float64Array.of(4)], now)).toEqual({ mean: 4, std: null });
    expect((await moments([Float64Array.of(1e200, 0)], now)).std).toBeNull();
    expect(await moments([], now)).toEqual({ mean: null, std: null });
  });

  it('lose nothing to rounding: ten million tenths, in pieces', async () => {
    const tenths = Array.from({ length: 10 }, () => new Float64Array(1e6).fill(0.1));
    expect(await moments(tenths, now)).toEqual({ mean: 0.1, std: 0 });
    const [first = new Float64Array()] = tenths;
    first[0] = 0.2;
    const { mean, std } = await moments(tenths, now);
    expect((mean ?? NaN) - 0.1).toBeCloseTo(1e-8, 15);
    expect((std ?? NaN) / (0.1 / Math.sqrt(1e7))).toBeCloseTo(1, 7);
  });

  it.each([
    [1e15, 1],
    [0, 1e-170],
  ])('have the deviation of values about %f that differ by %f', async (base, unit) => {
    const values = Float64Array.from({ length: 8 }, (_, i) => base + unit * i);
    const { std } = await moments([values], now);
    expect((std ?? NaN) / unit).toBeCloseTo(Math.sqrt(6), 12);
  });
});
