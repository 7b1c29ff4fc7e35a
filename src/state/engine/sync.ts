import { LabFailure, toLabError, type LabError } from '../../core/errors';
import type { FileSource, LabelSource, Recipe } from '../../core/recipe/types';
import type { FileReport, RunReport } from '../../engine/protocol';
import { call } from './engine';
import { dropReports, loaded, notify, takeLabelFiles, takeReports, useFiles, vault } from '../ingest/files';
import { essenceOf, judge, made, nameOf, useGenerated, without } from '../synth/generated';
import { useLabels } from '../label/labels';
import { completeRecipe, currentRecipe, useRecipe } from '../recipe/recipe';
import { useRun } from './runState';
import { forgetRaw, keepRaw } from '../ingest/storage';

/** The engine follows the recipe: sources that left are unloaded, new ones loaded, and the steps run anew. */
const DELAY_MS = 150;
const MOST_DEATHS = 3;

type Source = FileSource | LabelSource;

let timer: ReturnType<typeof setTimeout> | undefined;
let running: AbortController | undefined;
let waiters: { resolve: (report: RunReport) => void; reject: (error: unknown) => void }[] = [];
/** What changes the engine's raw tables comes one after the other; a superseded run never takes a load with it. */
let queue: Promise<unknown> = Promise.resolve();
/** Times the worker died since a run went through. */
let deaths = 0;

function exclusive<T>(work: () => Promise<T>): Promise<T> {
  const mine = queue.then(work);
  queue = mine.catch(() => undefined);
  return mine;
}

const isLabels = (source: Source): source is LabelSource => !('values' in source);

/** What reading found (hash, size) does not make it another source. */
function layout(source: Source): string {
  const { sha256: _sha256, ...rest } = source;
  return JSON.stringify({ ...rest, bytes: undefined });
}

const sourcesOf = (recipe: Recipe): Source[] => [...recipe.sources, ...recipe.labels];
const otherHash = (a: Source, b: Source): boolean =>
  a.sha256 !== undefined && b.sha256 !== undefined && a.sha256 !== b.sha256;

/** Reads files whose source is settled. `commit` sees the reports before anything else happens to the recipe's files. */
export const load = (
  sources: readonly Source[],
  commit: (reports: FileReport[]) => void,
): Promise<FileReport[]> =>
  exclusive(async () => {
    const reports = await loadNow(sources);
    commit(reports);
    return reports;
  });

async function loadNow(sources: readonly Source[]): Promise<FileReport[]> {
  const files = sources.flatMap((source) => {
    const file = vault.get(source.file);
    return file ? [{ name: source.file, file, source }] : [];
  });
  if (files.length === 0) return [];
  const control = new AbortController();
  useFiles.setState({ loading: { progress: null, cancel: () => control.abort() } });
  try {
    const report = await call(
      'load',
      { files },
      {
        signal: control.signal,
        onProgress: (progress) =>
          useFiles.setState(({ loading }) => (loading ? { loading: { ...loading, progress } } : {})),
      },
    );
    for (const one of report.files) {
      const source = sources.find((other) => other.file === one.file);
      if (one.error) notify({ ...one.error, file: one.error.file ?? one.file });
      else if (source) loaded.set(one.file, one.source ?? one.labels ?? source);
    }
    takeReports(
      report.files.filter((one) => !one.error),
      report.series,
    );
    await labelFiles();
    return report.files;
  } catch (thrown) {
    // The cancel may have come too late to be heard: then the files are taken out again.
    if (control.signal.aborted) {
      void exclusive(() =>
        call(
          'unload',
          files.map(({ name }) => name).filter((name) => !loaded.has(name)),
        ),
      ).catch(() => undefined);
    }
    throw thrown;
  } finally {
    useFiles.setState({ loading: null });
  }
}

/** What of the label files belongs to a series changes with every file. */
async function labelFiles(): Promise<void> {
  const { labels } = currentRecipe();
  if (labels.length > 0 || [...loaded.values()].some(isLabels)) {
    takeLabelFiles(await call('labelFiles', null));
  }
  useLabels.setState({ ofFiles: await call('fileLabels', null) });
}

/** Loads and unloads until the engine holds what the recipe names, as far as the files are there. */
async function follow(): Promise<void> {
  const recipe = currentRecipe();
  const wanted = new Map(sourcesOf(recipe).map((source) => [source.file, source]));
  const gone = [...loaded].filter(([file, source]) => {
    const now = wanted.get(file);
    return !now || !vault.has(file) || layout(now) !== layout(source) || otherHash(now, source);
  });
  if (gone.length > 0) {
    const files = gone.map(([file]) => file);
    const series = await call('unload', files);
    files.forEach((file) => loaded.delete(file));
    dropReports(files, series);
    await labelFiles();
  }
  for (const [file, source] of loaded) {
    if (source.sha256 && wanted.get(file)?.sha256 === undefined) {
      completeRecipe((before) => withSource(before, source));
    }
  }
  const missing = [...wanted.values()].filter((source) => vault.has(source.file) && !loaded.has(source.file));
  const refused = missing.length > 0 && checkHashes(missing, await loadNow(missing));
  const key = (one: Recipe): string => sourcesOf(one).map(layout).join();
  if (refused || key(currentRecipe()) !== key(recipe)) return follow();
  await makeGenerated(recipe);
  if (sourceKey(currentRecipe()) !== sourceKey(recipe)) await follow();
}

