import type { LineSeriesOption, ScatterSeriesOption } from 'echarts/charts';
import type {
  GridComponentOption,
  LegendComponentOption,
  MarkAreaComponentOption,
  MarkLineComponentOption,
  TitleComponentOption,
} from 'echarts/components';
import type { ComposeOption } from 'echarts/core';
import type { LinePoints, Marks } from '../../core/view/types';
import { formatTick, formatTimeTick } from './format';
import { fontFamily, palettes, translucent, type Palette } from './palette';
import type { SeriesView } from './seriesView';

export type SeriesOption = ComposeOption<
  | LineSeriesOption
  | ScatterSeriesOption
  | GridComponentOption
  | LegendComponentOption
  | MarkAreaComponentOption
  | MarkLineComponentOption
  | TitleComponentOption
>;

/** Pixels between the edge of the chart and its plot. */
export const plot = { left: 60, right: 44, top: 14, bottom: 38 } as const;

/** Symbols for single rows appear when they are at least so far apart. */
const PIXELS_PER_SYMBOL = 8;

type AreaData = NonNullable<MarkAreaComponentOption['data']>;

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

const pairs = ({ timesMs, values }: LinePoints): [number, number | null][] =>
  timesMs.map((time, index) => [time, values[index] ?? null]);

/** The chart of a series, `width` pixels wide, as ECharts takes it. Depends on nothing else. */
export function seriesOption(view: SeriesView, width: number): SeriesOption {
  const { data, layers, range, theme } = view;
  const colours = palettes[theme];
  const plotWidth = Math.max(1, width - plot.left - plot.right);
  const [low, high] = valueExtent(view);
  const line = (
    name: string,
    points: LinePoints | undefined,
    colour: string,
    lineWidth: number,
  ): LineSeriesOption => ({
    name,
    type: 'line',
    data: points ? pairs(points) : [],
    color: colour,
    lineStyle: { color: colour, width: lineWidth, join: 'round' },
    showSymbol: points !== undefined && points.exact && points.rows * PIXELS_PER_SYMBOL < plotWidth,
    symbol: 'circle',
    symbolSize: 4,
    connectNulls: false,
    silent: true,
    emphasis: { disabled: true },
    z: name === 'processed' ? 4 : 3,
  });
  const mark = (
    name: string,
    marks: Marks | undefined,
    symbol: string,
    colour: string,
    size: number,
    hollow = false,
  ): ScatterSeriesOption => ({
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
    { name: 'overlays', type: 'line', data: [], silent: true, z: 1, ...underlay(view, colours, plotWidth) },
  ];
  if (layers.raw) series.push(line('raw', data?.raw, colours.raw, 1));
  if (layers.processed) series.push(line('processed', data?.processed, colours.processed, 1.1));
  if (layers.filled) series.push(mark('filled', data?.filled, 'rect', colours.filled, 5));
  if (layers.outliers) {
    series.push(mark('outlier', data?.outliers, 'triangle', colours.outlier, 8));
    series.push(mark('outlier kept', data?.protectedOutliers, 'triangle', colours.outlier, 8, true));
  }
  return {
    animation: false,
    useUTC: true,
    textStyle: { fontFamily, color: colours.faint, fontSize: 11 },
    grid: { ...plot, show: false },
    xAxis: {
      type: 'time',
      min: range.from / 1000,
      max: range.to / 1000,
      name: 'UTC',
      nameLocation: 'end',
      nameGap: 8,
      nameTextStyle: { color: colours.faint, fontSize: 11 },
      axisLine: { lineStyle: { color: colours.grid }, onZero: false },
      axisTick: { lineStyle: { color: colours.grid } },
      axisLabel: {
        color: colours.faint,
        hideOverlap: true,
        showMinLabel: false,
        showMaxLabel: false,
        lineHeight: 14,
        verticalAlign: 'top',
        formatter: (ms: number, index: number) =>
          formatTimeTick(ms, (range.to - range.from) / 1000, index === 1),
      },
      splitLine: { show: false },
      splitNumber: Math.max(2, Math.round(plotWidth / 110)),
    },
    yAxis: {
      type: 'value',
      min: low,
      max: high,
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: colours.faint, formatter: formatTick, showMinLabel: false, showMaxLabel: false },
      splitLine: { lineStyle: { color: colours.grid, width: 1 } },
      splitNumber: 4,
    },
    series,
  };
}

/** Bands of gaps and labelled windows, and lines for labelled points, under everything else. */
function underlay(
  view: SeriesView,
  colours: Palette,
  plotWidth: number,
): Pick<LineSeriesOption, 'markArea' | 'markLine'> {
  const { data, labels, layers, range } = view;
  const perPixel = (range.to - range.from) / plotWidth / 1000;
  const fromMs = range.from / 1000;
  const toMs = range.to / 1000;
  const within = (ms: number): number => Math.min(toMs, Math.max(fromMs, ms));
  const areas: AreaData = [];
  const lines: NonNullable<MarkLineComponentOption['data']> = [];
  if (layers.gaps) {
    for (const gap of data?.gaps ?? []) {
      if (gap.toMs <= fromMs || gap.fromMs >= toMs || gap.toMs - gap.fromMs < perPixel) continue;
      const itemStyle = { color: translucent(colours.gap, 0.14), borderWidth: 0 };
      areas.push([{ xAxis: within(gap.fromMs), itemStyle }, { xAxis: within(gap.toMs) }]);
    }
  }
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
