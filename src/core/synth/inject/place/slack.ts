/** Many intervals in the free parts of a line, uniformly over all arrangements that keep their order and distance. */
import { exp, log, type Stream } from '../../../random';

/** A free part [from, to) of the line. */
export interface Segment {
  from: number;
  to: number;
}

/** Parts of [0, size) outside the obstacles (in any order). A gap shorter than `apart` takes the rest of the distance from the part before it. */
export function freeSegments(size: number, obstacles: readonly Segment[], apart: number): Segment[] {
  const free: Segment[] = [];
  let at = 0;
  for (const { from, to } of [...obstacles].sort((a, b) => a.from - b.from)) {
    if (from > at) free.push({ from: at, to: Math.min(from, size) });
    at = Math.max(at, to);
    if (at >= size) break;
  }
  if (at < size) free.push({ from: at, to: size });
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
  (sums[first + count] ?? 0) - (sums[first] ?? 0) + Math.max(0, count - 1) * apart;

/** How many items from `first` on (or, backwards, how many before it) fit into a room. */
function fitting(items: Items, room: number, first: number, backwards = false): number {
  let low = 0;
  let high = backwards ? first : items.sums.length - 1 - first;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (needed(items, backwards ? first - middle : first, middle) <= room) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Greatest place of a whole number in [low, high] by a concave function. */
function mode(weight: (m: number) => number, low: number, high: number): number {
  while (low < high) {
    const middle = (low + high) >> 1;
    if (weight(middle + 1) > weight(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

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
    left -= parts[m - first] ?? 0;
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
  for (let m = 1; m <= count; m++) logFactorial[m] = (logFactorial[m - 1] ?? 0) + log(m);
  /** The first item of those that the segments from the j-th on can hold. */
  const latest = Array.from({ length: segments.length + 1 }, () => count);
  for (let j = segments.length - 1; j >= 0; j--) {
    const { from, to } = segments[j] as Segment;
    const before = latest[j + 1] ?? count;
    latest[j] = before - fitting(items, to - from, before, true);
  }
  let rest = segments.reduce((sum, { from, to }) => sum + to - from, 0);
  let first = 0;
  return segments.map(({ from, to }, j) => {
    const room = to - from;
    rest -= room;
    const cuts = segments.length - j - 2;
    const weight = (m: number): number => {
      const others = count - first - m;
      const here = m * log(room - needed(items, first, m) + 1) - (logFactorial[m] ?? 0);
      if (cuts < 0) return here;
      const line = rest + (cuts + 1) * apart;
      const filled = (sums[count] ?? 0) - (sums[first + m] ?? 0) + others * apart;
      const there = others * log(Math.max(0, line - filled) + 1) - (logFactorial[others] ?? 0);
      return here + there + cuts * log(Math.max(1e-9, 1 - filled / line));
    };
    const least = Math.max(0, (latest[j + 1] ?? count) - first);
    const most = fitting(items, room, first);
    const m = least >= most ? most : draw(weight, least, most, stream.uniform(j));
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
  for (let i = 0; i < count; i++) sums[i + 1] = (sums[i] ?? 0) + (lengths[i] ?? 0);
  const items = { sums, apart };
  let fit = 0;
  for (const { from, to } of segments) fit += fitting(items, to - from, fit);
  if (fit < count) return { fit };
  const offsets = new Float64Array(count);
  streams.places.fillUniform(0, count, offsets);
  const starts = new Float64Array(count);
  let first = 0;
  for (const [j, m] of shares(items, segments, streams.shares).entries()) {
    const { from, to } = segments[j] as Segment;
    const slack = to - from - needed(items, first, m);
    const mine = offsets.subarray(first, first + m).sort();
    for (let q = 0; q < m; q++) {
      const offset = Math.floor((mine[q] ?? 0) * (slack + 1));
      starts[first + q] = from + offset + (sums[first + q] ?? 0) - (sums[first] ?? 0) + q * apart;
    }
    first += m;
  }
  return { starts };
}
