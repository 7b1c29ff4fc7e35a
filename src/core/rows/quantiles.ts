/**
 * Exact quantiles of finite values in any number of pieces. The bits of a double, with the sign's turned around (all bits where it is negative), are in the
 * order of the numbers. A pass tallies the upper 16 of them; of the tallies that hold a wanted rank, the next pass collects the values where
 * these are few, and else tallies the next 16 bits, so that four passes know any value. A short piece hands its values out at once.
 */
import { at, lookup, maxOf, minOf } from '../list';
import { between } from '../statistics';
import { type Bin, copyFinite, type Extent, Sieve, TALLIES } from './sieve';

export interface QuantilesLook {
  kind: 'quantiles';
  /** Of the distances from this number; null for the values themselves. */
  around: number | null;
  /** Bits that are known of each bin: 0, 16, 32, 48. */
  known: number;
  bins: Bin[];
  /** Whether the values of the bins are to be handed out. */
  collect: boolean;
  /** Of all values; not known before the end of the first pass. */
  extent: Extent;
}

export type QuantilesPart =
  | { kind: 'values'; values: Float64Array<ArrayBuffer> }
  /** Of each bin the tallies of its next 16 bits, from the first one that is not zero. */
  | { kind: 'tallies'; extent: Extent; bins: { from: number; tallies: Uint32Array<ArrayBuffer> }[] };

export interface QuantilesAnswer {
  kind: 'quantiles';
  count: number;
  low: number;
  high: number;
  values: number[];
}

/** Rows up to which a piece hands its values out in the first pass. */
const SHORT = 2 ** 16;
/** Values that are collected at most. */
const COLLECTED = 2 ** 22;
/** Values that are sorted rather than tallied. */
const SORTED = 2 ** 12;

const nothing: Extent = { count: 0, low: Infinity, high: -Infinity };
const all = (inside: number): Bin[] => [{ upper: 0, lower: 0, below: 0, inside }];

export const firstQuantilesLook = (around: number | null): QuantilesLook => ({
  kind: 'quantiles',
  around,
  known: 0,
  bins: all(0),
  collect: false,
  extent: nothing,
});

/** Looks at `values[start, end)`. */
export function gatherQuantiles(
  { known, bins, around, collect }: QuantilesLook,
  values: Float64Array,
  start: number,
  end: number,
): QuantilesPart {
  if (known === 0 && end - start <= SHORT) {
    const found = new Float64Array(end - start + 1);
    return { kind: 'values', values: found.slice(0, copyFinite(values, start, end, around, found)) };
  }
  const sieve = new Sieve(known, bins, around);
  if (collect) return { kind: 'values', values: sieve.collect(values, start, end) };
  const { tallies, extent } = sieve.tally(values, start, end);
  return {
    kind: 'tallies',
    extent,
    bins: bins.map((_, bin) => trimmed(tallies.subarray(bin * TALLIES, (bin + 1) * TALLIES))),
  };
}

/** Tallies without the zeros at both ends. */
function trimmed(tallies: Uint32Array): { from: number; tallies: Uint32Array<ArrayBuffer> } {
  let from = 0;
  let to = tallies.length;
  while (from < to && tallies[from] === 0) from++;
  while (from < to && tallies[to - 1] === 0) to--;
  return { from, tallies: Uint32Array.from(tallies.subarray(from, to)) };
}

/** Ranks whose values the quantiles lie between, ascending. */
function ranksOf(count: number, parts: readonly number[]): number[] {
  const ranks = new Set<number>();
  for (const part of parts) {
    const place = (count - 1) * part;
    ranks.add(Math.floor(place));
    ranks.add(Math.ceil(place));
  }
  return [...ranks].sort((a, b) => a - b);
}

/** The bins of the next 16 bits that hold one of the ranks. `tallies`: of the bins one after the other. */
function narrowed(
  bins: readonly Bin[],
  known: number,
  tallies: ArrayLike<number>,
  ranks: readonly number[],
): Bin[] {
  const narrow: Bin[] = [];
  let next = 0;
  bins.forEach(({ upper, lower, below: before }, bin) => {
    let below = before;
    for (let bits = 0; bits < TALLIES && next < ranks.length; bits++) {
      const inside = at(tallies, bin * TALLIES + bits);
      if (at(ranks, next) < below + inside) {
        const word = known % 32 === 0 ? bits << 16 : bits;
        narrow.push(
          known < 32
            ? { upper: upper | word, lower, below, inside }
            : { upper, lower: lower | word, below, inside },
        );
        while (next < ranks.length && at(ranks, next) < below + inside) next++;
      }
      below += inside;
    }
  });
  return narrow;
}

/** The number with this ordered pattern. */
function numberOf({ upper, lower }: Bin): number {
  const words = upper < 0 ? Int32Array.of(lower, upper ^ 0x80000000) : Int32Array.of(~lower, ~upper);
  return at(new Float64Array(words.buffer), 0);
}

