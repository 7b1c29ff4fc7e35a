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

interface Wanted {
  /** Values in the buckets before it. */
  before: number;
  ranks: number[];
  values: Float64Array;
  filled: number;
}

/**
 * Values at ranks (from 0, ascending) of finite values from `low` to `high`, in two passes over them: first all are counted, then those are collected that share a
 * bucket with one of the ranks.
 */
class Narrowing {
  private readonly counts = new Uint32Array(BUCKETS);
  private readonly wanted = new Map<number, Wanted>();
  private readonly isWanted = new Uint8Array(BUCKETS);
  private readonly scale: number;

  constructor(
    private readonly low: number,
    high: number,
    private readonly ranks: readonly number[],
  ) {
    this.scale = BUCKETS / (high - low);
  }

  /** Whether the values can be told apart by buckets of one width. */
  get works(): boolean {
    return Number.isFinite(this.scale) && this.scale !== 0;
  }

  count(values: Float64Array): void {
    const { counts, low, scale } = this;
    for (let i = 0; i < values.length; i++) {
      const bucket = Math.min(BUCKETS - 1, Math.floor(((values[i] as number) - low) * scale));
      counts[bucket] = (counts[bucket] as number) + 1;
    }
  }

  /** To be called when all are counted: how many will be collected. */
  narrow(): number {
    let bucket = 0;
    let before = 0;
    let many = 0;
    for (const rank of this.ranks) {
      while (before + at(this.counts, bucket) <= rank) before += at(this.counts, bucket++);
      const known = this.wanted.get(bucket);
      if (known) {
        known.ranks.push(rank);
        continue;
      }
      many += at(this.counts, bucket);
      this.isWanted[bucket] = 1;
      this.wanted.set(bucket, { before, ranks: [rank], values: new Float64Array(0), filled: 0 });
    }
    return many;
  }

  collect(values: Float64Array): void {
    const { low, scale, isWanted, wanted } = this;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      const bucket = Math.min(BUCKETS - 1, Math.floor((value - low) * scale));
      const hit = isWanted[bucket] === 1 ? wanted.get(bucket) : undefined;
      if (!hit) continue;
      if (hit.values.length === 0) hit.values = new Float64Array(at(this.counts, bucket));
      hit.values[hit.filled++] = value;
    }
  }

  /** To be called when all are collected. `count`: how many values there are in all. */
  async found(count: number, pause: Pause): Promise<number[]> {
    const found: number[] = [];
    for (const { values, ranks, before } of this.wanted.values()) {
      const extremes = { min: Infinity, max: -Infinity };
      widen(extremes, values);
      const inner = ranks.map((rank) => rank - before);
      append(
        found,
        values.length === count
          ? selectSorted([values], inner)
          : await select([values], inner, extremes.min, extremes.max, pause),
      );
    }
    return found;
  }
}

/** Values at ranks (from 0, ascending) in the order of size. `low` and `high` are the lowest and the highest value; all are finite. */
async function select(
  chunks: readonly Float64Array[],
  ranks: readonly number[],
  low: number,
  high: number,
  pause: Pause,
): Promise<number[]> {
  const count = total(chunks);
  const narrowing = new Narrowing(low, high, ranks);
  if (low === high) return ranks.map(() => low);
  if (count <= FEW || !narrowing.works) return selectSorted(chunks, ranks);
  for (const chunk of chunks) {
    narrowing.count(chunk);
    await pause();
  }
  narrowing.narrow();
  for (const chunk of chunks) {
    narrowing.collect(chunk);
    await pause();
  }
  return narrowing.found(count, pause);
}

/** Between which ranks (from 0) quantiles lie. */
const placesOf = (count: number, parts: readonly number[]): { places: number[]; ranks: number[] } => {
  const places = parts.map((part) => (count - 1) * part);
  const ranks = new Set(places.flatMap((place) => [Math.floor(place), Math.ceil(place)]));
  return { places, ranks: [...ranks].toSorted((a, b) => a - b) };
};

function interpolated(
  places: readonly number[],
  ranks: readonly number[],
  values: readonly number[],
): number[] {
  const byRank = new Map(ranks.map((rank, index) => [rank, at(values, index)]));
  return places.map((place) => {
    const below = Math.floor(place);
    return between(lookup(byRank, below), lookup(byRank, Math.ceil(place)), place - below);
  });
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
  const { places, ranks } = placesOf(count, parts);
  return interpolated(places, ranks, await select(chunks, ranks, extremes.min, extremes.max, pause));
}

/**
 * The same of `count` values from `low` to `high` that are read again for each of two passes; null where more than `most` would have to be held in memory, or
 * their range is beyond doubles.
 */
export async function quantilesInPasses(
  read: () => AsyncIterable<Float64Array>,
  { count, low, high }: { count: number; low: number; high: number },
  parts: readonly number[],
  most: number,
): Promise<number[] | null> {
  if (count === 0) return [];
  if (low === high) return parts.map(() => low);
  const { places, ranks } = placesOf(count, parts);
  const narrowing = new Narrowing(low, high, ranks);
  if (!narrowing.works) return null;
  for await (const values of read()) narrowing.count(values);
  if (narrowing.narrow() > most) return null;
  for await (const values of read()) narrowing.collect(values);
  return interpolated(places, ranks, await narrowing.found(count, () => Promise.resolve()));
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
