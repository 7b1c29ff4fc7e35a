/** Rows of a series in order of time, rows of one time in order of the file. */

export interface SortedRows {
  /** Where the rows were in order, the arrays as they were given. */
  times: Float64Array<ArrayBuffer>;
  values: Float64Array<ArrayBuffer>;
  /** Row of the file of each; null where they were in order. */
  order: Int32Array<ArrayBuffer> | null;
  /** Rows earlier than the row before them in the file. */
  backward: number;
}

/** So many stretches in order are merged two by two. */
const FEW_RUNS = 64;
/** Where a greater part of all rows than this is late, all are sorted by their digits. */
const LATE_PART = 1 / 4;
const DIGIT = 11;
const BINS = 1 << DIGIT;

/** Times are whole microseconds. O(n) for rows that are nearly in order, or in the opposite one. */
export function sortRows(times: Float64Array<ArrayBuffer>, values: Float64Array<ArrayBuffer>): SortedRows {
  const { backward, forward } = directions(times);
  if (backward === 0) return { times, values, order: null, backward };
  const order = orderOf(times, backward, forward);
  return { times: gathered(times, order), values: gathered(values, order), order, backward };
}

/** How many times are below, and above, the one before them. */
function directions(times: Float64Array): { backward: number; forward: number } {
  let [backward, forward] = [0, 0];
  for (let row = 1; row < times.length; row++) {
    const step = (times[row] as number) - (times[row - 1] as number);
    if (step < 0) backward++;
    else if (step > 0) forward++;
  }
  return { backward, forward };
}

function gathered(numbers: Float64Array, order: Int32Array): Float64Array<ArrayBuffer> {
  const to = new Float64Array(order.length);
  for (let i = 0; i < to.length; i++) to[i] = numbers[order[i] as number] as number;
  return to;
}

function orderOf(times: Float64Array, backward: number, forward: number): Int32Array<ArrayBuffer> {
  if (forward === 0) return reversed(times);
  if (backward < FEW_RUNS) return mergeRuns(times, backward + 1);
  return mergeLate(times) ?? byDigits(times);
}

/** The order of times that never rise. */
function reversed(times: Float64Array): Int32Array<ArrayBuffer> {
  const { length } = times;
  const order = new Int32Array(length);
  let to = 0;
  for (let end = length; end > 0;) {
    let start = end - 1;
    while (start > 0 && times[start - 1] === times[start]) start--;
    for (let row = start; row < end; row++) order[to++] = row;
    end = start;
  }
  return order;
}

/** Merges stretches that are in order. */
function mergeRuns(times: Float64Array, count: number): Int32Array<ArrayBuffer> {
  const { length } = times;
  let ends = new Int32Array(count);
  let runs = 0;
  for (let row = 1; row < length; row++)
    if ((times[row] as number) < (times[row - 1] as number)) ends[runs++] = row;
  ends[runs++] = length;
  let from = new Int32Array(length);
  for (let row = 0; row < length; row++) from[row] = row;
  let to = new Int32Array(length);
  while (runs > 1) {
    const merged = new Int32Array((runs + 1) >> 1);
    let start = 0;
    for (let run = 0; run < runs; run += 2) {
      const middle = ends[run] as number;
      const end = ends[Math.min(run + 1, runs - 1)] as number;
      mergeTwo(times, from, to, start, middle, end);
      merged[run >> 1] = end;
      start = end;
    }
    [from, to, ends, runs] = [to, from, merged, merged.length];
  }
  return from;
}

function mergeTwo(
  times: Float64Array,
  from: Int32Array,
  to: Int32Array,
  start: number,
  middle: number,
  end: number,
): void {
  let [left, right, at] = [start, middle, start];
  while (left < middle && right < end) {
    const l = from[left] as number;
    const r = from[right] as number;
    if ((times[r] as number) < (times[l] as number)) {
      to[at++] = r;
      right++;
    } else {
      to[at++] = l;
      left++;
    }
  }
  to.set(from.subarray(left, middle), at);
  to.set(from.subarray(right, end), at + middle - left);
}

