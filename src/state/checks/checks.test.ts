import { beforeEach, expect, test, vi } from 'vitest';
import { checkOf } from '../../core/checks/make';
import { LabFailure } from '../../core/errors';
import type { ChecksRequest } from '../../engine/protocol';

/** An engine that notes which checks it was asked for, and answers when it is told to. */
const fake = vi.hoisted(() => ({
  asked: [] as { names: (string | undefined)[]; answer: (error?: Error) => void }[],
}));
vi.mock('../engine/engine', async (original) => ({
  ...(await original<object>()),
  call: (_name: string, { checks }: ChecksRequest, { signal }: { signal: AbortSignal }) =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
      fake.asked.push({
        names: checks.map(({ id }) => id),
        answer: (error) => (error ? reject(error) : resolve({ results: [], all: checks.length, failed: 0 })),
      });
    }),
}));

const { acceptFailure, addChecks, ensureChecks, setChecks, useChecks } = await import('./checks');
const { useRun } = await import('../engine/runState');
const { currentRecipe, freshRecipe, undo, useRecipe } = await import('../recipe/recipe');

const utc = checkOf('expect_times_to_be_utc', {}, { id: 'utc' });
const regular = checkOf('expect_step_to_be_regular', {}, { id: 'regular' });
const report = { stages: [], steps: [], checks: [], warnings: [], labels: [] };

beforeEach(() => {
  fake.asked.length = 0;
  useRecipe.setState({ recipe: { ...freshRecipe(), checks: [utc] } });
  useRun.setState({ report, version: useRun.getState().version + 1 });
  useChecks.setState({ of: null, report: null, busy: null, error: null });
});

test('results are asked for once, and again after an edit of the checks or another run', async () => {
  const first = ensureChecks();
  fake.asked[0]?.answer();
  await first;
  await ensureChecks();
  expect(fake.asked).toHaveLength(1);
  expect(useChecks.getState().report).toMatchObject({ all: 1 });

  addChecks([regular]);
  const second = ensureChecks();
  fake.asked[1]?.answer();
  await second;
  expect(fake.asked[1]?.names).toEqual(['utc', 'regular']);

  useRun.setState({ version: useRun.getState().version + 1 });
  const third = ensureChecks();
  fake.asked[2]?.answer();
  await third;
  expect(fake.asked).toHaveLength(3);
});

test('an edit that no check depends on asks for nothing', async () => {
  const first = ensureChecks();
  fake.asked[0]?.answer();
  await first;
  acceptFailure('utc', true);
  await ensureChecks();
  expect(fake.asked).toHaveLength(1);
});

test('results under way give way to those of the recipe as it is now', async () => {
  const first = ensureChecks();
  addChecks([regular]);
  const second = ensureChecks();
  fake.asked[1]?.answer();
  await Promise.all([first, second]);
  expect(useChecks.getState()).toMatchObject({ busy: null, error: null, report: { all: 2 } });
});

test('a failure stands until it is asked again, and a cancel leaves what was there', async () => {
  const first = ensureChecks();
  fake.asked[0]?.answer(new LabFailure({ code: 'memory', message: 'Memory ran out.' }));
  await first;
  expect(useChecks.getState().error?.code).toBe('memory');
  const again = ensureChecks();
  fake.asked[1]?.answer();
  await again;
  expect(useChecks.getState()).toMatchObject({ error: null, report: { all: 1 } });

  addChecks([regular]);
  const cancelled = ensureChecks();
  useChecks.getState().busy?.cancel();
  await cancelled;
  expect(useChecks.getState()).toMatchObject({ busy: null, error: null, report: { all: 1 } });
});

test('nothing is asked before the first run', async () => {
  useRun.setState({ report: null });
  await ensureChecks();
  expect(fake.asked).toEqual([]);
});

test('a recipe without checks has no word of them, and neither of failures that are no longer accepted', () => {
  expect(setChecks(() => [])).toBeUndefined();
  expect(currentRecipe()).not.toHaveProperty('checks');
  acceptFailure('a', true);
  acceptFailure('b', true);
  acceptFailure('b', true);
  expect(currentRecipe().export.accept).toEqual(['a', 'b']);
  acceptFailure('a', false);
  acceptFailure('b', false);
  expect(currentRecipe().export).not.toHaveProperty('accept');
});

test('a check with the name of another is refused, and undo takes back what was added', () => {
  expect(() => addChecks([utc])).toThrow('unique name');
  addChecks([regular]);
  expect(currentRecipe().checks).toEqual([utc, regular]);
  undo();
  expect(currentRecipe().checks).toEqual([utc]);
});
