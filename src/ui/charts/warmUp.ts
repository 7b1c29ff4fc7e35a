import type { ChartData, Histogram, LinePoints, Marks } from '../../core/view/types';
import { idle } from '../../state/page/page';
import { histogramOption } from './HistogramChart';
import { labelLayer } from './labels/layer';
import { paint } from './paint';
import { dataLayers } from './seriesLayers';
import { axesOption, plotBox } from './seriesOption';
import { allLayers, type SeriesView } from './seriesView';

/** Waits for an idle moment, three seconds at most: the first chart may be wanted soon. */
const pause = (): Promise<void> => idle(3000);

const line: LinePoints = {
  timesMs: Array.from({ length: 400 }, (_, index) => index * 60_000),
  values: Array.from({ length: 400 }, (_, index) => Math.sin(index / 9)),
  rows: 400,
  exact: true,
};
const marks: Marks = { timesMs: [60_000, 120_000], values: [0, 1], total: 2 };
const data: ChartData = {
  first: 0,
  last: 24e9,
  from: 0,
  to: 24e9,
  raw: line,
  processed: line,
  outliers: marks,
  protectedOutliers: marks,
  filled: marks,
  filledSpans: [{ fromMs: 60_000, toMs: 120_000 }],
  gaps: [{ fromMs: 120_000, toMs: 300_000 }],
};
const histogram: Histogram = {
  edges: Array.from({ length: 101 }, (_, index) => index),
  raw: Array.from({ length: 100 }, (_, index) => index),
  processed: Array.from({ length: 100 }, (_, index) => 100 - index),
  quantiles: { raw: null, processed: null },
};
const view: SeriesView = {
  data,
  labels: [{ id: '', start: 0, end: 1e9, type: '', shape: 'window', origin: 'imported' }],
  theme: 'light',
  layers: allLayers,
  range: { from: 0, to: 24e9 },
};

/** Draws charts that no one sees, bit by bit while nothing else happens, so that the first one seen is drawn as quickly as the later ones. */
export async function warmUp(): Promise<void> {
  await pause();
  const { init } = await import('./echarts');
  const pictures = [
    axesOption({ ...view, extent: [0, 1] }, 600),
    histogramOption({ data: histogram, theme: 'light', scale: 'linear' }),
  ];
  for (const picture of [...pictures, ...pictures]) {
    await pause();
    const chart = init(document.createElement('div'), null, { renderer: 'canvas', width: 600, height: 240 });
    try {
      await pause();
      chart.setOption({ ...picture, series: [] });
      await pause();
      chart.setOption(picture);
    } finally {
      chart.dispose();
    }
  }
  const context = document.createElement('canvas').getContext('2d');
  if (context) paint(context, [labelLayer(view), ...dataLayers(view)], plotBox({ width: 600, height: 240 }));
  await Promise.all([import('./SeriesChart'), import('./HistogramChart')]);
}
