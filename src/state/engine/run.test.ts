import { beforeEach, describe, expect, it, test, vi } from 'vitest';
import { LabFailure } from '../../core/errors';
import type { FileSource, LabelSource, SyntheticSource } from '../../core/recipe/types';
import type {
  FileReport,
  GenerateReport,
  GenerateRequest,
  LoadRequest,
  RunReport,
  SeriesInfo,
} from '../../engine/protocol';

type Calls = [name: string, argument: unknown][];

/** An engine that keeps only names: what `call` was asked for, and what would be loaded. */
const fake = vi.hoisted(() => ({
  calls: [] as [string, unknown][],
  held: new Map<string, unknown>(),
  hashes: new Map<string, string>(),
  /** Replaces the answer of a call once. */
  next: new Map<string, (signal?: AbortSignal) => Promise<unknown>>(),
  kept: [] as string[],
  given: [] as string[][],
}));

vi.mock('../ingest/storage', () => ({
  keepRaw: ({ file }: { file: string }) => Promise.resolve(void fake.kept.push(file)),
  forgetRaw: (names: string[]) => Promise.resolve(void fake.given.push(names)),
}));

const marks = vi.hoisted(() => [] as unknown[]);
vi.mock('../session/session', () => ({
  markRun: (mark: unknown) => Promise.resolve(void marks.push(mark)),
}));

vi.mock('./engine', () => ({
  call: (name: string, argument: unknown, options?: { signal?: AbortSignal }) => {
    fake.calls.push([name, argument]);
    const instead = fake.next.get(name);
    fake.next.delete(name);
    if (instead) return instead(options?.signal);
    if (name === 'load') return Promise.resolve(load(argument as LoadRequest));
    if (name === 'unload') {
      for (const file of argument as string[]) fake.held.delete(file);
      return Promise.resolve(series());
    }
    if (name === 'run') return Promise.resolve(ran());
    if (name === 'generate') return Promise.resolve(make(argument as GenerateRequest));
    return Promise.resolve([]);
  },
}));

const make = ({ sources }: GenerateRequest): GenerateReport => ({
  sources: sources.map((source) => ({
    source: 'synthetic' in source ? source.synthetic : source.name,
    series: ['synthetic' in source ? source.synthetic : source.name],
    rows: 'synthetic' in source ? source.rows : 0,
    missing: 0,
    anomalies: [],
    ms: 1,
  })),
  series: series(),
});

/** Stands for the sha256 of a file of this name. */
const hashOf = (name: string): string => Buffer.from(name).toString('hex').padEnd(64, '0').slice(0, 64);

const series = (): SeriesInfo[] =>
  [...fake.held.keys()].map((name, id) => ({
    id,
    name,
    file: name,
    zone: 'UTC',
    rows: 1,
    first: 0,
    last: 0,
    labels: 0,
    source: 'file',
    sparkline: [],
  }));

const ran = (): RunReport => ({
  stages: [{ name: 'raw', rows: fake.held.size, ms: 0 }],
  steps: [],
  checks: [],
  warnings: [],
  labels: [],
});

function load({ files }: LoadRequest): { files: FileReport[]; series: SeriesInfo[] } {
  const reports = files.map(({ name, source }): FileReport => {
    if (fake.held.has(name)) throw new Error(`${name} was loaded twice`);
    fake.held.set(name, source);
    const sha256 = fake.hashes.get(name) ?? hashOf(name);
    return {
      file: name,
      series: [name],
      rows: 1,
      rejected: 0,
      source: { ...(source as FileSource), sha256 },
    };
  });
  return { files: reports, series: series() };
}

const { rawFiles, useFiles } = await import('../ingest/files');
const { currentRecipe, editOrThrow, freshRecipe, redo, removeSource, undo, useRecipe, withSource } =
  await import('../recipe/recipe');
const { addFiles } = await import('../ingest/add');
const { useGenerated } = await import('../synth/generated');
const { useRun } = await import('./runState');
const { held } = await import('./held');
const { loadFiles } = await import('./load');
const { mayCall, rowsWhole } = await import('./rebuild');
const run = await import('./run');
run.followRecipe();

