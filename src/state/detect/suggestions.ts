/** What detectors propose as labels, and which of it a person accepts or rejects. */
import { create } from 'zustand';
import { toLabError, type LabError } from '../../core/errors';
import { spans } from '../../core/label/flags';
import type { Span } from '../../core/label/types';
import { at, firstWhere } from '../../core/list';
import { detectorKinds, detectorOf, type DetectorKind } from '../../core/detect';
import type { DetectorOptions, Proposal as Found } from '../../core/detect/types';
import { formatInstant } from '../../core/recipe';
import type { Annotation, Recipe } from '../../core/recipe/types';
import type { Progress } from '../../engine/protocol';
import { call } from '../engine/engine';
import { useFiles } from '../ingest/files';
import { labelsOf } from '../label/current';
import { addLabels } from '../label/labels';
import { currentRecipe, useRecipe } from '../recipe/recipe';

export interface Proposal extends Found {
  /** The same as long as the rows are the same. */
  key: string;
  series: string;
  detector: DetectorKind;
  /** The threshold that it was found with. */
  threshold: number;
}

/** How the detector is set. */
interface DetectSettings {
  detector: DetectorKind;
  options: Readonly<Record<DetectorKind, DetectorOptions>>;
  thresholds: Readonly<Record<DetectorKind, number>>;
  /** Runs with at most so many rows between them are merged. */
  joinRows: number;
  afterProbation: boolean;
  /** The chosen series, or all. */
  scope: 'one' | 'all';
}

interface SuggestionsState extends DetectSettings {
  /** By series, for those that were looked at. */
  found: Readonly<Record<string, { proposals: readonly Proposal[]; total: number; greatest: number }>>;
  rejected: ReadonlySet<string>;
  /** Labels that proposals became, by the proposal's key. */
  accepted: ReadonlyMap<string, string>;
  busy: { progress: Progress | null; cancel: () => void } | null;
  error: LabError | null;
}

const ofEach = <T>(value: (kind: DetectorKind) => T): Record<DetectorKind, T> =>
  Object.fromEntries(detectorKinds.map((kind) => [kind, value(kind)])) as Record<DetectorKind, T>;

export const useSuggestions = create<SuggestionsState>()(() => ({
  detector: 'windowedGaussian',
  options: ofEach((kind) => detectorOf(kind).defaults),
  thresholds: ofEach((kind) => detectorOf(kind).threshold),
  joinRows: 5,
  afterProbation: true,
  scope: 'one',
  found: {},
  rejected: new Set(),
  accepted: new Map(),
  busy: null,
  error: null,
}));

/** Changes the settings. What another detector or other options found no longer stands. */
export function setDetection(change: Partial<DetectSettings>): void {
  const other = change.detector !== undefined || change.options !== undefined || change.scope !== undefined;
  useSuggestions.setState({ ...change, error: null, ...(other ? { found: {} } : {}) });
}

let running: AbortController | undefined;

/** Runs the detector over the chosen series, or over all. Failures stand in the state. */
export async function findSuggestions(chosen: string): Promise<void> {
  running?.abort();
  const control = new AbortController();
  running = control;
  const current = (): boolean => running === control;
  const { detector, options, thresholds, joinRows, afterProbation, scope } = useSuggestions.getState();
  const series = scope === 'all' ? useFiles.getState().series.map(({ name }) => name) : [chosen];
  const threshold = thresholds[detector];
  useSuggestions.setState({ busy: { progress: null, cancel: () => control.abort() }, error: null });
  try {
    const report = await call(
      'detect',
      { series, detector, options: options[detector], threshold, joinRows, afterProbation },
      {
        signal: control.signal,
        onProgress: (progress) =>
          current() && useSuggestions.setState(({ busy }) => (busy ? { busy: { ...busy, progress } } : {})),
      },
    );
    if (!current()) return;
    const found = report.series.map(({ series: name, found: list, total, greatest }) => {
      const proposals = list.map((one): Proposal => ({
        ...one,
        key: `${name} ${one.start} ${one.end}`,
        series: name,
        detector,
        threshold,
      }));
      return [name, { proposals, total, greatest }] as const;
    });
    useSuggestions.setState({ found: Object.fromEntries(found), busy: null });
  } catch (thrown) {
    if (!current()) return;
    const error = toLabError(thrown);
    useSuggestions.setState({ busy: null, error: error.code === 'aborted' ? null : error });
  }
}

