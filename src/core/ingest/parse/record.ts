import { CR, LF, QUOTE, SPACE } from './bytes';

/** A quoted cell longer than this is taken for a stray quote: its line ends where the line ends. */
const LONGEST_QUOTED = 65536;

/** The cells of one record, as ranges of bytes. `quoted` is 1 for a quoted cell, 2 where it holds doubled quotes. */
export class Fields {
  starts = new Int32Array(64);
  ends = new Int32Array(64);
  quoted = new Uint8Array(64);
  count = 0;
  problem = '';

  add(start: number, end: number, quoted: number): void {
    if (this.count === this.starts.length) {
      const widen = <A extends Int32Array | Uint8Array>(from: A, to: A): A => (to.set(from), to);
      const length = this.count * 2;
      this.starts = widen(this.starts, new Int32Array(length));
      this.ends = widen(this.ends, new Int32Array(length));
      this.quoted = widen(this.quoted, new Uint8Array(length));
    }
    this.starts[this.count] = start;
    this.ends[this.count] = end;
    this.quoted[this.count++] = quoted;
  }
}

/**
 * Reads the record that begins at `from` (RFC 4180: a quote opens only at the start of a cell, and is doubled within). Returns the position after
 * its line end, or -1 where `final` is false and the record may go on behind `end`. Blanks as delimiters: any number of them is one, and those at the
 * ends of a line are none. `quote`: the byte of the quote, 0 for none.
 */
export function readRecord(
  bytes: Uint8Array,
  from: number,
  end: number,
  delimiter: number,
  fields: Fields,
  final = true,
  quote = QUOTE,
): number {
  fields.count = 0;
  fields.problem = '';
  const blanks = delimiter === SPACE;
  let at = from;
  for (;;) {
    if (blanks) {
      while (at < end && bytes[at] === SPACE) at++;
      if (fields.count > 0) {
        if (at >= end) return final ? end : -1;
        if (bytes[at] === LF) return at + 1;
        if (bytes[at] === CR && bytes[at + 1] === LF && at + 1 < end) return at + 2;
      }
    }
    if (at < end && bytes[at] === quote && quote > 0) {
      const close = closingQuote(bytes, at, end, quote);
      if (close < 0) {
        if (!final && end - at <= LONGEST_QUOTED) return -1;
        fields.problem = 'a quote is opened and not closed';
        const lineEnd = bytes.indexOf(LF, at);
        if (lineEnd < 0 || lineEnd >= end) return final ? end : -1;
        return lineEnd + 1;
      }
      let stop = close + 1;
      if (stop >= end && !final) return -1;
      if (stop < end && bytes[stop] === CR && (stop + 1 >= end || bytes[stop + 1] === LF)) {
        if (stop + 1 >= end && !final) return -1;
        stop++;
      }
      fields.add(at + 1, close, escaped ? 2 : 1);
      if (stop >= end) return end;
      if (bytes[stop] === LF) return stop + 1;
      if (bytes[stop] === delimiter) {
        at = stop + 1;
        continue;
      }
      fields.problem = 'there is text between a closing quote and the next delimiter';
      at = stop;
    }
    const start = at;
    while (at < end && bytes[at] !== delimiter && bytes[at] !== LF) at++;
    if (at >= end) {
      if (!final) return -1;
      fields.add(start, end, 0);
      return end;
    }
    if (bytes[at] === LF) {
      fields.add(start, at > start && bytes[at - 1] === CR ? at - 1 : at, 0);
      return at + 1;
    }
    fields.add(start, at, 0);
    at++;
  }
}

let escaped = false;

/** Position of the quote that closes the one at `open`, -1 where none does. */
function closingQuote(bytes: Uint8Array, open: number, end: number, quote: number): number {
  escaped = false;
  const stop = Math.min(end, open + LONGEST_QUOTED + 1);
  for (let at = open + 1; at < stop; at++) {
    if (bytes[at] !== quote) continue;
    if (bytes[at + 1] !== quote || at + 1 >= end) return at;
    escaped = true;
    at++;
  }
  return -1;
}

/** A quoted cell without its doubled quotes. */
export function unescapeCell(bytes: Uint8Array, start: number, end: number, quote = QUOTE): Uint8Array {
  const cell = new Uint8Array(end - start);
  let length = 0;
  for (let at = start; at < end; at++) {
    cell[length++] = bytes[at] as number;
    if (bytes[at] === quote) at++;
  }
  return cell.subarray(0, length);
}
