import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baseKinds, defaultsFor, noiseKinds } from '.';
import type { Noise, SignalBase, SyntheticSource } from '../../recipe/types';
import { channelsOf, modelOf, sourceOf } from './fixtures';
import { compileSource } from './compile';

const whole = (model: ReturnType<typeof modelOf>, what: 'fill' | 'signal'): Float64Array => {
  const out = new Float64Array(model.rows);
  model[what](0, model.rows, out);
  return out;
};

/** Rows at which a series is cut, in any order of its pieces. */
const cuts = (rows: number): fc.Arbitrary<[number, number][]> =>
  fc.uniqueArray(fc.integer({ min: 1, max: rows - 1 }), { maxLength: 12 }).chain((inner) => {
    const edges = [0, ...inner.toSorted((a, b) => a - b), rows];
    const pieces = edges.slice(1).map((end, k): [number, number] => [edges[k]!, end]);
    return fc.shuffledSubarray(pieces, { minLength: pieces.length });
  });

/** Whether splits have the bytes of the whole; each is made by a model compiled anew, as another worker would have it. */
function splitsAlike(parts: Partial<SyntheticSource>, numRuns = 25): boolean {
  for (const [c, model] of channelsOf(parts).entries()) {
    for (const what of ['fill', 'signal'] as const) {
      const expected = new Uint8Array(whole(model, what).buffer);
      fc.assert(
        fc.property(cuts(model.rows), (pieces) => {
          const other = channelsOf(parts)[c]!;
          const values = new Float64Array(model.rows);
          for (const [from, to] of pieces) {
            const piece = new Float64Array(to - from);
            other[what](from, to, piece);
            values.set(piece, from);
          }
          return Buffer.compare(new Uint8Array(values.buffer), expected) === 0;
        }),
        { seed: 7, numRuns },
      );
    }
  }
  return true;
}

describe('any split of the rows has the same bytes as the whole', () => {
  it.each(baseKinds.map((kind) => [kind]))('for the base %s', (kind) => {
    expect(splitsAlike({ signal: [defaultsFor(kind)], rows: 3000 })).toBe(true);
    const list = [
      { name: 'a', lag: '90s' },
      { name: 'b', lag: '25h' },
    ];
    expect(splitsAlike({ signal: [defaultsFor(kind)], rows: 2100, channels: { list } }, 8)).toBe(true);
  });

  it.each(noiseKinds.map((kind) => [kind]))('for the noise %s', (kind) => {
    expect(splitsAlike({ noise: [defaultsFor(kind)], rows: 3000 })).toBe(true);
  });

  it('for correlated channels with a shared component, shares and noise that multiplies', () => {
    expect(
      splitsAlike(
        {
          rows: 2500,
          signal: [defaultsFor('walk'), defaultsFor('sine')],
          noise: [
            { gaussian: { sd: 0.1 }, unit: 'share' },
            { ar1: { phi: -0.5, sd: 0.1 }, apply: 'multiply' },
          ],
          channels: {
            list: [
              { name: 'a' },
              { name: 'b', scale: -2, shift: 5, lag: '30min', weight: 0.5 },
              { name: 'c' },
            ],
            correlation: [
              [1, 0.5, 0.2],
              [0.5, 1, -0.3],
              [0.2, -0.3, 1],
            ],
            shared: { signal: [defaultsFor('modes')], noise: [{ student: { df: 3, scale: 1 } }] },
          },
        },
        8,
      ),
    ).toBe(true);
  });
});

const numbers = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const positive = fc.double({ min: 0, max: 1e6, noNaN: true });
const duration = fc
  .tuple(fc.integer({ min: 1, max: 500 }), fc.constantFrom('ms', 's', 'min', 'h', 'd', 'w'))
  .map(([n, unit]) => `${n}${unit}`);
