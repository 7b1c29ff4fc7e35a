import type { ChartData, LinePoints, Marks } from '../../core/view/types';
import { blended, palettes, translucent } from '../styles/palette';
import type { SeriesView } from './seriesView';
import {
  dotPath,
  hatching,
  joined,
  markLength,
  pieces,
  trianglePath,
  type Box,
  type PictureLayer,
  type Run,
  type Shape,
} from './shapes';
import { valueExtent } from './valueExtent';

/** Between the values and the axis: a lane for gaps, one for filled values. */
const LANE = 5;
/** Height of the lanes with the room around them, pixels. */
export const LANES = 2 * LANE + 7;

/** Symbols for single rows appear when they are at least so far apart. */
const PIXELS_PER_SYMBOL = 8;
/** More filled values than this are shown by their lane alone. */
export const MAX_SQUARES = 60;
/** More gaps in view than this are shown by their lane alone. */
const MAX_HATCHED = 20;
/** More outliers than this are drawn smaller. */
const MANY_OUTLIERS = 150;

interface Scales {
  x: (ms: number) => number;
  y: (value: number) => number;
}

/** Where times (milliseconds) and values fall within a rectangle of pixels. */
export function scales(
  view: Pick<SeriesView, 'range'>,
  [low, high]: readonly [number, number],
  plotted: Box,
): Scales {
  const from = view.range.from / 1000;
  const perMs = plotted.width / (view.range.to / 1000 - from);
  const perValue = plotted.height / (high - low);
  return {
    x: (ms) => plotted.x + (ms - from) * perMs,
    y: (value) => plotted.y + (high - value) * perValue,
  };
}

/** The layers of the data that are switched on, from the lowest to the topmost. Labels are a layer of their own. */
export function dataLayers(view: SeriesView, extent = valueExtent(view)): PictureLayer[] {
  const { data, layers, theme } = view;
  const colours = palettes[theme];
  const all: PictureLayer[] = [];
  if (layers.gaps) all.push(gapLayer(view));
  const line = (
    name: string,
    points: LinePoints | undefined,
    colour: string,
    width: number,
    filled: ChartData['filledSpans'] = [],
  ): PictureLayer => ({
    name,
    colour,
    clip: true,
    shapes: (plotted) =>
      points ? lineShapes(points, { colour, width, filled }, scales(view, extent, plotted), plotted) : [],
  });
  // Mixed with the background beforehand: a translucent line would show where its strokes overlap.
  if (layers.raw) all.push(line('raw', data?.raw, blended(colours.raw, colours.bg, 0.6), 2.4));
  if (layers.processed)
    all.push(
      line('processed', data?.processed, colours.processed, 1.2, layers.filled ? data?.filledSpans : []),
    );
  const marks = (
    name: string,
    of: Marks | undefined,
    colour: string,
    draw: (places: [number, number][], of: Marks) => Shape[],
  ): PictureLayer => ({
    name,
    colour,
    clip: false,
    shapes: (plotted) => (of ? draw(centres(of, scales(view, extent, plotted), plotted), of) : []),
  });
  if (layers.filled) {
    all.push(filledLane(view));
    const few = data && data.filled.total <= MAX_SQUARES ? data.filled : undefined;
    all.push(
      marks('filled values', few, colours.filled, (places) => [
        {
          kind: 'boxes',
          boxes: places.map(([x, y]) => ({ x: x - 2.5, y: y - 2.5, width: 5, height: 5 })),
          fill: colours.filled,
        },
      ]),
    );
  }
  if (layers.outliers) {
    const triangles = (places: [number, number][], { total }: Marks): string =>
      places.map(([x, y]) => trianglePath(x, y, total > MANY_OUTLIERS ? 6 : 8)).join('');
    const { outlier, bg } = colours;
    all.push(
      marks('outlier', data?.outliers, outlier, (places, of) => [
        { kind: 'path', path: triangles(places, of), fill: outlier },
      ]),
      marks('outlier kept', data?.protectedOutliers, outlier, (places, of) => [
        { kind: 'path', path: triangles(places, of), fill: bg, stroke: outlier, width: 1.5 },
      ]),
    );
  }
  return all;
}

