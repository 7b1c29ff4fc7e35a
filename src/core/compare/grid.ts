/** A series on a regular grid: rows that are absent stand as NaN. */
export interface Sampled {
  values: Float64Array;
  /** Microseconds from row to row. */
  step: number;
}

export interface Gridded extends Sampled {
  /** Whether rows stand where their times say. */
  regular: boolean;
}

/** A grid has at most so many places for one row; a series whose gaps need more follows no step. */
const MOST_PLACES = 4;
/** Distances that the step is the median of. */
const DISTANCES = 10_001;
/** Where no two rows differ in time. */
const LONELY_STEP = 6e7;

/** The median of the distances between neighbouring rows (of at most 10,001 pairs, evenly spread); null where no row is later than the one before. */
export function stepOf(times: Float64Array): number | null {
  const stride = Math.max(1, Math.ceil((times.length - 1) / DISTANCES));
  const found: number[] = [];
  for (let i = 1; i < times.length; i += stride) {
    const distance = (times[i] ?? 0) - (times[i - 1] ?? 0);
    if (distance > 0) found.push(distance);
  }
  const sorted = Float64Array.from(found).sort();
  return sorted[sorted.length >>> 1] ?? null;
}

/**
 * Puts each row at the place of a regular grid that its time (microseconds) is nearest to; of several at one place the first stays. Rows need no
 * order. Where the grid would need more than four places for a row, rows are taken as they stand, one mean distance apart.
 */
export function onGrid(times: Float64Array, values: Float64Array): Gridded {
  let first = Infinity;
  let last = -Infinity;
  for (const time of times) {
    if (time < first) first = time;
    if (time > last) last = time;
  }
  const step = stepOf(times);
  if (step === null) return { values, step: LONELY_STEP, regular: values.length < 2 };
  const places = Math.round((last - first) / step) + 1;
  if (places > MOST_PLACES * values.length)
    return { values, step: (last - first) / (values.length - 1), regular: false };
  const grid = new Float64Array(places).fill(NaN);
  const taken = new Uint8Array(places);
  for (let i = 0; i < values.length; i++) {
    const place = Math.round(((times[i] ?? 0) - first) / step);
    if (taken[place] === 1) continue;
    taken[place] = 1;
    grid[place] = values[i] ?? NaN;
  }
  return { values: grid, step, regular: true };
}