const share = fc.double({ min: 0, max: 1, noNaN: true });
const wave = fc.record({ period: duration, amplitude: numbers, phase: share, offset: numbers });
const bases: fc.Arbitrary<SignalBase> = fc.oneof(
  numbers.map((value) => ({ constant: { value } })),
  wave.map((sine) => ({ sine })),
  wave.map((cosine) => ({ cosine })),
  wave.map((square) => ({ square })),
  wave.map((sawtooth) => ({ sawtooth })),
  wave.map((triangle) => ({ triangle })),
  fc.array(numbers, { minLength: 1, maxLength: 8 }).map((coefficients) => ({ trend: { coefficients } })),
  fc.record({ sd: positive, drift: numbers }).map((walk) => ({ walk })),
  fc
    .record({ dwell: duration, levels: fc.array(numbers, { minLength: 1, maxLength: 9 }) })
    .map((modes) => ({ modes })),
  fc.record({ period: duration, amplitude: numbers }).map((cbf) => ({ cbf })),
  fc.record({ period: duration, amplitude: numbers }).map((ecg) => ({ ecg })),
  fc
    .record({
      period: fc.constantFrom('1d' as const, '1w' as const),
      values: fc.array(numbers, { minLength: 1, maxLength: 50 }),
      interpolate: fc.constantFrom('linear' as const, 'step' as const),
    })
    .map((profile) => ({ profile })),
);
const kinds: fc.Arbitrary<Noise> = fc.oneof(
  positive.map((sd) => ({ gaussian: { sd } })),
  positive.map((halfWidth) => ({ uniform: { halfWidth } })),
  positive.map((scale) => ({ laplace: { scale } })),
  fc
    .record({ df: fc.double({ min: 0.25, max: 1e6, noNaN: true }), scale: positive })
    .map((student) => ({ student })),
  fc
    .record({ phi: fc.double({ min: -0.999999, max: 0.999999, noNaN: true }), sd: positive })
    .map((ar1) => ({ ar1 })),
  fc
    .record({
      values: fc.array(numbers, { minLength: 5, maxLength: 30 }),
      block: fc.integer({ min: 1, max: 5 }),
    })
    .map((bootstrap) => ({ bootstrap })),
);
const noises = fc
  .tuple(kinds, fc.constantFrom('add', 'multiply'))
  .map(([noise, apply]): Noise => ({ ...noise, apply }));

describe('any source without a formula', () => {
  it('has a number in every row, alike in two pieces, and its signal alone agrees with its signal at positions', () => {
    fc.assert(
      fc.property(
        fc.record({
          step: fc.constantFrom('1ms', '7ms', '1s', '1min', '1h', '1d'),
          rows: fc.integer({ min: 1, max: 2600 }),
          seed: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
          signal: fc.array(bases, { maxLength: 4 }),
          noise: fc.array(noises, { maxLength: 3 }),
          lag: duration,
        }),
        share,
        ({ lag, ...parts }, at) => {
          const source = sourceOf({ ...parts, channels: { list: [{ name: 'a' }, { name: 'b', lag }] } });
          const result = compileSource(source, 1);
          if (!result.ok) throw new Error(JSON.stringify(result.error));
          for (const model of result.value) {
            const values = whole(model, 'fill');
            expect(values).toHaveLength(parts.rows);
            expect(values.every((value) => Number.isFinite(value))).toBe(true);
            const cut = Math.floor(at * parts.rows);
            const rest = new Float64Array(parts.rows - cut);
            model.fill(cut, parts.rows, rest);
            expect(rest).toEqual(values.slice(cut));
            const signal = whole(model, 'signal');
            const positions = Float64Array.from(signal, (_, row) => row);
            const direct = new Float64Array(parts.rows);
            model.signalAt(positions, direct);
            const size = signal.reduce((most, value) => Math.max(most, Math.abs(value)), 1e7);
            for (const [row, value] of signal.entries()) {
              expect(Math.abs(value - direct[row]!)).toBeLessThanOrEqual(1e-12 * size);
            }
          }
        },
      ),
      { seed: 11, numRuns: 150 },
    );
  });

  it('changes with its seed and its name, and the seed of the source comes before that of the recipe', () => {
    const noise: Noise[] = [{ gaussian: { sd: 1 } }];
    const first = (parts: Partial<SyntheticSource>, seed: number): number => {
      const out = new Float64Array(1);
      modelOf({ noise, ...parts }, seed).fill(0, 1, out);
      return out[0]!;
    };
    expect(first({}, 1)).not.toBe(first({}, 2));
    expect(first({}, 1)).not.toBe(first({ synthetic: 's2' }, 1));
    expect(first({ seed: 5 }, 1)).toBe(first({}, 5));
  });
});
