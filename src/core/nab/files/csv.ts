import { at } from '../../list';
import { formatTime, formatWindowTime } from '../time';

/**
 * A double as pandas' `to_csv` writes it: the shortest text that reads back to the same double, with `.0` for whole numbers, an exponent
 * below 1e-4 and from 1e16 on (`repr` of Python), `inf`, `-inf`, and nothing for NaN.
 */
export function pandasNumber(value: number): string {
  if (Number.isNaN(value)) return '';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const size = Math.abs(value);
  if (size >= 1e-4 && size < 1e16) {
    // JavaScript writes plain digits from 1e-6 to 1e21.
    const text = String(value);
    return text.includes('.') ? text : `${text}.0`;
  }
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  return `${mantissa}e${exponent.slice(0, 1)}${exponent.slice(1).padStart(2, '0')}`;
}

export interface NabCsvOptions {
  lineEnd?: '\n' | '\r\n';
  /** Whether the last line ends like the others. Seven of NAB's 58 files lack that; eight have `\r\n`. */
  lastLineEnd?: boolean;
  /** Whether the first line names the columns. */
  header?: boolean;
  /** Whether all times have six digits after the second: pandas reads a column of one form only. */
  fraction?: boolean;
}

/**
 * A data file of NAB: `timestamp,value`, times as `YYYY-MM-DD HH:MM:SS`. Values given as text stand as they are, which gives
 * a file of the corpus back byte for byte; numbers are written by `pandasNumber`, NaN as an empty cell.
 * @param times microseconds UTC, one for each value
 */
export function writeNabCsv(
  times: Float64Array,
  values: Float64Array | readonly string[],
  { lineEnd = '\n', lastLineEnd = true, header = true, fraction = false }: NabCsvOptions = {},
): string {
  const lines = header ? ['timestamp,value'] : [];
  const format = fraction ? formatWindowTime : formatTime;
  times.forEach((time, row) => {
    const value: string | number = at<string | number>(values, row);
    lines.push(`${format(time)},${typeof value === 'number' ? pandasNumber(value) : value}`);
  });
  return lines.join(lineEnd) + (lastLineEnd ? lineEnd : '');
}
