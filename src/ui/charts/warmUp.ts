import type { ChartData, LinePoints, Marks } from '../../core/view/types';
import { seriesOption } from './seriesOption';
import { allLayers, type SeriesView } from './seriesView';

const idle = (): Promise<void> =>
  new Promise((resolve) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve(), { timeout: 3000 });
    else setTimeout(resolve, 60);
  });

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
  gaps: [{ fromMs: 120_000, toMs: 300_000 }],
};
const view: SeriesView = {
  data,
  labels: [{ id: '', start: 0, end: 1e9, type: '', shape: 'window', origin: 'imported' }],
  theme: 'light',
  layers: allLayers,
  range: { from: 0, to: 24e9 },
};

/** Draws a chart that no one sees, bit by bit while nothing else happens: what is drawn first afterwards is drawn as quickly as the rest. */
export async function warmUp(): Promise<void> {
  await idle();
  const { init } = await import('./echarts');
  await idle();
  const size = { width: 600, height: 240 };
  const chart = init(document.createElement('div'), null, { renderer: 'canvas', ...size });
  try {
    const option = seriesOption(view, size.width);
    const series = Array.isArray(option.series) ? option.series : [];
    for (const shown of [0, 1, 2, 4, series.length, series.length]) {
      await idle();
      chart.setOption({ ...option, series: series.slice(0, shown) }, { replaceMerge: ['series'] });
      chart.getZr().flush();
    }
    await Promise.all([import('./SeriesChart'), import('./HistogramChart')]);
  } finally {
    chart.dispose();
  }
}