/** Sorts the rows that come after a later one, and merges them with the others, which are in order; null where there are too many. */
function mergeLate(times: Float64Array): Int32Array<ArrayBuffer> | null {
  const { length } = times;
  const late = new Int32Array(Math.floor(length * LATE_PART));
  let [latest, count] = [-Infinity, 0];
  for (let row = 0; row < length; row++) {
    const time = times[row] as number;
    if (time >= latest) latest = time;
    else if (count === late.length) return null;
    else late[count++] = row;
  }
  const { order: lateOrder, times: lateTimes } = sortRows(
    gathered(times, late.subarray(0, count)),
    new Float64Array(0),
  );
  const order = new Int32Array(length);
  let [at, next] = [0, 0];
  latest = -Infinity;
  for (let row = 0; row < length; row++) {
    const time = times[row] as number;
    if (time < latest) continue;
    latest = time;
    while (next < count && (lateTimes[next] as number) <= time) {
      const other = late[lateOrder ? (lateOrder[next] as number) : next] as number;
      if (lateTimes[next] === time && other > row) break;
      order[at++] = other;
      next++;
    }
    order[at++] = row;
  }
  for (; next < count; next++) order[at++] = late[lateOrder ? (lateOrder[next] as number) : next] as number;
  return order;
}

/** The greatest length of which all distances from a time are multiples. */
function unitOf(times: Float64Array, first: number): number {
  let unit = 0;
  for (let row = 0; row < times.length && unit !== 1; row++) {
    let rest = (times[row] as number) - first;
    if (unit > 0 && Math.floor(rest / unit) * unit === rest) continue;
    while (rest > 0) [unit, rest] = [rest, unit % rest];
  }
  return unit;
}

/** For times so far from each other that their distance is not exact. */
const byComparison = (times: Float64Array): Int32Array<ArrayBuffer> =>
  new Int32Array(times.length)
    .map((_, row) => row)
    .sort((a, b) => (times[a] as number) - (times[b] as number) || a - b);

/** By digits of the distances from the earliest time, the least significant ones first. */
function byDigits(times: Float64Array): Int32Array<ArrayBuffer> {
  const { length } = times;
  let [first, latest] = [Infinity, -Infinity];
  for (let row = 0; row < length; row++) {
    const time = times[row] as number;
    if (time < first) first = time;
    if (time > latest) latest = time;
  }
  if (latest - first > Number.MAX_SAFE_INTEGER) return byComparison(times);
  const unit = unitOf(times, first);
  const keys = new Uint32Array(length);
  const order = new Int32Array(length);
  for (let row = 0; row < length; row++) {
    keys[row] = ((times[row] as number) - first) / unit;
    order[row] = row;
  }
  const byLow = sortByKeys(keys, order);
  if ((latest - first) / unit < 2 ** 32) return byLow;
  for (let i = 0; i < length; i++)
    keys[i] = Math.floor(((times[byLow[i] as number] as number) - first) / unit / 2 ** 32);
  return sortByKeys(keys, byLow);
}

/** `order` by the keys beside it. Both are used up. */
function sortByKeys(keys: Uint32Array<ArrayBuffer>, order: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const { length } = keys;
  let [fromKeys, from] = [keys, order];
  let [toKeys, to] = [new Uint32Array(length), new Int32Array(length)];
  const places = new Int32Array(BINS);
  for (let shift = 0; shift < 32; shift += DIGIT) {
    places.fill(0);
    for (let i = 0; i < length; i++) {
      const bin = ((fromKeys[i] as number) >>> shift) & (BINS - 1);
      places[bin] = (places[bin] as number) + 1;
    }
    let sum = 0;
    let most = 0;
    for (let bin = 0; bin < BINS; bin++) {
      const count = places[bin] as number;
      places[bin] = sum;
      sum += count;
      if (count > most) most = count;
    }
    if (most === length) continue;
    for (let i = 0; i < length; i++) {
      const key = fromKeys[i] as number;
      const bin = (key >>> shift) & (BINS - 1);
      const place = places[bin] as number;
      places[bin] = place + 1;
      toKeys[place] = key;
      to[place] = from[i] as number;
    }
    [fromKeys, toKeys, from, to] = [toKeys, fromKeys, to, from];
  }
  return from;
}
