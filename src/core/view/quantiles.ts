/**
 * Exact quantiles of many values without sorting them all: counted into buckets, of which only the needed ones are sorted. Loops go by
 * index: over many millions of values, an iterator takes several times as long.
 */
import { widen } from '../kernel';
import { append, at, lookup } from '../list';
import { between, RunningSum } from '../statistics';

/** Below so many values sorting is quick enough. */
const FEW = 100_000;
const BUCKETS = 16_384;

/** Gives others a turn; called between stretches of some milliseconds. */
export type Pause = () => Promise<void>;

const total = (chunks: readonly Float64Array[]): number =>
  chunks.reduce((sum, chunk) => sum + chunk.length, 0);

/** Values at ranks (from 0), by sorting them all. */
function selectSorted(chunks: readonly Float64Array[], ranks: readonly number[]): number[] {
  const all = new Float64Array(total(chunks));
  let filled = 0;
  for (const chunk of chunks) {
    all.set(chunk, filled);
    filled += chunk.length;
  }
  all.sort();
  return ranks.map((rank) => at(all, rank));
}

/** Values at ranks (from 0, ascending) in the order of size. `low` and `high` are the lowest and the highest value; all are finite. */
async function select(
  chunks: readonly Float64Array[],
  ranks: readonly number[],
  low: number,
  high: number,
  pause: Pause,
): Promise<number[]> {
  const scale = BUCKETS / (high - low);
  const count = total(chunks);
  if (count <= FEW || !Number.isFinite(scale) || scale === 0) {
    if (low === high) return ranks.map(() => low);
    return selectSorted(chunks, ranks);
  }
  const counts = new Uint32Array(BUCKETS);
  for (const chunk of chunks) {
    for (let i = 0; i < chunk.length; i++) {
      const value = chunk[i] as number;
      const bucket = Math.min(BUCKETS - 1, Math.floor((value - low) * scale));
      counts[bucket] = (counts[bucket] as number) + 1;
    }
    await pause();
  }
  const wanted = new Map<number, { start: number; ranks: number[]; values: Float64Array; filled: number }>();
  let bucket = 0;
  let start = 0;
  for (const rank of ranks) {
    while (start + at(counts, bucket) <= rank) start += at(counts, bucket++);
    const before = wanted.get(bucket);
    if (before) before.ranks.push(rank);
    else
      wanted.set(bucket, { start, ranks: [rank], values: new Float64Array(at(counts, bucket)), filled: 0 });
  }
  const isWanted = new Uint8Array(BUCKETS);
  for (const key of wanted.keys()) isWanted[key] = 1;
  for (const chunk of chunks) {
    for (let i = 0; i < chunk.length; i++) {
      const value = chunk[i] as number;
      const place = Math.min(BUCKETS - 1, Math.floor((value - low) * scale));
      const hit = isWanted[place] === 1 ? wanted.get(place) : undefined;
      if (hit) hit.values[hit.filled++] = value;
    }
    await pause();
  }
  const found: number[] = [];
  for (const part of wanted.values()) {
    const extremes = { min: Infinity, max: -Infinity };
    widen(extremes, part.values);
    const inner = part.ranks.map((rank) => rank - part.start);
    append(
      found,
      part.values.length === count
        ? selectSorted([part.values], inner)
        : await select([part.values], inner, extremes.min, extremes.max, pause),
    );
  }
  return found;
}

/**
 * Quantiles by linear interpolation between the two nearest ranks (type 7 of Hyndman and Fan, 1996) for ascending `parts`
 * between 0 and 1; empty without a value. All values must be finite.
 */
export async function quantiles(
  chunks: readonly Float64Array[],
  parts: readonly number[],
  pause: Pause,
): Promise<number[]> {
  const extremes = { min: Infinity, max: -Infinity };
  for (const chunk of chunks) {
    widen(extremes, chunk);
    await pause();
  }
  const count = total(chunks);
  if (count === 0) return [];
  const places = parts.map((part) => (count - 1) * part);
  const ranks = [...new Set(places.flatMap((place) => [Math.floor(place), Math.ceil(place)]))].toSorted(
    (a, b) => a - b,
  );
  const values = await select(chunks, ranks, extremes.min, extremes.max, pause);
  const byRank = new Map(ranks.map((rank, index) => [rank, at(values, index)]));
  return places.map((place) => {
    const below = Math.floor(place);
    return between(lookup(byRank, below), lookup(byRank, Math.ceil(place)), place - below);
  });
}

/** Mean and standard deviation of the sample, in two passes; null where there is none, or one beyond doubles. */
export async function moments(
  chunks: readonly Float64Array[],
  pause: Pause,
): Promise<{ mean: number | null; std: number | null }> {
  const count = total(chunks);
  const sum = new RunningSum();
  let low = Infinity;
  let high = -Infinity;
  for (const chunk of chunks) {
    for (let i = 0; i < chunk.length; i++) {
      const value = chunk[i] as number;
      sum.add(value);
      if (value < low) low = value;
      if (value > high) high = value;
    }
    await pause();
  }
  const mean = Math.max(low, Math.min(high, sum.value / count));
  if (!Number.isFinite(mean)) return { mean: null, std: null };
  if (count < 2 || Math.max(high, -low) >= 1e150) return { mean, std: null };
  if (low === high) return { mean, std: 0 };
  // Deviations in units of the greatest, so that no square vanishes; what rounding the mean left over is taken out (Chan, Golub and LeVeque 1983).
  const scale = Math.max(high - mean, mean - low);
  const squares = new RunningSum();
  const rest = new RunningSum();
  for (const chunk of chunks) {
    for (let i = 0; i < chunk.length; i++) {
      const distance = ((chunk[i] as number) - mean) / scale;
      squares.add(distance * distance);
      rest.add(distance);
    }
    await pause();
  }
  return { mean, std: scale * Math.sqrt((squares.value - (rest.value * rest.value) / count) / (count - 1)) };
}
