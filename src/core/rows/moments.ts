/** Extent, mean and deviation of finite values, piece by piece: without overflow, underflow or cancellation. */

export interface Moments {
  kind: 'moments';
  count: number;
  /** Infinity and -Infinity of no values. */
  low: number;
  high: number;
  /** Compensated; never outside [low, high]. NaN of no values. */
  mean: number;
  /** Of the sample (n − 1); NaN below two values, 0 where all are equal. */
  sd: number;
}

/** Of the finite values of one piece; from `sum` on of the values divided by 2^`exponent`. */
export interface MomentsPart {
  kind: 'moments';
  count: number;
  low: number;
  high: number;
  exponent: number;
  /** The sum is `sum + lost`. */
  sum: number;
  lost: number;
  /** The mean is `mean + rest`, right to a small part of the deviation. */
  mean: number;
  rest: number;
  /** Sum of the squares of the distances from the mean. */
  squares: number;
}

/** Values from here on are summed after they were divided. */
const HUGE = 1e290;
/** Rows whose plain sums are added up at a time. */
const BLOCK = 256;
/** Times this, a double parts in two of half its digits. */
const SPLIT = 2 ** 27 + 1;

const none: MomentsPart = {
  kind: 'moments',
  count: 0,
  low: Infinity,
  high: -Infinity,
  exponent: -1000,
  sum: 0,
  lost: 0,
  mean: 0,
  rest: 0,
  squares: 0,
};

/** Exponent of a power of two by which values up to `greatest` are divided, so that neither they nor their squares leave what a double holds. */
const exponentOf = (greatest: number): number =>
  Math.max(-1000, Math.min(1000, Math.floor(Math.log2(greatest))));

/** A sum of two numbers, and what rounding it lost (Knuth's two-sum). */
function twoSum(a: number, b: number): [sum: number, lost: number] {
  const sum = a + b;
  const added = sum - a;
  return [sum, a - (sum - added) + (b - added)];
}

/** What the last block told; its functions are called for every block, so that they are compiled well before many rows have passed. */
const told = { sums: new Float64Array(5), squares: new Float64Array(2) };

/** Of `values[from, to)`: count, extent, sum of the distances of `value * factor` from the pivot, and the last of these products. */
function lookAtBlock(values: Float64Array, from: number, to: number, factor: number, pivot: number): void {
  let own = 0;
  let low = Infinity;
  let high = -Infinity;
  let distances = 0;
  let x = pivot;
  for (let i = from; i < to; i++) {
    const value = values[i] as number;
    if (value - value !== 0) continue;
    own++;
    if (value < low) low = value;
    if (value > high) high = value;
    x = value * factor;
    distances += x - pivot;
  }
  const { sums } = told;
  sums[0] = own;
  sums[1] = low;
  sums[2] = high;
  sums[3] = distances;
  sums[4] = x;
}

/**
 * Count, extent and sum of the finite values, these times a factor. A block's sum is that of the distances from a value beside it, which are exact where values are close
 * together, and as often that value as there are distances; blocks are added up with what rounding loses.
 */
function sumUp(values: Float64Array, start: number, end: number, factor: number) {
  let count = 0;
  let low = Infinity;
  let high = -Infinity;
  let sum = 0;
  let lost = 0;
  let pivot = firstFinite(values, start, end) * factor;
  for (let from = start; from < end; from += BLOCK) {
    lookAtBlock(values, from, Math.min(from + BLOCK, end), factor, pivot);
    const { sums } = told;
    const own = sums[0] as number;
    count += own;
    if ((sums[1] as number) < low) low = sums[1] as number;
    if ((sums[2] as number) > high) high = sums[2] as number;
    // The pivot in two halves, each of which times `own` is exact (Veltkamp).
    const wide = pivot * SPLIT;
    const upper = wide - (wide - pivot);
    for (let part = 0; part < 3; part++) {
      const more = part === 0 ? own * upper : part === 1 ? own * (pivot - upper) : (sums[3] as number);
      // As in twoSum.
      const next = sum + more;
      const added = next - sum;
      lost += sum - (next - added) + (more - added);
      sum = next;
    }
    pivot = sums[4] as number;
  }
  return { count, low, high, sum, lost };
}

