import { microseconds } from '../../recipe/duration';
import type { MissingOptions } from '../../recipe/types';
import { ChangeList, ownRows } from '../../rows/piece';
import { changeKinds, FILLED, type Applied, type Piece, type Rows } from '../../rows/types';
import { between } from '../../statistics';
import { addCounts, type StepKernel } from '../kernel';
import type { Counts } from '../types';

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
 * Takes from the sure rows those that may be filled by a value which is not here, or may not be since it is too far away. The value before the first of the sure rows is no
 * later than this row, the one after the last no earlier: so missing rows that lie in a run of more than `longest` microseconds are left, wherever it begins and ends.
 */
function narrow(piece: Piece, options: MissingOptions, some: Some, longest: number): void {
  const { sureFrom, sureTo, rows } = piece;
  const { fill: how } = options;
  if ((how !== 'linear' && how !== 'forward') || sureFrom >= sureTo) return;
  const { times } = rows;
  const looksAhead = how === 'linear' || longest < Infinity;
  const begins = piece.first && sureFrom === 0;
  const ends = piece.last && sureTo === rows.length;
  const { first, last } = sureValues(piece, some);
  const mayFill = (from: number, to: number): boolean =>
    (times[to] as number) - (times[from] as number) <= longest;
  if (last < 0) {
    // Nothing is filled at the beginning of the series, and nothing linearly at its end.
    if (!begins && !(ends && how === 'linear') && mayFill(sureFrom, sureTo - 1)) piece.sureFrom = sureTo;
    return;
  }
  if (!begins && mayFill(sureFrom, first)) piece.sureFrom = first;
  if (looksAhead && !ends && mayFill(last, sureTo - 1)) piece.sureTo = last + 1;
}

/** Times of the first value and the last of the rows `[start, end)`, NaN without one, and the longest from one value to the next. */
class Gaps {
  longest = 0;
  first = NaN;
  last = NaN;

  constructor(
    private readonly start: number,
    private readonly end: number,
  ) {}

  note(row: number, time: number): void {
    if (row < this.start || row >= this.end) return;
    if (time - this.last > this.longest) this.longest = time - this.last;
    else if (this.last !== this.last) this.first = time;
    this.last = time;
  }

  counts(): Counts {
    const { longest: longestGapUs, first: firstValueUs, last: lastValueUs } = this;
    return lastValueUs === lastValueUs ? { longestGapUs, firstValueUs, lastValueUs } : { longestGapUs };
  }
}

/** Counts of pieces in order of time as those of the series: the longest time from value to value may go over the end of a piece. */
function merge(parts: readonly Counts[]): Counts {
  let longest = 0;
  let last = NaN;
  for (const { longestGapUs = 0, firstValueUs, lastValueUs } of parts) {
    longest = Math.max(longest, longestGapUs);
    if (firstValueUs === undefined || lastValueUs === undefined) continue;
    if (firstValueUs - last > longest) longest = firstValueUs - last;
    last = lastValueUs;
  }
  const { firstValueUs: _, lastValueUs: __, ...counts } = addCounts(parts);
  return { ...counts, longestGapUs: longest };
}

/** Takes missing rows out; those of `[start, end)` are counted, and these of them that are in a labelled interval. */
function dropRows(piece: Piece, some: Some, start: number, end: number) {
  const { rows, spans, sureFrom, sureTo } = piece;
  const { length, times, values, flags, observations } = rows;
  const reasons = new Reasons(some);
  const gaps = new Gaps(start, end);
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
      gaps.note(row, time);
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
  return { reasons, gaps, filled: 0, dropped, labelled, changes: null };
}

/** Fills runs of missing rows, or leaves them without a value; counts those of `[start, end)`. */
function fillRuns(
  piece: Piece,
  { fill: how }: MissingOptions,
  some: Some,
  longest: number,
  start: number,
  end: number,
) {
  const { rows } = piece;
  const { length, times, values, flags } = rows;
  const reasons = new Reasons(some);
  const gaps = new Gaps(start, end);
  const changes = new ChangeList();
  let filled = 0;
  // Missing rows between two values: `before` is -1 where there is none, `after` the number of rows.
  const run = (before: number, after: number): void => {
    const gap =
      before < 0 ? Infinity : (times[Math.min(after, length - 1)] as number) - (times[before] as number);
    const fills =
      before >= 0 && gap <= longest && (how === 'forward' || (how === 'linear' && after < length));
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
  for (let row = 0; row < length; row++) {
    if (!isSome(values[row] as number, some)) continue;
    if (row - before > 1) run(before, row);
    gaps.note(row, times[row] as number);
    before = row;
  }
  if (before < length - 1) run(before, length);
  return { reasons, gaps, filled, dropped: 0, labelled: 0, changes: changes.done() };
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
 * left, longestGapUs, labelled; of a piece longestGapUs is that between its own values, and firstValueUs and lastValueUs are their times, from which `merge` has the gaps
 * between pieces.
 */
export function missingKernel(options: MissingOptions): StepKernel {
  const some = someOf(options);
  const longest = options.longest === undefined ? Infinity : microseconds(options.longest);
  const apply = (piece: Piece): Applied => {
    const { start, end } = ownRows(piece);
    narrow(piece, options, some, longest);
    const done =
      options.fill === 'drop'
        ? dropRows(piece, some, start, end)
        : fillRuns(piece, options, some, longest, start, end);
    const { reasons, gaps, filled, dropped, labelled, changes } = done;
    const { missing, sentinel, outOfRange } = reasons;
    const left = missing + sentinel + outOfRange - filled - dropped;
    return {
      rowsIn: end - start,
      rowsOut: end - start - dropped,
      counts: { missing, sentinel, outOfRange, filled, dropped, left, ...gaps.counts(), labelled },
      changes,
    };
  };
  return () => ({ ready: { facts: {}, around: { rows: BESIDE, us: 0 }, apply, merge } });
}
