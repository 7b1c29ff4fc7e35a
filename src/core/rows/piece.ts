import { firstWhere } from '../list';
import type { Changes, Piece, Rows } from './types';

/** Position of the first of the rows at or after a time. */
export const rowAt = ({ times, length }: Rows, time: number): number =>
  firstWhere(0, length, (row) => (times[row] as number) >= time);

/** Positions `[start, end)` of the piece's own rows. */
export function ownRows({ rows, from, to }: Piece): { start: number; end: number } {
  const start = from === -Infinity ? 0 : rowAt(rows, from);
  return { start, end: to === Infinity ? rows.length : Math.max(start, rowAt(rows, to)) };
}

/** A whole series as one piece. */
export const wholePiece = (series: string, rows: Rows, spans = new Float64Array(0), backward = 0): Piece => ({
  series,
  rows,
  first: true,
  last: true,
  from: -Infinity,
  to: Infinity,
  sureFrom: 0,
  sureTo: rows.length,
  spans,
  backward,
});

/** Rows of times and values; flags are clear. The arrays are taken, not copied. */
export const rowsOf = (times: Float64Array<ArrayBuffer>, values: Float64Array<ArrayBuffer>): Rows => ({
  length: times.length,
  times,
  values,
  flags: new Uint8Array(times.length),
  observations: null,
});

/** A list of changes that grows. */
export class ChangeList {
  private changes: Changes;

  constructor(capacity = 64) {
    this.changes = {
      length: 0,
      times: new Float64Array(capacity),
      kinds: new Uint8Array(capacity),
      before: new Float64Array(capacity),
      after: new Float64Array(capacity),
    };
  }

  add(time: number, kind: number, before: number, after: number): void {
    if (this.changes.length === this.changes.times.length) this.grow();
    const { changes } = this;
    const at = changes.length++;
    changes.times[at] = time;
    changes.kinds[at] = kind;
    changes.before[at] = before;
    changes.after[at] = after;
  }

  /** Null where there are none. */
  done(): Changes | null {
    const { length, times, kinds, before, after } = this.changes;
    if (length === 0) return null;
    const cut = { times: times.slice(0, length), kinds: kinds.slice(0, length) };
    return { length, ...cut, before: before.slice(0, length), after: after.slice(0, length) };
  }

  private grow(): void {
    const { length, times, kinds, before, after } = this.changes;
    const capacity = 2 * length;
    const wide = (from: Float64Array): Float64Array<ArrayBuffer> => {
      const to = new Float64Array(capacity);
      to.set(from);
      return to;
    };
    const wideKinds = new Uint8Array(capacity);
    wideKinds.set(kinds);
    this.changes = { length, times: wide(times), kinds: wideKinds, before: wide(before), after: wide(after) };
  }
}
