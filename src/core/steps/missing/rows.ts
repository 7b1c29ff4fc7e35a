import { microseconds } from '../../recipe/duration';
import type { MissingOptions } from '../../recipe/types';
import { ChangeList, ownRows } from '../../rows/piece';
import { changeKinds, FILLED, type Applied, type Piece, type Rows } from '../../rows/types';
import { between } from '../../statistics';
import type { StepKernel } from '../kernel';

/** So many rows on each side of a piece have a value among them, as a rule. */
const BESIDE = 16;
const FILLED_CHANGE = changeKinds.indexOf('filled');

/** Which values are some: finite ones within limits that are no sentinel. */
interface Some {
  low: number;
  high: number;
  /** NaN without sentinels. */
  sentinel: number;
  /** Further sentinels; null for none, the usual case. */
  more: readonly number[] | null;
}

const someOf = ({ sentinels: [sentinel = NaN, ...more], min, max }: MissingOptions): Some => ({
  low: Math.max(min ?? -Infinity, -Number.MAX_VALUE),
  high: Math.min(max ?? Infinity, Number.MAX_VALUE),
  sentinel,
  more: more.length > 0 ? more : null,
});

const isSome = (x: number, { low, high, sentinel, more }: Some): boolean =>
  x >= low && x <= high && x !== sentinel && (more === null || !more.includes(x));

/** Missing rows by reason, each for the first that holds. */
class Reasons {
  missing = 0;
  sentinel = 0;
  outOfRange = 0;

  constructor(private readonly some: Some) {}

  count(x: number): void {
    if (x - x !== 0) this.missing++;
    else if (x === this.some.sentinel || this.some.more?.includes(x)) this.sentinel++;
    else this.outOfRange++;
  }
}

/** The first of the sure rows with a value, and the last; `sureTo` and -1 without one. */
function sureValues(
  { rows: { values }, sureFrom, sureTo }: Piece,
  some: Some,
): { first: number; last: number } {
  let first = sureFrom;
  while (first < sureTo && !isSome(values[first] as number, some)) first++;
  let last = sureTo - 1;
  while (last >= first && !isSome(values[last] as number, some)) last--;
  return { first, last: last < first ? -1 : last };
}

/**
 * Takes from the sure rows those whose value before or after them is not known: before the first value what is missing, and after the last one. The first value itself is
 * not known to the last detail either where it is one of the piece's own: the time since the one before counts.
 */
function narrow(piece: Piece, options: MissingOptions, some: Some, start: number, end: number): void {
  const { first, last } = sureValues(piece, some);
  const { fill: how } = options;
  const looksBack = how === 'linear' || how === 'forward';
  const looksAhead = how === 'linear' || (how === 'forward' && options.longest !== undefined);
  const begins = piece.first && piece.sureFrom === 0;
  const ends = piece.last && piece.sureTo === piece.rows.length;
  // At the beginning of the series nothing is filled, whatever comes.
  if (looksAhead && !ends && !(begins && last < 0)) piece.sureTo = Math.max(piece.sureFrom, last + 1);
  if (begins) return;
  if (first >= start && first < end) piece.sureFrom = first + 1;
  else if (looksBack) piece.sureFrom = first;
  piece.sureTo = Math.max(piece.sureFrom, piece.sureTo);
}

/** Longest time between two values that follow one another, the second one a row of `[start, end)`. */
class Gaps {
  longest = 0;

  constructor(
    private readonly start: number,
    private readonly end: number,
  ) {}

  note(row: number, us: number): void {
    if (us > this.longest && row >= this.start && row < this.end) this.longest = us;
  }
}

