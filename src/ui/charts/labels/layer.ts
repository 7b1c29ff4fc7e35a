import { palettes, translucent, type Palette } from '../../styles/palette';
import type { ChartLabel, SeriesView } from '../seriesView';
import { boxPath, diamondPath, joined, type Box, type PictureLayer, type Run, type Shape } from '../shapes';
import { arrange, BORDERED, handlesOf, MAX_BANDS, placed, TICK_LANE, type PlacedLabel } from './placement';

/** Origins told apart without colour: the border of a band and the line of a point. */
export const dashes: Record<ChartLabel['origin'], readonly number[]> = {
  imported: [4, 2],
  manual: [],
  detected: [1, 2],
  injected: [7, 2, 1, 2],
};
const origins = Object.keys(dashes) as ChartLabel['origin'][];
const originColour = (colours: Palette, origin: ChartLabel['origin']): string =>
  origin === 'injected' ? colours.injected : colours.labelled;

const DIAMOND = 9;
/** How strongly a band shades what lies under it: one with a border, and the many that ticks stand for. */
const SHADE = 0.16;
const FAINT = 0.07;
/** Bands that together cover more than this share of the plot are fainter, so that the line stays what is seen first. */
const MAX_SHADED = 0.4;

type LabelView = Pick<SeriesView, 'labels' | 'theme' | 'range'>;

/**
 * Labels under everything else. With room: windows as bands with a border, points as lines with a diamond. Without: ticks in
 * lanes above the plot over the faintest of bands. However many, no more shapes than pixels.
 */
export function labelLayer(view: LabelView): PictureLayer {
  const colours = palettes[view.theme];
  const shapes = (plotted: Box): Shape[] => {
    const { full, ticks } = arrange(placed(view, plotted));
    return origins.flatMap((origin) => {
      const colour = originColour(colours, origin);
      const mine = (list: readonly PlacedLabel[]): PlacedLabel[] =>
        list.filter(({ label }) => label.origin === origin);
      return [
        ...tickShapes(mine(ticks), colour, plotted, origin === 'injected' ? 1 : 0),
        ...bandShapes(mine(full), colour, dashes[origin], plotted),
        ...pointShapes(mine(full), colour, dashes[origin], plotted),
      ];
    });
  };
  return { name: 'labels', colour: colours.labelled, clip: false, shapes };
}

/** Chosen labels, and those that are being dragged, over the others: stronger, with handles on their ends. */
export function chosenLayer(view: LabelView): PictureLayer {
  const colours = palettes[view.theme];
  const shapes = (plotted: Box): Shape[] => {
    const all = placed(view, plotted);
    // Very many cannot be told apart anyway.
    if (all.length > MAX_BANDS) {
      const runs = joined(
        all.map((one) => runOf(one, plotted)),
        plotted.width,
      );
      return [{ kind: 'boxes', boxes: boxesOf(runs, plotted), fill: translucent(colours.text, 0.2) }];
    }
    return origins.flatMap((origin) => {
      const colour = originColour(colours, origin);
      const mine = all.filter(({ label }) => label.origin === origin);
      if (mine.length === 0) return [];
      const bands = mine.filter(({ label }) => label.shape === 'window');
      const boxes = boxesOf(
        bands.map((one) => runOf(one, plotted)),
        plotted,
      );
      return [
        { kind: 'boxes', boxes, fill: translucent(colour, 0.22) },
        { kind: 'path', path: boxPath(boxes), stroke: colour, width: 2, dash: dashes[origin] },
        ...pointShapes(mine, colour, [], plotted, 2),
        {
          kind: 'path',
          path: bands
            .flatMap(handlesOf)
            .filter(({ x }) => x >= plotted.x - 8 && x <= plotted.x + plotted.width + 8)
            .map(({ x }) =>
              boxPath([{ x: x - 3, y: plotted.y + plotted.height / 2 - 11, width: 6, height: 22 }]),
            )
            .join(''),
          fill: colours.bg,
          stroke: colour,
          width: 1.5,
        },
      ];
    });
  };
  return { name: 'chosen labels', colour: colours.labelled, clip: false, shapes };
}

/** From left to right within the plot, at least two pixels. */
function runOf({ left, right }: PlacedLabel, plotted: Box): Run {
  const from = Math.max(0, left - plotted.x);
  return [from, Math.min(plotted.width, Math.max(right - plotted.x, from + 2))];
}

const boxesOf = (runs: readonly Run[], plotted: Box): Box[] =>
  runs.map(([from, to]) => ({ ...plotted, x: plotted.x + from, width: to - from }));

/** Solid in a lane above the plot, faint within it. */
function tickShapes(ticks: readonly PlacedLabel[], colour: string, plotted: Box, lane: 0 | 1): Shape[] {
  if (ticks.length === 0) return [];
  const runs = joined(
    ticks.map((one) => runOf(one, plotted)),
    plotted.width,
  );
  const boxes = boxesOf(runs, plotted);
  const y = plotted.y - TICK_LANE + lane * (TICK_LANE / 2);
  return [
    { kind: 'boxes', boxes, fill: translucent(colour, FAINT) },
    {
      kind: 'boxes',
      boxes: boxes.map((box) => ({ ...box, y, height: TICK_LANE / 2 - 1 })),
      fill: translucent(colour, 0.9),
    },
  ];
}

function bandShapes(
  full: readonly PlacedLabel[],
  colour: string,
  dash: readonly number[],
  plotted: Box,
): Shape[] {
  const runs = full
    .filter(({ label }) => label.shape === 'window')
    .map((one): [PlacedLabel, Run] => [one, runOf(one, plotted)]);
  if (runs.length === 0) return [];
  const long = ({ left, right }: PlacedLabel): boolean => right - left >= BORDERED;
  const wide = boxesOf(
    runs.filter(([one]) => long(one)).map(([, run]) => run),
    plotted,
  );
  const thin = runs.filter(([one]) => !long(one)).map(([, run]) => run);
  const narrow = boxesOf(joined(thin, plotted.width), plotted);
  const covered = wide.reduce((sum, { width }) => sum + width, 0) / plotted.width;
  const shade = wide.length > 3 && covered > MAX_SHADED ? FAINT : SHADE;
  return [
    { kind: 'boxes', boxes: [...wide, ...narrow], fill: translucent(colour, shade) },
    { kind: 'path', path: boxPath(wide), stroke: colour, dash },
    { kind: 'path', path: boxPath(narrow), stroke: translucent(colour, 0.7) },
  ];
}

function pointShapes(
  full: readonly PlacedLabel[],
  colour: string,
  dash: readonly number[],
  plotted: Box,
  width = 1,
): Shape[] {
  const columns = [
    ...new Set(full.filter(({ label }) => label.shape === 'point').map(({ left }) => Math.round(left))),
  ].filter((x) => x >= plotted.x && x <= plotted.x + plotted.width);
  if (columns.length === 0) return [];
  const lines = columns.map((x) => `M${x} ${plotted.y + plotted.height}V${plotted.y}`).join('');
  const diamonds = columns.map((x) => diamondPath(x, plotted.y, DIAMOND + 2 * (width - 1))).join('');
  return [
    { kind: 'path', path: lines, stroke: colour, width, dash },
    { kind: 'path', path: diamonds, fill: colour },
  ];
}
