import { palettes, translucent } from './palette';
import { scales, type PictureLayer, type Shape } from './seriesLayers';
import type { ChartLabel, SeriesView } from './seriesView';
import { boxPath, diamondPath, joined, type Box, type Run } from './shapes';

/** Windows at least so wide have a dashed border; narrower ones are joined where they touch. */
const BORDERED = 8;
/** More windows or points in view than this, where they overlap or stand close, have no dashes: those would be one grey. */
const MOST_DASHED = 100;
const DASH = [4, 2];
const DIAMOND = 9;

/** Labelled windows as bands, labelled points as dashed lines with a diamond, under everything else. However many, no more shapes than pixels. */
export function labelLayer(view: Pick<SeriesView, 'labels' | 'theme' | 'range'>): PictureLayer {
  const { labels, theme, range } = view;
  const colours = palettes[theme];
  const inSight = labels.filter((label) => label.end > range.from && label.start < range.to);
  const shapes = (plotted: Box): Shape[] => {
    const { x } = scales(view, [0, 1], plotted);
    const groups: [string, ChartLabel[]][] = [
      [colours.labelled, inSight.filter(({ origin }) => origin !== 'injected')],
      [colours.injected, inSight.filter(({ origin }) => origin === 'injected')],
    ];
    return groups.flatMap(([colour, of]) => [
      ...windowShapes(
        of.filter(({ shape }) => shape === 'window'),
        colour,
        x,
        plotted,
      ),
      ...pointShapes(
        of.filter(({ shape }) => shape === 'point'),
        colour,
        x,
        plotted,
      ),
    ]);
  };
  return { name: 'labels', colour: colours.labelled, clip: false, shapes };
}

type At = (ms: number) => number;

function windowShapes(windows: readonly ChartLabel[], colour: string, x: At, plotted: Box): Shape[] {
  if (windows.length === 0) return [];
  const runs = windows.map(({ start, end }): Run => {
    const left = Math.max(0, x(start / 1000) - plotted.x);
    return [left, Math.min(plotted.width, Math.max(x(end / 1000) - plotted.x, left + 2))];
  });
  const box = ([from, to]: Run): Box => ({ ...plotted, x: plotted.x + from, width: to - from });
  const long = ([from, to]: Run): boolean => to - from >= BORDERED;
  const many = runs.filter(long).length > MOST_DASHED;
  const wide = many ? [] : runs.filter(long).map(box);
  const narrow = joined(many ? runs : runs.filter((run) => !long(run)), plotted.width).map(box);
  return [
    { kind: 'boxes', boxes: [...wide, ...narrow], fill: translucent(colour, 0.16) },
    { kind: 'path', path: boxPath(wide), stroke: colour, dash: DASH },
    { kind: 'path', path: boxPath(narrow), stroke: colour },
  ];
}

function pointShapes(points: readonly ChartLabel[], colour: string, x: At, plotted: Box): Shape[] {
  if (points.length === 0) return [];
  const columns = [...new Set(points.map(({ start }) => Math.round(x(start / 1000))))].filter(
    (at) => at >= plotted.x && at <= plotted.x + plotted.width,
  );
  const lines = columns.map((at) => `M${at} ${plotted.y + plotted.height}V${plotted.y}`).join('');
  const diamonds = columns.map((at) => diamondPath(at, plotted.y, DIAMOND)).join('');
  return [
    { kind: 'path', path: lines, stroke: colour, ...(columns.length > MOST_DASHED ? {} : { dash: DASH }) },
    { kind: 'path', path: diamonds, fill: colour },
  ];
}