const source = (file: string, sha256?: string): FileSource => ({
  file,
  ...(sha256 ? { sha256 } : {}),
  time: { column: 'timestamp', format: 'iso', zone: 'UTC' },
  values: ['value'],
});
const give = (...names: string[]): void => {
  for (const name of names) rawFiles.set(name, new File(['x'], name));
};
const put = (...sources: (FileSource | LabelSource)[]): void =>
  editOrThrow((recipe) => sources.reduce((sum, one) => withSource(sum, one), recipe));
/** What was asked of the engine, but for looks that change nothing. */
const names = (calls: Calls): string[] => calls.map(([name]) => name).filter((name) => name !== 'fileLabels');

beforeEach(async () => {
  useRecipe.setState({ recipe: freshRecipe() });
  await run.runCurrent();
  rawFiles.clear();
  for (const list of [fake.calls, fake.kept, fake.given, marks]) list.length = 0;
  fake.hashes.clear();
  useFiles.setState({ notices: [] });
});

test('sources of the recipe whose files are there are loaded, with what reading found, and run', async () => {
  give('a.csv', 'b.csv');
  put(source('a.csv'), source('b.csv'), source('absent.csv'));
  const report = await run.runCurrent();
  expect(report.stages[0]?.rows).toBe(2);
  expect(names(fake.calls)).toEqual(['load', 'run']);
  expect(currentRecipe().sources.map(({ sha256 }) => sha256)).toEqual([
    hashOf('a.csv'),
    hashOf('b.csv'),
    undefined,
  ]);
  expect(fake.kept).toEqual(['a.csv', 'b.csv']);
});

test('runs asked for together load each file once', async () => {
  give('a.csv');
  put(source('a.csv'));
  await Promise.all([run.runCurrent(), run.runCurrent(), run.runCurrent()]);
  put(source('a.csv'));
  run.scheduleRun(0);
  await run.runCurrent();
  expect(names(fake.calls).filter((name) => name === 'load')).toHaveLength(1);
});

test('what is shown is of the run before from an edit until its run is through or fails', async () => {
  const pending = (): boolean => useRun.getState().pending;
  give('a.csv', 'b.csv');
  put(source('a.csv'));
  expect(pending()).toBe(true);
  await run.runCurrent();
  await vi.waitFor(() => expect(pending()).toBe(false));
  put(source('b.csv'));
  expect(pending()).toBe(true);
  let fail = (_error: Error): void => undefined;
  fake.next.set('run', () => new Promise((_resolve, reject) => (fail = reject)));
  const running = run.runCurrent();
  await vi.waitFor(() => expect(useRun.getState().status).toBe('running'));
  expect(pending()).toBe(true);
  fail(new LabFailure({ code: 'sql', message: 'no' }));
  await expect(running).rejects.toThrow('no');
  await vi.waitFor(() => expect(pending()).toBe(false));
  expect(useRun.getState().status).toBe('failed');
});

test('a source that leaves is unloaded and its copy given up; undo brings it back', async () => {
  give('a.csv', 'b.csv');
  put(source('a.csv'), source('b.csv'));
  await run.runCurrent();
  removeSource('a.csv');
  await run.runCurrent();
  expect([...fake.held.keys()]).toEqual(['b.csv']);
  expect(fake.given).toEqual([['a.csv']]);
  undo();
  await run.runCurrent();
  expect([...fake.held.keys()].toSorted()).toEqual(['a.csv', 'b.csv']);
});

test('a source laid out otherwise is read anew', async () => {
  give('a.csv');
  put(source('a.csv'));
  await run.runCurrent();
  put({ ...source('a.csv'), values: ['other'] });
  await run.runCurrent();
  expect(names(fake.calls)).toEqual(['load', 'run', 'unload', 'load', 'run']);
  expect(fake.held.get('a.csv')).toMatchObject({ values: ['other'] });
});

