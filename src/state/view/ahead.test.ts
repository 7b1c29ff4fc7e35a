import { beforeEach, expect, test, vi } from 'vitest';
import type { Annotation, Recipe } from '../../core/recipe/types';
import { LabFailure } from '../../core/errors';
import type { ChartRequest } from '../../core/view/types';
import { freshRecipe } from '../recipe/recipe';
import { useRun } from '../engine/runState';
import { fetchChartAhead } from './ahead';

const fake = vi.hoisted(() => ({ call: vi.fn<(...given: unknown[]) => Promise<unknown>>() }));
vi.mock('../engine/engine', () => ({ call: fake.call }));

const request: ChartRequest = { series: 'a', columns: 500, layers: ['processed'] };
const { signal } = new AbortController();
const label = (n: number): Annotation => ({
  id: `a#manual-${n}`,
  series: 'a',
  start: '2024-01-01T00:00:00Z',
  end: '2024-01-01T01:00:00Z',
  type: 'drift',
  shape: 'window',
  origin: 'manual',
});
const ran: Recipe = { ...freshRecipe(), annotations: [label(1)] };
const steps: Recipe['steps'] = [{ outliers: { rule: 'zscore', threshold: 2, then: 'flag', protect: true } }];

beforeEach(() => {
  fake.call.mockReset().mockResolvedValue(null);
  useRun.setState({ ranRecipe: ran, number: 7 });
});

test('only steps are sent where labels are those of the last run', async () => {
  await fetchChartAhead({ ...ran, steps, annotations: [label(1)] }, request, signal);
  expect(fake.call.mock.lastCall).toEqual(['chartAhead', { after: 7, steps, chart: request }, { signal }]);
});

test('other labels go along', async () => {
  const annotations = [label(1), label(2)];
  await fetchChartAhead({ ...ran, steps, annotations }, request, signal);
  expect(fake.call.mock.lastCall?.[1]).toEqual({
    after: 7,
    steps,
    changes: { annotations, edits: [] },
    chart: request,
  });
});

test('nothing is asked where rows are others, nothing has run, or too many labels would go along', async () => {
  const generated = [
    { synthetic: 's', start: '2024-01-01T00:00:00Z', step: '1s', rows: 9, seed: 1, signal: [], noise: [] },
  ];
  const many = Array.from({ length: 1001 }, (_, n) => label(n));
  expect(await fetchChartAhead({ ...ran, generated }, request, signal)).toBeNull();
  expect(await fetchChartAhead({ ...ran, seed: ran.seed + 1 }, request, signal)).toBeNull();
  expect(await fetchChartAhead({ ...ran, annotations: many }, request, signal)).toBeNull();
  useRun.setState({ ranRecipe: null, number: null });
  expect(await fetchChartAhead({ ...ran, steps }, request, signal)).toBeNull();
  expect(fake.call).not.toHaveBeenCalled();
});

test('what the engine refuses is left to the run to tell', async () => {
  fake.call.mockRejectedValue(new LabFailure({ code: 'memory', message: 'Too little memory.' }));
  expect(await fetchChartAhead({ ...ran, steps }, request, signal)).toBeNull();
});
