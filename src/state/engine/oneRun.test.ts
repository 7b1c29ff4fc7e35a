/** A state of the recipe is run once, whoever asks and whenever: the edit's own wait, scripts, exports, queries. */
import { afterEach, beforeEach, expect, it, test, vi } from 'vitest';
import { LabFailure } from '../../core/errors';
import { defaultSteps } from '../../core/recipe';
import type { FileSource, Recipe } from '../../core/recipe/types';
import type { LoadRequest } from '../../engine/protocol';

/** A run takes this long; so does what reads the rows while it is under way. */
const RUN_MS = 300;
const LOAD_MS = 100;

const fake = vi.hoisted(() => ({
  /** The recipes that were run, and those whose run came to its end. */
  begun: [] as Recipe[],
  ended: [] as Recipe[],
  loads: 0,
  underWay: Promise.resolve() as Promise<unknown>,
}));

vi.mock('../ingest/storage', () => ({
  keepRaw: () => Promise.resolve(),
  forgetRaw: () => Promise.resolve(),
}));

const after = <T>(ms: number, value: () => T, signal?: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(value()), ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new LabFailure({ code: 'aborted', message: 'Cancelled.' }));
    });
  });

const series = [{ id: 0, name: 'a.csv', file: 'a.csv', rows: 1 }];

vi.mock('./engine', () => ({
  call: (name: string, argument: unknown, { signal }: { signal?: AbortSignal } = {}) => {
    if (name === 'run') {
      const { recipe } = argument as { recipe: Recipe };
      fake.begun.push(recipe);
      const answer = after(
        RUN_MS,
        () => {
          fake.ended.push(recipe);
          const rows = recipe.steps.length;
          return { stages: [{ name: 'raw', rows, ms: 1 }], steps: [], checks: [], warnings: [], labels: [] };
        },
        signal,
      );
      fake.underWay = answer.catch(() => undefined);
      return answer;
    }
    if (name === 'load') {
      fake.loads += 1;
      const { files } = argument as LoadRequest;
      const reports = files.map(({ name: file, source: one }) => ({
        file,
        series: [file],
        rows: 1,
        rejected: 0,
        source: one as FileSource,
      }));
      return after(LOAD_MS, () => ({ files: reports, series }));
    }
    if (name === 'unload') return Promise.resolve(series);
    // As in the engine, what reads the rows waits for the change under way.
    if (name === 'nabWindows') return fake.underWay.then(() => []);
    return Promise.resolve([]);
  },
}));

const { rawFiles } = await import('../ingest/files');
const { currentRecipe, editOrThrow, freshRecipe, useRecipe } = await import('../recipe/recipe');
const { dataLab, releaseCalls } = await import('../automation');
const run = await import('./run');
run.followRecipe();
releaseCalls();

const source: FileSource = {
  file: 'a.csv',
  time: { column: 'timestamp', format: 'iso', zone: 'UTC' },
  values: ['value'],
};
/** The recipe with this many steps. */
const steps = (count: number): Recipe => ({ ...currentRecipe(), steps: defaultSteps().slice(0, count) });

beforeEach(async () => {
  vi.useFakeTimers();
  rawFiles.set('a.csv', new File(['x'], 'a.csv'));
  useRecipe.setState({ recipe: { ...freshRecipe(), sources: [source], steps: [] } });
  await vi.advanceTimersByTimeAsync(2000);
  fake.begun.length = 0;
  fake.ended.length = 0;
  fake.loads = 0;
});
afterEach(() => void vi.useRealTimers());

const delays = [0, 1, 75, 149, 150, 151, 300, 449, 450, 451, 2000];

it.each(delays)('an edit, and run() %i ms later, make exactly one run', async (delay) => {
  editOrThrow(() => steps(2));
  await vi.advanceTimersByTimeAsync(delay);
  const answer = dataLab.run();
  await vi.advanceTimersByTimeAsync(5000);
  expect((await answer).stages).toEqual([{ name: 'raw', rows: 2, ms: 1 }]);
  expect(fake.begun).toHaveLength(1);
});

