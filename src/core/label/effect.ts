import { plural } from '../format';
import { at } from '../list';
import type { Extent } from './follow';
import type { Label } from './types';

/** What a step did to the labels of all series. */
export interface LabelEffect {
  /** Labels that covered rows before the step. */
  labels: number;
  /** Rows under labels before and after; after resampling, buckets. */
  rowsBefore: number;
  rowsAfter: number;
  /** Labels with fewer rows than before; not counted by resampling, where every label changes rows for buckets. */
  shortened: number;
  /** Labels that the step left without a row. */
  emptied: string[];
  /** Values under labels that the step changed or put in. */
  changed: number;
}

const sum = (extents: readonly Extent[]): number => extents.reduce((total, { rows }) => total + rows, 0);

/** Rows under labels before and after a step; extents in the order of the labels. */
export function labelEffect(
  labels: readonly Pick<Label, 'id'>[],
  before: readonly Extent[],
  after: readonly Extent[],
  changed = 0,
): LabelEffect {
  const rows = (extents: readonly Extent[], index: number): number => at(extents, index).rows;
  return {
    labels: before.filter((extent) => extent.rows > 0).length,
    rowsBefore: sum(before),
    rowsAfter: sum(after),
    shortened: labels.filter((_, index) => rows(after, index) < rows(before, index)).length,
    emptied: labels.flatMap(({ id }, index) =>
      rows(before, index) > 0 && rows(after, index) === 0 ? [id] : [],
    ),
    changed,
  };
}

/** One line for a person; empty where there are no labels. */
export function describeLabels(effect: LabelEffect | undefined, resampled = false): string {
  if (!effect || effect.labels === 0) return '';
  const { labels, rowsBefore, rowsAfter, shortened, emptied, changed } = effect;
  const parts: string[] = [];
  if (resampled) parts.push(`${plural(labels, 'label')} cover ${plural(rowsAfter, 'bucket')}`);
  else if (rowsAfter < rowsBefore)
    parts.push(`${plural(shortened, 'label')} lost ${plural(rowsBefore - rowsAfter, 'row')}`);
  if (changed > 0) parts.push(`${plural(changed, 'value')} under labels changed`);
  if (emptied.length > 0) parts.push(`${plural(emptied.length, 'label')} left without a row`);
  return parts.length > 0 ? parts.join('; ') : `${plural(labels, 'label')} untouched`;
}
