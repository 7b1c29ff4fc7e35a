import type { CustomSeriesOption } from 'echarts/charts';
import type { GridComponentOption, LegendComponentOption, TitleComponentOption } from 'echarts/components';
import type { ComposeOption } from 'echarts/core';
import type { Histogram, Quantiles } from '../../core/view/types';
import { formatCount, formatTick, formatValue } from './format';
import { totalOf, type HistogramScale } from './histogramScale';
import { fontFamily, palettes, translucent, type Theme } from '../styles/palette';

export type HistogramOption = ComposeOption<
  CustomSeriesOption | GridComponentOption | LegendComponentOption | TitleComponentOption
>;

export interface HistogramView {
  data: Histogram | null;
  theme: Theme;
  scale: HistogramScale;
}

/** Counts as they are, or in percent of all of them. */
function heights(counts: readonly number[] | undefined, scale: HistogramScale): readonly number[] {
  if (!counts || scale !== 'share') return counts ?? [];
  const total = totalOf(counts);
  return total > 0 ? counts.map((count) => (100 * count) / total) : counts;
}

/** Height of a count on the axis. On the logarithmic one an empty bin stands a little below one. */
export function countHeight(count: number, scale: HistogramScale): number {
  if (scale !== 'log') return count;
  return count > 0 ? Math.log10(count) : LOG_FLOOR;
}
const LOG_FLOOR = -0.3;

/** Outline of a histogram: two points for each bin, from and back to the floor. */
export function outline(
  edges: readonly number[],
  counts: readonly number[],
  scale: HistogramScale,
): [number, number][] {
  const first = edges[0];
  const last = edges.at(-1);
  if (first === undefined || last === undefined || counts.length === 0) return [];
  const floor = countHeight(0, scale);
  const steps = counts.flatMap((count, bin): [number, number][] => {
    const height = countHeight(count, scale);
    return [
      [edges[bin] ?? first, height],
      [edges[bin + 1] ?? last, height],
    ];
  });
  return [[first, floor], ...steps, [last, floor]];
}

/** The outline drawn as one shape, exactly: a line series would leave out steps of less than a pixel. */
function bars(
  name: string,
  points: readonly [number, number][],
  colour: string,
  opacity: number,
): CustomSeriesOption {
  const renderItem: NonNullable<CustomSeriesOption['renderItem']> = (_params, api) => {
    const shape = { points: points.map((point) => api.coord(point)) };
    return {
      type: 'group',
      children: [
        { type: 'polygon', shape, style: { fill: translucent(colour, opacity) } },
        { type: 'polyline', shape, style: { stroke: colour, lineWidth: 1, fill: 'none' } },
      ],
    };
  };
  const data = points.length > 0 ? [points[0]] : [];
  return {
    name,
    type: 'custom',
    xAxisIndex: 0,
    yAxisIndex: 0,
    data,
    renderItem,
    color: colour,
    itemStyle: { color: colour },
    silent: true,
    clip: false,
  };
}

