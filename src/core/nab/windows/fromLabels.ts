import { at, isSorted, last, lowerBound } from '../../list';
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
 * @param times of the rows in the file's order, microseconds; NAB counts every row with a label's time, duplicates too
 * @param labels times in microseconds, in any order
 */
export function windowsFromLabels(
  times: Float64Array,
  labels: ArrayLike<number>,
  options: WindowOptions = {},
): FileWindows {
  const rows = times.length;
  const probation = probationRows(rows, options.probation);
  const found = findLabels(times, labels);
  const result: FileWindows = { windows: [], probation, ...found };
  if (isCorrected(found.labelRows, rows, options.file)) result.labelRows = [...corrected.to];
  if (result.labelRows.length === 0) return result;

  const width = Math.trunc(((options.share ?? 0.1) * rows) / result.labelRows.length);
  const half = Math.floor(width / 2);
  const laid = result.labelRows.map((row): RowWindow => {
    const startRow = Math.max(row - half, 0);
    const endRow = Math.min(row + half, rows - 1);
    return { startRow, endRow, start: at(times, startRow), end: at(times, endRow) };
  });
  const [first] = laid;
  if (first && first.start < at(times, probation)) {
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
  times: Float64Array,
  labels: ArrayLike<number>,
): Pick<FileWindows, 'labelRows' | 'snapped' | 'outside'> {
  const rows: number[] = [];
  const snapped: FileWindows['snapped'] = [];
  const outside: number[] = [];
  const search = isSorted(times) ? undefined : byTime(times);
  const ordered = search?.times ?? times;
  const rowOf = (index: number): number => (search ? at(search.rows, index) : index);
  const [first, end] = ordered.length === 0 ? [Infinity, -Infinity] : [at(ordered, 0), last(ordered)];
  for (let i = 0; i < labels.length; i++) {
    const time = labels[i] as number;
    if (!(time >= first && time <= end)) {
      outside.push(time);
      continue;
    }
    let index = lowerBound(ordered, time);
    if (ordered[index] !== time) {
      snapped.push({ time, row: rowOf(index) });
      rows.push(rowOf(index));
    }
    for (; ordered[index] === time; index++) rows.push(rowOf(index));
  }
  rows.sort((a, b) => a - b);
  return { labelRows: rows.filter((row, i) => row !== rows[i - 1]), snapped, outside };
}

/** Times in order and the rows that they are of. */
function byTime(times: Float64Array): { times: Float64Array; rows: Uint32Array } {
  const rows = Uint32Array.from(times, (_time, row) => row);
  rows.sort((a, b) => (times[a] as number) - (times[b] as number) || a - b);
  return { times: Float64Array.from(rows, (row) => times[row] as number), rows };
}