test('a file with another hash than the recipe names is put back and told', async () => {
  give('a.csv');
  fake.hashes.set('a.csv', hashOf('bbb'));
  put(source('a.csv', hashOf('aaa')));
  await run.runCurrent();
  expect(useFiles.getState().notices.map(({ error }) => error.code)).toEqual(['file-changed']);
  expect(fake.held.size).toBe(0);
  expect(rawFiles.has('a.csv')).toBe(false);
  expect(currentRecipe().sources[0]?.sha256).toBe(hashOf('aaa'));
});

test('a recipe that names another file of the same path takes the loaded one out', async () => {
  give('a.csv');
  put(source('a.csv'));
  await run.runCurrent();
  put(source('a.csv', hashOf('another')));
  await run.runCurrent();
  expect(useFiles.getState().notices.map(({ error }) => error.code)).toEqual(['file-changed']);
  expect(useFiles.getState().series).toEqual([]);
});

test('a name or an export option is no reason to run', async () => {
  give('a.csv');
  put(source('a.csv'));
  await run.runCurrent();
  fake.calls.length = 0;
  editOrThrow((recipe) => ({ ...recipe, name: 'other', export: { ...recipe.export, codec: 'zstd' } }));
  await run.upToDate();
  expect(fake.calls).toEqual([]);
  editOrThrow((recipe) => ({ ...recipe, steps: [] }));
  await run.upToDate();
  expect(names(fake.calls)).toEqual(['run']);
});

test('a cancelled run keeps the last report, and the next one goes through', async () => {
  give('a.csv');
  put(source('a.csv'));
  const before = await run.runCurrent();
  fake.next.set(
    'run',
    (signal) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () =>
          reject(new LabFailure({ code: 'aborted', message: 'Cancelled.' })),
        );
        setTimeout(run.cancelRun);
      }),
  );
  await expect(run.runCurrent()).rejects.toMatchObject({ error: { code: 'aborted' } });
  expect(useRun.getState()).toMatchObject({ status: 'cancelled', report: before, error: null });
  await run.runCurrent();
  expect(useRun.getState().status).toBe('idle');
});

test('a cancelled load leaves nothing loaded, even where the cancel came too late', async () => {
  give('a.csv');
  fake.next.set('load', () => {
    fake.held.set('a.csv', source('a.csv'));
    useFiles.getState().loading?.cancel();
    return Promise.reject(new LabFailure({ code: 'aborted', message: 'Cancelled.' }));
  });
  await expect(loadFiles([source('a.csv')], () => undefined)).rejects.toMatchObject({
    error: { code: 'aborted' },
  });
  await run.runCurrent();
  expect(fake.held.size).toBe(0);
  expect(held.files.size).toBe(0);
  expect(useFiles.getState().loading).toBeNull();
});

describe('a load is a transaction: nothing of it stays where it fails', () => {
  const refuse = (): never => {
    throw new Error('refused');
  };
  const stages: [stage: string, fails: () => void, commit: () => void][] = [
    [
      'in the engine, after rows are there',
      () =>
        fake.next.set('load', () => {
          fake.held.set('a.csv', source('a.csv'));
          return Promise.reject(new Error('refused'));
        }),
      () => undefined,
    ],
    [
      'while its labels are asked for',
      () => fake.next.set('fileLabels', () => Promise.reject(new Error('refused'))),
      () => undefined,
    ],
    ['where the recipe refuses it', () => undefined, refuse],
  ];
  it.each(stages)('%s', async (_stage, fails, commit) => {
    give('a.csv', 'b.csv');
    fails();
    await expect(loadFiles([source('a.csv'), source('b.csv')], commit)).rejects.toThrow('refused');
    expect(fake.held.size).toBe(0);
    expect(held.files.size).toBe(0);
    expect(useFiles.getState()).toMatchObject({ reports: {}, series: [], loading: null });
    // Adding them again goes through.
    await loadFiles([source('a.csv'), source('b.csv')], () => undefined);
    expect([...held.files.keys()]).toEqual(['a.csv', 'b.csv']);
  });
});

