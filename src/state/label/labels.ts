/** The labels of all series as they stand now, whether or not a run has followed them yet, and the changes a person makes to them. */
import { create } from 'zustand';
import { toLabels } from '../../core/label/injected';
import { duplicateAnomaly, moveAnomaly, noteAnomaly, removeAnomaly } from '../../core/synth/inject';
import type { RealisedAnomaly } from '../../core/synth/inject/types';
import type { LabError } from '../../core/errors';
import { collectLabels } from '../../core/label/collect';
import type { Label } from '../../core/label/types';
import { formatInstant } from '../../core/recipe';
import type { Annotation, AnomalyKind, Injection, LabelEdit, Recipe } from '../../core/recipe/types';
import { useFiles } from '../ingest/files';
import { useGenerated } from '../synth/generated';
import { currentRecipe, editRecipe, useRecipe } from '../recipe/recipe';
import { checkedEdit } from '../synth/synth';

interface LabelsState {
  /** Of label files, as they came. */
  ofFiles: readonly Label[];
  /** Ids of the chosen ones. */
  selected: readonly string[];
  /** Whether dragging over the chart makes something, and what: a label, or an anomaly of a kind. */
  adding: boolean;
  adds: 'label' | AnomalyKind;
  /** The label whose fields are open over the chart. */
  open: string | null;
  /** Why the last change was refused; kept until dismissed or until a change goes through. */
  refused: LabError | null;
}

export const useLabels = create<LabelsState>()(() => ({
  ofFiles: [],
  selected: [],
  adding: false,
  adds: 'label',
  open: null,
  refused: null,
}));

export const selectLabels = (selected: readonly string[]): void => useLabels.setState({ selected });
export const openLabel = (open: string | null): void => useLabels.setState({ open });
export const toggleAdding = (): void => useLabels.setState(({ adding }) => ({ adding: !adding }));
export const setAdds = (adds: LabelsState['adds']): void => useLabels.setState({ adds });
export const dismissRefused = (): void => useLabels.setState({ refused: null });

interface Inputs {
  ofFiles: readonly Label[];
  reports: object;
  annotations: Recipe['annotations'];
  edits: Recipe['edits'];
  series: object;
}

interface Known {
  inputs: Inputs;
  bySeries: Map<string, readonly Label[]>;
  byId: Map<string, Label>;
}

let last: Known | undefined;

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
  const byId = new Map<string, Label>();
  for (const label of collectLabels(ofFiles, injected, { annotations, edits }, names).labels) {
    byId.set(label.id, label);
    const mine = bySeries.get(label.series);
    if (mine) mine.push(label);
    else bySeries.set(label.series, [label]);
  }
  last = { inputs, bySeries, byId };
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
  labelsNow();
  return last?.byId.get(id);
}

/** Labels with ids that no other has. */
function named(labels: readonly Omit<Annotation, 'id'>[], others: readonly Annotation[]): Annotation[] {
  const taken = new Set(others.map(({ id }) => id));
  const next = new Map<string, number>();
  return labels.map((label) => {
    const base = `${label.series}#${label.origin}-`;
    let n = next.get(base) ?? 1;
    while (taken.has(`${base}${n}`)) n++;
    next.set(base, n + 1);
    return { ...label, id: `${base}${n}` };
  });
}

/** Adds labels as one step of undo; their ids. */
export function addLabels(labels: readonly Omit<Annotation, 'id'>[]): string[] {
  const fresh = named(labels, currentRecipe().annotations);
  editRecipe((recipe) => ({ ...recipe, annotations: [...recipe.annotations, ...fresh] }));
  return fresh.map(({ id }) => id);
}

/** What a person may change of a label. Times in microseconds UTC. */
export interface LabelChange {
  start?: number;
  end?: number;
  type?: string;
  note?: string;
  confidence?: number | undefined;
}

/** A change as the recipe has it; an empty note is none. */
function timed({ start, end, note, ...rest }: LabelChange): Omit<LabelEdit, 'id' | 'removed'> {
  return {
    ...rest,
    ...(note === undefined ? {} : { note: note === '' ? undefined : note }),
    ...(start === undefined ? {} : { start: formatInstant(start) }),
    ...(end === undefined ? {} : { end: formatInstant(end) }),
  };
}

let known: { reports: object; byId: Map<string, RealisedAnomaly> } | undefined;

/** The injected anomaly of a label, if it is one. */
export function anomalyOf(id: string): RealisedAnomaly | undefined {
  const { reports } = useGenerated.getState();
  if (known?.reports !== reports) {
    const all = Object.values(reports).flatMap(({ anomalies }) => anomalies);
    known = { reports, byId: new Map(all.map((anomaly) => [anomaly.id, anomaly])) };
  }
  return known.byId.get(id);
}

/** The injections with an anomaly's label at other times, or with another remark; its kind and strength are no matter of the label. */
export function movedInjections(
  injections: Injection[],
  { id, start: from, end: until }: Pick<Label, 'id' | 'start' | 'end'>,
  { start, end, note }: LabelChange,
): Injection[] {
  const anomaly = anomalyOf(id);
  if (!anomaly) return injections;
  const noted = note === undefined ? injections : noteAnomaly(injections, anomaly, note);
  if (start === undefined && end === undefined) return noted;
  const at = start ?? from;
  return moveAnomaly(noted, anomaly, at, (end ?? until) - at);
}

