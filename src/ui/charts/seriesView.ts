import { plural } from '../../core/format';
import type { Label } from '../../core/label/types';
import { at, lowerBound } from '../../core/list';
import type { ChartData, Marks } from '../../core/view/types';
import { formatBeside, formatUtc } from './format';
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
      | 'false-positive'
      | 'proposal';
    text: string;
    value: number | null;
  }[];
}

/** No label is read beyond so many lines. */
const MAX_LINES = 8;

/** Index of the time nearest to a moment in a sorted list; -1 in an empty one. */
export function nearestIndex(times: ArrayLike<number>, moment: number): number {
  const index = lowerBound(times, moment);
  const before = times[index - 1];
  const after = times[index];
  if (after === undefined) return index - 1;
  return before !== undefined && moment - before <= after - moment ? index - 1 : index;
}

/** The row of a line, or the mark, nearest to a moment, where it is within reach. */
function nearest<V>(
  { timesMs, values }: { timesMs: readonly number[]; values: readonly V[] },
  moment: number,
  reach: number,
): { time: number; value: V } | null {
  const index = nearestIndex(timesMs, moment);
  if (index < 0) return null;
  const time = at(timesMs, index);
  return Math.abs(time - moment) <= reach ? { time, value: at(values, index) } : null;
}

/**
 * What is drawn within `reach` of a moment (milliseconds); null where nothing is. The time is that of the row nearest to the moment; what has none at that
 * time says its own.
 */
export function readingAt(view: SeriesView, moment: number, reach: number): Reading | null {
  const { data, layers, labels } = view;
  if (!data) return null;
  const lines: Reading['lines'] = [];
  const rows = (['processed', 'raw'] as const).flatMap((kind) => {
    const points = layers[kind] ? data[kind] : undefined;
    const found = points && nearest(points, moment, reach);
    return found ? [{ kind, ...found }] : [];
  });
  let timeMs: number | null = null;
  for (const { time } of rows)
    if (timeMs === null || Math.abs(time - moment) < Math.abs(timeMs - moment)) timeMs = time;
  const named = (name: string, time: number): string =>
    timeMs === null || time === timeMs ? name : `${name} at ${formatBeside(time, timeMs)}`;
  for (const { kind, time, value } of rows) {
    const name = named(kind, time);
    lines.push({ kind, text: value === null ? `${name}: no value` : name, value });
  }
  const mark = (
    kind: 'outlier' | 'protected' | 'filled',
    name: string,
    after: string,
    marks: Marks,
  ): void => {
    const found = nearest(marks, timeMs ?? moment, reach / 2);
    if (!found) return;
    timeMs ??= found.time;
    // Thinned marks are no readings of this moment.
    const thinned = marks.total > marks.timesMs.length;
    lines.push({ kind, text: named(name, found.time) + after, value: thinned ? null : found.value });
  };
  if (layers.outliers) {
    mark('outlier', 'outlier', ', was', data.outliers);
    mark('protected', 'outlier kept by its label', '', data.protectedOutliers);
  }
  if (layers.filled) mark('filled', 'filled in', '', data.filled);
  if (layers.gaps && data.gaps.some((gap) => moment > gap.fromMs && moment < gap.toMs)) {
    lines.push({ kind: 'gap', text: 'gap: no rows in the source', value: null });
  }
  if (layers.labels) {
    for (const label of labels) {
      const slack = label.shape === 'point' ? reach : 0;
      if (moment * 1000 >= label.start - slack * 1000 && moment * 1000 < label.end + slack * 1000) {
        lines.push({ kind: 'label', text: `${label.origin} ${label.shape}: ${label.type}`, value: null });
      }
      if (lines.length > MAX_LINES) break;
    }
  }
  return lines.length === 0 ? null : { timeMs: timeMs ?? moment, lines };
}

/** The picture in words. */
export function describeSeries(name: string, view: SeriesView): string {
  const { data, range, labels } = view;
  const span = `${formatUtc(range.from / 1000)} to ${formatUtc(range.to / 1000)}`;
  if (!data) return `${name}, ${span}. Loading.`;
  const inView = labels.filter((label) => label.start < range.to && label.end > range.from).length;
  const parts = [
    data.raw ? plural(data.raw.rows, 'raw row') : '',
    data.processed ? plural(data.processed.rows, 'processed row') : '',
    plural(inView, 'label'),
    plural(data.outliers.total, 'outlier'),
    plural(data.protectedOutliers.total, 'outlier kept by labels', 'outliers kept by labels'),
    plural(data.filled.total, 'filled value'),
    data.gaps.length === 500 ? 'the 500 longest gaps' : plural(data.gaps.length, 'gap'),
  ];
  return `${name}, ${span}: ${parts.filter(Boolean).join(', ')}. Arrow keys pan, plus and minus zoom, 0 shows the whole; brackets go from label to label.`;
}