/** The first finite value; 0 without one. */
function firstFinite(values: Float64Array, start: number, end: number): number {
  for (let i = start; i < end; i++) if (Number.isFinite(values[i])) return values[i] as number;
  return 0;
}

/** Of `values[from, to)`: the sums of the distances of `value * factor` from the mean, and of their squares. */
function squareBlock(values: Float64Array, from: number, to: number, factor: number, mean: number): void {
  let d1 = 0;
  let d2 = 0;
  for (let i = from; i < to; i++) {
    const d = (values[i] as number) * factor - mean;
    if (d - d !== 0) continue;
    d1 += d;
    d2 += d * d;
  }
  told.squares[0] = d1;
  told.squares[1] = d2;
}

/** Looks at `values[start, end)`. */
export function gatherMoments(values: Float64Array, start: number, end: number): MomentsPart {
  const plain = sumUp(values, start, end, 1);
  const { count, low, high } = plain;
  if (count === 0) return none;
  const greatest = Math.max(high, -low);
  const exponent = exponentOf(greatest);
  const factor = 2 ** -exponent;
  const ownSum =
    greatest < HUGE
      ? { sum: plain.sum * factor, lost: plain.lost * factor }
      : sumUp(values, start, end, factor);
  const { sum, lost } = ownSum;
  const mean = Math.max(low * factor, Math.min(high * factor, (sum + lost) / count));
  const part = { kind: 'moments' as const, count, low, high, exponent, sum, lost, mean };
  if (low === high) return { ...part, rest: 0, squares: 0 };
  let distances = 0;
  let squares = 0;
  let squaresLost = 0;
  for (let from = start; from < end; from += BLOCK) {
    squareBlock(values, from, Math.min(from + BLOCK, end), factor, mean);
    distances += told.squares[0] as number;
    const [next, more] = twoSum(squares, told.squares[1] as number);
    squares = next;
    squaresLost += more;
  }
  // The corrected two-pass formula of Chan, Golub and LeVeque (1983).
  const left = squares + squaresLost - (distances * distances) / count;
  return { ...part, rest: distances / count, squares: Math.max(left, 0) };
}

/** Both together (Chan, Golub and LeVeque 1983). */
export function mergeMoments(a: MomentsPart, b: MomentsPart): MomentsPart {
  if (a.count === 0) return b;
  if (b.count === 0) return a;
  const exponent = Math.max(a.exponent, b.exponent);
  const ofA = 2 ** (a.exponent - exponent);
  const ofB = 2 ** (b.exponent - exponent);
  const count = a.count + b.count;
  const centre = a.mean * ofA;
  const apart = b.mean * ofB - centre + (b.rest * ofB - a.rest * ofA);
  const shift = a.rest * ofA + apart * (b.count / count);
  const [mean, rest] = twoSum(centre, shift);
  const [sum, lost] = twoSum(a.sum * ofA, b.sum * ofB);
  return {
    kind: 'moments',
    count,
    low: Math.min(a.low, b.low),
    high: Math.max(a.high, b.high),
    exponent,
    sum,
    lost: lost + a.lost * ofA + b.lost * ofB,
    mean,
    rest,
    squares: a.squares * ofA * ofA + b.squares * ofB * ofB + apart * apart * (a.count / count) * b.count,
  };
}

/** Moments of all pieces together, in their order. */
export function concludeMoments(parts: readonly MomentsPart[]): Moments {
  let all = none;
  for (const part of parts) all = mergeMoments(all, part);
  const { count, low, high, exponent, squares } = all;
  const unit = 2 ** exponent;
  const mean = count === 0 ? NaN : Math.max(low, Math.min(high, ((all.sum + all.lost) / count) * unit));
  const spread = Math.max(Math.sqrt(squares / (count - 1)) * unit, Number.MIN_VALUE);
  return { kind: 'moments', count, low, high, mean, sd: count < 2 ? NaN : low === high ? 0 : spread };
}
