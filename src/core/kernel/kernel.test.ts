import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fillNormals, fillPlain } from '../random/ziggurat';
import { keyOf } from '../random';
import { addScaled, addWave, blockRows, multiply, reaches, reserve, widen } from '.';

/** Rows of a block from some place on, and finite, infinite and missing numbers. */
const place = fc
  .tuple(fc.nat(blockRows - 1), fc.integer({ min: 1, max: blockRows }))
  .map(([at, count]) => ({ at, count: Math.min(count, blockRows - at) }));
const numbers = fc.array(fc.double(), { minLength: 1, maxLength: 40 });

const near = reserve(blockRows);
const nearValues = reserve(blockRows);

/** The same numbers again and again, in an array that the compiled loops reach and in one that they do not. */
function both(array: Float64Array, some: readonly number[]): Float64Array {
  for (let i = 0; i < blockRows; i++) array[i] = some[i % some.length] as number;
  return Float64Array.from(array);
}

/** Bits, but that one NaN is like another: WebAssembly may choose its sign. */
const bits = (values: Float64Array): BigInt64Array =>
  new BigInt64Array(values.map((value) => (Number.isNaN(value) ? Number.NaN : value)).slice().buffer);

describe('without WebAssembly', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  it('a series has the same bytes', async () => {
    const valuesNow = async (): Promise<BigInt64Array> => {
      vi.resetModules();
      const { modelOf, valuesOf } = await import('../synth/signal/fixtures');
      const signal = Array.from({ length: 12 }, (_, k) => ({ sine: { period: `${k + 2}h`, amplitude: k } }));
      return bits(valuesOf(modelOf({ signal, noise: [{ gaussian: { sd: 3 } }] }), 700, 4700));
    };
    const compiled = await valuesNow();
    vi.stubGlobal('WebAssembly', undefined);
    const plain = await valuesNow();
    const { reaches: reachesNow, reserve: reserveNow } = await import('.');
    expect(reachesNow(reserveNow(1))).toBe(false);
    expect(plain).toEqual(compiled);
  });
});

describe('the kernel', () => {
  it('is what its source compiles to', async () => {
    const script = new URL('../../../scripts/generate-wasm.mjs', import.meta.url).href;
    const { isCurrent } = (await import(/* @vite-ignore */ script)) as {
      isCurrent: (name: string) => Promise<boolean>;
    };
    expect(await isCurrent('kernel')).toBe(true);
  });

  it('is there under Node, so that the other tests run it', () => {
    expect(reaches(near)).toBe(true);
    expect(reaches(new Float64Array(1))).toBe(false);
  });

  it('refuses to give out more than it has, and gives each array a place of its own', () => {
    expect(() => reserve(1_000_000)).toThrow(/expected to reserve at most/);
    expect(nearValues.byteOffset).toBeGreaterThanOrEqual(near.byteOffset + near.byteLength);
  });

  it('makes the same normal numbers as TypeScript, those of the layers that are refused included', () => {
    const index = fc.oneof(fc.nat(10_000), fc.integer({ min: 2 ** 31 - 2000, max: 2 ** 32 - 2000 }));
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.string(), index, place, (seed, name, from, { at, count }) => {
        const key = keyOf(seed, name);
        const [far, plain] = [new Float64Array(blockRows), new Float64Array(blockRows)];
        fillNormals(key, from, from + count, far, at);
        near.fill(0);
        fillNormals(key, from, from + count, near, at);
        fillPlain(key, from, count, plain, at);
        expect(bits(far)).toEqual(bits(plain));
        expect(bits(near)).toEqual(bits(plain));
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('scales and adds the same bytes as TypeScript, and leaves what stands beside', () => {
    fc.assert(
      fc.property(numbers, numbers, fc.double(), place, (some, others, by, { at, count }) => {
        const far = both(near, some);
        const farValues = both(nearValues, others);
        for (const [out, values] of [
          [near, nearValues],
          [far, farValues],
        ] as const) {
          multiply(out, at, count, by);
          addScaled(out, at, count, values, by);
        }
        expect(bits(near)).toEqual(bits(far));
      }),
      { seed: 1 },
    );
  });

  it('adds the same waves as TypeScript, of more tables than it keeps', () => {
    const tables = Array.from({ length: 20 }, (_, k) => ({
      cosines: Float64Array.from({ length: blockRows }, (__, i) => Math.cos(i * (k + 1))),
      sines: Float64Array.from({ length: blockRows }, (__, i) => Math.sin(i * (k + 1))),
    }));
    const wave = fc.record({ sine: fc.double(), cosine: fc.double(), offset: fc.double() });
    const waves = fc.array(fc.tuple(fc.nat(19), wave), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(numbers, waves, place, (some, list, { at, count }) => {
        const far = both(near, some);
        for (const out of [near, far]) {
          for (const [k, one] of list) {
            const turns = tables[k];
            if (turns) addWave(out, at, count, turns, blockRows - at - count, one);
          }
        }
        expect(bits(near)).toEqual(bits(far));
      }),
      { seed: 1 },
    );
  });

  it('finds the same extremes as TypeScript, and as many missing values', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: blockRows }), (some, count) => {
        const far = both(near, some);
        const [one, other] = [
          { min: Infinity, max: -Infinity },
          { min: Infinity, max: -Infinity },
        ];
        expect(widen(one, near, count)).toBe(widen(other, far, count));
        // Of 0 and −0 either may be found.
        expect([one.min + 0, one.max + 0]).toEqual([other.min + 0, other.max + 0]);
      }),
      { seed: 1 },
    );
  });
});
