import { beforeEach, expect, test, vi } from 'vitest';
import type { ExportRequest } from '../../engine/protocol';
import type { FileSource, Recipe } from '../../core/recipe/types';

/** An engine that notes what it was asked for, and with which recipe. */
const fake = vi.hoisted(() => ({
  calls: [] as { name: string; recipe: Recipe | undefined; asRan: boolean | undefined }[],
}));
const series = [
  {
    id: 0,
    name: 's',
    file: 's',
    source: 'file',
    zone: 'UTC',
    rows: 1,
    first: 0,
    last: 0,
    labels: 0,
    sparkline: [],
  },
];
vi.mock('../ingest/storage', () => ({ keepRaw: () => undefined, forgetRaw: () => undefined }));
vi.mock('../engine/engine', async (original) => ({
  ...(await original<object>()),
  call: (name: string, argument: Partial<ExportRequest> | null) => {
    fake.calls.push({ name, recipe: argument?.recipe, asRan: argument?.annotationsAsRan });
    if (name === 'load')
      return Promise.resolve({ files: [{ file: 's', series: ['s'], rows: 1, rejected: 0 }], series });
    const nothing = { stages: [], steps: [], checks: [], warnings: [], labels: [] };
    if (name === 'exportBundle')
      return Promise.resolve({
        version: { version: 1, sha256: '', dataset: {}, recipe: argument?.recipe, checks: [] },
      });
    return Promise.resolve(name === 'run' ? nothing : name === 'generate' ? { sources: [], series: [] } : []);
  },
}));

const { exportBundle, freeAfterDownload } = await import('./export');
const { rawFiles } = await import('../ingest/files');
const { followRecipe, runCurrent } = await import('../engine/run');
const { runQuery } = await import('../view/queries');
const { editOrThrow, freshRecipe, useRecipe } = await import('../recipe/recipe');
followRecipe();

const seen = (): [string, number | undefined][] =>
  fake.calls.map(({ name, recipe }) => [name, recipe?.steps.length]);

beforeEach(async () => {
  const source: FileSource = {
    file: 's',
    time: { column: 'timestamp', format: 'iso', zone: 'UTC' },
    values: ['value'],
  };
  rawFiles.set('s', new File([''], 's'));
  useRecipe.setState({ recipe: { ...freshRecipe(), sources: [source] } });
  await runCurrent();
  fake.calls.length = 0;
});

test('an export right after an edit waits for its run, and names the recipe that ran', async () => {
  editOrThrow((recipe) => ({ ...recipe, steps: recipe.steps.slice(0, 1) }));
  await exportBundle();
  expect(seen()).toEqual([
    ['run', 1],
    ['exportBundle', 1],
  ]);
});

test('labels made by hand do not cross once more with an export: the engine has those that ran', async () => {
  const one = { start: '2023-01-01T00:00:00Z', end: '2023-01-01T00:00:01Z', type: 'x', id: '1', series: 's' };
  const annotations = [{ ...one, shape: 'window', origin: 'manual' } as const];
  editOrThrow((recipe) => ({ ...recipe, annotations }));
  await exportBundle();
  expect(fake.calls.map(({ name, recipe, asRan }) => [name, recipe?.annotations, asRan])).toEqual([
    ['run', annotations, undefined],
    ['exportBundle', [], true],
  ]);
});

test('an export with nothing changed since the last run runs nothing', async () => {
  await exportBundle();
  expect(seen().map(([name]) => name)).toEqual(['exportBundle']);
});

test('a query right after an edit waits for its run', async () => {
  editOrThrow((recipe) => ({ ...recipe, steps: [] }));
  await runQuery('SELECT 1');
  expect(seen().map(([name]) => name)).toEqual(['run', 'query']);
});

test('the stored zip of a download is deleted after ten minutes and a second for each megabyte, and not before', async () => {
  vi.useFakeTimers();
  const removed: string[] = [];
  const folder = { removeEntry: (name: string) => Promise.resolve(removed.push(name)) };
  const root = {
    getDirectoryHandle: (name: string) => (name === 'exports' ? Promise.resolve(folder) : Promise.reject()),
  };
  vi.stubGlobal('navigator', { storage: { getDirectory: () => Promise.resolve(root) } });
  const kept = { folder: 'exports', name: 'one.partial' };
  freeAfterDownload({ kept, bytes: 400_000_000 });
  freeAfterDownload({ bytes: 1 });
  await vi.advanceTimersByTimeAsync(999_000);
  expect(removed).toEqual([]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(removed).toEqual(['one.partial']);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});
