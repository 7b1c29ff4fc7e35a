/** The schedule of runs: when the recipe changes, the engine is made to hold what it names, and its steps run. Who waits for a run, how it is cancelled, and what happens when the worker dies. */
import { CancelledByPerson, LabFailure, toLabError, type LabError } from '../../core/errors';
import { fileNames, filesOf } from '../../core/recipe/series';
import type { Recipe } from '../../core/recipe/types';
import { isRisky, weigh } from '../../core/recipe/weight';
import type { RunReport } from '../../engine/protocol';
import { plural } from '../../core/format';
import { dropReports, notify, rawFiles, useFiles } from '../ingest/files';
import { forgetRaw } from '../ingest/storage';
import { currentRecipe, useRecipe } from '../recipe/recipe';
import { markRun } from '../session/session';
import { call } from './engine';
import { engineReplaced, exclusive, held } from './held';
import { dropOtherFiles, filesKey, followFiles, hashConflict } from './load';
import { cancelMaking, cancelStaleMaking, dropOtherGenerated, generatedKeys, makeGenerated } from './make';
import { rowsAreBack, rowsAreGone, rowsWhole } from './rebuild';
import { notRun, useRun } from './runState';
import { runAlike } from './sameRun';

const DELAY_MS = 150;
/** After a run, until what came of it has been drawn. */
const DRAWN_MS = 3000;
const MAX_DEATHS = 3;

interface Waiter {
  resolve: (report: RunReport) => void;
  reject: (error: unknown) => void;
}

interface Run {
  control: AbortController;
  /** What it is of: the recipe, and the files that were there. */
  recipe: Recipe;
  files: ReadonlyMap<string, File>;
  /** Whether the worker that it was given to has died. */
  lost: boolean;
  /** Whether it brings back the tables of an older recipe, in a new engine. */
  older: boolean;
}

/** All that changes in this module. */
const schedule: {
  /** Of the next run, while it waits for more changes. */
  timer: ReturnType<typeof setTimeout> | undefined;
  /** The run under way; one before it has been given up. */
  latest: Run | undefined;
  /** Who waits for the report of the recipe as it stands. */
  waiters: Waiter[];
  /** How often the worker died since all was there. */
  deaths: number;
  /** Whether the next run is to bring back what a new engine lacks. */
  rebuild: boolean;
  /** Runs that were begun: the number of the last. */
  runs: number;
} = { timer: undefined, latest: undefined, waiters: [], deaths: 0, rebuild: false, runs: 0 };

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

/** Whether a run will bring what a new one would: it is of the recipe as it stands and of the files as they are. A file that it refused is gone. */
function serves({ control, lost, older, recipe, files }: Run): boolean {
  const now = currentRecipe();
  if (lost || older || control.signal.aborted) return false;
  if (now !== recipe && (!runAlike(now, recipe) || wantsOtherFile(now, recipe))) return false;
  return filesOf(now).every(({ file }) => !rawFiles.has(file) || rawFiles.get(file) === files.get(file));
}

/** Unloads, loads and makes until the engine holds what the recipe names, as far as the files are there. */
async function follow(run: Run): Promise<void> {
  for (;;) {
    const recipe = currentRecipe();
    run.recipe = recipe;
    run.files = new Map(rawFiles);
    if (!(await followFiles(recipe))) continue;
    await makeGenerated(recipe);
    const now = currentRecipe();
    if (filesKey(now) === filesKey(recipe) && generatedKeys(now) === generatedKeys(recipe)) return;
  }
}

/** Takes the mark of a heavy run away, where none is under way and the recipe is not paused. */
function unmark(): void {
  if (schedule.latest === undefined && useRun.getState().paused === null) void markRun(undefined);
}

/** Unloads what a recipe that is not to run no longer names: what it would make anew is neither read nor made. */
async function unloadOthers(): Promise<void> {
  const recipe = currentRecipe();
  await dropOtherFiles(recipe);
  await dropOtherGenerated(recipe);
}

/** Rows of a loaded series, of which copies are made. */
function rowsOf(series: string): number | undefined {
  return useFiles.getState().series.find(({ name }) => name === series)?.rows;
}

/** The recipe that was opened without running, and the one that stood before it: undo and redo go from one to the other. */
let openedPaused: { recipe: Recipe; before: Recipe } | undefined;

