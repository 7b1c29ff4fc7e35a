/** What a person may do to the labels of a series with keys, buttons and the pointer. Each is one step of undo. */
import { defaultShape, kinds } from '../../core/synth/inject/kinds';
import type { LabError } from '../../core/errors';
import type { Label } from '../../core/label/types';
import { formatDuration, formatInstant } from '../../core/recipe';
import type { AnomalyKind, Injection } from '../../core/recipe/types';
import { nameOf } from '../../core/recipe/series';
import { sourceOf } from '../../state/synth/generated';
import {
  addLabels,
  duplicateLabels,
  openLabel,
  removeLabels,
  selectLabels,
  useLabels,
} from '../../state/label/labels';
import { findLabel } from '../../state/label/current';
import { placeLabels, shownLabels } from '../../state/label/places';
import { preview } from '../../state/synth/preview';
import { currentRecipe } from '../../state/recipe/recipe';
import { addInjection, freeInjectionId } from '../../state/synth/synth';
import { useFiles } from '../../state/ingest/files';
import { setRange, useView } from '../../state/view/view';
import { clampRange, nearestRow, neighbour, nudged, rowsAway, rowsIn, type RowAxis } from '../charts';
import { openInjection, setPanelTab } from '../synth/panel';
import { gridOf } from '../synth/actions';

let shown: { series: string; rows: RowAxis } | undefined;

/** Hands over what the chart knows of the rows of a series. */
export function setChartAxis(series: string, rows: RowAxis): void {
  shown = { series, rows };
}

/** The rows of a series: as the chart knows them, else as an even grid. */
export function axisOf(series: string): RowAxis {
  if (shown?.series === series) return shown.rows;
  const grid = gridOf(series);
  return grid
    ? { first: grid.start, last: grid.end - grid.step, step: grid.step }
    : { first: 0, last: Number.MAX_SAFE_INTEGER, step: 1e6 };
}

/** The chosen labels of a series, as the chart shows them. */
export function chosenOf(series: string): Label[] {
  const selected = new Set(useLabels.getState().selected);
  return selected.size === 0 ? [] : shownLabels(series).filter(({ id }) => selected.has(id));
}

/** Previews a generated series as the recipe now has it; the engine follows. */
function followAhead(series: string): void {
  const source = sourceOf(currentRecipe(), series);
  if (source && 'synthetic' in source) preview({ name: nameOf(source) });
}

export function removeChosen(ids: readonly string[]): LabError | undefined {
  const series = new Set(
    ids.flatMap((id) => {
      const label = findLabel(id);
      return label?.origin === 'injected' ? [label.series] : [];
    }),
  );
  const error = removeLabels(ids);
  if (!error) for (const name of series) followAhead(name);
  return error;
}

/** A copy of each right behind it, with as many rows between. */
export function duplicateChosen(ids: readonly string[]): LabError | undefined {
  const error = duplicateLabels(ids, ({ series, start, end }) => {
    const rows = axisOf(series);
    return rowsAway(rows, end - 1, rowsIn(rows, start, end) + 1);
  });
  const [series] = ids.flatMap((id) => findLabel(id)?.series ?? []);
  if (!error && series !== undefined) followAhead(series);
  return error;
}

/** Moves the chosen labels by a key; whether it was one that moves them. */
export function nudgeChosen(series: string, key: string, shift: boolean, rows: RowAxis): boolean {
  const moved = nudged(chosenOf(series), key, shift, rows);
  if (!moved) return false;
  if (!placeLabels(series, moved)) reveal(moved[0]);
  return true;
}

/** Moves the chart to a label of the chosen series that is not visible as a whole; the range stays as long as it is, unless the label needs more. */
export function reveal(label: Pick<Label, 'start' | 'end' | 'series'> | undefined): void {
  const { range } = useView.getState();
  if (!label || !range || (label.start >= range.from && label.end <= range.to)) return;
  const width = Math.max(range.to - range.from, Math.round(1.5 * (label.end - label.start)));
  const from = Math.round((label.start + label.end - width) / 2);
  const { first, last } = axisOf(label.series);
  setRange(clampRange({ from, to: from + width }, { from: first, to: last + 1 }));
}

/** Chooses the next or the previous label and shows it. */
export function jumpLabel(series: string, by: 1 | -1): void {
  const next = neighbour(shownLabels(series), useLabels.getState().selected, by);
  if (!next) return;
  selectLabels([next.id]);
  reveal(next);
}

/** Opens a label's fields over the chart; of an injected one its parameters too. */
export function editLabel(id: string): void {
  const label = findLabel(id);
  if (!label) return;
  selectLabels([id]);
  openLabel(id);
  if (label.injection === undefined) return;
  setPanelTab('anomalies');
  openInjection(label.injection);
}

/** Adds what was drawn, and chooses it: a label, or in a generated series an anomaly of the kind that is set. Undefined, or why not. */
export function addOnChart(
  series: string,
  start: number,
  end: number,
  shape: Label['shape'],
  rows: RowAxis,
): LabError | undefined {
  const { adds } = useLabels.getState();
  if (adds !== 'label' && sourceOf(currentRecipe(), series)) {
    return injectOnChart(series, adds, start, shape === 'point' ? undefined : rowsIn(rows, start, end), rows);
  }
  const same = shownLabels(series).find(
    (one) => one.shape === shape && one.start === start && one.end === end,
  );
  const ids = same
    ? [same.id]
    : addLabels([
        {
          series,
          start: formatInstant(start),
          end: formatInstant(end),
          type: 'anomaly',
          shape,
          origin: 'manual',
        },
      ]);
  if (ids.length === 0) return useLabels.getState().refused ?? undefined;
  selectLabels(ids);
  return undefined;
}

function injectOnChart(
  series: string,
  kind: AnomalyKind,
  start: number,
  length: number | undefined,
  { step }: RowAxis,
): LabError | undefined {
  const other = useFiles.getState().series.find(({ name }) => name !== series)?.name;
  const id = freeInjectionId(kind);
  const injection: Injection = {
    id,
    series,
    start: formatInstant(start),
    shape: {
      ...defaultShape(kind, step),
      ...(length === undefined ? {} : { length: formatDuration(length * step) }),
      ...(kinds[kind].with && other !== undefined ? { with: other } : {}),
    },
  };
  const error = addInjection(injection);
  useLabels.setState({ refused: error ?? null });
  if (error) return error;
  selectLabels([id]);
  followAhead(series);
  return undefined;
}

/** Length of a label that is added in the middle of the visible range, as a share of it. */
const SHARE = 1 / 20;

/** Adds a label in the middle of the visible range. */
export function addInSight(series: string): LabError | undefined {
  const rows = axisOf(series);
  const { from, to } = useView.getState().range ?? { from: rows.first, to: rows.last + 1 };
  const middle = (from + to) / 2;
  const half = ((to - from) * SHARE) / 2;
  const start = nearestRow(rows, middle - half);
  return addOnChart(series, start, nearestRow(rows, middle + half) + 1, 'window', rows);
}
