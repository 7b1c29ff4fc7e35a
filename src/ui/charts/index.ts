/** The charts. ECharts is a chunk of its own, fetched when the first of its charts is shown: wrap those in Suspense. */
import { lazy } from 'react';
import type { ImageOptions, Picture } from './chartImage';

export const SeriesChart = lazy(() => import('./SeriesChart'));
export const HistogramChart = lazy(() => import('./HistogramChart'));
export { Overview, type OverviewProps } from './Overview';
export { Sparkline } from './Sparkline';
export type { Theme } from '../styles/palette';
export { allLayers, lookAlike, type ChartLabel, type LayerName, type VisibleLayers } from './seriesView';
export { dashes, labelLayer } from './labels/layer';
export { neighbour, nudged } from './labels/drag';
export { nearestRow, rowsAway, rowsIn, type RowAxis } from './labels/rowAxis';
export type { LabelEditing } from './labels/useLabelInput';
export type { LabelMarks } from './labels/marks';
export { LayerCanvas, useSize } from './LayerCanvas';
export { dataLayers } from './seriesLayers';
export type { PictureLayer } from './shapes';
export { clampRange, zoomRange, panRange, type Range } from './navigation';
export type { SeriesChartProps } from './SeriesChart';
export type { HistogramView } from './HistogramChart';
export { fittingScale, type HistogramScale } from './histogram';
export type { ImageOptions, Picture } from './chartImage';

/** Fetches what draws the charts and draws with it once, while the page is idle. Never rejects. */
export async function warmUpCharts(): Promise<void> {
  try {
    await (await import('./warmUp')).warmUp();
  } catch {
    // The first chart will show the error.
  }
}

/** A chart as a PNG or SVG file with title, legend and a note on the zone. */
export async function chartImage(
  kind: 'png' | 'svg',
  picture: Picture,
  options: ImageOptions,
): Promise<Blob> {
  return (await import('./chartImage')).chartImage(kind, picture, options);
}
