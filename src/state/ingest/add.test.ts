import { beforeEach, describe, expect, it, test, vi } from 'vitest';
import { LabFailure, type LabError } from '../../core/errors';
import type { FileSource } from '../../core/recipe/types';
import type { FileReport, LoadRequest, NamedFile } from '../../engine/protocol';

/** An engine that keeps names, and refuses what `refuses` says. */
const fake = vi.hoisted(() => ({
  held: new Set<string>(),
  /** Of a file: why it is refused. Of the whole call: why that fails. */
  refuses: new Map<string, LabError>(),
  callFails: undefined as LabError | undefined,
  silent: false,
}));

vi.mock('./storage', () => ({
  keepRaw: () => Promise.resolve(),
  forgetRaw: () => Promise.resolve(),
}));

vi.mock('../engine/engine', () => ({
  call: (name: string, argument: unknown) => {
    if (name === 'inspect') {
      const files = argument as NamedFile[];
      return Promise.resolve(
        files.map((one) => ({ name: one.name, source: source(one.name), questions: [] })),
      );
    }
    if (name === 'load') {
      if (fake.callFails) return Promise.reject(new LabFailure(fake.callFails));
      const files = fake.silent ? [] : (argument as LoadRequest).files.map(load);
      return Promise.resolve({ files, series: series() });
    }
    if (name === 'unload') {
      for (const file of argument as string[]) fake.held.delete(file);
      return Promise.resolve(series());
    }
    if (name === 'run')
      return Promise.resolve({ stages: [], steps: [], checks: [], warnings: [], labels: [] });
    return Promise.resolve([]);
  },
}));

const source = (file: string): FileSource => ({
  file,
  time: { column: 'timestamp', format: 'iso', zone: 'UTC' },
  values: ['value'],
});
const series = (): { name: string; file: string }[] => [...fake.held].map((name) => ({ name, file: name }));

function load({ name, source: read }: LoadRequest['files'][number]): FileReport {
  const twice: LabError = { code: 'series-twice', message: `${name} is loaded already.`, file: name };
  const error = fake.held.has(name) ? twice : fake.refuses.get(name);
  if (error) return { file: name, series: [], rows: 0, rejected: 0, error };
  fake.held.add(name);
  return {
    file: name,
    series: [name],
    rows: 1,
    rejected: 0,
    source: { ...(read as FileSource), sha256: 'f'.repeat(64) },
  };
}

const { rawFiles, useFiles } = await import('./files');
const { addFiles, editImport } = await import('./add');
const { editOrThrow, freshRecipe, undo, useRecipe } = await import('../recipe/recipe');
const { useRun } = await import('../engine/runState');
const { held } = await import('../engine/held');
const run = await import('../engine/run');
run.followRecipe();

const file = (name: string): NamedFile => ({ name, file: new File(['x'], name) });
const codes = (): string[] => useFiles.getState().notices.map(({ error }) => error.code);

beforeEach(async () => {
  fake.refuses.clear();
  fake.callFails = undefined;
  fake.silent = false;
  useRecipe.setState({ recipe: freshRecipe() });
  await run.runCurrent();
  rawFiles.clear();
  useFiles.setState({ notices: [] });
});

describe('a file whose source has just left the recipe can be added again at once', () => {
  const leaves: [how: string, leave: () => void][] = [
    ['by an empty recipe', () => editOrThrow(() => freshRecipe())],
    ['by undo', undo],
  ];
  it.each(leaves)('%s', async (_how, leave) => {
    await addFiles([file('a.csv')]);
    leave();
    expect(await addFiles([file('a.csv')])).toEqual({ series: ['a.csv'], rejected: 0 });
    expect(codes()).toEqual([]);
    await run.upToDate();
    expect([...fake.held]).toEqual(['a.csv']);
  });
});

