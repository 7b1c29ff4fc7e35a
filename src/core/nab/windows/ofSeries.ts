import type { Label } from '../../label/types';
import type { OrderedTimes } from '../../rows/times';
import { windowsFromLabels } from './fromLabels';
import { windowsToRows, type RowWindow } from './rows';

export type WindowLabel = Pick<Label, 'start' | 'end' | 'shape' | 'origin'>;

export interface SeriesWindows {
  /** In order and apart. */
  windows: RowWindow[];
  /** First row after the probation. */
  probation: number;
  /** What was done to labels that are not windows of rows as they stand; each a number of labels. */
  counts: {
    /** Points of files, not used because a file has the windows themselves. */
    superseded: number;
    /** Points between two rows: the next row stands for them. */
    between: number;
    /** Points before the first row or after the last, which have no window. */
    outside: number;
    /** Windows with an end that was no row and moved inwards. */
    moved: number;
    /** Windows without a row inside, which are left out. */
    empty: number;
    /** Windows that share rows with the one before and became one with it. */
    joined: number;
    /** Windows around points that start within the probation: NAB drops the first. */
    dropped: number;
  };
}

/**
 * NAB's windows of a series from all of its labels (docs/adr/0007). A label that is an interval is a window as it stands, its ends moved
 * inwards to rows. Around points NAB's rule lays windows, so wide that those of all points together take 10 % of the rows. Where files bring windows of
 * the series, their points made them and are not used. Windows that share rows become one.
 * @param times of the rows in the file's order, microseconds, or what finds them where they are in order of time
 * @param labels half-open, in any order
 * @param file name in NAB's corpus, for the one file whose labels its authors corrected by hand
 */
export function windowsOfSeries(
  times: Float64Array | OrderedTimes,
  labels: readonly WindowLabel[],
  file?: string,
): SeriesWindows {
  const given = labels.filter(({ shape }) => shape === 'window');
  const complete = given.some(({ origin }) => origin === 'imported');
  const points = labels.filter(
    ({ shape, origin }) => shape === 'point' && !(complete && origin === 'imported'),
  );
  const kept = windowsToRows(
    times,
    given.map(({ start, end }) => ({ start, end: Math.max(start, end - 1) })),
  );
  const laid = windowsFromLabels(
    times,
    points.map(({ start }) => start),
    file === undefined ? {} : { file },
  );
  const count = (kind: string): number => kept.problems.filter((problem) => problem.kind === kind).length;
  const { windows, joined } = united([...kept.windows, ...laid.windows]);
  return {
    windows,
    probation: laid.probation,
    counts: {
      superseded: labels.length - given.length - points.length,
      between: laid.snapped.length,
      outside: laid.outside.length,
      moved: count('snapped'),
      empty: count('empty'),
      joined: count('joined') + joined,
      dropped: laid.dropped ? 1 : 0,
    },
  };
}

/** Windows in the order of rows; those that share rows are one. */
function united(windows: readonly RowWindow[]): { windows: RowWindow[]; joined: number } {
  const apart: RowWindow[] = [];
  for (const window of [...windows].sort((a, b) => a.startRow - b.startRow)) {
    const last = apart[apart.length - 1];
    if (!last || window.startRow > last.endRow) apart.push({ ...window });
    else if (window.endRow > last.endRow) Object.assign(last, { endRow: window.endRow, end: window.end });
  }
  return { windows: apart, joined: windows.length - apart.length };
}
