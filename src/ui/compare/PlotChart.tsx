import { useCallback, type ReactElement } from 'react';
import type { CustomSeriesOption } from 'echarts/charts';
import type { GridComponentOption } from 'echarts/components';
import type { ComposeOption } from 'echarts/core';
import { at } from '../../core/list';
import { EChartsHost } from '../charts/EChartsHost';
import { fontFamily, palettes, translucent, type Theme } from '../styles/palette';
import type { PlotAxis, PlotLine, PlotView, Point } from './plots';

type PlotOption = ComposeOption<CustomSeriesOption | GridComponentOption>;
type Render = NonNullable<CustomSeriesOption['renderItem']>;

/** Where a point of the plot lies on the canvas, pixels. */
function placeOf(api: Parameters<Render>[1], point: Point): [x: number, y: number] {
  const place = api.coord(point);
  return [at(place, 0), at(place, 1)];
}

/** One shape, drawn exactly, in the plane of the plot. */
const custom = (name: string, z: number, renderItem: Render, clip = true): CustomSeriesOption => ({
  name,
  type: 'custom',
  data: [[0, 0]],
  renderItem,
  silent: true,
  clip,
  z,
});

function lineSeries(
  { name, points, colour, dash, fill, dots }: PlotLine,
  faint: string,
  z: number,
): CustomSeriesOption {
  const stroke = colour ?? faint;
  return custom(name, z, (_params, api) => {
    const places = points.map((point) => placeOf(api, point));
    if (dots) {
      const style = { fill: translucent(stroke, 0.35), stroke, lineWidth: 1 };
      return {
        type: 'group',
        children: places.map(([cx, cy]) => ({ type: 'circle' as const, shape: { cx, cy, r: 2.5 }, style })),
      };
    }
    const style = { stroke, lineWidth: 1.25, fill: 'none', ...(dash ? { lineDash: dash } : {}) };
    return {
      type: 'group',
      children: [
        ...(fill === undefined
          ? []
          : [
              {
                type: 'polygon' as const,
                shape: { points: places },
                style: { fill: translucent(stroke, fill) },
              },
            ]),
        { type: 'polyline' as const, shape: { points: places }, style },
      ],
    };
  });
}

/** A plot as ECharts takes it. */
export function plotOption({ x, y, lines, bands = [], notes = [] }: PlotView, theme: Theme): PlotOption {
  const colours = palettes[theme];
  const axis = ({ min, max, label, ticks }: PlotAxis) => ({
    type: 'value' as const,
    min,
    max,
    axisLabel: {
      color: colours.textMuted,
      formatter: label,
      hideOverlap: true,
      ...(ticks ? { customValues: ticks } : { showMinLabel: false, showMaxLabel: false }),
    },
    ...(ticks ? { axisTick: { customValues: ticks } } : {}),
  });
  const across = axis(x);
  const up = axis(y);
  const stretches = bands.map(({ from, to, colour }, i) =>
    custom(`band ${i}`, 1, (_params, api) => {
      const [left, top] = placeOf(api, [x.min, to]);
      const [right, bottom] = placeOf(api, [x.max, from]);
      const shape = { x: left, y: top, width: right - left, height: bottom - top };
      return { type: 'rect', shape, style: { fill: translucent(colour, 0.16) } };
    }),
  );
  const names = custom(
    'names',
    9,
    (_params, api) => ({
      type: 'group',
      children: notes.flatMap(({ at: position, text }) => {
        const [px, py] = placeOf(api, position);
        return [
          {
            type: 'polygon' as const,
            shape: {
              points: [
                [px, py - 3],
                [px - 3, py - 8],
                [px + 3, py - 8],
              ],
            },
            style: { fill: colours.text },
          },
          {
            type: 'text' as const,
            style: {
              text,
              x: px,
              y: py - 10,
              fill: colours.text,
              fontSize: 11,
              fontFamily,
              textAlign: 'center' as const,
              textVerticalAlign: 'bottom' as const,
            },
          },
        ];
      }),
    }),
    false,
  );
  return {
    animation: false,
    textStyle: { fontFamily, color: colours.textMuted, fontSize: 11 },
    grid: { left: 52, right: 16, top: 10, bottom: 24, outerBoundsMode: 'none' },
    xAxis: {
      ...across,
      axisLine: { lineStyle: { color: colours.line }, onZero: false },
      axisTick: { show: true, lineStyle: { color: colours.textMuted }, length: 3, ...across.axisTick },
      splitLine: { show: false },
      splitNumber: 4,
    },
    yAxis: {
      ...up,
      axisLine: { show: false },
      axisTick: { show: false, ...up.axisTick },
      splitLine: { lineStyle: { color: colours.line } },
      splitNumber: 3,
    },
    series: [
      ...stretches,
      ...lines.map((line, i) => lineSeries(line, colours.textMuted, 2 + i)),
      ...(notes.length > 0 ? [names] : []),
    ],
  };
}

/** One plot; its text alternative stands beside it. */
export default function PlotChart({ view, theme }: { view: PlotView; theme: Theme }): ReactElement {
  const option = useCallback(() => plotOption(view, theme), [view, theme]);
  return <EChartsHost option={option} />;
}
