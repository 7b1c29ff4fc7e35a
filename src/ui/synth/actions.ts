/** What the commands and buttons of synthesis do. */
import { formatInstant } from '../../core/recipe';
import type { LabError } from '../../core/errors';
import { kinds } from '../../core/synth/inject/kinds';
import type { AnomalyKind, Injection } from '../../core/recipe/types';
import { notify, useFiles } from '../../state/ingest/files';
import { fitSeries } from '../../state/synth/fit';
import { sourceOf } from '../../state/synth/generated';
import { currentRecipe } from '../../state/recipe/recipe';
import { useRun } from '../../state/engine/runState';
import {
  addGenerated,
  addInjection,
  copySeries,
  freeInjectionId,
  startingSource,
} from '../../state/synth/synth';
import { setRange, useView } from '../../state/view/view';
import { around, seriesGrid, startingCount, startingShape, type SeriesGrid } from './grid';
import { openInjection, setPanelTab } from './panel';

/** Notifies of an error; true where there is none. */
const succeeded = (error: LabError | undefined): boolean => {
  if (error) notify(error);
  return error === undefined;
};

/** Adds a synthetic series to start from, and shows what it is made of. */
export function makeSynthetic(): void {
  if (succeeded(addGenerated(startingSource()))) setPanelTab('signal');
}

/** Copies a series and shows the copy's anomalies; a generated one is injected into as it is. */
export function injectInto(series: string): void {
  const generated = sourceOf(currentRecipe(), series) !== undefined;
  if (generated || succeeded(copySeries(series))) setPanelTab('anomalies');
}

/** Makes an editable synthetic series of a loaded one and shows what it is made of. */
export async function modelSeries(series: string, bootstrap = false): Promise<void> {
  if (succeeded(await fitSeries(series, { bootstrap }))) setPanelTab('signal');
}

/** Does something with the chosen series, if there is one. */
export function onChosen(act: (series: string) => void): void {
  const { chosen } = useView.getState();
  if (chosen !== null) act(chosen);
}

/** Where a series starts and ends and how far apart its rows are; undefined where nothing is known of it yet. */
export function gridOf(series: string): SeriesGrid | undefined {
  const source = sourceOf(currentRecipe(), series);
  const { series: all } = useFiles.getState();
  const named = (wanted: string | undefined) => all.find(({ name }) => name === wanted);
  const checked = useRun.getState().report?.checks.find((one) => one.series === series);
  // A copy that is still being made stands where its original does.
  const info = named(series) ?? named(source && 'copy' in source ? source.copy : undefined);
  return seriesGrid(source, info, checked?.step ?? undefined);
}

/** Moves the chart to an interval of a series (microseconds), with some of what is around it. */
export function showInterval(series: string, start: number, end: number): void {
  const grid = gridOf(series);
  if (grid) setRange(around(start, end, grid));
}

/** Another series of the data set, for an anomaly between two. */
const otherSeries = (series: string): string | undefined =>
  useFiles.getState().series.find(({ name }) => name !== series)?.name;

/** Puts an anomaly of a kind at the centre of the visible range and opens its parameters. Undefined, or why not. */
export function placeAnomaly(series: string, kind: AnomalyKind): LabError | undefined {
  const grid = gridOf(series);
  if (!grid) return undefined;
  const { range } = useView.getState();
  const { from, to } = range ?? { from: grid.start, to: grid.end };
  const middle = Math.max(grid.start, Math.min(grid.end - grid.step, (from + to) / 2));
  const row = Math.round((middle - grid.start) / grid.step);
  const other = kinds[kind].with ? otherSeries(series) : undefined;
  const id = freeInjectionId(kind);
  const injection: Injection = {
    id,
    series,
    start: formatInstant(Math.round(grid.start + row * grid.step)),
    shape: { ...startingShape(kind, grid), ...(other === undefined ? {} : { with: other }) },
  };
  const error = addInjection(injection);
  if (!error) openInjection(id);
  return error;
}

/** The same from a command: shows the anomalies; a series from a file is copied first. */
export function placeInto(series: string, kind: AnomalyKind): void {
  injectInto(series);
  onChosen((chosen) => succeeded(placeAnomaly(chosen, kind)));
}

/** Adds spikes and level shifts at random times of the whole series. Undefined, or why not. */
export function addBatch(series: string): LabError | undefined {
  const grid = gridOf(series);
  if (!grid) return undefined;
  const { rows } = grid;
  const id = freeInjectionId('drawn');
  const error = addInjection({
    id,
    series,
    draw: {
      count: startingCount(rows),
      apart: grid.apart,
    },
    shapes: (['spike', 'level-shift'] as const).map((kind) => ({
      ...startingShape(kind, grid),
      strength: { sigma: [4, 8] },
    })),
  });
  if (!error) openInjection(id);
  return error;
}

/** The same from a command: shows the anomalies; a series from a file is copied first. */
export function addBatchInto(series: string): void {
  injectInto(series);
  onChosen((chosen) => succeeded(addBatch(chosen)));
}
