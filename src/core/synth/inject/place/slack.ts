/** Many intervals in the free parts of a line, uniformly over all arrangements that keep their order and distance. */
import { at, firstWhere } from '../../../list';
import { exp, log, type Stream } from '../../../random';

/** A free part [from, to) of the line. */
export interface Segment {
  from: number;
  to: number;
}

/** Parts of [0, size) outside the obstacles (in any order). A gap shorter than `apart` takes the rest of the distance from the part before it. */
export function freeSegments(size: number, obstacles: readonly Segment[], apart: number): Segment[] {
  const free: Segment[] = [];
  let reached = 0;
  for (const { from, to } of [...obstacles].sort((a, b) => a.from - b.from)) {
    if (from > reached) free.push({ from: reached, to: Math.min(from, size) });
    reached = Math.max(reached, to);
    if (reached >= size) break;
  }
  if (reached < size) free.push({ from: reached, to: size });
  const distant = free.map(({ from, to }, j) => {
    const next = free[j + 1];
    return { from, to: next ? Math.min(to, next.from - apart) : to };
  });
  return distant.filter(({ from, to }) => from < to);
}

interface Items {
  /** Sums of the lengths before each, and of all. */
  sums: Float64Array;
  apart: number;
}

const needed = ({ sums, apart }: Items, first: number, count: number): number =>
  (sums[first + count] as number) - (sums[first] as number) + Math.max(0, count - 1) * apart;

/** How many items from `first` on (or, backwards, how many before it) fit into a length. */
function fitting(items: Items, length: number, first: number, backwards = false): number {
  const available = backwards ? first : items.sums.length - 1 - first;
  const fits = (count: number): boolean => needed(items, backwards ? first - count : first, count) <= length;
  return firstWhere(1, available + 1, (count) => !fits(count)) - 1;
}

/** Where a concave function of the whole numbers of [low, high] is highest. */
const mode = (weight: (m: number) => number, low: number, high: number): number =>
  firstWhere(low, high, (m) => weight(m + 1) <= weight(m));

/** A whole number of [low, high] with probability proportional to e^weight. */
function draw(weight: (m: number) => number, low: number, high: number, uniform: number): number {
  const best = mode(weight, low, high);
  const top = weight(best);
  let first = best;
  let last = best;
  while (first > low && weight(first - 1) > top - 40) first--;
  while (last < high && weight(last + 1) > top - 40) last++;
  const parts = Float64Array.from({ length: last - first + 1 }, (_, k) => exp(weight(first + k) - top));
  let left = uniform * parts.reduce((sum, part) => sum + part, 0);
  for (let m = first; m < last; m++) {
    left -= parts[m - first] as number;
    if (left < 0) return m;
  }
  return last;
}

/**
 * How many items each segment holds. Arrangements of m items in a segment with slack s number (s + 1)^m / m!; the segments after it are taken as
 * one line, of whose arrangements a share (1 − filled)^(cuts) has no item across a cut.
 */
function shares(items: Items, segments: readonly Segment[], stream: Stream): number[] {
  const { sums, apart } = items;
  const count = sums.length - 1;
  const logFactorial = new Float64Array(count + 1);
  for (let m = 1; m <= count; m++) logFactorial[m] = (logFactorial[m - 1] as number) + log(m);
  /** The first item of those that the segments from the j-th on can hold. */
  const latest = Array.from({ length: segments.length + 1 }, () => count);
  for (let j = segments.length - 1; j >= 0; j--) {
    const { from, to } = at(segments, j);
    const before = at(latest, j + 1);
    latest[j] = before - fitting(items, to - from, before, true);
  }
  let rest = segments.reduce((sum, { from, to }) => sum + to - from, 0);
  let first = 0;
  return segments.map(({ from, to }, j) => {
    const length = to - from;
    rest -= length;
    const cuts = segments.length - j - 2;
    const weight = (m: number): number => {
      const others = count - first - m;
      const here = m * log(length - needed(items, first, m) + 1) - (logFactorial[m] as number);
      if (cuts < 0) return here;
      const line = rest + (cuts + 1) * apart;
      const filled = (sums[count] as number) - (sums[first + m] as number) + others * apart;
      const there = others * log(Math.max(0, line - filled) + 1) - (logFactorial[others] as number);
      return here + there + cuts * log(Math.max(1e-9, 1 - filled / line));
    };
    const min = Math.max(0, at(latest, j + 1) - first);
    const max = fitting(items, length, first);
    const m = min >= max ? max : draw(weight, min, max, stream.uniform(j));
    first += m;
    return m;
  });
}

/**
 * Starts of items of these lengths (whole units) in this order, each inside one segment and `apart` units from the next. Within a segment,
 * sorted uniform offsets in the slack, which makes every arrangement there as likely as any other.
 * Where they do not all fit: how many of the first do.
 */
export function arrange(
  lengths: Float64Array,
  apart: number,
  segments: readonly Segment[],
  streams: { shares: Stream; places: Stream },
): { starts: Float64Array } | { fit: number } {
  const count = lengths.length;
  const sums = new Float64Array(count + 1);
  for (let i = 0; i < count; i++) sums[i + 1] = (sums[i] as number) + (lengths[i] as number);
  const items = { sums, apart };
  let fit = 0;
  for (const { from, to } of segments) fit += fitting(items, to - from, fit);
  if (fit < count) return { fit };
  const offsets = new Float64Array(count);
  streams.places.fillUniform(0, count, offsets);
  const starts = new Float64Array(count);
  let first = 0;
  for (const [j, m] of shares(items, segments, streams.shares).entries()) {
    const { from, to } = at(segments, j);
    const slack = to - from - needed(items, first, m);
    const mine = offsets.subarray(first, first + m).sort();
    for (let q = 0; q < m; q++) {
      const offset = Math.floor((mine[q] as number) * (slack + 1));
      starts[first + q] = from + offset + (sums[first + q] as number) - (sums[first] as number) + q * apart;
    }
    first += m;
  }
  return { starts };
}
