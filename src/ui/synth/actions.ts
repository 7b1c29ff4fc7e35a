/** What the commands and buttons of synthesis do. */
import { parseInstant, formatInstant } from '../../core/recipe';
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
import { useView } from '../../state/view/view';
import { openInjection, setPanelTab } from '../shell/panel';
import { seriesGrid, startingCount, startingShape, type SeriesGrid } from './lib/grid';

const tell = (error: LabError | undefined): boolean => {
  if (error) notify(error);
  return error === undefined;
};

/** Adds a synthetic series to start from, and shows what it is made of. */
export function makeSynthetic(): void {
  if (tell(addGenerated(startingSource()))) setPanelTab('signal');
}

/** Copies a series and shows the copy's anomalies; a generated one is injected into as it is. */
export function injectInto(series: string): void {
  const generated = sourceOf(currentRecipe(), series) !== undefined;
  if (generated || tell(copySeries(series))) setPanelTab('anomalies');
}

/** Makes an editable synthetic series of a loaded one and shows what it is made of. */
export async function modelSeries(series: string, bootstrap = false): Promise<void> {
  if (tell(await fitSeries(series, { bootstrap }))) setPanelTab('signal');
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

/** Another series of the data set, for an anomaly between two. */
const otherSeries = (series: string): string | undefined =>
  useFiles.getState().series.find(({ name }) => name !== series)?.name;

/** Puts an anomaly of a kind in the middle of what is in sight and opens its parameters. Undefined, or why not. */
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
  onChosen((chosen) => tell(placeAnomaly(chosen, kind)));
}

/** Draws spikes and level shifts over the whole series. Undefined, or why not. */
export function drawMany(series: string): LabError | undefined {
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
export function drawInto(series: string): void {
  injectInto(series);
  onChosen((chosen) => tell(drawMany(chosen)));
}

/** Microseconds of a recipe's time that is known to be one. */
export const micros = (iso: string): number => parseInstant(iso) ?? 0;
