import { describe, expect, it } from 'vitest';
import { defaultSteps, emptyRecipe } from '.';
import type { GeneratedSource, Injection, Recipe, Step, SyntheticSource } from './types';
import { heavyLimits, isHeavy, isRisky, plansQuickly, weigh, weightText } from './weight';

const source = (rest: Partial<SyntheticSource> = {}): SyntheticSource => ({
  synthetic: 's',
  start: '2023-01-01T00:00:00Z',
  step: '1s',
  rows: 1_000_000,
  signal: [{ constant: { value: 50 } }, { sine: { period: '1d', amplitude: 20 } }],
  noise: [{ gaussian: { sd: 3 } }],
  ...rest,
});
const recipe = (generated: GeneratedSource[], rest: Partial<Recipe> = {}): Recipe => ({
  ...emptyRecipe(),
  generated,
  ...rest,
});
const drawn = (draw: Extract<Injection, { draw: unknown }>['draw'], id = 'd'): Injection => ({
  id,
  series: 's',
  draw,
  shapes: [{ kind: 'spike', length: '1s' }],
});

describe('the weight of a recipe', () => {
  it('counts rows of all channels, and rows that occur twice', () => {
    const list = ['a', 'b', 'c'].map((name) => ({ name }));
    const { rows, series } = weigh(recipe([source({ channels: { list }, faults: { duplicates: 0.5 } })]));
    expect([rows, series]).toEqual([4_500_000, 3]);
  });

  it('counts random numbers by row, correlated noise once for each channel that it is mixed of', () => {
    expect(weigh(recipe([source()])).draws).toBe(1_000_000);
    const list = ['a', 'b', 'c'].map((name) => ({ name }));
    const correlation = [
      [1, 0.5, 0.5],
      [0.5, 1, 0.5],
      [0.5, 0.5, 1],
    ];
    expect(weigh(recipe([source({ channels: { list, correlation } })])).draws).toBe(6_000_000);
  });

  it('counts the buckets of every resample step, whichever stands first', () => {
    const own: Step = { resample: { every: 'source', with: 'mean', empty: 'null' }, for: ['x'] };
    const fine: Step = { resample: { every: '1s', with: 'mean', empty: 'null' }, for: ['s'] };
    const hourly = source({ step: '1h', rows: 10_000 });
    const bytes = (steps: Step[]): number => weigh(recipe([hourly], { steps })).bytes;
    expect(bytes([own, fine])).toBe(bytes([fine, own]));
    expect(bytes([own, fine])).toBeGreaterThan(1000 * bytes([own]));
  });

  it('counts the time of rows that stand at times of their own, which are kept', () => {
    const ms = (faults: SyntheticSource['faults']): number =>
      weigh(recipe([source(faults ? { faults } : {})])).ms;
    const onGrid = ms({ missing: { as: 'empty', random: 0.01 } });
    expect(ms({ missing: { as: 'absent', random: 0.01 } })).toBeGreaterThan(2 * onGrid);
    expect(ms({ jitter: 0.1 })).toBeGreaterThan(2 * onGrid);
  });

  it('counts anomalies: placed, drawn by number, drawn by day', () => {
    const injections: Injection[] = [
      { id: 'p', series: 's', start: '2023-01-01T00:00:00Z', shape: { kind: 'spike', length: '1s' } },
      drawn({ count: 200 }, 'a'),
      drawn({ perDay: 24 }, 'b'),
      { ...drawn({ count: 999 }, 'c'), off: true },
    ];
    expect(weigh(recipe([source({ rows: 864_000 })], { injections })).anomalies).toBe(1 + 200 + 240);
  });

  it('knows that a resampled series may have more rows than it was made with', () => {
    const steps: Step[] = [{ resample: { every: '1s', with: 'mean', empty: 'linear' } }];
    const sparse = recipe([source({ step: '1d', rows: 100_000 })], { steps });
    expect(weigh(sparse).stepRows).toBeCloseTo(8.64e9, -3);
    expect(isHeavy(weigh(sparse))).toBe(true);
    expect(weightText(weigh(sparse))).toContain('8,640M rows after resampling');
    const omitted: Step[] = [{ resample: { every: '1s', with: 'mean', empty: 'omit' } }];
    expect(weigh({ ...sparse, steps: omitted }).stepRows).toBe(100_000);
  });

  it('counts a copy by the rows of its original, once that is loaded', () => {
    const copies = recipe([
      { copy: 'a.csv', name: 'c1' },
      { copy: 'a.csv', name: 'c2' },
    ]);
    expect(weigh(copies).rows).toBe(0);
    expect(weigh(copies, (name) => (name === 'a.csv' ? 500 : undefined)).rows).toBe(1000);
  });

  it('is small for what the lab starts with, and above the limits for 100 million rows', () => {
    const usual = weigh(recipe([source()], { steps: defaultSteps(), injections: [drawn({ count: 500 })] }));
    expect([isHeavy(usual), isRisky(usual), plansQuickly(usual)]).toEqual([false, false, true]);
    const many = weigh(recipe([source({ rows: 100_000_000 })]));
    expect(isHeavy(many)).toBe(true);
    expect(many.bytes).toBeGreaterThan(heavyLimits.bytes);
    expect(weightText(many)).toMatch(/^generates 100M rows \(about 1\.8 GB, \d+ s\)$/);
  });

  it('is above the limits for 3,000 draws of a million anomalies', () => {
    const injections = Array.from({ length: 3000 }, (_, k) => drawn({ count: 1_000_000 }, `d${k}`));
    const bomb = recipe([source({ rows: 100_000_000 })], { injections });
    const weight = weigh(bomb);
    expect(weight.anomalies).toBe(3e9);
    expect([isHeavy(weight), plansQuickly(weight)]).toEqual([true, false]);
    expect(weightText(weight)).toMatch(
      /^generates 100M rows, 3,000M anomalies \(about 15\.0 TB, \d+ h, more than the 4\.0 GB that the lab can hold\)$/,
    );
  });

  // Work or memory for each row or anomaly would not end within the time of a test.
  it('is found without a look at any of 20 billion rows and 864 billion anomalies', () => {
    const generated = Array.from({ length: 200 }, (_, k) =>
      source({ synthetic: k === 0 ? 's' : `s${k}`, step: '1d', rows: 100_000_000 }),
    );
    const injections = Array.from({ length: 100 }, (_, k) => drawn({ perDay: 86.4 }, `d${k}`));
    const weight = weigh(recipe(generated, { injections }));
    expect([weight.rows, weight.anomalies]).toEqual([2e10, 8.64e11]);
  });

  it('knows what makes planning long: deviations of a hundred channels, formulas at a hundred lags', () => {
    const list = Array.from({ length: 100 }, (_, k) => ({ name: `c${k}`, lag: `${k + 1}s` }));
    const noise = Array.from({ length: 20 }, () => ({ gaussian: { sd: 0.1 }, unit: 'share' as const }));
    const signal = Array.from({ length: 50 }, () => ({ formula: { expression: 'sin(t)' } }));
    const weight = weigh(recipe([source({ rows: 1000, signal, noise, channels: { list } })]));
    expect(plansQuickly(weight)).toBe(false);
    expect(isHeavy(weight)).toBe(true);
  });

  it('is the same whatever is in lists that nothing is generated from', () => {
    const annotations = Array.from({ length: 1000 }, (_, k) => ({
      id: `a${k}`,
      series: 's',
      start: '2023-01-01T00:00:00Z',
      end: '2023-01-01T00:00:01Z',
      type: 'x',
      shape: 'point' as const,
      origin: 'manual' as const,
    }));
    expect(weigh(recipe([source()], { annotations }))).toEqual(weigh(recipe([source()])));
  });
});
