/** The schedule of runs: when the recipe changes, the engine is made to hold what it names, and its steps run. Who waits for a run, how it is cancelled, and what happens when the worker dies. */
import { LabFailure, toLabError, type LabError } from '../../core/errors';
import type { Recipe } from '../../core/recipe/types';
import type { RunReport } from '../../engine/protocol';
import { notify, useFiles } from '../ingest/files';
import { forgetRaw } from '../ingest/storage';
import { currentRecipe, useRecipe } from '../recipe/recipe';
import { call } from './engine';
import { exclusive, held } from './held';
import { filesKey, filesOf, followFiles, hashConflict, layoutKey } from './load';
import { cancelMaking, cancelStaleMaking, generatedKeys, makeGenerated } from './make';
import { useRun } from './runState';

const DELAY_MS = 150;
const MAX_DEATHS = 3;

interface Waiter {
  resolve: (report: RunReport) => void;
  reject: (error: unknown) => void;
}

/** All that changes in this module. */
const schedule: {
  /** Of the next run, while it waits for more changes. */
  timer: ReturnType<typeof setTimeout> | undefined;
  /** The run under way; one before it has been given up. */
  latest: AbortController | undefined;
  /** Who waits for the report of the recipe as it stands. */
  waiters: Waiter[];
  /** How often the worker died since a run went through. */
  deaths: number;
} = { timer: undefined, latest: undefined, waiters: [], deaths: 0 };

function unschedule(): void {
  clearTimeout(schedule.timer);
  schedule.timer = undefined;
}

function takeWaiters(): Waiter[] {
  const { waiters } = schedule;
  schedule.waiters = [];
  return waiters;
}

const resolveWaiters = (report: RunReport): void => takeWaiters().forEach(({ resolve }) => resolve(report));
const rejectWaiters = (error: unknown): void => takeWaiters().forEach(({ reject }) => reject(error));

/** Unloads, loads and makes until the engine holds what the recipe names, as far as the files are there. */
async function follow(): Promise<void> {
  for (;;) {
    const recipe = currentRecipe();
    if (!(await followFiles(recipe))) continue;
    await makeGenerated(recipe);
    const now = currentRecipe();
    if (filesKey(now) === filesKey(recipe) && generatedKeys(now) === generatedKeys(recipe)) return;
  }
}

const nothing: RunReport = { stages: [], steps: [], checks: [], warnings: [], labels: [] };

async function runNow(): Promise<void> {
  unschedule();
  schedule.latest?.abort();
  cancelStaleMaking(currentRecipe());
  const control = new AbortController();
  schedule.latest = control;
  const current = (): boolean => schedule.latest === control;
  try {
    await exclusive(follow);
    if (!current()) return;
    // Following completes hashes; that is the same work, not a new change.
    unschedule();
    const recipe = currentRecipe();
    control.signal.throwIfAborted();
    if (useFiles.getState().series.length === 0) {
      useRun.setState({ status: 'idle', progress: null, report: null, ranRecipe: null, error: null });
      resolveWaiters(nothing);
      return;
    }
    useRun.setState({ status: 'running', progress: null });
    const report = await call(
      'run',
      { recipe: runnable(recipe) },
      {
        signal: control.signal,
        onProgress: (progress) => current() && useRun.setState({ progress }),
      },
    );
    if (!current()) return;
    schedule.deaths = 0;
    useRun.setState(({ version }) => ({
      status: 'idle',
      progress: null,
      report,
      ranRecipe: recipe,
      error: null,
      version: version + 1,
    }));
    resolveWaiters(report);
  } catch (thrown) {
    if (current()) takeFailure(thrown);
  } finally {
    if (current()) schedule.latest = undefined;
  }
}

/** The recipe as far as its files are there. */
export const runnable = (recipe: Recipe): Recipe => ({
  ...recipe,
  sources: recipe.sources.filter(({ file }) => held.files.has(file)),
  labels: recipe.labels.filter(({ file }) => held.files.has(file)),
});

