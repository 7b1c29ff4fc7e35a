import { daysFromCivil, daysInMonth, DAY_US } from '../../civil';
import { at } from '../../list';
import { COLON, CR, LF, MINUS, POINT, SPACE, UPPER_T, ZERO } from './bytes';
import type { ColumnBuffers } from './columns';
import { TEN } from './number';

/**
 * Reads lines `YYYY-MM-DD HH:MM:SS<delimiter>number` and stops at the first that is anything else, or needs more than the
 * exact path of `parseNumber`. Returns the start of the first line not read; rows are appended to `out` up to its
 * capacity. This is the layout of NAB and of most exports, so it is worth a loop of its own.
 */
export function parseCanonical(
  bytes: Uint8Array,
  from: number,
  end: number,
  delimiter: number,
  out: ColumnBuffers,
): number {
  const times = out.times;
  const values = at(out.values, 0);
  const capacity = out.capacity;
  let row = out.rows;
  let line = from;
  let lastDate = -1;
  let dayUs = 0;
  // 19 of the time, a delimiter, a digit and a line end.
  const lastStart = end - 22;
  while (line <= lastStart && row < capacity) {
    if (bytes[line + 4] !== MINUS || bytes[line + 7] !== MINUS || bytes[line + 13] !== COLON) break;
    if (bytes[line + 16] !== COLON || bytes[line + 19] !== delimiter) break;
    const gap = bytes[line + 10] as number;
    if (gap !== SPACE && gap !== UPPER_T) break;
    const y0 = (bytes[line] as number) - ZERO;
    const y1 = (bytes[line + 1] as number) - ZERO;
    const y2 = (bytes[line + 2] as number) - ZERO;
    const y3 = (bytes[line + 3] as number) - ZERO;
    const m0 = (bytes[line + 5] as number) - ZERO;
    const m1 = (bytes[line + 6] as number) - ZERO;
    const d0 = (bytes[line + 8] as number) - ZERO;
    const d1 = (bytes[line + 9] as number) - ZERO;
    const h0 = (bytes[line + 11] as number) - ZERO;
    const h1 = (bytes[line + 12] as number) - ZERO;
    const i0 = (bytes[line + 14] as number) - ZERO;
    const i1 = (bytes[line + 15] as number) - ZERO;
    const s0 = (bytes[line + 17] as number) - ZERO;
    const s1 = (bytes[line + 18] as number) - ZERO;
    // Of 0 to 9 neither the number nor the number plus 6 reaches beyond four bits.
    const strange =
      y0 |
      y1 |
      y2 |
      y3 |
      m0 |
      m1 |
      d0 |
      d1 |
      h0 |
      h1 |
      i0 |
      i1 |
      s0 |
      s1 |
      (y0 + 6) |
      (y1 + 6) |
      (y2 + 6) |
      (y3 + 6) |
      (m0 + 6) |
      (m1 + 6) |
      (d0 + 6) |
      (d1 + 6) |
      (h0 + 6) |
      (h1 + 6) |
      (i0 + 6) |
      (i1 + 6) |
      (s0 + 6) |
      (s1 + 6);
    if ((strange & ~15) !== 0) break;
    const year = y0 * 1000 + y1 * 100 + y2 * 10 + y3;
    const month = m0 * 10 + m1;
    const day = d0 * 10 + d1;
    const date = (year << 9) | (month << 5) | day;
    if (date !== lastDate) {
      // Years whose microseconds a double may not hold exactly are left to the general reader.
      if (year < 1686 || year > 2254 || day < 1 || day > daysInMonth(year, month)) break;
      lastDate = date;
      dayUs = daysFromCivil(year, month, day) * DAY_US;
    }
    const hour = h0 * 10 + h1;
    const minute = i0 * 10 + i1;
    const second = s0 * 10 + s1;
    if (hour > 23 || minute > 59 || second > 59) break;

    let position = line + 20;
    let byte = bytes[position] as number;
    const negative = byte === MINUS;
    if (negative) byte = bytes[++position] as number;
    const numberStart = position;
    let mantissa = 0;
    let point = -1;
    for (;;) {
      const digit = byte - ZERO;
      if (digit >= 0 && digit <= 9) mantissa = mantissa * 10 + digit;
      else if (byte === POINT && point < 0) point = position;
      else break;
      if (++position >= end) break;
      byte = bytes[position] as number;
    }
    const width = position - numberStart;
    if (
      width === 0 ||
      (width === 1 && point >= 0) ||
      width > 22 ||
      mantissa > 9007199254740992 ||
      position >= end
    )
      break;
    if (byte === CR && position + 1 < end) byte = bytes[++position] as number;
    if (byte !== LF) break;
    const fraction = point < 0 ? 0 : numberStart + width - point - 1;
    const value = fraction > 0 ? mantissa / (TEN[fraction] as number) : mantissa;

    times[row] = dayUs + (hour * 3600 + minute * 60 + second) * 1e6;
    values[row] = negative ? -value : value;
    row++;
    line = position + 1;
  }
  out.rows = row;
  return line;
}