/** Runs the recipe although it was opened without: the person, or a script, says so. */
export function runPaused(): void {
  openedPaused = undefined;
  endPause();
}

function endPause(): void {
  if (useRun.getState().paused === null) return;
  useRun.setState({ paused: null });
  // The one that found it paused serves nobody.
  schedule.latest = undefined;
  scheduleRun(0);
}

/** The recipe that has just been put in place of `before` waits until the person says that it is to run, also after a reload. */
export function pauseRuns(before: Recipe): void {
  openedPaused = { recipe: currentRecipe(), before };
  useRun.setState({ paused: 'chosen' });
  void markRun('waits');
}

const nothingRan = {
  status: 'idle',
  progress: null,
  report: null,
  ranRecipe: null,
  number: null,
  error: null,
} as const;

const nothing: RunReport = { stages: [], steps: [], checks: [], warnings: [], labels: [] };

/** The recipe that brings back what stood: of a run that was cancelled or failed the one before it; undefined where nothing has run. */
function standing(): Recipe | undefined {
  const { status, ranRecipe } = useRun.getState();
  return status === 'cancelled' || status === 'failed' ? (ranRecipe ?? undefined) : currentRecipe();
}

/** Begins a run of the recipe as it stands, in the place of one of another state; one of this state that is under way goes on. */
async function runNow(): Promise<void> {
  const { rebuild } = schedule;
  schedule.rebuild = false;
  unschedule();
  if (schedule.latest && serves(schedule.latest)) return;
  schedule.latest?.control.abort();
  cancelStaleMaking(currentRecipe());
  const control = new AbortController();
  const run: Run = {
    control,
    recipe: currentRecipe(),
    files: new Map(rawFiles),
    lost: false,
    older: rebuild && standing() !== currentRecipe(),
  };
  schedule.latest = run;
  useRun.setState({ pending: true });
  const current = (): boolean => schedule.latest === run;
  try {
    if (useRun.getState().paused !== null) {
      await exclusive(unloadOthers);
      if (!current()) return;
      forgetMissing();
      rowsAreBack();
      useRun.setState(nothingRan);
      rejectWaiters(new LabFailure(notRun));
      return;
    }
    await markRun(isRisky(weigh(currentRecipe(), rowsOf)) ? 'runs' : undefined);
    await exclusive(() => follow(run));
    if (!current()) return;
    forgetMissing();
    // Following completes hashes; that is the same work, not a new change.
    unschedule();
    control.signal.throwIfAborted();
    const recipe = rebuild ? standing() : currentRecipe();
    run.recipe = recipe ?? currentRecipe();
    if (useFiles.getState().series.length === 0 || !recipe) {
      schedule.deaths = 0;
      rowsAreBack();
      if (recipe) useRun.setState(nothingRan);
      resolveWaiters(nothing);
      return;
    }
    const { status, error } = useRun.getState();
    const kept =
      rebuild && status !== 'running' ? { status, error } : { status: 'idle' as const, error: null };
    useRun.setState({ status: 'running', progress: null });
    const number = ++schedule.runs;
    const report = await call(
      'run',
      { recipe: runnable(recipe), number },
      {
        signal: control.signal,
        onProgress: (progress) => current() && useRun.setState({ progress }),
      },
    );
    if (!current()) return;
    schedule.deaths = 0;
    rowsAreBack();
    useRun.setState(({ version }) => ({
      ...kept,
      progress: null,
      report,
      ranRecipe: recipe,
      number,
      version: version + 1,
    }));
    resolveWaiters(report);
  } catch (thrown) {
    if (current()) takeFailure(thrown);
  } finally {
    if (current()) {
      schedule.latest = undefined;
      useRun.setState({ pending: schedule.timer !== undefined });
      // What is drawn of it may end the page, too.
      setTimeout(unmark, DRAWN_MS);
    }
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
  // After a death everything is loaded and run again; whoever waits for this run waits for that one. Not where this run was the end of the engine.
  const again = schedule.timer !== undefined || schedule.deaths >= MAX_DEATHS;
  if (error.code === 'worker-died' && again) return;
  if (!(engineReplaced(error) && again)) {
    forgetMissing();
    rowsAreBack();
  }
  const cancelled = error.code === 'aborted';
  useRun.setState({
    status: cancelled ? 'cancelled' : 'failed',
    progress: null,
    error: cancelled ? null : error,
  });
  rejectWaiters(thrown);
}

/** Runs after a short wait; another call starts the wait again. */
export function scheduleRun(delay = DELAY_MS, rebuild = false): void {
  clearTimeout(schedule.timer);
  schedule.rebuild = rebuild;
  useRun.setState({ pending: true });
  schedule.timer = setTimeout(() => void runNow(), delay);
}

/** Runs the current recipe, or joins its run that is under way, and brings the report. Rejects with LabFailure. */
export function runCurrent(): Promise<RunReport> {
  return new Promise((resolve, reject) => {
    schedule.waiters.push({ resolve, reject });
    schedule.rebuild = false;
    void runNow();
  });
}

/** The report of the current recipe: the last one where nothing has changed since, else of a run under way or a new one. Rejects with LabFailure. */
export function upToDate(): Promise<RunReport> {
  const { status, report, ranRecipe } = useRun.getState();
  const same =
    status === 'idle' &&
    schedule.timer === undefined &&
    schedule.latest === undefined &&
    ranRecipe &&
    runAlike(ranRecipe, currentRecipe());
  return same && report ? rowsWhole().then(() => report) : runCurrent();
}

/** Waits for a run that is to come or under way, whatever comes of it; then the tables are those of the recipe, or of the last run that went through. */
export function runEnded(): Promise<void> {
  if (schedule.timer === undefined && schedule.latest === undefined) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => resolve();
    schedule.waiters.push({ resolve: end, reject: end });
    if (schedule.timer !== undefined) void runNow();
  });
}

