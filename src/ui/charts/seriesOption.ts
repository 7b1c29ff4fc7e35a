import type { CustomSeriesOption, LineSeriesOption, ScatterSeriesOption } from 'echarts/charts';
import type {
  GridComponentOption,
  LegendComponentOption,
  MarkAreaComponentOption,
  MarkLineComponentOption,
  TitleComponentOption,
} from 'echarts/components';
import type { ComposeOption } from 'echarts/core';
import type { LinePoints, Marks } from '../../core/view/types';
import { formatTick } from './format';
import { fontFamily, palettes, translucent, type Palette } from './palette';
import type { SeriesView } from './seriesView';
import { boxPath, hatching, joined, markLength, pieces, type Box, type Run } from './shapes';
import { tickLabels, timeTicks } from './ticks';

export type SeriesOption = ComposeOption<
  | CustomSeriesOption
  | LineSeriesOption
  | ScatterSeriesOption
  | GridComponentOption
  | LegendComponentOption
  | MarkAreaComponentOption
  | MarkLineComponentOption
  | TitleComponentOption
>;

/** Pixels between the edge of the chart and its plot, whose lowest part are the lanes. */
export const plot = { left: 60, right: 44, top: 14, bottom: 38 } as const;

/** Between the values and the axis: a lane for gaps, one for filled values. */
const LANE = 5;
const LANES = 2 * LANE + 7;

/** Symbols for single rows appear when they are at least so far apart. */
const PIXELS_PER_SYMBOL = 8;
/** More filled values than this are told by their lane alone. */
export const MOST_SQUARES = 60;
/** More gaps in view than this are told by their lane alone. */
export const MOST_HATCHED = 20;

type AreaData = NonNullable<MarkAreaComponentOption['data']>;
type Shape = NonNullable<ReturnType<NonNullable<CustomSeriesOption['renderItem']>>>;

/** Lowest and highest value in view with a margin; [0, 1] where there is nothing. */
export function valueExtent(view: SeriesView): [number, number] {
  const { data, layers, range } = view;
  let low = Infinity;
  let high = -Infinity;
  const include = (times: readonly number[], values: readonly (number | null)[]): void => {
    values.forEach((value, index) => {
      const time = (times[index] ?? NaN) * 1000;
      if (value === null || !(time >= range.from && time < range.to)) return;
      low = Math.min(low, value);
      high = Math.max(high, value);
    });
  };
  const all: [boolean, LinePoints | Marks | undefined][] = [
    [layers.raw, data?.raw],
    [layers.processed, data?.processed],
    [layers.outliers, data?.outliers],
    [layers.outliers, data?.protectedOutliers],
    [layers.filled, data?.filled],
  ];
  for (const [on, points] of all) if (on && points) include(points.timesMs, points.values);
  if (low > high) return [0, 1];
  const margin = high > low ? (high - low) * 0.05 : Math.max(0.5, Math.abs(low) * 0.05);
  return [low - margin, high + margin];
}

/** Where times and values fall within a rectangle of pixels. */
function scales(view: SeriesView, [low, high]: [number, number], { x, y, width, height }: Box) {
  const from = view.range.from / 1000;
  const perMs = width / (view.range.to / 1000 - from);
  const perValue = height / (high - low);
  return {
    x: (ms: number): number => x + (ms - from) * perMs,
    y: (value: number): number => y + (high - value) * perValue,
  };
}

/** A series of one shape that is drawn by itself, without the machinery for data. */
function shape(
  name: string,
  z: number,
  colour: string,
  clip: boolean,
  children: (plotted: Box) => Shape[],
): CustomSeriesOption {
  return {
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
      children: children(parameters.coordSys as unknown as Box),
    }),
  };
}

const filledPath = (path: string, colour: string): Shape => ({
  type: 'path',
  shape: { pathData: path },
  style: { fill: colour },
  silent: true,
});
const strokedPath = (path: string, colour: string): Shape => ({
  type: 'path',
  shape: { pathData: path },
  style: { fill: 'none', stroke: colour, lineWidth: 1 },
  silent: true,
});

