import { useMemo, type KeyboardEvent } from 'react';
import { useOpenProposals } from '../../state/detect/suggestions';
import { openLabel, selectLabels, useLabels } from '../../state/label/labels';
import { placeLabels, previewPlaces } from '../../state/label/places';
import { useNab } from '../../state/nab/nab';
import type { LabelEditing, LabelMarks, RowAxis } from '../charts';
import {
  addOnChart,
  chosenOf,
  duplicateChosen,
  editLabel,
  jumpLabel,
  nudgeChosen,
  removeChosen,
} from './actions';

/** Applies a key over the chart or the table to the chosen labels of a series; whether it was one of theirs. */
export function labelKey(event: KeyboardEvent, series: string, rows: RowAxis): boolean {
  const { key, shiftKey } = event;
  if (event.altKey) return false;
  const chosen = chosenOf(series).map(({ id }) => id);
  const [first] = chosen;
  if (event.ctrlKey || event.metaKey) {
    if (key.toLowerCase() !== 'd' || first === undefined) return false;
    duplicateChosen(chosen);
    return true;
  }
  switch (key) {
    case '[':
    case ']':
      jumpLabel(series, key === ']' ? 1 : -1);
      return true;
    case 'Escape':
      if (first === undefined) return false;
      selectLabels([]);
      openLabel(null);
      return true;
    case 'Delete':
    case 'Backspace':
      if (first !== undefined) removeChosen(chosen);
      return first !== undefined;
    case 'Enter':
      if (first !== undefined) editLabel(first);
      return first !== undefined;
    default:
      return first !== undefined && nudgeChosen(series, key, shiftKey, rows);
  }
}

/** What the chart of a series lets a person do to its labels. */
export function useLabelEditing(series: string, rows: RowAxis): LabelEditing {
  const selected = useLabels((labels) => labels.selected);
  const adding = useLabels((labels) => labels.adding);
  return useMemo<LabelEditing>(
    () => ({
      selected,
      adding,
      rows,
      onSelect: selectLabels,
      onDrag: (moved) => previewPlaces(series, moved),
      onDrop: (moved) => void placeLabels(series, moved),
      onAdd: (start, end, shape) => void addOnChart(series, start, end, shape, rows),
      onOpen: editLabel,
      onKey: (event) => labelKey(event, series, rows),
    }),
    [series, selected, adding, rows],
  );
}

const none: LabelMarks['falsePositives'] = { times: [], contributions: [] };

/** NAB's windows and false positives of the current score, and open proposals; undefined where there are none. */
export function useLabelMarks(series: string): LabelMarks | undefined {
  const score = useNab((nab) => nab.marksBySeries[series]);
  const proposals = useOpenProposals(series);
  return useMemo(
    () =>
      score || proposals.length > 0
        ? { windows: score?.windows ?? [], falsePositives: score?.falsePositives ?? none, proposals }
        : undefined,
    [score, proposals],
  );
}
