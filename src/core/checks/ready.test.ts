import { describe, expect, it } from 'vitest';
import type { ObservedRows } from '../dataset/verdict';
import { defaultSteps, emptyRecipe } from '../recipe';
import type { GeneratedSource } from '../recipe/types';
import { isReady, readiness, type ReadyFacts } from './ready';

const good: ObservedRows = {
  rows: 5_000_000,
  utc: true,
  ordered: true,
  gaps: 0,
  regular: true,
  missing: 0,
  filled: 0,
  longestFilled: null,
  filledLimit: 9e8,
};
const synthetic: GeneratedSource = {
  synthetic: 'a',
  start: '2023-01-01T00:00:00Z',
  rows: 5_000_000,
  step: '1s',
  signal: [],
};
const facts = (more: Partial<ReadyFacts> = {}): ReadyFacts => ({
  steps: defaultSteps(),
  generated: [synthetic],
  export: emptyRecipe().export,
  series: [good, good],
  resampled: true,
  labels: { all: 500, covering: 500 },
  ...more,
});
const states = (more?: Partial<ReadyFacts>): Record<string, string> =>
  Object.fromEntries(readiness(facts(more)).map(({ id, state }) => [id, state]));
const detail = (id: string, more?: Partial<ReadyFacts>): string =>
  readiness(facts(more)).find((item) => item.id === id)?.detail ?? '';

describe('readiness', () => {
  it('holds for ten million rows on a grid with labelled anomalies', () => {
    expect(isReady(readiness(facts()))).toBe(true);
    expect(detail('labelled')).toBe('10,000,000 rows, 500 labelled anomalies, all in the catalogue');
  });

  it('lacks rows or labels of a synthetic data set, and asks real data for neither', () => {
    const few = { series: [{ ...good, rows: 10 }] };
    expect(states(few)['labelled']).toBe('lacks');
    expect(states({ labels: { all: 0, covering: 0 } })['labelled']).toBe('lacks');
    expect(states({ labels: { all: 5, covering: 4 } })['labelled']).toBe('lacks');
    expect(states({ ...few, generated: [] })['labelled']).toBe('not an aim');
    expect(isReady(readiness(facts({ ...few, generated: [] })))).toBe(true);
  });

  it('tells how many series are on a grid, and in how many too much was filled', () => {
    const gappy = { ...good, regular: false, gaps: 3 };
    expect(states({ series: [good, gappy] })['regular']).toBe('lacks');
    expect(detail('regular', { series: [good, gappy] })).toBe('1 of 2 series; 3 gaps');
    const full = { ...good, filled: 1_000_000, longestFilled: { start: 0, length: 6e7 } };
    expect(states({ series: [good, full] })['filled']).toBe('lacks');
    expect(detail('filled', { series: [good, full] })).toBe(
      '10 % of values filled, longest stretch 1 min; too much in 1 of 2 series',
    );
  });

  it('lacks what is not exported, and what no step does', () => {
    const { export: options } = emptyRecipe();
    expect(states({ export: { ...options, stages: ['clean'] } })['resampled']).toBe('lacks');
    expect(states({ resampled: false })['resampled']).toBe('lacks');
    expect(states({ export: { ...options, partition: [] } })['partitioned']).toBe('lacks');
    expect(states({ steps: [] })['cleaned']).toBe('lacks');
    expect(states({ series: [{ ...good, missing: 1 }] })['cleaned']).toBe('lacks');
    expect(states({ series: [{ ...good, utc: false }] })['utc']).toBe('lacks');
  });
});
