/** Where labels stand on the chart: as they are, or already where a person has put them while the engine is still following. */
import { create } from 'zustand';
import { lookup } from '../../core/list';
import { toLabels } from '../../core/label/injected';
import type { LabError } from '../../core/errors';
import type { Label } from '../../core/label/types';
import { injectionsOf, sourceOf, useGenerated } from '../synth/generated';
import { nameOf } from '../../core/recipe/series';
import { changeLabels, movedInjections } from './labels';
import { labelsOf, useLabelsOf } from './current';
import { preview, usePreview } from '../synth/preview';
import { currentRecipe } from '../recipe/recipe';
import { useRun } from '../engine/runState';

/** A label at other times, microseconds. */
type MovedLabel = Pick<Label, 'id' | 'start' | 'end'>;

interface PlacesState {
  /** Injected labels that were moved and whose series is still being made: a copy of a real series has no preview. */
  pending: ReadonlyMap<string, MovedLabel>;
}

const nothingPending: PlacesState = { pending: new Map() };
const usePlaces = create<PlacesState>()(() => nothingPending);

const forget = (): void => {
  if (usePlaces.getState().pending.size > 0) usePlaces.setState(nothingPending);
};
useGenerated.subscribe((now, before) => {
  if (now.reports !== before.reports || now.errors !== before.errors) forget();
});
useRun.subscribe(({ status }) => {
  if (status === 'cancelled' || status === 'failed') forget();
});

interface Shown {
  labels: readonly Label[];
  ahead: object | null;
  pending: object;
  series: string;
  shown: readonly Label[];
}
let last: Shown | undefined;

/** The labels of a series as the chart shows them; the same list as long as nothing changed. */
export function shownLabels(series: string): readonly Label[] {
  const labels = labelsOf(series);
  const { ahead, anomalies } = usePreview.getState();
  const { pending } = usePlaces.getState();
  const previewed = ahead?.series.includes(series) ? ahead : null;
  if (
    last?.labels === labels &&
    last.ahead === previewed &&
    last.pending === pending &&
    last.series === series
  )
    return last.shown;
  const shown = previewed
    ? [
        ...labels.filter(({ origin }) => origin !== 'injected'),
        ...toLabels(anomalies.filter((anomaly) => anomaly.series === series)),
      ]
    : pending.size > 0
      ? labels.map((label) => ({ ...label, ...pending.get(label.id) }))
      : labels;
  last = { labels, ahead: previewed, pending, series, shown };
  return shown;
}

/** The labels of a series as the chart shows them, drawn again whenever they change. */
export function useShownLabels(series: string): readonly Label[] {
  useLabelsOf(series);
  usePreview((state) => state.version);
  usePlaces((state) => state.pending);
  return shownLabels(series);
}

const injectedOf = (series: string, moved: readonly MovedLabel[]): MovedLabel[] => {
  const injected = new Set(
    shownLabels(series).flatMap(({ id, origin }) => (origin === 'injected' ? [id] : [])),
  );
  return moved.filter(({ id }) => injected.has(id));
};

/** Shows a series as it would be with its injected anomalies at other times; null: as it is. The recipe stays. */
export function previewPlaces(series: string, moved: readonly MovedLabel[] | null): void {
  const recipe = currentRecipe();
  const source = sourceOf(recipe, series);
  const injected = moved && injectedOf(series, moved);
  if (!source || !injected || injected.length === 0) {
    if (!moved) preview(null);
    return;
  }
  const injections = injected.reduce((sum, label) => movedInjections(sum, label, label), recipe.injections);
  preview({ name: nameOf(source), injections: injectionsOf({ ...recipe, injections }, source) });
}

/** Puts labels of a series at other times, as one step of undo. The chart shows injected ones there at once. Undefined, or why it is refused. */
export function placeLabels(series: string, moved: readonly MovedLabel[]): LabError | undefined {
  const injected = injectedOf(series, moved);
  const to = new Map(moved.map((label) => [label.id, label]));
  const error = changeLabels([...to.keys()], ({ id }) => {
    const { start, end } = lookup(to, id);
    return { start, end };
  });
  if (error) {
    preview(null);
    return error;
  }
  const source = sourceOf(currentRecipe(), series);
  if (injected.length === 0 || !source) return undefined;
  if ('synthetic' in source) preview({ name: nameOf(source) });
  else {
    const { pending } = usePlaces.getState();
    usePlaces.setState({
      pending: new Map([...pending, ...injected.map((label) => [label.id, label] as const)]),
    });
  }
  return undefined;
}
