import { at, isSorted } from '../../list';
import { listedTimes, type OrderedTimes } from '../../rows/times';
import { probationRows, type RowWindow } from './rows';

export interface WindowOptions {
  /** Name of the series, for the one file whose labels NAB's authors corrected by hand. */
  file?: string;
  /** All windows of a file together are this share of its rows; NAB's is 0.10. */
  share?: number;
  /** Share of the rows that are not scored; NAB's is 0.15. */
  probation?: number;
}

export interface FileWindows {
  windows: RowWindow[];
  /** Rows that the windows are laid around, ascending. */
  labelRows: number[];
  /** The first window, where it was left out because it starts within the probation. */
  dropped?: RowWindow;
  /** First row after the probation. */
  probation: number;
  /** Labels between two rows, and the next row, which stands for them; NAB's code ignores them. */
  snapped: { time: number; row: number }[];
  /** Labels before the first row or after the last. */
  outside: number[];
}

/** `editPoorLabels` in nab/labeler.py: the label of row 206 is replaced by row 249 before the windows are laid. Only while the labels are the corpus's. */
const corrected = {
  file: 'realAWSCloudwatch/iio_us-east-1_i-a2eb1cd9_NetworkIn.csv',
  rows: 1243,
  from: [206, 339],
  to: [249, 339],
};

/**
 * NAB's windows around labels (`applyWindows` and `checkWindows` of nab/labeler.py): of n rows and k labelled rows each window reaches
 * h = floor(int(share · n / k) / 2) rows to both sides; the first is dropped if it starts before the time of the probation's last row + 1; windows
 * that touch are merged.
 * @param times of the rows in the file's order, microseconds, or what finds them where they are in order of time; NAB counts every row with a label's time, duplicates too
 * @param labels times in microseconds, in any order
 */
export function windowsFromLabels(
  times: Float64Array | OrderedTimes,
  labels: ArrayLike<number>,
  options: WindowOptions = {},
): FileWindows {
  const rows = times.length;
  const probation = probationRows(rows, options.probation);
  const timeOf = (row: number): number => (times instanceof Float64Array ? at(times, row) : times.at(row));
  const found = findLabels(times, labels);
  const result: FileWindows = { windows: [], probation, ...found };
  if (isCorrected(found.labelRows, rows, options.file)) result.labelRows = [...corrected.to];
  if (result.labelRows.length === 0) return result;

  const width = Math.trunc(((options.share ?? 0.1) * rows) / result.labelRows.length);
  const half = Math.floor(width / 2);
  const laid = result.labelRows.map((row): RowWindow => {
    const startRow = Math.max(row - half, 0);
    const endRow = Math.min(row + half, rows - 1);
    return { startRow, endRow, start: timeOf(startRow), end: timeOf(endRow) };
  });
  const [first] = laid;
  if (first && first.start < timeOf(probation)) {
    result.dropped = first;
    laid.shift();
  }
  for (const window of laid) {
    const before = result.windows.at(-1);
    if (before && window.start <= before.end)
      Object.assign(before, { endRow: window.endRow, end: window.end });
    else result.windows.push(window);
  }
  return result;
}

function isCorrected(labelRows: readonly number[], rows: number, file = ''): boolean {
  const named = file === corrected.file || file.endsWith(`/${corrected.file}`);
  return named && rows === corrected.rows && labelRows.join() === corrected.from.join();
}

function findLabels(
  times: Float64Array | OrderedTimes,
  labels: ArrayLike<number>,
): Pick<FileWindows, 'labelRows' | 'snapped' | 'outside'> {
  const rows: number[] = [];
  const snapped: FileWindows['snapped'] = [];
  const outside: number[] = [];
  const { ordered, rowOf } = byTime(times);
  const count = ordered.length;
  const [first, end] = count === 0 ? [Infinity, -Infinity] : [ordered.at(0), ordered.at(count - 1)];
  for (let i = 0; i < labels.length; i++) {
    const time = labels[i] as number;
    if (!(time >= first && time <= end)) {
      outside.push(time);
      continue;
    }
    let index = ordered.from(time);
    if (ordered.at(index) !== time) {
      snapped.push({ time, row: rowOf(index) });
      rows.push(rowOf(index));
    }
    for (; index < count && ordered.at(index) === time; index++) rows.push(rowOf(index));
  }
  rows.sort((a, b) => a - b);
  return { labelRows: rows.filter((row, i) => row !== rows[i - 1]), snapped, outside };
}

/** Times in order, and the row of each. */
function byTime(times: Float64Array | OrderedTimes): {
  ordered: OrderedTimes;
  rowOf: (index: number) => number;
} {
  if (!(times instanceof Float64Array)) return { ordered: times, rowOf: (index) => index };
  if (isSorted(times)) return { ordered: listedTimes(times), rowOf: (index) => index };
  const rows = Uint32Array.from(times, (_time, row) => row);
  rows.sort((a, b) => (times[a] as number) - (times[b] as number) || a - b);
  const sorted = Float64Array.from(rows, (row) => times[row] as number);
  return { ordered: listedTimes(sorted), rowOf: (index) => at(rows, index) };
}
