import { plural } from '../format';
import { instant } from '../recipe/instant';
import type { Annotation, LabelEdit } from '../recipe/types';
import type { Label } from './types';

/** What was made of labels by hand: each change of one makes a new list, with all others in it. */
const made = new WeakMap<Annotation, Label>();

/** A label made by hand as a label of the data set; of one and the same the same each time. */
function annotationLabel(annotation: Annotation): Label {
  const known = made.get(annotation);
  if (known) return known;
  const { start, end, ...rest } = annotation;
  const label = { ...rest, start: instant(start), end: instant(end) };
  made.set(annotation, label);
  return label;
}

/** A file's label with a person's changes; undefined where it was taken out. */
function editedLabel(label: Label, edit: LabelEdit | undefined): Label | undefined {
  if (!edit) return label;
  if (edit.removed) return undefined;
  const { id: _id, removed: _removed, start, end, ...rest } = edit;
  return {
    ...label,
    ...rest,
    start: start === undefined ? label.start : instant(start),
    end: end === undefined ? label.end : instant(end),
    edited: true,
  };
}

/** The part of a recipe that changes labels, beside those of files and injections. */
export interface LabelChanges {
  annotations: readonly Annotation[];
  edits: readonly LabelEdit[];
}

/** Labels as a person has them now: what the recipe says beside files and injections. */
export interface WithChanges {
  changes: LabelChanges;
}

/**
 * The labels of all series: those of files with a person's changes, those of injections, and those made by hand. What cannot be
 * placed (a change to a label that no file has, a label of a series that is not loaded) is warned about.
 */
export function collectLabels(
  ofFiles: readonly Label[],
  injected: readonly Label[],
  { annotations, edits }: LabelChanges,
  series: readonly string[],
): { labels: Label[]; warnings: string[] } {
  const changes = new Map(edits.map((edit) => [edit.id, edit]));
  const names = new Set(series);
  const warnings: string[] = [];
  const labels: Label[] = [];
  for (const label of ofFiles) {
    const edited = editedLabel(label, changes.get(label.id));
    changes.delete(label.id);
    if (edited) labels.push(edited);
  }
  for (const label of injected) labels.push(label);
  let unplaced = 0;
  for (const annotation of annotations) {
    if (names.has(annotation.series)) labels.push(annotationLabel(annotation));
    else unplaced++;
  }
  if (unplaced > 0) {
    warnings.push(
      `${plural(unplaced, 'label')} made by hand ${unplaced === 1 ? 'belongs' : 'belong'} to series that are not loaded; they stay in the recipe.`,
    );
  }
  if (changes.size > 0) {
    const [first] = changes.keys();
    warnings.push(
      `${plural(changes.size, 'change')} to labels that no loaded file has ${changes.size === 1 ? 'stays' : 'stay'} in the recipe; the first is of ${first}.`,
    );
  }
  return { labels, warnings };
}
