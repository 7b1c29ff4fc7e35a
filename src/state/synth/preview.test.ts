import { beforeEach, expect, it, vi } from 'vitest';
import type { Injection, SyntheticSource } from '../../core/recipe/types';

vi.mock('../engine/engine', () => ({ call: () => Promise.resolve(null) }));
vi.mock('../session/session', () => ({ markRun: () => Promise.resolve() }));
const { preview, usePreview } = await import('./preview');
const { freshRecipe, useRecipe } = await import('../recipe/recipe');
const { addInjection } = await import('./synth');

const source: SyntheticSource = {
  synthetic: 's',
  start: '2023-01-01T00:00:00Z',
  step: '1s',
  rows: 100_000_000,
  signal: [{ constant: { value: 1 } }],
};
const draw = (id: string, count: number): Injection => ({
  id,
  series: 's',
  draw: { count },
  shapes: [{ kind: 'spike', length: '1s' }],
});

beforeEach(() => {
  preview(null);
  useRecipe.setState({ recipe: { ...freshRecipe(), generated: [source] } });
});

it('a draft of a long series is drawn ahead', () => {
  preview({ name: 's', injections: [draw('a', 100)] });
  expect(usePreview.getState().ahead?.series).toEqual(['s']);
});

// Each of these would place millions of anomalies: the time of a test would not do.
const many = [draw('a', 1e6), draw('b', 1e6), draw('c', 1e6), draw('d', 1e6)];

it('a draft with millions of anomalies is not drawn ahead, and what was is given up', () => {
  preview({ name: 's', injections: [draw('a', 100)] });
  preview({ name: 's', injections: many });
  expect(usePreview.getState()).toMatchObject({ ahead: null, error: null });
});

it('an edit beside millions of anomalies is checked without placing them', () => {
  useRecipe.setState({ recipe: { ...freshRecipe(), generated: [source], injections: many } });
  expect(addInjection(draw('e', 1))).toBeUndefined();
  expect(addInjection({ ...draw('f', 1), series: 'nobody' })).toMatchObject({
    path: '$.injections[5].series',
  });
});
