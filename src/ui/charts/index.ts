/** The charts. ECharts is a chunk of its own, fetched when the first of its charts is shown: wrap those in Suspense. */
import { lazy } from 'react';
import type { ImageOptions, Picture } from './chartImage';

export const SeriesChart = lazy(() => import('./SeriesChart'));
export const HistogramChart = lazy(() => import('./HistogramChart'));
export { Overview, type OverviewProps } from './Overview';
export { Sparkline } from './Sparkline';
export type { Theme } from '../styles/palette';
export { allLayers, lookAlike, type ChartLabel, type LayerName, type VisibleLayers } from './seriesView';
export { dashes, labelLayer } from './labelLayer';
export { neighbour, nudged } from './labelDrag';
export { nearestRow, rowsAway, rowsIn, type RowAxis } from './labelRows';
export type { LabelEditing } from './labelInput';
export type { LabelMarks } from './labelMarks';
export { LayerCanvas } from './LayerCanvas';
export { useSize } from './useSize';
export { dataLayers, type PictureLayer } from './seriesLayers';
export { clampRange, zoomRange, panRange, type Range } from './navigation';
export { formatCount, formatLocal, formatUtc, formatValue } from './format';
export type { SeriesChartProps } from './SeriesChart';
export type { HistogramView } from './histogramOption';
export { fittingScale, type HistogramScale } from './histogramScale';
export type { ImageOptions, Picture } from './chartImage';

/** Fetches and tries out what draws the charts while the page is idle. Never rejects. */
export async function warmUpCharts(): Promise<void> {
  try {
    await (await import('./warmUp')).warmUp();
  } catch {
    // The first chart will say what is wrong.
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