/** Without the members that a change took away. */
const present = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;

const put = <T extends { id: string }>(list: T[], changes: ReadonlyMap<string, Partial<T>>): T[] =>
  list.some(({ id }) => changes.has(id))
    ? list.map((one) => {
        const change = changes.get(one.id);
        return change ? present({ ...one, ...change }) : one;
      })
    : list;

function withEdits(edits: LabelEdit[], changes: ReadonlyMap<string, Partial<LabelEdit>>): LabelEdit[] {
  const there = new Set(edits.map(({ id }) => id));
  const fresh = [...changes].filter(([id]) => !there.has(id)).map(([id, change]) => ({ ...change, id }));
  return fresh.length > 0 ? [...put(edits, changes), ...fresh] : put(edits, changes);
}

const all = (ids: readonly string[]): Label[] => ids.flatMap((id) => findLabel(id) ?? []);

/** Changes the recipe as one step of undo; what is injected is looked at anew only where it changed. Undefined, or why it may not be so. */
function edit(change: (recipe: Recipe) => Recipe): LabError | undefined {
  const before = currentRecipe();
  const next = change(before);
  const refused = next.injections === before.injections ? undefined : checkedEdit(() => next);
  if (next.injections === before.injections) editRecipe(() => next);
  useLabels.setState({ refused: refused ?? null });
  return refused;
}

/** Changes labels as one step of undo. Undefined, or why an injected one may not be so. */
export function changeLabels(
  ids: readonly string[],
  change: (label: Label) => LabelChange,
): LabError | undefined {
  const labels = all(ids).map((label) => ({ label, to: change(label) }));
  const of = (wanted: (label: Label) => boolean) =>
    new Map(labels.filter(({ label }) => wanted(label)).map(({ label, to }) => [label.id, timed(to)]));
  const injected = labels.filter(({ label }) => label.origin === 'injected');
  const imported = of(({ origin }) => origin === 'imported');
  const own = of(({ origin }) => origin === 'manual' || origin === 'detected');
  return edit((recipe) => ({
    ...recipe,
    annotations: put(recipe.annotations, own),
    edits: withEdits(recipe.edits, imported),
    injections: injected.reduce((sum, { label, to }) => movedInjections(sum, label, to), recipe.injections),
  }));
}

/** Takes labels out as one step of undo; an injected anomaly goes with its label. */
export function removeLabels(ids: readonly string[]): LabError | undefined {
  const labels = all(ids);
  const gone = new Set(labels.map(({ id }) => id));
  const imported = labels.filter(({ origin }) => origin === 'imported');
  const error = edit((recipe) => ({
    ...recipe,
    annotations: recipe.annotations.some(({ id }) => gone.has(id))
      ? recipe.annotations.filter(({ id }) => !gone.has(id))
      : recipe.annotations,
    edits: withEdits(recipe.edits, new Map(imported.map(({ id }) => [id, { removed: true }]))),
    injections: labels.reduce((sum, { id }) => {
      const anomaly = anomalyOf(id);
      return anomaly ? removeAnomaly(sum, anomaly) : sum;
    }, recipe.injections),
  }));
  if (!error) selectLabels(useLabels.getState().selected.filter((id) => !gone.has(id)));
  return error;
}

/** A second one of each, beginning at `startOf` (microseconds), as one step of undo; labels are chosen in the place of their originals. */
export function duplicateLabels(
  ids: readonly string[],
  startOf: (label: Label) => number,
): LabError | undefined {
  const labels = all(ids);
  const made: string[] = [];
  const before = new Set(currentRecipe().injections.map(({ id }) => id));
  const error = edit((recipe) => {
    const copies = labels
      .filter(({ origin }) => origin !== 'injected')
      .map((label) => copyOf(label, startOf));
    const fresh = named(copies, recipe.annotations);
    const injections = labels.reduce((sum, label) => {
      const anomaly = anomalyOf(label.id);
      return anomaly ? duplicateAnomaly(sum, anomaly, startOf(label)) : sum;
    }, recipe.injections);
    made.push(...fresh.map(({ id }) => id));
    made.push(...injections.map(({ id }) => id).filter((id) => !before.has(id)));
    return {
      ...recipe,
      annotations: fresh.length > 0 ? [...recipe.annotations, ...fresh] : recipe.annotations,
      injections,
    };
  });
  if (!error && made.length > 0) selectLabels(made);
  return error;
}

function copyOf(label: Label, startOf: (label: Label) => number): Omit<Annotation, 'id'> {
  const { series, type, shape, note, confidence } = label;
  const start = startOf(label);
  return {
    series,
    type,
    shape,
    origin: 'manual',
    start: formatInstant(start),
    end: formatInstant(start + label.end - label.start),
    ...(note === undefined ? {} : { note }),
    ...(confidence === undefined ? {} : { confidence }),
  };
}
