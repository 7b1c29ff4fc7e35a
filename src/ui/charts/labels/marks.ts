import { decimal, significant } from '../../../core/format';
import { at } from '../../../core/list';
import { palettes, translucent, type Theme } from '../../styles/palette';
import type { Range } from '../navigation';
import { scales } from '../seriesLayers';
import { nearestIndex, type Reading } from '../seriesView';
import { boxPath, joined, type Box, type PictureLayer, type Run, type Shape } from '../shapes';

/** What stands beside the labels: NAB's windows with what they score, false positives, and proposals not yet accepted or rejected. Microseconds. */
export interface LabelMarks {
  /** Ends inclusive. */
  windows: readonly {
    start: number;
    end: number;
    contribution: number;
    detected: number | null;
    scored: boolean;
  }[];
  falsePositives: { times: ArrayLike<number>; contributions: ArrayLike<number> };
  /** Half-open. */
  proposals: readonly { start: number; end: number; peak: number }[];
}

interface Frame {
  theme: Theme;
  range: Range;
}

/** Outlines of more than this become one where they touch. */
const MAX_OUTLINED = 60;

/** Thin outlines and ticks, told apart from labels by having no fill; none where there are none. */
export function markLayers(marks: LabelMarks | undefined, { theme, range }: Frame): PictureLayer[] {
  if (!marks) return [];
  const colours = palettes[theme];
  const runs = (list: readonly { start: number; end: number }[], plotted: Box): Run[] => {
    const { x } = scales({ range }, [0, 1], plotted);
    const all = list
      .filter(({ start, end }) => end > range.from && start < range.to)
      .map(({ start, end }): Run => {
        const left = Math.max(0, x(start / 1000) - plotted.x);
        return [left, Math.min(plotted.width, Math.max(x(end / 1000) - plotted.x, left + 2))];
      });
    return all.length > MAX_OUTLINED ? joined(all, plotted.width) : all;
  };
  const boxes = (of: readonly Run[], plotted: Box, inset: number): Box[] =>
    of.map(([from, to]) => ({
      x: plotted.x + from,
      y: plotted.y + inset,
      width: to - from,
      height: plotted.height - 2 * inset,
    }));
  const { windows, falsePositives, proposals } = marks;
  const layer = (name: string, colour: string, shapes: PictureLayer['shapes']): PictureLayer => ({
    name,
    colour,
    clip: false,
    shapes,
  });
  return [
    layer('NAB window', colours.textMuted, (plotted): Shape[] => [
      {
        kind: 'path',
        path: boxPath(boxes(runs(windows, plotted), plotted, 3)),
        stroke: translucent(colours.textMuted, 0.8),
        dash: [2, 3],
      },
    ]),
    layer('proposal', colours.processed, (plotted): Shape[] => {
      const all = runs(proposals, plotted);
      // A bar at the foot of the plot, and the thinnest of outlines.
      const feet = boxes(all, plotted, 0).map((box) => ({ ...box, y: box.y + box.height - 4, height: 4 }));
      return [
        {
          kind: 'path',
          path: boxPath(boxes(all, plotted, 1)),
          stroke: translucent(colours.processed, 0.5),
          dash: [1, 3],
        },
        { kind: 'boxes', boxes: feet, fill: translucent(colours.processed, 0.8) },
      ];
    }),
    layer('false positive', colours.outlier, (plotted): Shape[] => {
      const { x } = scales({ range }, [0, 1], plotted);
      const columns = new Set<number>();
      for (let index = 0; index < falsePositives.times.length; index++) {
        const time = falsePositives.times[index] as number;
        if (time >= range.from && time < range.to) columns.add(Math.round(x(time / 1000)));
      }
      const ticks = [...columns].map((left) => `M${left - 3} ${plotted.y + 1}h6l-3 6Z`).join('');
      return [{ kind: 'path', path: ticks, fill: colours.outlier }];
    }),
  ];
}

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${decimal(Math.abs(value), 3)}`;

/** What the marks add to the reading of a moment; it and the reach in milliseconds. */
export function markReadings(marks: LabelMarks | undefined, moment: number, reach: number): Reading['lines'] {
  if (!marks) return [];
  const lines: Reading['lines'] = [];
  const us = moment * 1000;
  for (const { start, end, contribution, detected, scored } of marks.windows) {
    if (us < start || us > end) continue;
    const found = !scored ? 'in the probation, not scored' : detected === null ? 'missed' : 'found';
    lines.push({ kind: 'nab', text: `NAB window, ${found}: ${signed(contribution)}`, value: null });
  }
  const { times, contributions } = marks.falsePositives;
  const index = nearestIndex(times, us);
  if (index >= 0 && Math.abs(at(times, index) - us) <= (reach / 2) * 1000) {
    const text = `false positive: ${signed(at(contributions, index))}`;
    lines.push({ kind: 'false-positive', text, value: null });
  }
  const proposal = marks.proposals.find(({ start, end }) => us >= start && us < end);
  if (proposal) {
    const text = `proposed as an anomaly, peak ${significant(proposal.peak, 4)}`;
    lines.push({ kind: 'proposal', text, value: null });
  }
  return lines;
}