/** Takes missing rows out; those of `[start, end)` are counted, and these of them that are in a labelled interval. */
function dropRows(piece: Piece, some: Some, start: number, end: number) {
  const { rows, spans, sureFrom, sureTo } = piece;
  const { length, times, values, flags, observations } = rows;
  const reasons = new Reasons(some);
  const gaps = new Gaps(start, end);
  let before = NaN;
  let to = 0;
  let sureBegin = 0;
  let sureEnd = 0;
  let dropped = 0;
  let labelled = 0;
  let span = 0;
  for (let row = 0; row < length; row++) {
    if (row === sureFrom) sureBegin = to;
    if (row === sureTo) sureEnd = to;
    const x = values[row] as number;
    const time = times[row] as number;
    if (isSome(x, some)) {
      gaps.note(row, time - before);
      before = time;
      if (to < row) {
        times[to] = time;
        values[to] = x;
        flags[to] = flags[row] as number;
        if (observations) observations[to] = observations[row] as number;
      }
      to++;
      continue;
    }
    if (row < start || row >= end) continue;
    reasons.count(x);
    dropped++;
    while (span < spans.length && (spans[span + 1] as number) <= time) span += 2;
    if (span < spans.length && (spans[span] as number) <= time) labelled++;
  }
  piece.sureFrom = sureFrom === length ? to : sureBegin;
  piece.sureTo = sureTo === length ? to : sureEnd;
  rows.length = to;
  return { reasons, longestGapUs: gaps.longest, filled: 0, dropped, labelled, changes: null };
}

/** Fills runs of missing rows, or leaves them without a value; counts those of `[start, end)`. */
function fillRuns(
  piece: Piece,
  { fill: how, longest }: MissingOptions,
  some: Some,
  start: number,
  end: number,
) {
  const { rows } = piece;
  const { length, times, values, flags } = rows;
  const most = longest === undefined ? Infinity : microseconds(longest);
  const reasons = new Reasons(some);
  const gaps = new Gaps(start, end);
  const changes = new ChangeList();
  let filled = 0;
  // Missing rows between two values: `before` is -1 where there is none, `after` the number of rows.
  const run = (before: number, after: number): void => {
    const gap =
      before < 0 ? Infinity : (times[Math.min(after, length - 1)] as number) - (times[before] as number);
    const fills = before >= 0 && gap <= most && (how === 'forward' || (how === 'linear' && after < length));
    for (let row = before + 1; row < after; row++) {
      const x = values[row] as number;
      const own = row >= start && row < end;
      if (own) reasons.count(x);
      const value = !fills
        ? NaN
        : how === 'forward'
          ? (values[before] as number)
          : onLine(rows, row, before, after);
      values[row] = value;
      if (!fills) continue;
      flags[row] = (flags[row] as number) | FILLED;
      if (!own) continue;
      filled++;
      changes.add(times[row] as number, FILLED_CHANGE, x - x === 0 ? x : NaN, value);
    }
  };
  let before = -1;
  let timeBefore = NaN;
  for (let row = 0; row < length; row++) {
    if (!isSome(values[row] as number, some)) continue;
    if (row - before > 1) run(before, row);
    const time = times[row] as number;
    gaps.note(row, time - timeBefore);
    timeBefore = time;
    before = row;
  }
  if (before < length - 1) run(before, length);
  return { reasons, longestGapUs: gaps.longest, filled, dropped: 0, labelled: 0, changes: changes.done() };
}

/** Linear in time; between values at one time the first. */
function onLine({ times, values }: Rows, row: number, before: number, after: number): number {
  const t0 = times[before] as number;
  const t1 = times[after] as number;
  const v0 = values[before] as number;
  return t1 === t0 ? v0 : between(v0, values[after] as number, ((times[row] as number) - t0) / (t1 - t0));
}

/**
 * Missing rows filled, dropped or left without a value, as `spec/steps.md` says. Counts: missing, sentinel, outOfRange (each row in one of them), filled, dropped,
 * left, longestGapUs (of the gaps that end at a row of the piece's own), labelled.
 */
export function missingKernel(options: MissingOptions): StepKernel {
  const some = someOf(options);
  const apply = (piece: Piece): Applied => {
    const { start, end } = ownRows(piece);
    narrow(piece, options, some, start, end);
    const done =
      options.fill === 'drop'
        ? dropRows(piece, some, start, end)
        : fillRuns(piece, options, some, start, end);
    const { reasons, longestGapUs, filled, dropped, labelled, changes } = done;
    const { missing, sentinel, outOfRange } = reasons;
    const left = missing + sentinel + outOfRange - filled - dropped;
    return {
      rowsIn: end - start,
      rowsOut: end - start - dropped,
      counts: { missing, sentinel, outOfRange, filled, dropped, left, longestGapUs, labelled },
      changes,
    };
  };
  return () => ({ ready: { facts: {}, around: { rows: BESIDE, us: 0 }, apply } });
}
