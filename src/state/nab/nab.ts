/** NAB's windows and scores: a mirror of the windows of everything that is loaded, and the score on show. */
import { create } from 'zustand';
import { LabFailure, toLabError, type LabError } from '../../core/errors';
import {
  formatWindowTime,
  profileNames,
  resultsTarget,
  writeNabWindows,
  type ProfileName,
} from '../../core/nab';
import type {
  CompareReport,
  LabelFileDetails,
  LabelSet,
  NabMarks,
  NabScoreReport,
  NabSeriesWindows,
} from '../../core/nab/types';
import type { LabelChanges } from '../../core/label/collect';
import type { NamedFile, NabScoreRequest, Progress, ScoreSource } from '../../engine/protocol';
import { call } from '../engine/engine';
import { useFiles } from '../ingest/files';
import { useGenerated } from '../synth/generated';
import { useLabels } from '../label/labels';
import { currentRecipe, useRecipe } from '../recipe/recipe';
import { useRun } from '../engine/runState';
import { setTab } from '../view/view';

interface NabState {
  /** Of every series, as the labels stood a moment ago. */
  windows: readonly NabSeriesWindows[];
  source: 'files' | 'windowedGaussian';
  /** Files of results, as they were given. */
  results: readonly NamedFile[];
  profile: ProfileName;
  threshold: number | 'best';
  report: NabScoreReport | null;
  error: LabError | null;
  busy: { progress: Progress | null; cancel: () => void } | null;
  /** Windows and false positives of the score on show, by series. */
  marksBySeries: Readonly<Record<string, NabMarks>>;
  /** What a chart draws of the score on show; undefined where the series has none. */
  marks: (series: string) => NabMarks | undefined;
}

export const useNab = create<NabState>()((_set, get) => ({
  windows: [],
  source: 'files',
  results: [],
  profile: 'standard',
  threshold: 'best',
  report: null,
  error: null,
  busy: null,
  marksBySeries: {},
  marks: (series) => get().marksBySeries[series],
}));

/** What the recipe says of labels, as the engine's calls take it. */
export function changesNow(): LabelChanges {
  const { annotations, edits } = currentRecipe();
  return { annotations, edits };
}

/** All that windows depend on, by identity. */
const inputs = (): readonly unknown[] => [
  useLabels.getState().ofFiles,
  useFiles.getState().series,
  useGenerated.getState().reports,
  currentRecipe().annotations,
  currentRecipe().edits,
  useRun.getState().ranRecipe?.steps,
];

let mirrored: readonly unknown[] = [];
let mirroring: Promise<void> | undefined;

/** Settles once `useNab.windows` are those of the labels as they stood at the call, or later ones. */
export async function windowsUpToDate(): Promise<void> {
  for (;;) {
    const wanted = inputs();
    if (wanted.every((one, index) => one === mirrored[index])) return;
    mirroring ??= mirror().finally(() => (mirroring = undefined));
    await mirroring;
  }
}

async function mirror(): Promise<void> {
  const seen = inputs();
  const some = useFiles.getState().series.length > 0;
  const windows = some ? await call('nabWindows', { changes: changesNow() }).catch(() => null) : [];
  mirrored = seen;
  if (windows) useNab.setState({ windows });
}

const SETTLE_MS = 60;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Whether rows are still coming or changing: the windows would be laid again in a moment. */
const unsettled = (): boolean =>
  useRun.getState().status === 'running' ||
  useGenerated.getState().making !== null ||
  useFiles.getState().loading !== null;

/** From now on the windows follow the labels, once nothing else is under way. */
export function followLabels(): void {
  const soon = (): void => {
    if (timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      if (!unsettled()) void windowsUpToDate();
    }, SETTLE_MS);
  };
  useLabels.subscribe((now, before) => now.ofFiles !== before.ofFiles && soon());
  useFiles.subscribe(
    (now, before) => (now.series !== before.series || now.loading !== before.loading) && soon(),
  );
  useGenerated.subscribe(
    (now, before) => (now.reports !== before.reports || now.making !== before.making) && soon(),
  );
  useRun.subscribe(
    (now, before) => (now.ranRecipe !== before.ranRecipe || now.status !== before.status) && soon(),
  );
  useRecipe.subscribe(({ recipe }, before) => {
    if (recipe.annotations !== before.recipe.annotations || recipe.edits !== before.recipe.edits) soon();
  });
}

/** The windows as the object that `combined_windows.json` holds: every series by NAB's name, in its order. */
export function windowsObject(): Record<string, [string, string][]> {
  const { windows } = useNab.getState();
  return Object.fromEntries(
    [...windows]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, windows: list }) => [
        name,
        list.map(({ start, end }): [string, string] => [formatWindowTime(start), formatWindowTime(end)]),
      ]),
  );
}

/** The text of `combined_windows.json`, byte for byte as NAB writes it. */
export const windowsText = (): string =>
  writeNabWindows(new Map(useNab.getState().windows.map(({ name, windows }) => [name, windows])));

const HEAD_BYTES = 2048;

