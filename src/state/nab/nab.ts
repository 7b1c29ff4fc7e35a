/** NAB's score: of files of results or of NAB's own detector, as the page shows it. */
import { create } from 'zustand';
import { at } from '../../core/list';
import { LabFailure, toLabError, type LabError } from '../../core/errors';
import { profileNames, resultsTarget, type ProfileName } from '../../core/nab';
import type { NabMarks, NabScoreReport } from '../../core/nab/types';
import type { NamedFile, NabScoreRequest, Progress, ScoreSource } from '../../engine/protocol';
import { call } from '../engine/engine';
import { runEnded, upToDate } from '../engine/run';
import { useFiles } from '../ingest/files';
import { changesNow } from '../label/current';
import { setTab } from '../view/view';

interface NabState {
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

const HEAD_BYTES = 2048;

async function hasScores({ name, file }: NamedFile): Promise<boolean> {
  if (!/\.csv$/i.test(name)) return false;
  const head = await file
    .slice(0, HEAD_BYTES)
    .text()
    .catch(() => '');
  const columns = at(head.split('\n', 1), 0)
    .split(',')
    .map((column) => column.trim().replaceAll('"', ''));
  return columns.includes('timestamp') && columns.includes('anomaly_score');
}

/** Separates files of results of a detector, for a series that is loaded or comes with them, from all others. */
export async function separateResults(
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

/** Adds files of results; one replaces a former one of its name. `opens`: their tab is shown: not where they only came along with data. */
export function addResults(files: readonly NamedFile[], opens: boolean): void {
  const names = new Set(files.map(({ name }) => name));
  useNab.setState(({ results }) => ({
    results: [...results.filter(({ name }) => !names.has(name)), ...files],
    source: 'files',
    error: null,
  }));
  if (opens) setTab('nab');
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
    await runEnded();
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
  /** A score of at least this is a detection; `best` finds the threshold with the highest score of all files together. */
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
      message: `profile: expected one of ${profileNames.join(', ')}, got ${JSON.stringify(profile)}.`,
    });
  if (threshold !== 'best' && !Number.isFinite(threshold))
    throw new LabFailure({
      code: 'results-shape',
      path: '$.threshold',
      message: `threshold: expected a number or 'best', got ${JSON.stringify(threshold)}.`,
    });
  const source: ScoreSource = { kind: 'files', files: [...files] };
  await upToDate();
  const report = await call('nabScore', { changes: changesNow(), source, profile, threshold });
  useNab.setState({ source: 'files', results: [...files], profile, threshold });
  show(report, null);
  return report;
}