/** The numbers of some ranks. `values` are those of the bins, of which `known` bits are known; the ranks count those below the bins as well. */
function select(
  values: Float64Array<ArrayBuffer>,
  known: number,
  bins: readonly Bin[],
  ranks: readonly number[],
): number[] {
  // From here on the values at hand are all there are.
  let kept = 0;
  let next = 0;
  const own: number[] = [];
  const within = bins.map((bin) => {
    const below = kept;
    kept += bin.inside;
    for (; next < ranks.length && at(ranks, next) < bin.below + bin.inside; next++)
      own.push(at(ranks, next) - bin.below + below);
    return { ...bin, below };
  });
  if (values.length <= SORTED) {
    const sorted = values.slice().sort();
    return own.map((rank) => at(sorted, rank));
  }
  const { tallies } = new Sieve(known, within, null).tally(values, 0, values.length);
  const narrow = narrowed(within, known, tallies, own);
  if (known === 48) return numbersOf(narrow, own);
  const rest = new Sieve(known + 16, narrow, null).collect(values, 0, values.length);
  return select(rest, known + 16, narrow, own);
}

/** The numbers of some ranks, where each bin holds one number. */
function numbersOf(bins: readonly Bin[], ranks: readonly number[]): number[] {
  let bin = 0;
  return ranks.map((rank) => {
    while (rank >= at(bins, bin).below + at(bins, bin).inside) bin++;
    return numberOf(at(bins, bin));
  });
}

function answer(
  { count, low, high }: Extent,
  parts: readonly number[],
  ranks: readonly number[],
  numbers: readonly number[],
): { answer: QuantilesAnswer } {
  const byRank = new Map(ranks.map((rank, i) => [rank, at(numbers, i)]));
  const values = parts.map((part) => {
    if (count === 0) return NaN;
    const place = (count - 1) * part;
    const rank = Math.floor(place);
    const lower = lookup(byRank, rank);
    return place === rank ? lower : between(lower, lookup(byRank, rank + 1), place - rank);
  });
  // 0 + −0 is 0.
  return {
    answer: { kind: 'quantiles', count, low: 0 + low, high: 0 + high, values: values.map((x) => 0 + x) },
  };
}

function concatenated(parts: readonly Float64Array[]): Float64Array<ArrayBuffer> {
  const values = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let length = 0;
  for (const part of parts) {
    values.set(part, length);
    length += part.length;
  }
  return values;
}

/** Sums of the tallies of all pieces, and the extent of their values. */
function added(bins: number, parts: readonly QuantilesPart[]): { tallies: Float64Array; extent: Extent } {
  const tallies = new Float64Array(TALLIES * bins);
  const extents: Extent[] = [];
  for (const part of parts) {
    if (part.kind === 'values') {
      const own = new Sieve(0, all(0), null).tally(part.values, 0, part.values.length);
      extents.push(own.extent);
      for (let i = 0; i < TALLIES; i++) tallies[i] = (tallies[i] as number) + (own.tallies[i] as number);
      continue;
    }
    extents.push(part.extent);
    part.bins.forEach(({ from, tallies: own }, bin) => {
      for (let i = 0; i < own.length; i++) {
        const to = bin * TALLIES + from + i;
        tallies[to] = (tallies[to] as number) + (own[i] as number);
      }
    });
  }
  return {
    tallies,
    extent: {
      count: extents.reduce((sum, { count }) => sum + count, 0),
      low: minOf(extents.map(({ low }) => low)),
      high: maxOf(extents.map(({ high }) => high)),
    },
  };
}

/** What follows of a pass over all pieces: the quantiles at `parts` (0 to 1, type 7 of Hyndman and Fan 1996), or the next pass. */
export function concludeQuantiles(
  parts: readonly number[],
  look: QuantilesLook,
  gathered: readonly QuantilesPart[],
): { answer: QuantilesAnswer } | { look: QuantilesLook } {
  const { known, bins } = look;
  const listed: Float64Array[] = [];
  for (const part of gathered) if (part.kind === 'values') listed.push(part.values);
  if (look.collect) {
    const ranks = ranksOf(look.extent.count, parts);
    return answer(look.extent, parts, ranks, select(concatenated(listed), known, bins, ranks));
  }
  const count = listed.reduce((sum, { length }) => sum + length, 0);
  if (known === 0 && listed.length === gathered.length && count <= COLLECTED) {
    const values = concatenated(listed);
    const ranks = count === 0 ? [] : ranksOf(count, parts);
    const numbers = select(values, 0, all(count), ranks);
    return answer({ count, low: minOf(values), high: maxOf(values) }, parts, ranks, numbers);
  }
  const { tallies, extent: here } = added(bins.length, gathered);
  const extent = known === 0 ? here : look.extent;
  if (extent.count === 0) return answer(extent, parts, [], []);
  const ranks = ranksOf(extent.count, parts);
  const narrow = narrowed(bins, known, tallies, ranks);
  if (known === 48) return answer(extent, parts, ranks, numbersOf(narrow, ranks));
  const inside = narrow.reduce((sum, bin) => sum + bin.inside, 0);
  const next = { ...look, known: known + 16, bins: narrow, extent, collect: inside <= COLLECTED };
  return { look: next };
}