async function hasScores({ name, file }: NamedFile): Promise<boolean> {
  if (!/\.csv$/i.test(name)) return false;
  const head = await file
    .slice(0, HEAD_BYTES)
    .text()
    .catch(() => '');
  const columns = (head.split('\n', 1)[0] ?? '')
    .split(',')
    .map((column) => column.trim().replaceAll('"', ''));
  return columns.includes('timestamp') && columns.includes('anomaly_score');
}

/** Parts files that are results of a detector for a series that is loaded, or comes with them, from all others. */
export async function partResults(
  files: readonly NamedFile[],
): Promise<{ results: NamedFile[]; others: NamedFile[] }> {
  const scored = await Promise.all(files.map(hasScores));
  const names = [
    ...useFiles.getState().series.map(({ name }) => name),
    ...files.flatMap(({ name }, index) => (scored[index] ? [] : name)),
  ];
  const isResults = files.map(({ name }, index) => scored[index] && resultsTarget(name, names) !== undefined);
  return {
    results: files.filter((_file, index) => isResults[index]),
    others: files.filter((_file, index) => !isResults[index]),
  };
}

/** Takes files of results in; one of the same name takes the place of the former. */
export function addResults(files: readonly NamedFile[]): void {
  const names = new Set(files.map(({ name }) => name));
  useNab.setState(({ results }) => ({
    results: [...results.filter(({ name }) => !names.has(name)), ...files],
    source: 'files',
    error: null,
  }));
  setTab('nab');
}

const noScore = { report: null, error: null, marksBySeries: {} };
export const clearResults = (): void => useNab.setState({ results: [], ...noScore });
export const setScoreSource = (source: NabState['source']): void => useNab.setState({ source, ...noScore });
export const setProfile = (profile: ProfileName): void => useNab.setState({ profile });
export const setThreshold = (threshold: number | 'best'): void => useNab.setState({ threshold });

/** NAB's options of its detector. */
export const gaussian = { window: 6400, step: 100 } as const;

let scoring: AbortController | undefined;

function request(detail: string | null): NabScoreRequest {
  const { source, results, profile, threshold } = useNab.getState();
  return {
    changes: changesNow(),
    source:
      source === 'files'
        ? { kind: 'files', files: [...results] }
        : { kind: 'windowedGaussian', options: gaussian },
    profile,
    threshold,
    ...(detail === null ? {} : { detail }),
  };
}

/** Scores what is chosen, with the marks of one series; a score under way gives way. Failures stand in the state. */
export async function scoreNow(detail: string | null): Promise<void> {
  scoring?.abort();
  const { source, results } = useNab.getState();
  const nothing = useFiles.getState().series.length === 0 || (source === 'files' && results.length === 0);
  if (nothing) {
    useNab.setState({ ...noScore, busy: null });
    return;
  }
  const control = new AbortController();
  scoring = control;
  const current = (): boolean => scoring === control;
  useNab.setState({ busy: { progress: null, cancel: () => control.abort() } });
  try {
    const report = await call('nabScore', request(detail), {
      signal: control.signal,
      onProgress: (progress) =>
        current() && useNab.setState(({ busy }) => (busy ? { busy: { ...busy, progress } } : {})),
    });
    if (current()) show(report, detail);
  } catch (thrown) {
    const error = toLabError(thrown);
    if (!current()) return;
    useNab.setState({ busy: null, ...(error.code === 'aborted' ? {} : { ...noScore, error }) });
  }
}

function show(report: NabScoreReport, detail: string | null): void {
  const { marks } = report;
  const marksBySeries = marks && detail !== null ? { [detail]: marks } : {};
  useNab.setState({ report, error: null, busy: null, marksBySeries });
}

export interface ScoreOptions {
  profile?: ProfileName;
  /** 0.5 and above is a detection, say; `best` finds the threshold with the highest score of all files together. */
  threshold?: number | 'best';
}

/** The score of files of results, which the page shows from then on. Rejects with LabFailure. */
export async function scoreFiles(
  files: readonly NamedFile[],
  options: ScoreOptions = {},
): Promise<NabScoreReport> {
  const { profile = 'standard', threshold = 'best' } = options;
  if (!profileNames.includes(profile))
    throw new LabFailure({
      code: 'results-shape',
      path: '$.profile',
      message: `profile: one of ${profileNames.join(', ')} was expected, and ${JSON.stringify(profile)} came.`,
    });
  if (threshold !== 'best' && !Number.isFinite(threshold))
    throw new LabFailure({
      code: 'results-shape',
      path: '$.threshold',
      message: `threshold: a number or 'best' was expected, and ${JSON.stringify(threshold)} came.`,
    });
  const source: ScoreSource = { kind: 'files', files: [...files] };
  const report = await call('nabScore', { changes: changesNow(), source, profile, threshold });
  useNab.setState({ source: 'files', results: [...files], profile, threshold });
  show(report, null);
  return report;
}

/** Two sets of labels side by side. */
export const compareSets = (a: LabelSet, b: LabelSet, signal: AbortSignal): Promise<CompareReport> =>
  call('compareSets', { changes: changesNow(), a, b }, { signal });

export const labelFileDetails = (file: string, signal: AbortSignal): Promise<LabelFileDetails> =>
  call('labelFileDetails', { file }, { signal });
