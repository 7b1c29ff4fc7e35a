import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Injection, SyntheticSource } from '../recipe/types';
import { createPlaceMemory, planSynthetic, type PlanOptions } from './plan';

const source: SyntheticSource = {
  synthetic: 's',
  start: '2023-01-01T00:00:00Z',
  step: '1s',
  rows: 20_000,
  signal: [{ sine: { period: '1h', amplitude: 20 } }],
  noise: [{ gaussian: { sd: 3 } }],
};
const faults = { jitter: 0.3 };
const drawn = (count: number): Injection => ({
  id: 'drawn',
  series: 's',
  draw: { count },
  shapes: [
    { kind: 'spike', length: '1s', strength: { sigma: [4, 8] } },
    { kind: 'level-shift', length: ['10s', '1min'], strength: { sigma: [3, 6] } },
  ],
});
const few = drawn(5);
const many = drawn(40);

interface Draft {
  amplitude: number;
  seed: number;
  rows: number;
  start: string;
  step: string;
  faulty: boolean;
  injections: readonly Injection[];
}
const draft = fc.record({
  amplitude: fc.constantFrom(1, 5, 20),
  seed: fc.constantFrom(0, 1),
  rows: fc.constantFrom(20_000, 20_001),
  start: fc.constantFrom('2023-01-01T00:00:00Z', '2024-01-01T00:00:00Z'),
  step: fc.constantFrom('1s', '2s'),
  faulty: fc.boolean(),
  injections: fc.constantFrom([few], [many], [{ ...few, id: 'other' }, many]),
});

function plan({ amplitude, seed, rows, start, step, faulty, injections }: Draft, options: PlanOptions) {
  const signal = [{ sine: { period: '1h', amplitude } }];
  const plain: SyntheticSource = { ...source, rows, start, step, signal };
  const one = faulty ? { ...plain, faults } : plain;
  return planSynthetic(one, { seed, all: [one], injections }, {}, { rough: true, ...options });
}

describe('places that were found before', () => {
  it('make no difference to a plan, whatever changed since', () => {
    fc.assert(
      fc.property(fc.array(draft, { minLength: 2, maxLength: 8 }), (drafts) => {
        const places = createPlaceMemory();
        for (const one of drafts) expect(plan(one, { places })).toEqual(plan(one, {}));
      }),
      { numRuns: 30 },
    );
  });

  it('are not looked for again while only the signal changes', () => {
    const found: unknown[] = [];
    const memory = createPlaceMemory();
    const places: typeof memory = (series, on, find) => {
      const answer = memory(series, on, find);
      found.push(answer);
      return answer;
    };
    const injections = [many];
    const fixed = { seed: 0, rows: 20_000, start: source.start, step: '1s', faulty: false, injections };
    const [some, others] = [1, 20].map((amplitude) => plan({ ...fixed, amplitude }, { places }));
    expect(found[1]).toBe(found[0]);
    expect(some).not.toEqual(others);
  });
});