const sourceKey = (recipe: Recipe): string =>
  [...sourcesOf(recipe).map(layout), ...wantedOf(recipe).values()].join('\n');

/** What each generated source is to be made from. */
function wantedOf(recipe: Recipe): Map<string, string> {
  const base = (series: string): string => {
    const file = Object.values(useFiles.getState().reports).find((report) => report.series.includes(series));
    const source = file && loaded.get(file.file);
    return source ? `${source.sha256}${layout(source)}` : '';
  };
  return new Map(
    recipe.generated.map((source) => [
      nameOf(source),
      essenceOf(recipe, source, 'copy' in source ? base(source.copy) : ''),
    ]),
  );
}

let making: { control: AbortController; wanted: string } | undefined;

/** Takes out the generated sources that left the recipe, and makes those that are new or changed. */
async function makeGenerated(recipe: Recipe): Promise<void> {
  const wanted = wantedOf(recipe);
  const gone = [...made.keys()].filter((name) => !wanted.has(name));
  if (gone.length > 0) {
    const series = await call('unload', gone);
    gone.forEach((name) => made.delete(name));
    useGenerated.setState(({ reports, errors }) => ({
      reports: without(reports, gone),
      errors: without(errors, gone),
    }));
    dropReports([], series);
  }
  const sources = recipe.generated.filter((source) => {
    const name = nameOf(source);
    return made.get(name) !== wanted.get(name);
  });
  if (sources.length === 0) return;
  const control = new AbortController();
  making = { control, wanted: [...wanted.values()].join() };
  useGenerated.setState({ making: { progress: null, cancel: () => control.abort() } });
  try {
    const { seed, injections } = recipe;
    const report = await call(
      'generate',
      { seed, sources, all: recipe.generated, injections: injections.filter(({ off }) => !off) },
      {
        signal: control.signal,
        onProgress: (progress) =>
          useGenerated.setState((state) => (state.making ? { making: { ...state.making, progress } } : {})),
      },
    );
    for (const { source } of report.sources) made.set(source, wanted.get(source) ?? '');
    const good = report.sources.filter(({ error }) => !error);
    const bad = report.sources.flatMap(({ source, error }) => (error ? [[source, error] as const] : []));
    useGenerated.setState(({ reports, errors }) => ({
      reports: { ...reports, ...Object.fromEntries(good.map((one) => [one.source, one])) },
      errors: {
        ...without(
          errors,
          good.map(({ source }) => source),
        ),
        ...Object.fromEntries(bad),
      },
    }));
    if (good.length > 0) {
      void judge(good.flatMap(({ series, anomalies }) => (anomalies.length > 0 ? series : [])));
      takeReports([], report.series);
      await labelFiles();
    }
  } finally {
    making = undefined;
    useGenerated.setState({ making: null });
  }
}

/** A file that took the place of one with another hash is put back; the recipe goes on waiting for its own. */
function checkHashes(expected: readonly Source[], reports: readonly FileReport[]): boolean {
  let refused = false;
  for (const report of reports) {
    const came = report.source ?? report.labels;
    const wanted = expected.find((source) => source.file === report.file);
    if (report.error) vault.delete(report.file);
    if (report.error || !came || !wanted) continue;
    if (otherHash(wanted, came)) {
      vault.delete(report.file);
      notify({
        code: 'file-changed',
        file: report.file,
        message: `The recipe expects the file with sha256 ${wanted.sha256?.slice(0, 12)}…; the one given has ${came.sha256?.slice(0, 12)}…. Give the file that the recipe was made with, or remove it from the list and add this one anew.`,
      });
      refused = true;
    } else {
      if (sourcesOf(currentRecipe()).some(({ file }) => file === came.file)) {
        completeRecipe((recipe) => withSource(recipe, came));
      }
      void keepRaw(report.file, came.sha256, vault.get(report.file));
    }
  }
  return refused;
}

/** The recipe with this source in the place of the one of its file, or added. */
export function withSource(recipe: Recipe, source: Source): Recipe {
  const put = <T extends { file: string }>(list: readonly T[], item: T): T[] =>
    list.some((other) => other.file === item.file)
      ? list.map((other) => (other.file === item.file ? item : other))
      : [...list, item];
  return isLabels(source)
    ? { ...recipe, labels: put(recipe.labels, source) }
    : { ...recipe, sources: put(recipe.sources, source) };
}

function settle(report: RunReport | null, error?: unknown): void {
  const all = waiters;
  waiters = [];
  for (const waiter of all) {
    if (report) waiter.resolve(report);
    else waiter.reject(error);
  }
}

