import { useCallback, type ReactElement } from 'react';
import { at, last, maxOf } from '../../core/list';
import type { Histogram, Quantiles } from '../../core/view/types';
import { fontFamily, fontSize, palettes, translucent, type Theme } from '../styles/palette';
import type { ChartOption, CustomSeriesOption } from './echarts';
import { EChartsHost } from './EChartsHost';
import { formatTick } from './format';
import { describeHistogram, heights, LOG_FLOOR, outline, type HistogramScale } from './histogram';

export interface HistogramView {
  data: Histogram | null;
  theme: Theme;
  scale: HistogramScale;
}

type Render = NonNullable<CustomSeriesOption['renderItem']>;

/** The outline drawn as one shape, exactly: a line series would leave out steps of less than a pixel. */
function bars(
  name: string,
  points: readonly [number, number][],
  colour: string,
  opacity: number,
): CustomSeriesOption {
  const renderItem: Render = (_params, api) => {
    const shape = { points: points.map((point) => api.coord(point)) };
    return {
      type: 'group',
      children: [
        { type: 'polygon', shape, style: { fill: translucent(colour, opacity) } },
        { type: 'polyline', shape, style: { stroke: colour, lineWidth: 1, fill: 'none' } },
      ],
    };
  };
  return {
    name,
    type: 'custom',
    xAxisIndex: 0,
    yAxisIndex: 0,
    data: points.slice(0, 1),
    renderItem,
    color: colour,
    itemStyle: { color: colour },
    silent: true,
    clip: false,
  };
}

/** Whiskers from the lowest to the highest value, a second pair of ticks at 5 and 95 %, the box from quartile to quartile. */
function boxPlot(row: number, q: Quantiles, colour: string): CustomSeriesOption {
  const renderItem: Render = (_params, api) => {
    const x = (value: number): number => at(api.coord([value, row]), 0);
    const y = at(api.coord([q.median, row]), 1);
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

/** What stands before there are data: two layers without a bin. */
const empty: Histogram = { edges: [0, 1], raw: [], processed: [], quantiles: { raw: null, processed: null } };

/** Raw and processed on the bins they share, with their box plots below on the same axis. */
export function histogramOption({ data, theme, scale }: HistogramView): ChartOption {
  const colours = palettes[theme];
  const { edges, quantiles, ...counts } = data ?? empty;
  const [low, high] = edges.length > 0 ? [at(edges, 0), last(edges)] : [0, 1];
  const margin = (high - low) * 0.01;
  const raw = heights(counts.raw, scale);
  const processed = heights(counts.processed, scale);
  const highest = Math.max(scale === 'share' ? 0 : 1, maxOf(raw), maxOf(processed)) || 1;
  // Powers of ten up to the first that no bin reaches.
  const decades = Array.from({ length: Math.floor(Math.log10(highest)) + 2 }, (_, power) => power);
  const marked = scale === 'log' ? { customValues: decades } : {};
  const axis = { type: 'value' as const, min: low - margin, max: high + margin };
  const boxes = [
    { name: 'processed', q: quantiles.processed, colour: colours.processed },
    { name: 'raw', q: quantiles.raw, colour: colours.raw },
  ];
  return {
    animation: false,
    textStyle: { fontFamily, color: colours.textMuted, fontSize },
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
        max: scale === 'log' ? decades.length - 1 : highest * 1.05,
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
      ...boxes.flatMap(({ q, colour }, row) => (q ? [boxPlot(row, q, colour)] : [])),
    ],
  };
}

/** Raw and processed values on common bins, box plots below. */
export default function HistogramChart({ data, theme, scale }: HistogramView): ReactElement {
  const option = useCallback(() => histogramOption({ data, theme, scale }), [data, theme, scale]);
  return (
    // A picture that the keyboard reaches, so that its description can be heard; a canvas cannot be an <img>.
    <div
      className="histogram-chart"
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="img"
      aria-label={describeHistogram(data)}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      <EChartsHost option={option} />
    </div>
  );
}
