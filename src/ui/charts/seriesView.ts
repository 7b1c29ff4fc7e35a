import type { Label } from '../../core/label/types';
import type { ChartData, LinePoints, Marks } from '../../core/view/types';
import { formatCount, formatUtc } from './format';
import type { Range } from './navigation';
import type { Theme } from '../styles/palette';

export type ChartLabel = Pick<Label, 'id' | 'start' | 'end' | 'type' | 'shape' | 'origin'>;

/** Whether labels look alike on a chart, whatever else is known of them. */
export const lookAlike = (some: readonly ChartLabel[], others: readonly ChartLabel[]): boolean =>
  some.length === others.length &&
  some.every((one, index) => {
    const other = others[index];
    return (
      one === other ||
      (one.id === other?.id &&
        one.start === other.start &&
        one.end === other.end &&
        one.type === other.type &&
        one.shape === other.shape &&
        one.origin === other.origin)
    );
  });

export type LayerName = 'raw' | 'processed' | 'labels' | 'outliers' | 'filled' | 'gaps';
export type VisibleLayers = Record<LayerName, boolean>;
export const allLayers: VisibleLayers = {
  raw: true,
  processed: true,
  labels: true,
  outliers: true,
  filled: true,
  gaps: true,
};

/** All that the picture of a series depends on. */
export interface SeriesView {
  data: ChartData | null;
  labels: readonly ChartLabel[];
  theme: Theme;
  layers: VisibleLayers;
  /** Microseconds; may be ahead of the range of `data`. */
  range: Range;
}

/** What stands at a moment, line by line, for the tooltip. */
export interface Reading {
  timeMs: number;
  lines: {
    kind:
      | 'raw'
      | 'processed'
      | 'outlier'
      | 'protected'
      | 'filled'
      | 'label'
      | 'gap'
      | 'nab'
      | 'false'
      | 'proposal';
    text: string;
    value: number | null;
  }[];
}

/** Index of the time nearest to `at` in a sorted list; -1 in an empty one. */
export function nearestIndex(times: readonly number[], at: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? Infinity) < at) low = middle + 1;
    else high = middle;
  }
  const after = times[low];
  const before = times[low - 1];
  if (after === undefined) return low - 1;
  return before !== undefined && at - before <= after - at ? low - 1 : low;
}

/** What is drawn within `reach` of a moment (milliseconds); null where nothing is. */
export function readingAt(view: SeriesView, at: number, reach: number): Reading | null {
  const { data, layers, labels } = view;
  if (!data) return null;
  const lines: Reading['lines'] = [];
  let timeMs: number | null = null;
  const near = (points: LinePoints | Marks | undefined, centre: number, within: number): number | null => {
    if (!points) return null;
    const index = nearestIndex(points.timesMs, centre);
    const time = points.timesMs[index];
    return time !== undefined && Math.abs(time - centre) <= within ? index : null;
  };
  const line = (kind: 'raw' | 'processed', points: LinePoints | undefined): void => {
    const index = near(points, timeMs ?? at, timeMs === null ? reach : reach / 2);
    if (index === null || !points) return;
    timeMs ??= points.timesMs[index] ?? null;
    const value = points.values[index] ?? null;
    lines.push({ kind, text: value === null ? `${kind}: no value` : kind, value });
  };
  if (layers.processed) line('processed', data.processed);
  if (layers.raw) line('raw', data.raw);
  const mark = (kind: 'outlier' | 'protected' | 'filled', text: string, marks: Marks): void => {
    const index = near(marks, timeMs ?? at, reach / 2);
    if (index === null) return;
    timeMs ??= marks.timesMs[index] ?? null;
    // Thinned marks are no readings of this moment.
    const thinned = marks.total > marks.timesMs.length;
    lines.push({ kind, text, value: thinned ? null : (marks.values[index] ?? null) });
  };
  if (layers.outliers) {
    mark('outlier', 'outlier, was', data.outliers);
    mark('protected', 'outlier kept by its label', data.protectedOutliers);
  }
  if (layers.filled) mark('filled', 'filled in', data.filled);
  const moment = timeMs ?? at;
  if (layers.gaps && data.gaps.some((gap) => at > gap.fromMs && at < gap.toMs)) {
    lines.push({ kind: 'gap', text: 'gap: no rows in the source', value: null });
  }
  if (layers.labels) {
    for (const label of labels) {
      const slack = label.shape === 'point' ? reach : 0;
      if (at * 1000 >= label.start - slack * 1000 && at * 1000 < label.end + slack * 1000) {
        lines.push({ kind: 'label', text: `${label.origin} ${label.shape}: ${label.type}`, value: null });
      }
      if (lines.length > 8) break;
    }
  }
  return lines.length === 0 ? null : { timeMs: moment, lines };
}

/** The picture in words. */
export function describeSeries(name: string, view: SeriesView): string {
  const { data, range, labels } = view;
  const span = `${formatUtc(range.from / 1000)} to ${formatUtc(range.to / 1000)}`;
  if (!data) return `${name}, ${span}. Loading.`;
  const inView = labels.filter((label) => label.start < range.to && label.end > range.from).length;
  const count = (n: number, one: string, many = `${one}s`): string =>
    `${formatCount(n)} ${n === 1 ? one : many}`;
  const parts = [
    data.raw ? count(data.raw.rows, 'raw row') : '',
    data.processed ? count(data.processed.rows, 'processed row') : '',
    count(inView, 'label'),
    count(data.outliers.total, 'outlier'),
    count(data.protectedOutliers.total, 'outlier kept by labels', 'outliers kept by labels'),
    count(data.filled.total, 'filled value'),
    data.gaps.length === 500 ? 'the 500 longest gaps' : count(data.gaps.length, 'gap'),
  ];
  return `${name}, ${span}: ${parts.filter(Boolean).join(', ')}. Arrow keys pan, plus and minus zoom, 0 shows the whole; brackets go from label to label.`;
}