function takeFailure(thrown: unknown): void {
  const error = toLabError(thrown);
  // After a death everything is loaded and run again; whoever waits for this run waits for that one.
  const again = schedule.timer !== undefined || schedule.deaths >= MAX_DEATHS;
  if (error.code === 'worker-died' && again) return;
  const cancelled = error.code === 'aborted';
  useRun.setState({
    status: cancelled ? 'cancelled' : 'failed',
    progress: null,
    error: cancelled ? null : error,
  });
  rejectWaiters(thrown);
}

/** Runs after a short wait; another call starts the wait again. */
export function scheduleRun(delay = DELAY_MS): void {
  clearTimeout(schedule.timer);
  schedule.timer = setTimeout(() => void runNow(), delay);
}

/** Runs the current recipe and brings its report. Rejects with LabFailure. */
export function runCurrent(): Promise<RunReport> {
  return new Promise((resolve, reject) => {
    schedule.waiters.push({ resolve, reject });
    scheduleRun(0);
  });
}

/** The report of the current recipe: the last one where nothing has changed since, else of a new run. Rejects with LabFailure. */
export function upToDate(): Promise<RunReport> {
  const { status, report, ranRecipe } = useRun.getState();
  const same =
    status === 'idle' &&
    schedule.timer === undefined &&
    ranRecipe &&
    runKey(ranRecipe) === runKey(currentRecipe());
  return same && report ? Promise.resolve(report) : runCurrent();
}

/** Waits for a run that is to come or under way, whatever comes of it; then the tables are those of the recipe, or of the last run that went through. */
export function runEnded(): Promise<void> {
  if (schedule.timer === undefined && schedule.latest === undefined) return Promise.resolve();
  if (schedule.timer !== undefined) scheduleRun(0);
  return new Promise((resolve) => {
    const end = (): void => resolve();
    schedule.waiters.push({ resolve: end, reject: end });
  });
}

/** Stops the run, and series being made; what was there before stays. */
export function cancelRun(): void {
  cancelMaking();
  schedule.latest?.abort();
}

/** For when the worker died and a new, empty one has started: everything is read and run again. After several deaths in a row nothing is tried until the recipe changes. */
export function recoverFromDeath(error: LabError): void {
  schedule.deaths += 1;
  held.files.clear();
  held.generated.clear();
  const { version } = useFiles.getState();
  useFiles.setState({ reports: {}, series: [], labelFiles: [], rejected: 0, version: version + 1 });
  if (schedule.deaths < MAX_DEATHS) {
    notify(error, 'warning');
    scheduleRun(0);
    return;
  }
  unschedule();
  const message =
    'The data engine stopped three times in a row, probably because it ran out of memory. Your recipe is saved. Remove the largest file or close other tabs, then reload this page.';
  const failure: LabError = { ...error, message };
  notify(failure);
  useRun.setState({ status: 'failed', progress: null, error: failure });
  rejectWaiters(new LabFailure(failure));
}

/** All that a run depends on, as one text. */
function runKey({ name: _name, export: _export, ...rest }: Recipe): string {
  return JSON.stringify({
    ...rest,
    sources: rest.sources.map(layoutKey),
    labels: rest.labels.map(layoutKey),
  });
}

/** From now on every change of the recipe is followed by a run, and saved copies of files that left it are deleted. */
export function followRecipe(): void {
  useRecipe.subscribe(({ recipe: now }, { recipe: before }) => {
    if (now === before) return;
    const files = new Set(filesOf(now).map(({ file }) => file));
    const left = filesOf(before).filter(({ file }) => !files.has(file));
    if (left.length > 0) void forgetRaw(left.map(({ file }) => file));
    if (runKey(now) !== runKey(before) || wantsOtherFile(now, before)) scheduleRun();
  });
}

/** Whether a source is to be another file than before. */
function wantsOtherFile(now: Recipe, before: Recipe): boolean {
  const was = new Map(filesOf(before).map((source) => [source.file, source]));
  return filesOf(now).some((source) => {
    const old = was.get(source.file);
    return old !== undefined && hashConflict(old, source) !== undefined;
  });
}
