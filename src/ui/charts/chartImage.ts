import { fontFamily, fontSize, palettes, translucent } from '../styles/palette';
import { init, type ChartOption } from './echarts';
import { histogramOption, type HistogramView } from './HistogramChart';
import { seriesOption } from './seriesOption';
import type { SeriesView } from './seriesView';

export type Picture = ({ chart: 'series' } & SeriesView) | ({ chart: 'histogram' } & HistogramView);

export interface ImageOptions {
  title: string;
  /** CSS pixels; PNG has twice as many. */
  width?: number;
  height?: number;
}

const HEAD = 56;

/** The chart with a title, a legend and, for times, a note that they are UTC, in the space of its own head. */
export function pictureOption(picture: Picture, title: string, width: number): ChartOption {
  const colours = palettes[picture.theme];
  const option = picture.chart === 'series' ? seriesOption(picture, width) : histogramOption(picture);
  const down = <T extends { top?: unknown }>(grid: T): T =>
    typeof grid.top === 'number' ? { ...grid, top: grid.top + HEAD } : grid;
  const grids = option.grid;
  const legend = legendOf(picture);
  return {
    ...option,
    backgroundColor: colours.bg,
    grid: Array.isArray(grids) ? grids.map(down) : grids && down(grids),
    series: [...(Array.isArray(option.series) ? option.series : []), ...legend.stands],
    title: {
      text: title,
      subtext:
        picture.chart === 'series'
          ? 'All times in UTC'
          : 'Distribution of values, box from quartile to quartile',
      left: 12,
      top: 8,
      itemGap: 6,
      textStyle: {
        color: colours.text,
        fontFamily,
        fontSize: 14,
        lineHeight: 18,
        fontWeight: 600,
        width: width - 24,
        overflow: 'truncate',
      },
      subtextStyle: { color: colours.textMuted, fontFamily, fontSize },
    },
    legend: {
      right: 12,
      top: 30,
      itemWidth: 14,
      itemHeight: 8,
      textStyle: { color: colours.textMuted, fontFamily, fontSize },
      data: legend.entries,
      selectedMode: false,
    },
  };
}

const lineIcon = 'path://M0,0h14v2h-14z';

interface LegendEntry {
  name: string;
  icon: string;
  itemStyle?: object;
}

/** Entries of the legend; bands and points of labels, which are one series, get an empty one each to stand for them. */
function legendOf(picture: Picture): { entries: LegendEntry[]; stands: object[] } {
  const lines = ['raw', 'processed'].map((name) => ({ name, icon: lineIcon }));
  if (picture.chart === 'histogram') return { entries: lines, stands: [] };
  const { data, layers, labels, range, theme } = picture;
  const colours = palettes[theme];
  const present = (origin: boolean): boolean =>
    layers.labels &&
    labels.some(
      (label) => (label.origin === 'injected') === origin && label.start < range.to && label.end > range.from,
    );
  const hollow = { color: colours.bg, borderColor: colours.outlier, borderWidth: 1.5 };
  const marks: [boolean, LegendEntry][] = [
    [(data?.outliers.total ?? 0) > 0, { name: 'outlier', icon: 'triangle' }],
    [(data?.protectedOutliers.total ?? 0) > 0, { name: 'outlier kept', icon: 'triangle', itemStyle: hollow }],
  ];
  const band = (colour: string): object => ({
    color: translucent(colour, 0.25),
    borderColor: colour,
    borderWidth: 1,
    borderType: 'dashed',
  });
  const bands: [boolean, string, object][] = [
    [present(false), 'labelled', band(colours.labelled)],
    [present(true), 'injected', band(colours.injected)],
    [
      layers.gaps && (data?.gaps.length ?? 0) > 0,
      'gap in the source',
      { color: translucent(colours.gap, 0.55) },
    ],
    [layers.filled && (data?.filled.total ?? 0) > 0, 'filled in', { color: colours.filled }],
  ];
  const shown = bands.filter(([on]) => on);
  return {
    entries: [
      ...lines.filter(({ name }) =>
        name === 'raw' ? layers.raw && data?.raw : layers.processed && data?.processed,
      ),
      ...marks.flatMap(([on, entry]) => (layers.outliers && on ? [entry] : [])),
      ...shown.map(([, name, itemStyle]) => ({ name, icon: 'rect', itemStyle })),
    ],
    stands: shown.map(([, name]) => ({ name, type: 'custom', data: [], renderItem: () => undefined })),
  };
}

/** What XML 1.0 has no place for: control characters, halves of surrogate pairs, two that are no characters. */
const notXml = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu;

/** The chart as SVG text, well-formed XML whatever the names in it. */
export function chartSvg(picture: Picture, { title, width = 1200, height = 480 }: ImageOptions): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption(pictureOption(picture, title, width));
    return chart.renderToSVGString().replace(notXml, '\ufffd');
  } finally {
    chart.dispose();
  }
}

/** The chart as a file, drawn again in the given size. */
export async function chartImage(
  kind: 'png' | 'svg',
  picture: Picture,
  options: ImageOptions,
): Promise<Blob> {
  if (kind === 'svg') return new Blob([chartSvg(picture, options)], { type: 'image/svg+xml' });
  const { title, width = 1200, height = 480 } = options;
  const chart = init(document.createElement('div'), null, { renderer: 'canvas', width, height });
  try {
    chart.setOption(pictureOption(picture, title, width));
    const canvas = chart.renderToCanvas({ pixelRatio: 2 });
    return await new Promise<Blob>((resolve, reject) =>
      canvas.toBlob((blob) => {
        if (blob) resolve(blob);
        else
          reject(
            new Error('The browser could not turn the chart into a PNG. Choose a smaller size, or SVG.'),
          );
      }, 'image/png'),
    );
  } finally {
    chart.dispose();
  }
}
