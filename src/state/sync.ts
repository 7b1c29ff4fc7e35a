import { toLabError, type LabError } from '../core/errors';
import type { FileSource, LabelSource, Recipe } from '../core/recipe/types';
import type { FileReport, RunReport } from '../engine/protocol';
import { call } from './engine';
import { dropReports, loaded, notify, takeReports, useFiles, vault } from './files';
import { completeRecipe, currentRecipe, useRecipe } from './recipe';
import { useRun } from './run';
import { keepRaw } from './storage';
import { useView } from './view';

/** The engine follows the recipe: sources that left are unloaded, new ones loaded, and the steps run anew. */
const DELAY_MS = 150;

let timer: ReturnType<typeof setTimeout> | undefined;
let running: AbortController | undefined;
let waiters: { resolve: (report: RunReport) => void; reject: (error: unknown) => void }[] = [];
/** Loads come one after the other; a superseded run never takes a load with it. */
let loads: Promise<void> = Promise.resolve();

const isLabels = (source: FileSource | LabelSource): source is LabelSource => !('values' in source);

/** What reading found (hash, size) does not make it another source. */
function layout(source: FileSource | LabelSource): string {
  const { sha256: _sha256, ...rest } = source;
  return JSON.stringify({ ...rest, bytes: undefined });
}

const sourcesOf = (recipe: Recipe): (FileSource | LabelSource)[] => [...recipe.sources, ...recipe.labels];

/** Reads files whose source is settled; their reports are in the state afterwards. */
export function load(sources: readonly (FileSource | LabelSource)[]): Promise<FileReport[]> {
  const result = loads.then(() => loadNow(sources));
  loads = result.then(
    () => undefined,
    () => undefined,
  );
  return result;
}

async function loadNow(sources: readonly (FileSource | LabelSource)[]): Promise<FileReport[]> {
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
    return report.files;
  } finally {
    useFiles.setState({ loading: null });
  }
}

async function follow(recipe: Recipe): Promise<void> {
  await loads;
  const wanted = new Map(sourcesOf(recipe).map((source) => [source.file, source]));
  const gone = [...loaded].filter(([file, source]) => {
    const now = wanted.get(file);
    return !now || !vault.has(file) || layout(now) !== layout(source);
  });
  if (gone.length > 0) {
    const files = gone.map(([file]) => file);
    const series = await call('unload', files);
    files.forEach((file) => loaded.delete(file));
    dropReports(files, series);
  }
  const missing = [...wanted.values()].filter((source) => vault.has(source.file) && !loaded.has(source.file));
  if (missing.length === 0) return;
  const refused = checkHashes(missing, await load(missing));
  if (refused) await follow(currentRecipe());
}

/** A file that took the place of one with another hash is put back; the recipe goes on waiting for its own. */
function checkHashes(
  expected: readonly (FileSource | LabelSource)[],
  reports: readonly FileReport[],
): boolean {
  let refused = false;
  for (const report of reports) {
    const came = report.source ?? report.labels;
    const wanted = expected.find((source) => source.file === report.file);
    if (report.error) vault.delete(report.file);
    if (report.error || !came || !wanted) continue;
    if (wanted.sha256 && came.sha256 && wanted.sha256 !== came.sha256) {
      vault.delete(report.file);
      notify({
        code: 'file-changed',
        file: report.file,
        message: `The recipe expects the file with sha256 ${wanted.sha256.slice(0, 12)}…; the one given has ${came.sha256.slice(0, 12)}…. Give the file that the recipe was made with, or remove it from the list and add this one anew.`,
      });
      refused = true;
    } else {
      completeRecipe((recipe) => withSource(recipe, came));
      void keepRaw(report.file, came.sha256, vault.get(report.file));
    }
  }
  return refused;
}

/** The recipe with this source in the place of the one of its file, or added. */
export function withSource(recipe: Recipe, source: FileSource | LabelSource): Recipe {
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
  running?.abort();
  const control = new AbortController();
  running = control;
  const current = (): boolean => running === control;
  try {
    await follow(currentRecipe());
    if (!current()) return;
    // Following completes hashes; that is the same work, not a new change.
    clearTimeout(timer);
    const recipe = currentRecipe();
    const runnable: Recipe = {
      ...recipe,
      sources: recipe.sources.filter((source) => loaded.has(source.file)),
      labels: recipe.labels.filter((source) => loaded.has(source.file)),
    };
    if (runnable.sources.length === 0) {
      useRun.setState({ status: 'idle', progress: null, report: null, ranRecipe: null, error: null });
      settle(empty);
      return;
    }
    useRun.setState({ status: 'running', progress: null });
    const { chosen } = useView.getState();
    const report = await call(
      'run',
      chosen === null ? { recipe: runnable } : { recipe: runnable, focus: chosen },
      {
        signal: control.signal,
        onProgress: (progress) => current() && useRun.setState({ progress }),
      },
    );
    if (!current()) return;
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

/** Stops the run; what was there before stays. */
export function cancelRun(): void {
  running?.abort();
}

/** From now on every change of the recipe is followed. */
export function followRecipe(): void {
  useRecipe.subscribe((state, before) => {
    if (state.recipe === before.recipe) return;
    const { name: _a, export: _b, ...now } = state.recipe;
    const { name: _c, export: _d, ...then } = before.recipe;
    if (JSON.stringify(now) !== JSON.stringify(then)) scheduleRun();
  });
}
