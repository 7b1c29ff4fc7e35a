/**
 * Exact quantiles of many values without sorting them all: counted into buckets, and only the buckets that matter looked into. Loops go by
 * number: over many millions of values, an iterator takes several times as long.
 */

/** Below so many values sorting is quick enough. */
const FEW = 100_000;
const BUCKETS = 16_384;

/** Gives others a turn; called between stretches of some milliseconds. */
export type Pause = () => Promise<void>;

const total = (chunks: readonly Float64Array[]): number =>
  chunks.reduce((sum, chunk) => sum + chunk.length, 0);

function sorted(chunks: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(total(chunks));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all.sort();
}

/** Values at ranks (from 0, ascending) in the order of size. `low` and `high` are the least and the greatest value; all are finite. */
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
    const all = sorted(chunks);
    return ranks.map((rank) => all[rank] ?? NaN);
  }
  const counts = new Uint32Array(BUCKETS);
  for (const chunk of chunks) {
    for (let i = 0; i < chunk.length; i++) {
      const value = chunk[i] as number;
      const bucket = Math.min(BUCKETS - 1, Math.floor((value - low) * scale));
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    }
    await pause();
  }
  const wanted = new Map<number, { start: number; ranks: number[]; values: Float64Array; filled: number }>();
  let bucket = 0;
  let start = 0;
  for (const rank of ranks) {
    while (start + (counts[bucket] ?? 0) <= rank) start += counts[bucket++] ?? 0;
    const before = wanted.get(bucket);
    if (before) before.ranks.push(rank);
    else
      wanted.set(bucket, { start, ranks: [rank], values: new Float64Array(counts[bucket] ?? 0), filled: 0 });
  }
  const isWanted = new Uint8Array(BUCKETS);
  for (const at of wanted.keys()) isWanted[at] = 1;
  for (const chunk of chunks) {
    for (let i = 0; i < chunk.length; i++) {
      const value = chunk[i] as number;
      const at = Math.min(BUCKETS - 1, Math.floor((value - low) * scale));
      const hit = isWanted[at] === 1 ? wanted.get(at) : undefined;
      if (hit) hit.values[hit.filled++] = value;
    }
    await pause();
  }
  const found: number[] = [];
  for (const part of wanted.values()) {
    let least = Infinity;
    let most = -Infinity;
    for (let i = 0; i < part.values.length; i++) {
      const value = part.values[i] as number;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    const inner = part.ranks.map((rank) => rank - part.start);
    found.push(
      ...(part.values.length === count
        ? inner.map((rank, _, __, all = sorted([part.values])) => all[rank] ?? NaN)
        : await select([part.values], inner, least, most, pause)),
    );
  }
  return found;
}

const between = (low: number, high: number, part: number): number => {
  const distance = high - low;
  return Number.isFinite(distance) ? low + distance * part : low * (1 - part) + high * part;
};

/**
 * Quantiles by linear interpolation between the two nearest ranks (type 7 of Hyndman and Fan, 1996) for ascending `parts`
 * between 0 and 1; empty without a value. All values must be finite.
 */
export async function quantiles(
  chunks: readonly Float64Array[],
  parts: readonly number[],
  pause: Pause,
): Promise<number[]> {
  let low = Infinity;
  let high = -Infinity;
  for (const chunk of chunks) {
    for (let i = 0; i < chunk.length; i++) {
      const value = chunk[i] as number;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    await pause();
  }
  const count = total(chunks);
  if (count === 0) return [];
  const places = parts.map((part) => (count - 1) * part);
  const ranks = [...new Set(places.flatMap((place) => [Math.floor(place), Math.ceil(place)]))].toSorted(
    (a, b) => a - b,
  );
  const values = await select(chunks, ranks, low, high, pause);
  const at = new Map(ranks.map((rank, index) => [rank, values[index] ?? NaN]));
  return places.map((place) => {
    const below = Math.floor(place);
    return between(at.get(below) ?? NaN, at.get(Math.ceil(place)) ?? NaN, place - below);
  });
}

/** Mean and standard deviation of the sample, in two passes; null where there is none, or one beyond doubles. */
export async function moments(
  chunks: readonly Float64Array[],
  pause: Pause,
): Promise<{ mean: number | null; std: number | null }> {
  const count = total(chunks);
  let sum = 0;
  let squarable = true;
  for (const chunk of chunks) {
    let part = 0;
    for (let i = 0; i < chunk.length; i++) {
      const value = chunk[i] as number;
      part += value;
      if (Math.abs(value) >= 1e150) squarable = false;
    }
    sum += part;
    await pause();
  }
  const mean = sum / count;
  if (!Number.isFinite(mean)) return { mean: null, std: null };
  if (count < 2 || !squarable) return { mean, std: null };
  let squares = 0;
  for (const chunk of chunks) {
    let part = 0;
    for (let i = 0; i < chunk.length; i++) {
      const distance = (chunk[i] as number) - mean;
      part += distance * distance;
    }
    squares += part;
    await pause();
  }
  return { mean, std: Math.sqrt(squares / (count - 1)) };
}
