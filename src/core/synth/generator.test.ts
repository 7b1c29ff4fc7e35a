import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Injection, SyntheticSource } from '../recipe/types';
import { toLabels } from '../label/injected';
import { microseconds } from '../recipe/duration';
import { instant } from '../recipe/instant';
import { createGenerator, timesOfRows, type Generator } from './generator';
import { planSynthetic } from './plan';

const source: SyntheticSource = {
  synthetic: 's',
  start: '2023-03-15T00:00:00Z',
  step: '1min',
  rows: 3000,
  signal: [{ constant: { value: 5 } }, { sine: { period: '6h', amplitude: 2 } }],
  noise: [{ gaussian: { sd: 0.5 } }],
};
const sigma = { sigma: [3, 6] as [number, number] };
const shapes: Extract<Injection, { draw: object }>['shapes'] = [
  { kind: 'spike', length: '1min', strength: sigma },
  { kind: 'level-shift', length: ['5min', '20min'], strength: sigma, direction: 'either' },
  { kind: 'missing', length: '15min', as: 'absent' },
  { kind: 'missing', length: '10min', as: 'empty' },
  { kind: 'timestamps', length: '10min', fault: 'backward' },
  { kind: 'timestamps', length: '10min', fault: 'duplicate' },
];
const anyFaults = fc.record(
  {
    jitter: fc.double({ min: 0, max: 1, noNaN: true }),
    duplicates: fc.double({ min: 0, max: 0.3, noNaN: true }),
    backward: fc.double({ min: 0, max: 0.2, noNaN: true }),
    missing: fc.record({
      as: fc.constantFrom<'absent' | 'empty'>('absent', 'empty'),
      random: fc.double({ min: 0, max: 0.5, noNaN: true }),
    }),
  },
  { requiredKeys: [] },
);

function plan(seed: number, count: number, faults: SyntheticSource['faults']) {
  const injection: Injection = { id: 'many', series: 's', draw: { count, apart: '5min' }, shapes };
  const wanted = { ...source, ...(faults ? { faults } : {}) };
  const planned = planSynthetic(wanted, { seed, all: [wanted], injections: [injection] });
  if (!planned.ok) throw new Error(planned.error.message);
  return planned.value;
}

/** Rows [from, to) of the grid of the first series, with their times. */
function made(generator: Generator, from: number, to: number, clean = false) {
  const rows = generator.rows(0, from, to, clean);
  return { ...rows, times: timesOfRows(rows, generator.series(0).access, from) };
}

const list = ({ rows, times, values }: ReturnType<typeof made>): string[] =>
  Array.from({ length: rows }, (_, i) => `${times[i]} ${values[i]}`);

describe('generated rows', () => {
  it('are the same whatever stretches of the grid they are made in', () => {
    fc.assert(
      fc.property(
        fc.nat(1000),
        anyFaults,
        fc.uniqueArray(fc.integer({ min: 1, max: source.rows - 1 }), { maxLength: 6 }),
        (seed, faults, cuts) => {
          const generator = createGenerator(plan(seed, 12, faults).job);
          const whole = list(made(generator, 0, source.rows));
          const ends = [0, ...cuts.sort((a, b) => a - b), source.rows];
          const parts = ends.slice(1).flatMap((end, index) => list(made(generator, ends[index] ?? 0, end)));
          expect(parts).toEqual(whole);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('lie under a label of an anomaly exactly where that anomaly has put them, faults or not', () => {
    fc.assert(
      fc.property(fc.nat(1000), anyFaults, (seed, faults) => {
        const { job, series } = plan(seed, 12, faults);
        const anomalies = series[0]?.anomalies ?? [];
        const generator = createGenerator(job);
        const count = (from: number, to: number): number => generator.rows(0, from, to, false).rows;
        const all = made(generator, 0, source.rows);
        for (const [index, { start, end }] of toLabels(anomalies).entries()) {
          const anomaly = anomalies[index];
          if (!anomaly) throw new Error('a label without its anomaly');
          let inside = 0;
          for (let i = 0; i < all.rows; i++) {
            const time = all.times[i] as number;
            if (time >= start && time < end) inside++;
          }
          expect(inside).toBeGreaterThan(0);
          const gap = anomaly.kind === 'missing' && anomaly.requested.as !== 'empty';
          if (!gap) expect(inside).toBe(count(anomaly.from, anomaly.to));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('differ from their clean twin under labels alone', () => {
    const { job, series } = plan(7, 20, undefined);
    const generator = createGenerator(job);
    const labels = toLabels(series[0]?.anomalies ?? []);
    const clean = new Set(list(made(generator, 0, source.rows, true)));
    const all = made(generator, 0, source.rows);
    const changed = list(all).flatMap((row, i) => (clean.has(row) ? [] : [all.times[i] as number]));
    expect(changed.length).toBeGreaterThan(0);
    for (const time of changed) {
      expect(labels.some(({ start, end }) => time >= start && time < end)).toBe(true);
    }
  });

  it('stand at whole multiples of the step from the start, before 1970 too, written into the room that is given', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('1969-12-31T23:59:59.5Z', '1950-01-01T00:00:00Z', '2023-03-15T00:00:00Z'),
        fc.constantFrom('1ms', '1s', '7min', '71min', '72min', '1d'),
        fc.nat(2000),
        (start, step, from) => {
          const wanted = { ...source, start, step };
          const planned = planSynthetic(wanted, { seed: 1, all: [wanted], injections: [] });
          if (!planned.ok) throw new Error(planned.error.message);
          const room = new Float64Array(500).fill(7);
          const generator = createGenerator(planned.value.job);
          const rows = generator.rows(0, from, from + 500, false, room);
          const { access } = generator.series(0);
          expect(rows).toMatchObject({ rows: 500, times: null });
          expect(rows.values).toBe(room);
          const us = microseconds(step);
          expect(timesOfRows(rows, access, from)).toEqual(
            Float64Array.from({ length: 500 }, (_, i) => instant(start) + (from + i) * us),
          );
          expect(rows.values).toEqual(generator.rows(0, from, from + 500, false).values);
        },
      ),
      { seed: 1, numRuns: 60 },
    );
  });
});
