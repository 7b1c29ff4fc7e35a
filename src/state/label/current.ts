/** The labels of all series as they stand now, whether or not a run has followed them yet. The one place that names what they depend on. */
import { useSyncExternalStore } from 'react';
import type { RealisedAnomaly } from '../../core/synth/inject/types';
import { collectLabels, type LabelChanges } from '../../core/label/collect';
import { toLabels } from '../../core/label/injected';
import type { Label } from '../../core/label/types';
import type { AgreementReport, LabelSet } from '../../core/label/agreement';
import type { LabelFileDetails } from '../../core/nab/types';
import type { GeneratedReport, SeriesInfo } from '../../engine/protocol';
import { call } from '../engine/engine';
import { useFiles } from '../ingest/files';
import { currentRecipe, useRecipe } from '../recipe/recipe';
import { useGenerated } from '../synth/generated';

/** All that the labels of all series depend on. */
interface LabelInputs extends Readonly<LabelChanges> {
  fileLabels: readonly Label[];
  series: readonly SeriesInfo[];
  reports: Readonly<Record<string, GeneratedReport>>;
}

function readInputs(): LabelInputs {
  const { fileLabels, series } = useFiles.getState();
  const { reports } = useGenerated.getState();
  const { annotations, edits } = currentRecipe();
  return { fileLabels, series, reports, annotations, edits };
}

let inputs = readInputs();

/** The identity of the labels as they stand: the same object as long as nothing that they depend on has changed. */
export function labelInputs(): LabelInputs {
  const now = readInputs();
  if ((Object.keys(now) as (keyof LabelInputs)[]).some((key) => now[key] !== inputs[key])) inputs = now;
  return inputs;
}

/** Calls `listener` after each change of what labels depend on; returns the way to stop. */
export function onLabelInputs(listener: () => void): () => void {
  let seen = labelInputs();
  const look = (): void => {
    const now = labelInputs();
    if (now === seen) return;
    seen = now;
    listener();
  };
  const ends = [useFiles, useGenerated, useRecipe].map((store) => store.subscribe(look));
  return () => ends.forEach((end) => end());
}

/** What the recipe changes of labels, as the engine's calls take it. */
export function changesNow(): LabelChanges {
  const { annotations, edits } = labelInputs();
  return { annotations, edits };
}

interface Collected {
  of: LabelInputs;
  bySeries: ReadonlyMap<string, readonly Label[]>;
  byId: ReadonlyMap<string, Label>;
  anomalies: ReadonlyMap<string, RealisedAnomaly>;
}

let latest: Collected | undefined;

function collected(): Collected {
  const of = labelInputs();
  if (latest?.of === of) return latest;
  const { fileLabels, series, reports, annotations, edits } = of;
  const anomalies = Object.values(reports).flatMap((report) => report.anomalies);
  const names = series.map(({ name }) => name);
  const bySeries = new Map<string, Label[]>();
  const byId = new Map<string, Label>();
  for (const label of collectLabels(fileLabels, toLabels(anomalies), { annotations, edits }, names).labels) {
    byId.set(label.id, label);
    const mine = bySeries.get(label.series);
    if (mine) mine.push(label);
    else bySeries.set(label.series, [label]);
  }
  latest = { of, bySeries, byId, anomalies: new Map(anomalies.map((anomaly) => [anomaly.id, anomaly])) };
  return latest;
}

const none: readonly Label[] = [];

/** The labels as they stand, by series; the same object as long as nothing changed. */
const labelsNow = (): ReadonlyMap<string, readonly Label[]> => collected().bySeries;

/** The labels of one series as they stand. */
export const labelsOf = (series: string): readonly Label[] => labelsNow().get(series) ?? none;

/** The label with this id, if there is one. */
export const findLabel = (id: string): Label | undefined => collected().byId.get(id);

/** The injected anomaly of a label, if it is one. */
export const anomalyOf = (id: string): RealisedAnomaly | undefined => collected().anomalies.get(id);

/** The labels of all series by series, drawn again whenever they change. */
export function useLabelsNow(): ReadonlyMap<string, readonly Label[]> {
  useSyncExternalStore(onLabelInputs, labelInputs);
  return labelsNow();
}

/** The labels of one series, drawn again whenever they change. */
export function useLabelsOf(series: string): readonly Label[] {
  useSyncExternalStore(onLabelInputs, labelInputs);
  return labelsOf(series);
}

/** Compares two sets of labels as they stand. Rejects with LabFailure. */
export const compareSets = (a: LabelSet, b: LabelSet, signal: AbortSignal): Promise<AgreementReport> =>
  call('compareSets', { changes: changesNow(), a, b }, { signal });

/** What a label file holds, as it was read. Rejects with LabFailure. */
export const labelFileDetails = (file: string, signal: AbortSignal): Promise<LabelFileDetails> =>
  call('labelFileDetails', { file }, { signal });