/** Raw and processed on the bins they share, with their box plots below on the same axis. */
export function histogramOption({ data, theme, scale }: HistogramView): HistogramOption {
  const colours = palettes[theme];
  const edges = data?.edges ?? [];
  const low = edges[0] ?? 0;
  const high = edges.at(-1) ?? 1;
  const margin = (high - low) * 0.01;
  const raw = heights(data?.raw, scale);
  const processed = heights(data?.processed, scale);
  const most = Math.max(scale === 'share' ? 0 : 1, ...raw, ...processed) || 1;
  // Powers of ten up to the first that no bin reaches.
  const decades = Array.from({ length: Math.floor(Math.log10(most)) + 2 }, (_, power) => power);
  const marked = scale === 'log' ? { customValues: decades } : {};
  const axis = { type: 'value' as const, min: low - margin, max: high + margin };
  const boxes = [
    { name: 'processed', quantiles: data?.quantiles.processed, colour: colours.processed },
    { name: 'raw', quantiles: data?.quantiles.raw, colour: colours.raw },
  ];
  return {
    animation: false,
    textStyle: { fontFamily, color: colours.textMuted, fontSize: 11 },
    grid: [
      { left: 60, right: 20, top: 12, bottom: 78 },
      { left: 60, right: 20, height: 40, bottom: 28 },
    ],
    xAxis: [
      {
        ...axis,
        gridIndex: 0,
        axisLabel: { show: false },
        axisTick: { show: false },
        axisLine: { lineStyle: { color: colours.line }, onZero: false },
        splitLine: { show: false },
      },
      {
        ...axis,
        gridIndex: 1,
        axisLine: { lineStyle: { color: colours.line }, onZero: false },
        axisTick: { show: true, lineStyle: { color: colours.line } },
        axisLabel: {
          color: colours.textMuted,
          formatter: formatTick,
          hideOverlap: true,
          showMinLabel: false,
          showMaxLabel: false,
        },
        splitLine: { show: false },
      },
    ],
    yAxis: [
      {
        type: 'value',
        gridIndex: 0,
        min: scale === 'log' ? LOG_FLOOR : 0,
        max: scale === 'log' ? decades.length - 1 : most * 1.05,
        minInterval: scale === 'linear' ? 1 : 0,
        axisLine: { show: false },
        axisTick: { show: false, ...marked },
        splitNumber: 3,
        splitLine: { lineStyle: { color: colours.line } },
        axisLabel: {
          color: colours.textMuted,
          ...marked,
          ...(scale === 'log' ? {} : { showMaxLabel: false }),
          formatter: (value: number) =>
            scale === 'share'
              ? `${formatTick(value)} %`
              : formatTick(scale === 'linear' ? value : Math.round(10 ** value)),
        },
      },
      {
        type: 'category',
        gridIndex: 1,
        data: boxes.map((box) => box.name),
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: { color: colours.textMuted, fontSize: 10 },
      },
    ],
    series: [
      bars('raw', outline(edges, raw, scale), colours.raw, 0.35),
      bars('processed', outline(edges, processed, scale), colours.processed, 0.2),
      ...boxes.flatMap((box, row) => (box.quantiles ? [boxPlot(row, box.quantiles, box.colour)] : [])),
    ],
  };
}

/** Whiskers from the lowest to the highest value, a second pair of ticks at 5 and 95 %, the box from quartile to quartile. */
function boxPlot(row: number, q: Quantiles, colour: string): CustomSeriesOption {
  const renderItem: NonNullable<CustomSeriesOption['renderItem']> = (_params, api) => {
    const x = (value: number): number => api.coord([value, row])[0] ?? 0;
    const y = api.coord([q.median, row])[1] ?? 0;
    const half = 6;
    const stroke = { stroke: colour, lineWidth: 1, fill: 'none' };
    const tick = (value: number, height: number, lineWidth = 1) => ({
      type: 'line' as const,
      shape: { x1: x(value), x2: x(value), y1: y - height, y2: y + height },
      style: { ...stroke, lineWidth },
    });
    return {
      type: 'group',
      children: [
        {
          type: 'line',
          shape: { x1: x(q.min), x2: x(q.max), y1: y, y2: y },
          style: { ...stroke, lineDash: [2, 2] },
        },
        { type: 'line', shape: { x1: x(q.p05), x2: x(q.p95), y1: y, y2: y }, style: stroke },
        {
          type: 'rect',
          shape: { x: x(q.q1), y: y - half, width: Math.max(1, x(q.q3) - x(q.q1)), height: 2 * half },
          style: { ...stroke, fill: translucent(colour, 0.25) },
        },
        tick(q.min, 2),
        tick(q.max, 2),
        tick(q.p05, 4),
        tick(q.p95, 4),
        tick(q.median, half, 2),
      ],
    };
  };
  return { type: 'custom', xAxisIndex: 1, yAxisIndex: 1, data: [[q.median, row]], renderItem, silent: true };
}

/** The picture in words. */
export function describeHistogram(data: Histogram | null): string {
  if (!data) return 'Distribution of values. Loading.';
  const total = (counts: readonly number[]): string => formatCount(totalOf(counts));
  const middle = (q: Quantiles | null): string =>
    q ? `, median ${formatValue(q.median)}, quartiles ${formatValue(q.q1)} and ${formatValue(q.q3)}` : '';
  return `Distribution of values in ${formatCount(data.raw.length)} bins. Raw: ${total(data.raw)} values${middle(data.quantiles.raw)}. Processed: ${total(data.processed)} values${middle(data.quantiles.processed)}.`;
}
