import type { CustomSeriesOption, LineSeriesOption } from 'echarts/charts';
import type { GridComponentOption, LegendComponentOption, TitleComponentOption } from 'echarts/components';
import type { ComposeOption } from 'echarts/core';
import type { Histogram, Quantiles } from '../../core/view/types';
import { formatCount, formatTick, formatValue } from './format';
import { fontFamily, palettes, translucent, type Theme } from './palette';

export type HistogramOption = ComposeOption<
  LineSeriesOption | CustomSeriesOption | GridComponentOption | LegendComponentOption | TitleComponentOption
>;

export interface HistogramView {
  data: Histogram | null;
  theme: Theme;
  scale: 'linear' | 'log';
}

/** Height of a count on the axis. On the logarithmic one an empty bin stands a little below one. */
export function countHeight(count: number, scale: 'linear' | 'log'): number {
  return scale === 'linear' ? count : count > 0 ? Math.log10(count) : LOG_FLOOR;
}
const LOG_FLOOR = -0.3;

/** Outline of a histogram: two points for each bin, down to the floor at both ends. */
export function outline(
  edges: readonly number[],
  counts: readonly number[],
  scale: 'linear' | 'log',
): [number, number][] {
  const floor = countHeight(0, scale);
  const points: [number, number][] = [];
  counts.forEach((count, bin) => {
    const height = countHeight(count, scale);
    if (bin === 0) points.push([edges[0] ?? 0, floor]);
    points.push([edges[bin] ?? 0, height], [edges[bin + 1] ?? 0, height]);
    if (bin === counts.length - 1) points.push([edges[bin + 1] ?? 0, floor]);
  });
  return points;
}

/** Raw and processed on the bins they share, with their box plots below on the same axis. */
export function histogramOption({ data, theme, scale }: HistogramView): HistogramOption {
  const colours = palettes[theme];
  const edges = data?.edges ?? [];
  const low = edges[0] ?? 0;
  const high = edges.at(-1) ?? 1;
  const margin = (high - low) * 0.01;
  const bars = (name: 'raw' | 'processed', counts: readonly number[], opacity: number): LineSeriesOption => ({
    name,
    type: 'line',
    data: outline(edges, counts, scale),
    color: colours[name],
    lineStyle: { width: 1, color: colours[name] },
    areaStyle: { color: translucent(colours[name], opacity), origin: 'start' },
    showSymbol: false,
    silent: true,
    emphasis: { disabled: true },
  });
  const axis = { type: 'value' as const, min: low - margin, max: high + margin };
  const boxes = [
    { name: 'processed', quantiles: data?.quantiles.processed, colour: colours.processed },
    { name: 'raw', quantiles: data?.quantiles.raw, colour: colours.raw },
  ];
  return {
    animation: false,
    textStyle: { fontFamily, color: colours.faint, fontSize: 11 },
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
        axisLine: { lineStyle: { color: colours.grid }, onZero: false },
        splitLine: { show: false },
      },
      {
        ...axis,
        gridIndex: 1,
        axisLine: { lineStyle: { color: colours.grid }, onZero: false },
        axisTick: { show: true, lineStyle: { color: colours.grid } },
        axisLabel: {
          color: colours.faint,
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
        ...(scale === 'log' ? { interval: 1 } : {}),
        axisLine: { show: false },
        axisTick: { show: false },
        splitNumber: 3,
        splitLine: { lineStyle: { color: colours.grid } },
        axisLabel: {
          color: colours.faint,
          formatter: (value: number) =>
            scale === 'linear' ? formatTick(value) : value < 0 ? '' : formatTick(10 ** Math.round(value)),
        },
      },
      {
        type: 'category',
        gridIndex: 1,
        data: boxes.map((box) => box.name),
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: { color: colours.faint, fontSize: 10 },
      },
    ],
    series: [
      bars('raw', data?.raw ?? [], 0.35),
      bars('processed', data?.processed ?? [], 0.2),
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
  const total = (counts: readonly number[]): string => formatCount(counts.reduce((sum, n) => sum + n, 0));
  const middle = (q: Quantiles | null): string =>
    q ? `, median ${formatValue(q.median)}, quartiles ${formatValue(q.q1)} and ${formatValue(q.q3)}` : '';
  return `Distribution of values in ${formatCount(data.raw.length)} bins. Raw: ${total(data.raw)} values${middle(data.quantiles.raw)}. Processed: ${total(data.processed)} values${middle(data.quantiles.processed)}.`;
}