test('a load that fails is followed by a run, for the engine may have let the last one go', async () => {
  give('a.csv');
  put(source('a.csv'));
  await run.runCurrent();
  const inspection = { name: 'b.csv', kind: 'csv', source: source('b.csv'), questions: [] };
  fake.next.set('inspect', () => Promise.resolve([inspection]));
  fake.next.set('load', () => Promise.reject(new Error('no memory')));
  await expect(addFiles([{ name: 'b.csv', file: new File([''], 'b.csv') }])).rejects.toThrow('no memory');
  fake.calls.length = 0;
  await run.runEnded();
  expect(fake.calls.map(([name]) => name)).toContain('run');
  expect(currentRecipe().sources.map(({ file }) => file)).toEqual(['a.csv']);
});

test('after a death all files are read and run again, and who waited gets that report', async () => {
  give('a.csv', 'b.csv');
  put(source('a.csv'), source('b.csv'));
  await run.runCurrent();
  const death = { code: 'worker-died', message: 'It died.' } as const;
  fake.next.set('run', () => {
    fake.held.clear();
    setTimeout(() => run.recoverFromDeath(death));
    return new Promise((_resolve, reject) => setTimeout(() => reject(new LabFailure(death))));
  });
  expect((await run.runCurrent()).stages[0]?.rows).toBe(2);
  expect(useFiles.getState().notices.map(({ error, tone }) => [error.code, tone])).toEqual([
    ['worker-died', 'warning'],
  ]);
});

/** Whether a promise has settled by now. */
const isSettled = async (promise: Promise<unknown>): Promise<boolean> => {
  let settled = false;
  promise.catch(() => undefined).finally(() => (settled = true));
  await new Promise((resolve) => setTimeout(resolve, 0));
  return settled;
};

test('after a death what reads waits until every file is back and run, and says what is coming back', async () => {
  give('a.csv', 'b.csv');
  put(source('a.csv'), source('b.csv'));
  await run.runCurrent();
  expect(await isSettled(mayCall('query'))).toBe(true);
  fake.held.clear();
  let loaded: () => void = () => undefined;
  fake.next.set('load', async () => {
    await new Promise<void>((resolve) => (loaded = resolve));
    return load({
      files: ['a.csv', 'b.csv'].map((name) => ({ name, file: new File([], name), source: source(name) })),
    });
  });
  run.recoverFromDeath({ code: 'engine-stopped', message: 'DuckDB stopped (x).' });
  expect(useFiles.getState().notices[0]?.error.message).toBe(
    'DuckDB stopped (x). 2 files are being loaded again.',
  );
  await vi.waitFor(() => expect(names(fake.calls)).toContain('load'));
  const [reads, asked] = [mayCall('query'), run.upToDate()];
  // The page goes on showing what was there.
  expect(useFiles.getState().series).toHaveLength(2);
  expect(await isSettled(reads)).toBe(false);
  expect(await isSettled(asked)).toBe(false);
  expect(await isSettled(mayCall('load'))).toBe(true);
  loaded();
  expect((await asked).stages[0]?.rows).toBe(2);
  await reads;
});

test('a run that ended the engine fails with that code, and the tables of the run before come back', async () => {
  give('a.csv');
  put(source('a.csv'));
  await run.runCurrent();
  const before = currentRecipe();
  const death = { code: 'engine-stopped', message: 'DuckDB stopped (x).' } as const;
  editOrThrow((recipe) => ({ ...recipe, steps: [] }));
  fake.next.set('run', () => {
    fake.held.clear();
    run.recoverFromDeath(death);
    return Promise.reject(new LabFailure(death));
  });
  await expect(run.runCurrent()).rejects.toMatchObject({ error: death });
  await rowsWhole();
  expect(names(fake.calls).slice(-2)).toEqual(['load', 'run']);
  expect(fake.calls.at(-1)?.[1]).toMatchObject({ recipe: before });
  expect(useRun.getState()).toMatchObject({ status: 'failed', error: death, ranRecipe: before });
  // Asked for again, the recipe as it stands is run.
  await run.upToDate();
  expect(useRun.getState()).toMatchObject({ status: 'idle', error: null, ranRecipe: { steps: [] } });
});