/** Stops the run, and series being made; what was there before stays. */
export function cancelRun(): void {
  cancelMaking();
  schedule.latest?.control.abort(new CancelledByPerson());
}

/** What a new engine is to hold again, for a person; empty where there is nothing. */
function comingBack(): string {
  const { size: files } = held.files;
  const { size: generated } = held.generated;
  const parts = [
    ...(files > 0 ? [plural(files, 'file')] : []),
    ...(generated > 0 ? [`${generated} generated series`] : []),
  ];
  if (parts.length === 0) return '';
  return ` ${parts.join(' and ')} ${files + generated === 1 ? 'is' : 'are'} being loaded again.`;
}

/** Forgets reports and series of what did not come back. Until then the page shows what was there. */
function forgetMissing(): void {
  const { reports, series } = useFiles.getState();
  const gone = Object.keys(reports).filter((file) => !held.files.has(file));
  const empty = held.files.size + held.generated.size === 0;
  if (gone.length > 0 || (empty && series.length > 0)) dropReports(gone, empty ? [] : series);
}

/**
 * For when the worker died and a new, empty one has started: everything is read and run again, and whatever reads waits for that. After several
 * deaths in a row nothing is tried until the recipe changes.
 */
export function recoverFromDeath(error: LabError): void {
  schedule.deaths += 1;
  if (schedule.latest) schedule.latest.lost = true;
  rowsAreGone();
  const told: LabError = { ...error, message: `${error.message}${comingBack()}` };
  held.files.clear();
  held.generated.clear();
  useFiles.setState(({ version }) => ({ version: version + 1 }));
  if (schedule.deaths < MAX_DEATHS) {
    notify(told, 'warning');
    scheduleRun(0, true);
    return;
  }
  unschedule();
  useRun.setState({ pending: schedule.latest !== undefined });
  forgetMissing();
  const message =
    'The data engine stopped three times in a row, probably because it ran out of memory. Your recipe is saved. Remove the largest file or close other tabs, then reload this page.';
  const failure: LabError = { ...error, message };
  notify(failure);
  rowsAreBack(failure);
  useRun.setState({ status: 'failed', progress: null, error: failure });
  rejectWaiters(new LabFailure(failure));
}

/** From now on every change of the recipe is followed by a run, and saved copies of files that left it are deleted. */
export function followRecipe(): void {
  useRecipe.subscribe(({ recipe: now }, { recipe: before }) => {
    if (now === before) return;
    const files = new Set(filesOf(now).map(({ file }) => file));
    const left = filesOf(before).filter(({ file }) => !files.has(file));
    if (left.length > 0) void forgetRaw(left.flatMap(fileNames));
    if (now === openedPaused?.before) endPause();
    else if (now === openedPaused?.recipe) useRun.setState({ paused: 'chosen' });
    if (!runAlike(now, before) || wantsOtherFile(now, before)) scheduleRun();
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
