/** What a person does with labels: which are chosen or open, and the changes to them, each one step of undo. */
import { create } from 'zustand';
import { duplicateAnomaly, moveAnomaly, noteAnomaly, removeAnomaly } from '../../core/synth/inject';
import type { LabError } from '../../core/errors';
import type { Label } from '../../core/label/types';
import { formatInstant } from '../../core/recipe';
import type { Annotation, AnomalyKind, Injection, LabelEdit, Recipe } from '../../core/recipe/types';
import { anomalyOf, findLabel } from './current';
import { currentRecipe, editRecipe } from '../recipe/recipe';
import { checkedEdit } from '../synth/synth';

interface LabelsState {
  /** Ids of the chosen ones. */
  selected: readonly string[];
  /** Whether dragging over the chart makes something, and what: a label, or an anomaly of a kind. */
  adding: boolean;
  adds: 'label' | AnomalyKind;
  /** The label whose fields are open over the chart. */
  open: string | null;
  /** Why the last change was refused; stands until dismissed or until a change goes through. */
  refused: LabError | null;
}

export const useLabels = create<LabelsState>()(() => ({
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

/** Adds labels as one step of undo; their ids, or none where they are refused: `refused` says why. */
export function addLabels(labels: readonly Omit<Annotation, 'id'>[]): string[] {
  const fresh = named(labels, currentRecipe().annotations);
  const refused = editRecipe((recipe) => ({ ...recipe, annotations: [...recipe.annotations, ...fresh] }));
  useLabels.setState({ refused: refused ?? null });
  return refused ? [] : fresh.map(({ id }) => id);
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

/** A list with changes by id; the same list where none of them is for one of its elements. */
const changed = <T extends { id: string }>(list: T[], changes: ReadonlyMap<string, Partial<T>>): T[] =>
  list.some(({ id }) => changes.has(id))
    ? list.map((one) => {
        const change = changes.get(one.id);
        return change ? present({ ...one, ...change }) : one;
      })
    : list;

/** Edits with changes by the id of their label: to the edit that there is, or as a new one. */
function withEdits(edits: LabelEdit[], changes: ReadonlyMap<string, Partial<LabelEdit>>): LabelEdit[] {
  const there = new Set(edits.map(({ id }) => id));
  const fresh = [...changes].filter(([id]) => !there.has(id)).map(([id, change]) => ({ ...change, id }));
  return fresh.length > 0 ? [...changed(edits, changes), ...fresh] : changed(edits, changes);
}

/** The labels that there are of these ids. */
const labelsWith = (ids: readonly string[]): Label[] =>
  ids.map(findLabel).filter((label) => label !== undefined);

/** Changes the recipe as one step of undo; what is injected is checked only where it changed. Undefined, or why it is refused. */
function edit(change: (recipe: Recipe) => Recipe): LabError | undefined {
  const before = currentRecipe();
  const next = change(before);
  const refused = (next.injections === before.injections ? editRecipe : checkedEdit)(() => next);
  useLabels.setState({ refused: refused ?? null });
  return refused;
}

/** Changes labels as one step of undo. Undefined, or why it is refused. */
export function changeLabels(
  ids: readonly string[],
  change: (label: Label) => LabelChange,
): LabError | undefined {
  const labels = labelsWith(ids).map((label) => ({ label, to: change(label) }));
  const of = (wanted: (label: Label) => boolean) =>
    new Map(labels.filter(({ label }) => wanted(label)).map(({ label, to }) => [label.id, timed(to)]));
  const injected = labels.filter(({ label }) => label.origin === 'injected');
  const imported = of(({ origin }) => origin === 'imported');
  const own = of(({ origin }) => origin === 'manual' || origin === 'detected');
  return edit((recipe) => ({
    ...recipe,
    annotations: changed(recipe.annotations, own),
    edits: withEdits(recipe.edits, imported),
    injections: injected.reduce((sum, { label, to }) => movedInjections(sum, label, to), recipe.injections),
  }));
}

/** Takes labels out as one step of undo; an injected anomaly goes with its label. */
export function removeLabels(ids: readonly string[]): LabError | undefined {
  const labels = labelsWith(ids);
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
  const labels = labelsWith(ids);
  let made: string[] = [];
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
    const added = injections.filter(({ id }) => !before.has(id));
    made = [...fresh, ...added].map(({ id }) => id);
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