test('a cancelled run whose engine was replaced is not run again', async () => {
  give('a.csv');
  put(source('a.csv'));
  await run.runCurrent();
  const before = currentRecipe();
  editOrThrow((recipe) => ({ ...recipe, steps: [] }));
  fake.next.set('run', (signal) => {
    fake.held.clear();
    setTimeout(run.cancelRun);
    return new Promise((_resolve, reject) =>
      signal?.addEventListener('abort', () => reject(signal.reason as Error)),
    );
  });
  await expect(run.runCurrent()).rejects.toMatchObject({ error: { code: 'aborted' } });
  run.recoverFromDeath({ code: 'engine-stopped', message: 'DuckDB was stopped.' });
  await rowsWhole();
  expect(fake.calls.at(-1)?.[1]).toMatchObject({ recipe: before });
  expect(useRun.getState()).toMatchObject({ status: 'cancelled', ranRecipe: before });
});

test('what does not come back after a death is no longer shown', async () => {
  give('a.csv', 'b.csv');
  put(source('a.csv'), source('b.csv'));
  await run.runCurrent();
  for (const gone of ['b.csv', 'a.csv']) {
    fake.held.clear();
    rawFiles.delete(gone);
    run.recoverFromDeath({ code: 'engine-stopped', message: 'DuckDB stopped (x).' });
    await rowsWhole();
    const { series: shown, reports } = useFiles.getState();
    expect(shown.map(({ name }) => name)).toEqual([...rawFiles.keys()]);
    expect(Object.keys(reports)).toEqual([...rawFiles.keys()]);
  }
});

test('deaths of an engine that holds nothing do not add up', async () => {
  for (let deaths = 0; deaths < 5; deaths++) {
    run.recoverFromDeath({ code: 'engine-stopped', message: 'DuckDB stopped (x).' });
    await rowsWhole();
  }
  expect(useRun.getState().status).toBe('idle');
});

test('a worker that dies over and over is let be', async () => {
  give('a.csv');
  put(source('a.csv'));
  await run.runCurrent();
  const death = { code: 'worker-died', message: 'It died.' } as const;
  const die = (): void => {
    fake.next.set('run', () => {
      fake.held.clear();
      run.recoverFromDeath(death);
      die();
      return Promise.reject(new LabFailure(death));
    });
  };
  die();
  await expect(run.runCurrent()).rejects.toMatchObject({ error: { code: 'worker-died' } });
  fake.next.clear();
  expect(useRun.getState().status).toBe('failed');
  // What reads is refused with the same code, until a run goes through.
  await expect(mayCall('chart')).rejects.toMatchObject({ error: { code: 'worker-died' } });
  await run.runCurrent();
  expect(useRun.getState().status).toBe('idle');
  await mayCall('chart');
});

describe('generated sources', () => {
  const synthetic = (rows: number): SyntheticSource => ({
    synthetic: 's1',
    start: '2023-01-01T00:00:00Z',
    step: '1s',
    rows,
    signal: [{ constant: { value: 1 } }],
  });
  const generate = (wanted: SyntheticSource): void =>
    editOrThrow((recipe) => ({ ...recipe, generated: [wanted] }));

  it('are made once, anew when they change, and taken out when they leave', async () => {
    fake.next.clear();
    generate(synthetic(10));
    await run.runCurrent();
    await run.runCurrent();
    expect(names(fake.calls).filter((name) => name === 'generate')).toHaveLength(1);
    generate(synthetic(20));
    await run.runCurrent();
    expect(names(fake.calls).filter((name) => name === 'generate')).toHaveLength(2);
    editOrThrow((recipe) => ({ ...recipe, generated: [] }));
    await run.runCurrent();
    expect(fake.calls.filter(([name]) => name === 'unload').at(-1)?.[1]).toEqual(['s1']);
  });

  it('that fail keep what was there of them, say why, and are not tried again until they change', async () => {
    generate(synthetic(10));
    await run.runCurrent();
    const error = { code: 'recipe-value', message: 'no', path: '$.generated[0].rows' };
    fake.next.set('generate', () =>
      Promise.resolve({
        sources: [{ source: 's1', series: [], rows: 0, missing: 0, anomalies: [], ms: 0, error }],
        series: [],
      }),
    );
    generate(synthetic(20));
    await run.runCurrent();
    await run.runCurrent();
    expect(useGenerated.getState().errors['s1']).toEqual(error);
    expect(useGenerated.getState().reports['s1']?.rows).toBe(10);
    expect(names(fake.calls).filter((name) => name === 'generate')).toHaveLength(2);
  });
});