/** Where the marks within the plot stand. */
const centres = (marks: Marks, to: Scales, { x, width }: Box): [number, number][] =>
  marks.timesMs
    .map((time, index): [number, number] => [to.x(time), to.y(marks.values[index] as number)])
    .filter(([centre]) => centre >= x && centre <= x + width);

interface LineStyle {
  colour: string;
  width: number;
  /** Where it is dashed. */
  filled: ChartData['filledSpans'];
}

/** Dashes of a line through filled values, pixels. */
const DASHES = [4, 3];

/** A line, dashed through filled values, with a dot for each row where there is room for that. */
function lineShapes(
  points: LinePoints,
  { colour: stroke, width, filled }: LineStyle,
  to: Scales,
  plotted: Box,
): Shape[] {
  const drawn = pieces(points, to.x, to.y, filled).map((piece): Shape => ({
    kind: 'line',
    points: piece.points,
    stroke,
    width,
    ...(piece.dashed && { dash: DASHES }),
  }));
  if (!points.exact || points.rows * PIXELS_PER_SYMBOL >= plotted.width) return drawn;
  const dots = points.timesMs.map((time, index) => {
    const value = points.values[index] as number | null;
    return value === null ? '' : dotPath(to.x(time), to.y(value), 1.2 + width / 2);
  });
  return [...drawn, { kind: 'path', path: dots.join(''), fill: stroke }];
}

const laneBoxes = (runs: readonly Run[], { x, y, height }: Box, lane: number): Box[] =>
  runs.map(([from, to]) => ({
    x: x + from,
    y: y + height + 3 + lane * (LANE + 3),
    width: to - from,
    height: LANE,
  }));

/** The lane of gaps; while they are few, hatching behind the values too. */
function gapLayer(view: SeriesView): PictureLayer {
  const { data, range } = view;
  const colour = palettes[view.theme].gap;
  const gaps = (data?.gaps ?? []).filter(
    ({ fromMs, toMs }) => toMs * 1000 > range.from && fromMs * 1000 < range.to,
  );
  const shapes = (plotted: Box): Shape[] => {
    const to = scales(view, [0, 1], plotted);
    const intervals = gaps.map(({ fromMs, toMs }): Run => [to.x(fromMs) - plotted.x, to.x(toMs) - plotted.x]);
    const runs = joined(intervals, plotted.width);
    if (runs.length === 0) return [];
    const lane: Shape = {
      kind: 'boxes',
      boxes: laneBoxes(runs, plotted, 0),
      fill: translucent(colour, 0.55),
    };
    if (gaps.length > MAX_HATCHED) return [lane];
    const tall = runs.map(([from, end]) => ({ ...plotted, x: plotted.x + from, width: end - from }));
    return [lane, { kind: 'path', path: hatching(tall, 8), stroke: translucent(colour, 0.22) }];
  };
  return { name: 'gap', colour, clip: false, shapes };
}

/** The lane of filled values: green wherever one stands. */
function filledLane(view: SeriesView): PictureLayer {
  const { data } = view;
  const colour = palettes[view.theme].filled;
  const shapes = (plotted: Box): Shape[] => {
    if (!data) return [];
    const to = scales(view, [0, 1], plotted);
    const length = markLength(data.filled, data.processed, (data.to - data.from) / 1000);
    const intervals = data.filled.timesMs.map((time): Run => [
      to.x(time - length / 2) - plotted.x,
      to.x(time + length / 2) - plotted.x,
    ]);
    return [{ kind: 'boxes', boxes: laneBoxes(joined(intervals, plotted.width), plotted, 1), fill: colour }];
  };
  return { name: 'filled', colour, clip: false, shapes };
}
