/** The labels of all series as they stand now, whether or not a run has followed them yet, and the changes a person makes to them. */
import { create } from 'zustand';
import { duplicateAnomaly, moveAnomaly, removeAnomaly, toLabels } from '../core/inject';
import type { RealisedAnomaly } from '../core/inject/types';
import type { LabError } from '../core/errors';
import { collectLabels } from '../core/label/collect';
import type { Label } from '../core/label/types';
import { formatInstant } from '../core/recipe';
import type { Annotation, LabelEdit, Recipe } from '../core/recipe/types';
import { useFiles } from './files';
import { useGenerated } from './generated';
import { currentRecipe, editRecipe, useRecipe } from './recipe';
import { checkedEdit } from './synthesis';

interface LabelsState {
  /** Of label files, as they came. */
  ofFiles: readonly Label[];
  /** Ids of the chosen ones. */
  selected: readonly string[];
}

export const useLabels = create<LabelsState>()(() => ({ ofFiles: [], selected: [] }));

export const selectLabels = (selected: readonly string[]): void => useLabels.setState({ selected });

interface Inputs {
  ofFiles: readonly Label[];
  reports: object;
  annotations: Recipe['annotations'];
  edits: Recipe['edits'];
  series: object;
}

let last: { inputs: Inputs; bySeries: Map<string, readonly Label[]> } | undefined;

/** The labels as they stand, by series; the same object as long as nothing changed. */
export function labelsNow(): ReadonlyMap<string, readonly Label[]> {
  const { annotations, edits } = currentRecipe();
  const { reports } = useGenerated.getState();
  const { series } = useFiles.getState();
  const { ofFiles } = useLabels.getState();
  const inputs: Inputs = { ofFiles, reports, annotations, edits, series };
  const same =
    last && (Object.keys(inputs) as (keyof Inputs)[]).every((key) => last?.inputs[key] === inputs[key]);
  if (last && same) return last.bySeries;
  const injected = Object.values(reports).flatMap(({ anomalies }) => toLabels(anomalies));
  const names = series.map(({ name }) => name);
  const bySeries = new Map<string, Label[]>();
  for (const label of collectLabels(ofFiles, injected, { annotations, edits }, names).labels) {
    const mine = bySeries.get(label.series);
    if (mine) mine.push(label);
    else bySeries.set(label.series, [label]);
  }
  last = { inputs, bySeries };
  return bySeries;
}

const none: readonly Label[] = [];

/** The labels of one series, drawn anew whenever they change. */
export function useLabelsOf(series: string): readonly Label[] {
  useLabels((state) => state.ofFiles);
  useGenerated((state) => state.reports);
  useRecipe((state) => state.recipe.annotations);
  useRecipe((state) => state.recipe.edits);
  useFiles((state) => state.series);
  return labelsNow().get(series) ?? none;
}

export function findLabel(id: string): Label | undefined {
  for (const labels of labelsNow().values()) {
    const found = labels.find((label) => label.id === id);
    if (found) return found;
  }
  return undefined;
}

/** An id for a new label by hand of a series. */
export function freeLabelId(series: string): string {
  const ids = new Set(currentRecipe().annotations.map(({ id }) => id));
  for (let n = 1; ; n++) {
    const id = `${series}#manual-${n}`;
    if (!ids.has(id)) return id;
  }
}

/** Adds labels as one step of undo; their ids. */
export function addLabels(labels: readonly Omit<Annotation, 'id'>[]): string[] {
  const ids: string[] = [];
  const taken = new Set(currentRecipe().annotations.map(({ id }) => id));
  let n = 0;
  for (const { series, origin } of labels) {
    let id: string;
    do id = `${series}#${origin}-${++n}`;
    while (taken.has(id));
    taken.add(id);
    ids.push(id);
  }
  editRecipe((recipe) => ({
    ...recipe,
    annotations: [
      ...recipe.annotations,
      ...labels.map((label, index) => ({ ...label, id: ids[index] ?? '' })),
    ],
  }));
  return ids;
}

/** What a person may change of a label. Times in microseconds UTC. */
export interface LabelChange {
  start?: number;
  end?: number;
  type?: string;
  note?: string;
  confidence?: number;
}

function timed({ start, end, ...rest }: LabelChange): Omit<LabelEdit, 'id' | 'removed'> {
  return {
    ...rest,
    ...(start === undefined ? {} : { start: formatInstant(start) }),
    ...(end === undefined ? {} : { end: formatInstant(end) }),
  };
}

/** The injected anomaly of a label, if it is one. */
function anomalyOf(id: string): RealisedAnomaly | undefined {
  return Object.values(useGenerated.getState().reports)
    .flatMap(({ anomalies }) => anomalies)
    .find((anomaly) => anomaly.id === id);
}

const merge = (edits: readonly LabelEdit[], edit: LabelEdit): LabelEdit[] =>
  edits.some(({ id }) => id === edit.id)
    ? edits.map((one) => (one.id === edit.id ? { ...one, ...edit } : one))
    : [...edits, edit];

function changed(recipe: Recipe, label: Label, change: LabelChange): Recipe {
  const { id } = label;
  if (label.origin === 'injected') {
    const anomaly = anomalyOf(id);
    if (!anomaly || change.start === undefined) return recipe;
    const length = (change.end ?? label.end) - change.start;
    return { ...recipe, injections: moveAnomaly(recipe.injections, anomaly, change.start, length) };
  }
  if (label.origin === 'imported') return { ...recipe, edits: merge(recipe.edits, { id, ...timed(change) }) };
  return {
    ...recipe,
    annotations: recipe.annotations.map((one) => (one.id === id ? { ...one, ...timed(change) } : one)),
  };
}

function removed(recipe: Recipe, label: Label): Recipe {
  const { id, origin } = label;
  if (origin === 'injected') {
    const anomaly = anomalyOf(id);
    return anomaly ? { ...recipe, injections: removeAnomaly(recipe.injections, anomaly) } : recipe;
  }
  if (origin === 'imported') return { ...recipe, edits: merge(recipe.edits, { id, removed: true }) };
  return { ...recipe, annotations: recipe.annotations.filter((one) => one.id !== id) };
}

const all = (ids: readonly string[]): Label[] => ids.flatMap((id) => findLabel(id) ?? []);

/** Changes labels as one step of undo. Undefined, or why an injected one may not be so. */
export const changeLabels = (
  ids: readonly string[],
  change: (label: Label) => LabelChange,
): LabError | undefined =>
  checkedEdit((recipe) => all(ids).reduce((sum, label) => changed(sum, label, change(label)), recipe));

/** Takes labels out as one step of undo; an injected anomaly goes with its label. */
export function removeLabels(ids: readonly string[]): LabError | undefined {
  const error = checkedEdit((recipe) => all(ids).reduce(removed, recipe));
  if (!error) selectLabels(useLabels.getState().selected.filter((id) => !ids.includes(id)));
  return error;
}

/** A second one like it, right after it. */
export function duplicateLabel(id: string): LabError | undefined {
  const label = findLabel(id);
  if (!label) return undefined;
  const anomaly = anomalyOf(id);
  const length = label.end - label.start;
  if (anomaly)
    return checkedEdit((recipe) => ({
      ...recipe,
      injections: duplicateAnomaly(recipe.injections, anomaly, label.end + length),
    }));
  const { series, type, shape } = label;
  const start = formatInstant(label.end + length);
  const end = formatInstant(label.end + 2 * length);
  addLabels([{ series, type, shape, origin: 'manual', start, end }]);
  return undefined;
}