const empty: RunReport = { stages: [], steps: [], checks: [], warnings: [], labels: [] };

async function runNow(): Promise<void> {
  timer = undefined;
  running?.abort();
  // A series that is being made and no longer wanted so is given up.
  if (making && making.wanted !== [...wantedOf(currentRecipe()).values()].join()) making.control.abort();
  const control = new AbortController();
  running = control;
  const current = (): boolean => running === control;
  try {
    await exclusive(follow);
    if (!current()) return;
    // Following completes hashes; that is the same work, not a new change.
    clearTimeout(timer);
    timer = undefined;
    const recipe = currentRecipe();
    const runnable: Recipe = {
      ...recipe,
      sources: recipe.sources.filter((source) => loaded.has(source.file)),
      labels: recipe.labels.filter((source) => loaded.has(source.file)),
    };
    control.signal.throwIfAborted();
    if (useFiles.getState().series.length === 0) {
      useRun.setState({ status: 'idle', progress: null, report: null, ranRecipe: null, error: null });
      settle(empty);
      return;
    }
    useRun.setState({ status: 'running', progress: null });
    const report = await call(
      'run',
      { recipe: runnable },
      {
        signal: control.signal,
        onProgress: (progress) => current() && useRun.setState({ progress }),
      },
    );
    if (!current()) return;
    deaths = 0;
    useRun.setState(({ version }) => ({
      status: 'idle',
      progress: null,
      report,
      ranRecipe: recipe,
      error: null,
      version: version + 1,
    }));
    settle(report);
  } catch (thrown) {
    if (!current()) return;
    const error: LabError = toLabError(thrown);
    // What died is loaded and run again; whoever waits for the run waits for that one.
    if (error.code === 'worker-died' && (timer !== undefined || deaths >= MOST_DEATHS)) return;
    const cancelled = error.code === 'aborted';
    useRun.setState({
      status: cancelled ? 'cancelled' : 'failed',
      progress: null,
      error: cancelled ? null : error,
    });
    settle(null, thrown);
  }
}

/** Runs after a short wait; another call starts the wait anew. */
export function scheduleRun(delay = DELAY_MS): void {
  clearTimeout(timer);
  timer = setTimeout(() => void runNow(), delay);
}

/** The report of the current recipe, run anew. Rejects with LabFailure. */
export function runCurrent(): Promise<RunReport> {
  return new Promise((resolve, reject) => {
    waiters.push({ resolve, reject });
    scheduleRun(0);
  });
}

/** The report of the current recipe: the last one where nothing has changed since, else of a new run. Rejects with LabFailure. */
export function upToDate(): Promise<RunReport> {
  const { status, report, ranRecipe } = useRun.getState();
  const same =
    status === 'idle' && timer === undefined && ranRecipe && essence(ranRecipe) === essence(currentRecipe());
  return same && report ? Promise.resolve(report) : runCurrent();
}

/** Stops the run; what was there before stays. */
export function cancelRun(): void {
  making?.control.abort();
  running?.abort();
}

/** The worker died and an empty one stands ready: everything is read and run again. A worker that dies over and over is let be. */
export function comeBack(error: LabError): void {
  deaths += 1;
  loaded.clear();
  made.clear();
  const { version } = useFiles.getState();
  useFiles.setState({ reports: {}, series: [], labelFiles: [], rejected: 0, version: version + 1 });
  if (deaths < MOST_DEATHS) {
    notify(error, 'warning');
    scheduleRun(0);
    return;
  }
  clearTimeout(timer);
  timer = undefined;
  const message =
    'The part of the lab that holds the data stopped three times in a row, most likely for want of memory. Your recipe is kept. Remove the largest file or close other pages, then reload this one.';
  const failure: LabError = { ...error, message };
  notify(failure);
  useRun.setState({ status: 'failed', progress: null, error: failure });
  settle(null, new LabFailure(failure));
}

/** All that a run depends on. */
function essence({ name: _name, export: _export, ...rest }: Recipe): string {
  return JSON.stringify({ ...rest, sources: rest.sources.map(layout), labels: rest.labels.map(layout) });
}

/** From now on every change of the recipe is followed, and copies of files that left it are given up. */
export function followRecipe(): void {
  useRecipe.subscribe((state, before) => {
    if (state.recipe === before.recipe) return;
    const names = new Set(sourcesOf(state.recipe).map(({ file }) => file));
    const left = sourcesOf(before.recipe).filter(({ file }) => !names.has(file));
    if (left.length > 0) void forgetRaw(left.map(({ file }) => file));
    if (essence(state.recipe) !== essence(before.recipe) || changedHash(state.recipe, before.recipe))
      scheduleRun();
  });
}

/** Whether a source is to be another file than before. */
function changedHash(now: Recipe, before: Recipe): boolean {
  const was = new Map(sourcesOf(before).map((source) => [source.file, source]));
  return sourcesOf(now).some((source) => {
    const old = was.get(source.file);
    return old !== undefined && otherHash(old, source);
  });
}