describe('no call answers without series and without an error where its files were refused', () => {
  const damaged: LabError = { code: 'file-unsupported', message: 'It is damaged.', file: 'a.csv' };
  const memory: LabError = { code: 'memory', message: 'There is no memory left.' };
  const waitFor = (...names: string[]): void =>
    editOrThrow((recipe) => ({ ...recipe, sources: names.map(source) }));

  it('a file that the recipe waits for, refused as it is read', async () => {
    waitFor('a.csv');
    fake.refuses.set('a.csv', damaged);
    await expect(addFiles([file('a.csv')])).rejects.toMatchObject({ error: damaged });
    expect(codes()).toEqual(['file-unsupported']);
  });

  it('a file that the recipe waits for with another hash', async () => {
    editOrThrow((recipe) => ({ ...recipe, sources: [{ ...source('a.csv'), sha256: 'a'.repeat(64) }] }));
    await expect(addFiles([file('a.csv')])).rejects.toMatchObject({ error: { code: 'file-changed' } });
    expect(codes()).toEqual(['file-changed']);
  });

  it('every later call after memory ran out: each says so, and the first one with memory loads the file', async () => {
    waitFor('a.csv');
    fake.callFails = memory;
    for (let times = 0; times < 3; times++) {
      await expect(addFiles([file('a.csv')])).rejects.toMatchObject({ error: { code: 'memory' } });
    }
    await expect(addFiles([file('b.csv')])).rejects.toMatchObject({ error: { code: 'memory' } });
    fake.callFails = undefined;
    expect(await addFiles([file('a.csv')])).toEqual({ series: ['a.csv'], rejected: 0 });
    expect(await addFiles([file('b.csv')])).toEqual({ series: ['b.csv'], rejected: 0 });
  });

  it('the engine that says nothing of a file', async () => {
    fake.silent = true;
    await expect(addFiles([file('a.csv')])).rejects.toMatchObject({ error: { file: 'a.csv' } });
    waitFor('b.csv');
    await expect(addFiles([file('b.csv')])).rejects.toMatchObject({ error: { file: 'b.csv' } });
  });

  it('but one that comes in beside a refused one is in the answer', async () => {
    waitFor('a.csv', 'b.csv');
    fake.refuses.set('a.csv', damaged);
    expect(await addFiles([file('a.csv'), file('b.csv')])).toEqual({ series: ['b.csv'], rejected: 0 });
    expect(codes()).toEqual(['file-unsupported']);
  });
});

test('a file whose reading was cancelled with the run can be added again', async () => {
  editOrThrow((recipe) => ({ ...recipe, sources: [source('a.csv')] }));
  fake.callFails = { code: 'aborted', message: 'Cancelled.' };
  await expect(addFiles([file('a.csv')])).rejects.toMatchObject({ error: { code: 'aborted' } });
  expect(useRun.getState().status).toBe('cancelled');
  fake.callFails = undefined;
  expect(await addFiles([file('a.csv')])).toEqual({ series: ['a.csv'], rejected: 0 });
  expect([...held.files.keys()]).toEqual(['a.csv']);
});

describe('a source that a script gives', () => {
  it.each([
    ['no value column', { values: [] }, '$.sources[0].values'],
    [
      'a pattern that cannot be read',
      { time: { column: 't', format: 'dd/XY', zone: 'UTC' } },
      '$.sources[0].time.format',
    ],
    [
      'row numbers without a start',
      { time: { column: [], format: 'index', zone: 'UTC' } },
      '$.sources[0].time.start',
    ],
    [
      'numbered anomalies beside a key',
      {
        time: { column: [], format: 'index', zone: 'UTC', start: '2024-01-01T00:00:00Z', step: '1s' },
        series: 'k',
        anomalies: [[1, 2]],
      },
      '$.sources[0].anomalies',
    ],
    ['one column with two parts', { time: { column: 'value', format: 'iso', zone: 'UTC' } }, '$.sources[0]'],
  ])('with %s is refused with its path before anything is read', async (_what, change, path) => {
    const given = { ...source('a.csv'), ...change } as FileSource;
    await expect(addFiles([file('a.csv')], { 'a.csv': given })).rejects.toMatchObject({
      error: { path, file: 'a.csv' },
    });
    expect(rawFiles.has('a.csv')).toBe(false);
    expect([...fake.held]).toEqual([]);
  });
});

describe('files that are asked about once more', () => {
  const contradicted: LabError = {
    code: 'layout-contradicted',
    message: 'Line 9 does not fit.',
    file: 'b.csv',
  };

  it('leave those that are in place already where their reading fails', async () => {
    fake.refuses.set('b.csv', contradicted);
    const adding = addFiles([file('a.csv'), file('b.csv')]).catch((thrown: LabFailure) => thrown.error.code);
    await vi.waitFor(() => expect(useFiles.getState().questions).toHaveLength(1));
    fake.callFails = { code: 'memory', message: 'There is no memory left.' };
    useFiles.getState().questions[0]?.answer({ source: source('b.csv'), guessed: false });
    expect(await adding).toBe('memory');
    fake.callFails = undefined;
    expect([rawFiles.has('a.csv'), rawFiles.has('b.csv')]).toEqual([true, false]);
    await run.runCurrent();
    expect([...fake.held]).toEqual(['a.csv']);
  });
});

test('an edit of an import that reads nothing puts the source back that the file had', async () => {
  await addFiles([file('a.csv')]);
  await run.upToDate();
  const { sources } = useRecipe.getState().recipe;
  const editing = editImport('a.csv');
  await vi.waitFor(() => expect(useFiles.getState().questions).toHaveLength(1));
  fake.refuses.set('a.csv', { code: 'file-all-rejected', message: 'No line can be read.', file: 'a.csv' });
  useFiles
    .getState()
    .questions[0]?.answer({ source: { ...source('a.csv'), values: ['other'] }, guessed: false });
  await vi.waitFor(() => expect(codes()).toContain('file-all-rejected'));
  fake.refuses.clear();
  await editing;
  expect(useRecipe.getState().recipe.sources).toEqual(sources);
  await run.runCurrent();
  expect([...fake.held]).toEqual(['a.csv']);
});
