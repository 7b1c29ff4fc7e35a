import { fontFamily, fontSize, palettes } from '../styles/palette';
import type { ChartOption, CustomSeriesOption } from './echarts';
import { formatTick } from './format';
import { labelLayer } from './labels/layer';
import { dataLayers, LANES } from './seriesLayers';
import type { SeriesView } from './seriesView';
import { boxPath, type Box, type PictureLayer, type Shape, type Size } from './shapes';
import { tickLabels, timeTicks } from './ticks';
import { valueExtent } from './valueExtent';

/** Pixels between the edge of the chart and its plot, whose lowest part are the lanes; `--plot-left` and the like of styles/tokens.css. */
export const plot = { left: 60, right: 44, top: 14, bottom: 38 } as const;

/** Where the values are drawn on a chart of a size: above the lanes. */
export const plotBox = ({ width, height }: Size): Box => ({
  x: plot.left,
  y: plot.top,
  width: Math.max(1, width - plot.left - plot.right),
  height: Math.max(1, height - plot.top - plot.bottom - LANES),
});

type Element = NonNullable<ReturnType<NonNullable<CustomSeriesOption['renderItem']>>>;

function element(shape: Shape): Element {
  if (shape.kind === 'line') {
    const points = shape.points.map(([x, y]): [number, number] => [x, y]);
    const dash = shape.dash && { lineDash: [...shape.dash] };
    const style = {
      fill: 'none',
      stroke: shape.stroke,
      lineWidth: shape.width,
      lineJoin: 'round' as const,
      ...dash,
    };
    return { type: 'polyline', shape: { points }, style, silent: true };
  }
  if (shape.kind === 'boxes') {
    return {
      type: 'path',
      shape: { pathData: boxPath(shape.boxes) },
      style: { fill: shape.fill },
      silent: true,
    };
  }
  const { path, fill = 'none', stroke, width = 1, dash } = shape;
  const border = stroke ? { stroke, lineWidth: width, ...(dash ? { lineDash: [...dash] } : {}) } : {};
  return { type: 'path', shape: { pathData: path }, style: { fill, ...border }, silent: true };
}

/** Where ECharts says that a series with axes is plotted; its types leave out all but the name of the axes' kind. */
function plottedBox(coordinates: object): Box {
  const { x, y, width, height } = coordinates as Partial<Box>;
  if (x === undefined || y === undefined || width === undefined || height === undefined) {
    throw new Error('expected a series on cartesian axes');
  }
  return { x, y, width, height };
}

/** A layer as a series of ECharts that draws one item, the whole of it. */
const layerSeries = ({ name, colour, clip, shapes }: PictureLayer, z: number): CustomSeriesOption => ({
  id: name,
  name,
  type: 'custom',
  coordinateSystem: 'cartesian2d',
  data: [[0, 0]],
  color: colour,
  itemStyle: { color: colour },
  clip,
  silent: true,
  z,
  renderItem: (parameters) => ({
    type: 'group',
    silent: true,
    children: shapes(plottedBox(parameters.coordSys)).map(element),
  }),
});

/** The whole chart of a series, `width` pixels wide, as ECharts takes it: for a picture to keep. */
export function seriesOption(view: SeriesView, width: number): ChartOption {
  const extent = valueExtent(view);
  const layers = [...(view.layers.labels ? [labelLayer(view)] : []), ...dataLayers(view, extent)];
  return {
    ...axesOption({ ...view, extent }, width),
    series: layers.map((layer, index) => layerSeries(layer, index + 1)),
  };
}

/** What the axes depend on. */
export interface Axes extends Pick<SeriesView, 'range' | 'theme'> {
  /** Ends of the value scale. */
  extent: readonly [number, number];
}

/** Its axes and grid alone, under the layers that the page draws itself. */
export function axesOption({ range, theme, extent }: Axes, width: number): ChartOption {
  const colours = palettes[theme];
  const plotWidth = Math.max(1, width - plot.left - plot.right);
  const length = (range.to - range.from) / 1000;
  const ticks = timeTicks(range.from / 1000, range.to / 1000, plotWidth / 90);
  const labels = tickLabels(ticks, length);
  return {
    animation: false,
    textStyle: { fontFamily, color: colours.textMuted, fontSize },
    grid: { ...plot, bottom: plot.bottom + LANES, show: false, outerBoundsMode: 'none' },
    xAxis: {
      type: 'value',
      min: range.from / 1000,
      max: range.to / 1000,
      offset: LANES,
      name: 'UTC',
      nameLocation: 'end',
      nameGap: 8,
      nameTextStyle: { color: colours.textMuted, fontSize },
      axisLine: { show: true, lineStyle: { color: colours.line }, onZero: false },
      axisTick: { show: true, lineStyle: { color: colours.textMuted }, length: 4, customValues: ticks },
      axisLabel: {
        color: colours.textMuted,
        hideOverlap: true,
        lineHeight: 14,
        verticalAlign: 'top',
        customValues: ticks,
        // ECharts also asks about ends of the axis that are no tick.
        formatter: (ms: number) => labels.get(ms) ?? '',
      },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      min: extent[0],
      max: extent[1],
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: {
        color: colours.textMuted,
        formatter: formatTick,
        showMinLabel: false,
        showMaxLabel: false,
      },
      splitLine: { lineStyle: { color: colours.line, width: 1 } },
      splitNumber: 4,
    },
  };
}