describe('a recipe that was opened without running', () => {
  const synthetic = (rows: number): SyntheticSource => ({
    synthetic: 's',
    start: '2023-01-01T00:00:00Z',
    step: '1s',
    rows,
    signal: [{ constant: { value: 1 } }],
  });
  const generate = (rows: number): void =>
    editOrThrow((recipe) => ({ ...recipe, generated: [synthetic(rows)] }));

  it('makes, reads and runs nothing, also after edits, until the person says so', async () => {
    give('a.csv');
    run.pauseRuns(freshRecipe());
    put(source('a.csv'));
    generate(1000);
    await expect(run.runCurrent()).rejects.toMatchObject({ error: { code: 'not-run' } });
    generate(2000);
    await expect(run.upToDate()).rejects.toMatchObject({ error: { code: 'not-run' } });
    expect(names(fake.calls)).toEqual([]);
    run.runPaused();
    await run.runCurrent();
    expect(names(fake.calls)).toEqual(['load', 'generate', 'run']);
  });

  it('ends with an undo to the recipe before it, and comes back with a redo', async () => {
    generate(1000);
    await run.runCurrent();
    const before = useRecipe.getState().recipe;
    generate(2000);
    run.pauseRuns(before);
    undo();
    expect(useRun.getState().paused).toBeNull();
    await run.runCurrent();
    redo();
    expect(useRun.getState().paused).toBe('chosen');
    await expect(run.runCurrent()).rejects.toMatchObject({ error: { code: 'not-run' } });
    run.runPaused();
    await run.runCurrent();
  });

  it('leaves nothing of the recipe before it in the engine', async () => {
    give('a.csv');
    put(source('a.csv'));
    generate(1000);
    await run.runCurrent();
    run.pauseRuns(freshRecipe());
    editOrThrow(() => ({ ...freshRecipe(), generated: [synthetic(2000)] }));
    await run.runCurrent().catch(() => undefined);
    expect([[...held.files.keys()], [...held.generated.keys()]]).toEqual([[], []]);
    expect(useFiles.getState().series).toEqual([]);
    expect(useRun.getState()).toMatchObject({ report: null, ranRecipe: null });
    run.runPaused();
    await run.runCurrent();
  });
});

describe('a heavy recipe', () => {
  it('is noted as being made before anything is asked of the engine, and no longer once it has failed or been drawn', async () => {
    const noted: unknown[] = [];
    const answer = (): Promise<never> => {
      noted.push(marks.at(-1));
      return Promise.reject(new LabFailure({ code: 'memory', message: 'too much' }));
    };
    fake.next.set('generate', answer);
    editOrThrow((recipe) => ({
      ...recipe,
      generated: [
        {
          synthetic: 'heavy',
          start: '2023-01-01T00:00:00Z',
          step: '1s',
          rows: 100_000_000,
          signal: [{ constant: { value: 1 } }],
        },
      ],
    }));
    await run.runCurrent().catch(() => undefined);
    expect(noted).toEqual(['runs']);
    expect(marks.at(-1)).toBe('runs');
    await vi.waitFor(() => expect(marks.at(-1)).toBeUndefined(), { timeout: 10_000 });
  });
});