it.each(delays)('setRecipe awaited, and run() %i ms later, make exactly one run', async (delay) => {
  const answer = (async () => {
    await dataLab.setRecipe(steps(2));
    await new Promise((resolve) => setTimeout(resolve, delay));
    return dataLab.run();
  })();
  await vi.advanceTimersByTimeAsync(5000);
  expect((await answer).stages).toEqual([{ name: 'raw', rows: 2, ms: 1 }]);
  expect(fake.begun).toHaveLength(1);
});

it.each(delays)(
  'of two edits %i ms apart, the run of the first gives way to that of the last, which each later caller gets',
  async (delay) => {
    editOrThrow(() => steps(2));
    const first = dataLab.run();
    await vi.advanceTimersByTimeAsync(delay);
    editOrThrow(() => steps(3));
    const second = dataLab.run();
    await vi.advanceTimersByTimeAsync(5000);
    expect((await second).stages[0]?.rows).toBe(3);
    // The first is of its own state where it was done by then, else of the last.
    expect((await first).stages[0]?.rows).toBe(delay >= RUN_MS ? 2 : 3);
    expect(fake.ended.map((recipe) => recipe.steps.length)).toEqual(delay >= RUN_MS ? [2, 3] : [3]);
  },
);

test('a run under way for the same recipe is joined by all who ask', async () => {
  editOrThrow(() => steps(2));
  await vi.advanceTimersByTimeAsync(200);
  expect(fake.begun).toHaveLength(1);
  const asked = [run.runCurrent(), run.upToDate(), dataLab.run(), run.runEnded()];
  await vi.advanceTimersByTimeAsync(5000);
  await Promise.all(asked);
  expect(fake.begun).toHaveLength(1);
});

test('an edit taken back while its recipe is being run does not end that run', async () => {
  editOrThrow(() => steps(2));
  await vi.advanceTimersByTimeAsync(200);
  const before = currentRecipe();
  editOrThrow(() => steps(3));
  await vi.advanceTimersByTimeAsync(20);
  editOrThrow(() => before);
  await vi.advanceTimersByTimeAsync(5000);
  expect(fake.begun.map((recipe) => recipe.steps.length)).toEqual([2]);
  expect(fake.ended).toHaveLength(1);
});

test('a cancelled run is not joined: the next asked for begins anew', async () => {
  editOrThrow(() => steps(2));
  await vi.advanceTimersByTimeAsync(200);
  run.cancelRun();
  const answer = dataLab.run();
  await vi.advanceTimersByTimeAsync(5000);
  expect((await answer).stages[0]?.rows).toBe(2);
  expect(fake.begun).toHaveLength(2);
  expect(fake.ended).toHaveLength(1);
});

test('a file that comes while its recipe is being run without it is read, and run with it', async () => {
  editOrThrow((recipe) => ({ ...recipe, sources: [source, { ...source, file: 'late.csv' }] }));
  await vi.advanceTimersByTimeAsync(200);
  expect(fake.begun).toHaveLength(1);
  rawFiles.set('late.csv', new File(['x'], 'late.csv'));
  const answer = run.runCurrent();
  await vi.advanceTimersByTimeAsync(5000);
  await answer;
  expect(fake.loads).toBe(1);
  expect(fake.ended.map(({ sources }) => sources.length)).toEqual([2]);
});

test('a run of a worker that has died is not joined', async () => {
  editOrThrow(() => steps(2));
  await vi.advanceTimersByTimeAsync(200);
  run.recoverFromDeath({ code: 'worker-died', message: 'It died.' });
  const answer = dataLab.run();
  await vi.advanceTimersByTimeAsync(5000);
  expect((await answer).stages[0]?.rows).toBe(2);
  expect(fake.loads).toBe(1);
  expect(fake.ended).toHaveLength(1);
  expect(fake.begun).toHaveLength(2);
});