/** The chart of a series, `width` pixels wide, as ECharts takes it. Depends on nothing else. */
export function seriesOption(view: SeriesView, width: number): SeriesOption {
  const { data, layers, range, theme } = view;
  const colours = palettes[theme];
  const plotWidth = Math.max(1, width - plot.left - plot.right);
  const extent = valueExtent(view);
  const line = (
    name: string,
    points: LinePoints | undefined,
    colour: string,
    style: { lineWidth: number; opacity: number },
    z: number,
  ): CustomSeriesOption =>
    shape(name, z, colour, true, (plotted) => {
      if (!points) return [];
      const to = scales(view, extent, plotted);
      const all = pieces(points, to.x, to.y);
      const drawn: Shape[] = all.map((piece) => ({
        type: 'polyline',
        shape: { points: piece },
        style: { fill: 'none', stroke: colour, lineJoin: 'round', ...style },
        silent: true,
      }));
      if (!points.exact || points.rows * PIXELS_PER_SYMBOL >= plotWidth) return drawn;
      const dots = points.timesMs.flatMap((time, index): Shape[] => {
        const value = points.values[index] ?? null;
        if (value === null) return [];
        const at = { cx: to.x(time), cy: to.y(value), r: 1.2 + style.lineWidth / 2 };
        return [{ type: 'circle', shape: at, style: { fill: colour, opacity: style.opacity }, silent: true }];
      });
      return [...drawn, ...dots];
    });
  const mark = (
    name: string,
    marks: Marks | undefined,
    symbol: string,
    colour: string,
    size: number,
    hollow = false,
  ): ScatterSeriesOption => ({
    id: name,
    name,
    type: 'scatter',
    data: marks ? marks.timesMs.map((time, index) => [time, marks.values[index] ?? 0]) : [],
    symbol,
    symbolSize: size,
    itemStyle: {
      color: hollow ? colours.background : colour,
      borderColor: colour,
      borderWidth: hollow ? 1.5 : 0,
      opacity: 1,
    },
    silent: true,
    emphasis: { disabled: true },
    progressive: 0,
    z: 6,
  });
  const series: SeriesOption['series'] = [
    {
      id: 'overlays',
      name: 'overlays',
      type: 'line',
      data: [],
      silent: true,
      z: 1,
      ...underlay(view, colours, plotWidth),
    },
  ];
  if (layers.gaps) series.push(gapShapes(view, colours));
  if (layers.raw) series.push(line('raw', data?.raw, colours.raw, { lineWidth: 2.4, opacity: 0.6 }, 3));
  if (layers.processed) {
    series.push(line('processed', data?.processed, colours.processed, { lineWidth: 1.2, opacity: 1 }, 4));
  }
  if (layers.filled) {
    series.push(filledLane(view, colours));
    const few = data && data.filled.total <= MOST_SQUARES ? data.filled : undefined;
    series.push(mark('filled values', few, 'rect', colours.filled, 5));
  }
  if (layers.outliers) {
    const size = (marks: Marks | undefined): number => ((marks?.total ?? 0) > 150 ? 6 : 8);
    series.push(mark('outlier', data?.outliers, 'triangle', colours.outlier, size(data?.outliers)));
    const kept = data?.protectedOutliers;
    series.push(mark('outlier kept', kept, 'triangle', colours.outlier, size(kept), true));
  }
  const length = (range.to - range.from) / 1000;
  const ticks = timeTicks(range.from / 1000, range.to / 1000, plotWidth / 90);
  const labels = tickLabels(ticks, length);
  return {
    animation: false,
    textStyle: { fontFamily, color: colours.faint, fontSize: 11 },
    grid: { ...plot, bottom: plot.bottom + LANES, show: false },
    xAxis: {
      type: 'value',
      min: range.from / 1000,
      max: range.to / 1000,
      offset: LANES,
      name: 'UTC',
      nameLocation: 'end',
      nameGap: 8,
      nameTextStyle: { color: colours.faint, fontSize: 11 },
      axisLine: { show: true, lineStyle: { color: colours.grid }, onZero: false },
      axisTick: { show: true, lineStyle: { color: colours.faint }, length: 4, customValues: ticks },
      axisLabel: {
        color: colours.faint,
        hideOverlap: true,
        lineHeight: 14,
        verticalAlign: 'top',
        customValues: ticks,
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
      axisLabel: { color: colours.faint, formatter: formatTick, showMinLabel: false, showMaxLabel: false },
      splitLine: { lineStyle: { color: colours.grid, width: 1 } },
      splitNumber: 4,
    },
    series,
  };
}

const laneBoxes = (runs: readonly Run[], { x, y, height }: Box, lane: number): Box[] =>
  runs.map(([from, to]) => ({
    x: x + from,
    y: y + height + 3 + lane * (LANE + 3),
    width: to - from,
    height: LANE,
  }));

/** The lane of gaps; while they are few, hatching behind the values too. */
function gapShapes(view: SeriesView, colours: Palette): CustomSeriesOption {
  const { data, range } = view;
  const gaps = (data?.gaps ?? []).filter(
    ({ fromMs, toMs }) => toMs * 1000 > range.from && fromMs * 1000 < range.to,
  );
  return shape('gap', 1, colours.gap, false, (plotted) => {
    const to = scales(view, [0, 1], plotted);
    const intervals = gaps.map(({ fromMs, toMs }): Run => [to.x(fromMs) - plotted.x, to.x(toMs) - plotted.x]);
    const runs = joined(intervals, plotted.width);
    if (runs.length === 0) return [];
    const lane = filledPath(boxPath(laneBoxes(runs, plotted, 0)), translucent(colours.gap, 0.55));
    if (gaps.length > MOST_HATCHED) return [lane];
    const tall = runs.map(([from, end]) => ({ ...plotted, x: plotted.x + from, width: end - from }));
    return [lane, strokedPath(hatching(tall, 8), translucent(colours.gap, 0.22))];
  });
}

/** The lane of filled values: green wherever one stands. */
function filledLane(view: SeriesView, colours: Palette): CustomSeriesOption {
  const { data } = view;
  return shape('filled', 5, colours.filled, false, (plotted) => {
    if (!data) return [];
    const to = scales(view, [0, 1], plotted);
    const length = markLength(data.filled, data.processed, (data.to - data.from) / 1000);
    const intervals = data.filled.timesMs.map((time): Run => [
      to.x(time - length / 2) - plotted.x,
      to.x(time + length / 2) - plotted.x,
    ]);
    return [filledPath(boxPath(laneBoxes(joined(intervals, plotted.width), plotted, 1)), colours.filled)];
  });
}

/** Bands of labelled windows, and lines for labelled points, under everything else. */
function underlay(
  view: SeriesView,
  colours: Palette,
  plotWidth: number,
): Pick<LineSeriesOption, 'markArea' | 'markLine'> {
  const { labels, layers, range } = view;
  const perPixel = (range.to - range.from) / plotWidth / 1000;
  const fromMs = range.from / 1000;
  const toMs = range.to / 1000;
  const within = (ms: number): number => Math.min(toMs, Math.max(fromMs, ms));
  const areas: AreaData = [];
  const lines: NonNullable<MarkLineComponentOption['data']> = [];
  if (layers.labels) {
    for (const label of labels) {
      if (label.end <= range.from || label.start >= range.to) continue;
      const colour = label.origin === 'injected' ? colours.injected : colours.labelled;
      if (label.shape === 'point') {
        lines.push({
          xAxis: label.start / 1000,
          lineStyle: { color: colour, type: 'dashed', width: 1 },
          itemStyle: { color: colour },
        });
        continue;
      }
      const itemStyle = {
        color: translucent(colour, 0.16),
        borderColor: colour,
        borderType: 'dashed' as const,
        borderWidth: 1,
      };
      const start = within(label.start / 1000);
      areas.push([
        { xAxis: start, itemStyle },
        { xAxis: within(Math.max(label.end / 1000, start + perPixel * 2)) },
      ]);
    }
  }
  return {
    markArea: { silent: true, data: areas, label: { show: false }, emphasis: { disabled: true } },
    markLine: {
      silent: true,
      data: lines,
      symbol: ['none', 'diamond'],
      symbolSize: 9,
      label: { show: false },
      emphasis: { disabled: true },
    },
  };
}
