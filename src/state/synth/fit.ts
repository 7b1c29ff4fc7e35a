/** A model of a loaded series, as an editable synthetic one. */
import { create } from 'zustand';
import { toLabError, type LabError } from '../../core/errors';
import { readJson } from '../../core/json';
import { readFit, toSource } from '../../core/synth/fit';
import type { FitReport } from '../../core/synth/fit/types';
import type { Progress } from '../../engine/protocol';
import { call } from '../engine/engine';
import { addGenerated, freeName } from './synth';
import { setTab } from '../view/view';

interface FitSummary {
  /** The synthetic series, and the one that it was modelled on. */
  synthetic: string;
  series: string;
  /** What was found. */
  sentences: string[];
}

interface Fitting {
  series: string;
  progress: Progress | null;
  cancel: () => void;
}

interface FitState {
  /** The series that each synthetic one was modelled on, by the synthetic one's name; kept in this browser. */
  modelled: Readonly<Record<string, string>>;
  /** The series that a model is being fitted to. */
  fitting: Fitting | null;
  /** Of the last model; until dismissed. */
  summary: FitSummary | null;
}

const modelledKey = 'anomaly-data-lab.modelled';
/** Models remembered; the oldest are forgotten. */
const MAX_MODELS = 500;

function stored(): Record<string, string> {
  try {
    const value: unknown = readJson(localStorage.getItem(modelledKey) ?? '{}');
    if (typeof value !== 'object' || value === null) return {};
    return Object.fromEntries(
      Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch {
    return {};
  }
}

export const useFit = create<FitState>()(() => ({ modelled: stored(), fitting: null, summary: null }));

export const dismissFitSummary = (): void => useFit.setState({ summary: null });

function remember(synthetic: string, series: string): void {
  const { [synthetic]: _before, ...others } = useFit.getState().modelled;
  const entries = [...Object.entries(others), [synthetic, series] as const].slice(-MAX_MODELS);
  const modelled = Object.fromEntries(entries);
  useFit.setState({ modelled });
  try {
    localStorage.setItem(modelledKey, JSON.stringify(modelled));
  } catch {
    // A page without storage remembers until it is closed.
  }
}

/** `synthetic/speed_7578` from `realTraffic/speed_7578.csv`. */
function modelName(series: string): string {
  const base = series
    .slice(series.lastIndexOf('/') + 1)
    .replace(/\.(csv|tsv|txt|parquet|pq)(\.gz)?(?=:|$)/i, '');
  return `synthetic/${base}`;
}

/**
 * Fits a model to the raw rows of a loaded series, adds it as a synthetic series and chooses that; one step of undo. The comparison tab shows the
 * progress and what was found. `bootstrap`: its noise is drawn from the residuals. Undefined, or why it failed; a fit that is cancelled, or
 * replaced by another, is not an error.
 */
export async function fitSeries(
  series: string,
  { bootstrap = false }: { bootstrap?: boolean } = {},
): Promise<LabError | undefined> {
  useFit.getState().fitting?.cancel();
  const control = new AbortController();
  const { signal } = control;
  const cancel = (): void => control.abort();
  /** Changes the state of this fit, unless another has replaced it. */
  const update = (next: (mine: Fitting) => Fitting | null): void =>
    useFit.setState(({ fitting }) => (fitting?.cancel === cancel ? { fitting: next(fitting) } : {}));
  useFit.setState({ fitting: { series, progress: null, cancel }, summary: null });
  setTab('compare');
  try {
    const onProgress = (progress: Progress): void => update((mine) => ({ ...mine, progress }));
    return add(series, await call('fit', { series, bootstrap }, { signal, onProgress }));
  } catch (thrown) {
    const error = toLabError(thrown);
    return error.code === 'aborted' ? undefined : error;
  } finally {
    update(() => null);
  }
}

function add(series: string, { fitted, blocks }: FitReport): LabError | undefined {
  const synthetic = freeName(modelName(series));
  remember(synthetic, series);
  const error = addGenerated(toSource(fitted, synthetic, blocks));
  if (!error) useFit.setState({ summary: { synthetic, series, sentences: readFit(fitted) } });
  return error;
}
