import { describe, expect, it } from 'vitest';
import { createGenerator, timesOfRows } from '../../../core/synth/generator';
import { planSynthetic } from '../../../core/synth/plan';
import type { SyntheticSource } from '../../../core/recipe/types';
import { createMaker } from './chunk';

const rows = 200_000;
const source: SyntheticSource = {
  synthetic: 's1',
  start: '1969-12-31T00:00:00Z',
  step: '1s',
  rows,
  signal: [{ sine: { period: '1h', amplitude: 20 } }],
  noise: [{ gaussian: { sd: 3 } }],
};

function jobOf(parts: Partial<SyntheticSource>) {
  const one = { ...source, ...parts };
  const plan = planSynthetic(one, { seed: 7, all: [one], injections: [] });
  if (!plan.ok) throw new Error(plan.error.message);
  return plan.value.job;
}

/** The first lowest and the first highest finite value of rows [from, to), by looking at each. */
function ends(times: Float64Array, values: Float64Array, from: number, to: number): number[] {
  let [low, high] = [-1, -1];
  for (let i = from; i < to; i++) {
    const value = values[i] ?? NaN;
    if (!Number.isFinite(value)) continue;
    if (low < 0 || value < (values[low] ?? NaN)) low = i;
    if (high < 0 || value > (values[high] ?? NaN)) high = i;
  }
  return low < 0 ? [] : [low, high].flatMap((i) => [times[i] ?? NaN, values[i] ?? NaN]);
}

const start = Date.UTC(1969, 11, 31) * 1000;
const second = 1e6;

describe('a chunk', () => {
  it.each([
    ['whole', {}],
    ['with values missing', { faults: { missing: { as: 'empty', random: 0.4 } } }],
    ['with rows missing', { faults: { missing: { as: 'absent', random: 0.4 } } }],
    ['of equal values', { signal: [{ constant: { value: 1 } }], noise: [] }],
    ['with a pole', { signal: [{ formula: { expression: '1 / (t - 3)' } }], noise: [] }],
  ] as [string, Partial<SyntheticSource>][])(
    '%s tells how many values are missing, and the extremes of each stretch with their times',
    (_, parts) => {
      const job = jobOf(parts);
      const [from, to] = [1, 150_000];
      const generator = createGenerator(job);
      const made = generator.rows(0, from, to, false);
      const times = timesOfRows(made, generator.series(0).access, from);
      const chunk = createMaker(job).make({ channel: 0, from, to, segments: 7 });
      const expected = Array.from({ length: 7 }, (__, k) =>
        ends(times, made.values, Math.floor((made.rows * k) / 7), Math.floor((made.rows * (k + 1)) / 7)),
      ).flat();
      expect(Array.from(chunk.extremes)).toEqual(expected);
      const values = made.values.subarray(0, made.rows);
      expect(chunk.nulls).toBe(values.filter(Number.isNaN).length);
      expect(chunk.infinite).toBe(values.filter((value) => Math.abs(value) === Infinity).length);
      expect(chunk.rows).toBe(made.rows);
      expect(chunk.values.subarray(0, chunk.rows)).toEqual(values);
      const own =
        chunk.times instanceof Float64Array
          ? chunk.times
          : Float64Array.from({ length: to - from }, (__, row) => start + (from + row) * second);
      expect(own).toEqual(times);
    },
  );
});