export type Standing = 'open' | 'accepted' | 'rejected';

/** Whether a proposal was accepted or rejected. One whose label was removed, by undo or by hand, is open again. */
export function standingOf(
  { key }: Proposal,
  { rejected, accepted }: Pick<SuggestionsState, 'rejected' | 'accepted'>,
  annotations: Recipe['annotations'],
): Standing {
  const label = accepted.get(key);
  if (label !== undefined && annotations.some(({ id }) => id === label)) return 'accepted';
  return rejected.has(key) ? 'rejected' : 'open';
}

const none: readonly Proposal[] = [];
/** The latest answer of `openProposals`, and what it was made from. */
let latest: { key: readonly unknown[]; open: readonly Proposal[] } = { key: [], open: none };

/** The proposals of a series that were neither accepted nor rejected. */
function openProposals(series: string): readonly Proposal[] {
  const state = useSuggestions.getState();
  const { annotations } = currentRecipe();
  const all = state.found[series]?.proposals ?? none;
  const key = [all, state.rejected, state.accepted, annotations];
  if (latest.key.length > 0 && latest.key.every((one, index) => one === key[index])) return latest.open;
  latest = { key, open: all.filter((one) => standingOf(one, state, annotations) === 'open') };
  return latest.open;
}

/** The open proposals of a series, drawn again whenever they change. */
export function useOpenProposals(series: string): readonly Proposal[] {
  useSuggestions((state) => state.found);
  useSuggestions((state) => state.rejected);
  useSuggestions((state) => state.accepted);
  useRecipe((state) => state.recipe.annotations);
  return openProposals(series);
}

/** A proposal as a label that keeps where it came from. */
function asLabel({ series, start, end, rows, peak, detector, threshold }: Proposal): Omit<Annotation, 'id'> {
  const { unit } = detectorOf(detector);
  return {
    series,
    start: formatInstant(start),
    end: formatInstant(end),
    type: 'anomaly',
    shape: rows === 1 ? 'point' : 'window',
    origin: 'detected',
    detector: `${detector}, threshold ${threshold}`,
    ...(unit === 'probability' ? { confidence: Math.min(1, peak) } : {}),
  };
}

/** Makes labels of open proposals, as one step of undo. */
export function acceptProposals(proposals: readonly Proposal[]): void {
  const state = useSuggestions.getState();
  const { annotations } = currentRecipe();
  const fresh = proposals.filter((one) => standingOf(one, state, annotations) !== 'accepted');
  if (fresh.length === 0) return;
  const ids = addLabels(fresh.map(asLabel));
  if (ids.length === 0) return;
  const accepted = new Map(state.accepted);
  const rejected = new Set(state.rejected);
  fresh.forEach(({ key }, index) => {
    accepted.set(key, at(ids, index));
    rejected.delete(key);
  });
  useSuggestions.setState({ accepted, rejected });
}

/** Whether a proposal shares time with one of these labels of its series. */
export function labelledBy(labels: readonly Span[]): (proposal: Span) => boolean {
  const labelled = spans(labels);
  return ({ start, end }) => {
    const first = firstWhere(0, labelled.length, (index) => at(labelled, index).end > start);
    return first < labelled.length && at(labelled, first).start < end;
  };
}

/** Makes labels of a series' open proposals, as one step of undo; those that share time with a label stay open, for each of them to be decided on. */
export function acceptAllOpen(series: string): void {
  const labelled = labelledBy(labelsOf(series));
  acceptProposals(openProposals(series).filter((one) => !labelled(one)));
}

/** Rejects proposals; those that are labels already stay labels. */
export function rejectProposals(proposals: readonly Proposal[]): void {
  const state = useSuggestions.getState();
  const { annotations } = currentRecipe();
  const open = proposals.filter((one) => standingOf(one, state, annotations) === 'open');
  useSuggestions.setState({ rejected: new Set([...state.rejected, ...open.map(({ key }) => key)]) });
}

/** Opens rejected proposals again. */
export function reopenProposals(proposals: readonly Proposal[]): void {
  const rejected = new Set(useSuggestions.getState().rejected);
  for (const { key } of proposals) rejected.delete(key);
  useSuggestions.setState({ rejected });
}
