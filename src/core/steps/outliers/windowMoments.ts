/** Mean and deviation of the windows around rows, by sums that rows enter and leave. */
import type { WindowFinds } from './windowFinds';

/** Values from here on are summed on a smaller scale, so that no sum is beyond the doubles. */
const HUGE = 1e290;
const SMALLER = 2 ** -64;

/**
 * Sums of a window's values in units and from a centre of its own: of `(value · factor − centre) · scale`, and of their squares. `factor` and `scale` are powers of two,
 * so that the centre is the only thing that is rounded for. Sums have what rounding takes from them beside them.
 */
class Sums {
  factor = 1;
  centre = 0;
  scale = 1;
  count = 0;
  low = Infinity;
  high = -Infinity;
  sum = 0;
  sumLost = 0;
  squares = 0;
  squaresLost = 0;

  /** Takes the sums of the finite ones of values `[from, to)`, from their mean. */
  take(values: Float64Array, from: number, to: number): void {
    let [count, low, high] = [0, Infinity, -Infinity];
    for (let row = from; row < to; row++) {
      const value = values[row] as number;
      if (!Number.isFinite(value)) continue;
      count++;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    const factor = Math.max(high, -low) < HUGE ? 1 : SMALLER;
    let [sum, lost] = [0, 0];
    for (let row = from; row < to; row++) {
      const value = (values[row] as number) * factor;
      if (!Number.isFinite(value)) continue;
      const next = sum + value;
      const part = next - sum;
      lost += sum - (next - part) + (value - part);
      sum = next;
    }
    const centre = count === 0 ? 0 : Math.max(low * factor, Math.min(high * factor, (sum + lost) / count));
    const widest = Math.max(high * factor - centre, centre - low * factor);
    this.factor = factor;
    this.centre = centre;
    this.scale = widest > 0 ? 2 ** Math.max(-1000, Math.min(1000, -Math.floor(Math.log2(widest)))) : 1;
    this.count = count;
    this.low = low;
    this.high = high;
    this.deviations(values, from, to);
  }

  private deviations(values: Float64Array, from: number, to: number): void {
    const { factor, centre, scale } = this;
    let [sum, sumLost, squares, squaresLost] = [0, 0, 0, 0];
    for (let row = from; row < to; row++) {
      const d = ((values[row] as number) * factor - centre) * scale;
      if (!Number.isFinite(d)) continue;
      const next = sum + d;
      const part = next - sum;
      sumLost += sum - (next - part) + (d - part);
      sum = next;
      const q = d * d;
      const nextSquares = squares + q;
      const partSquares = nextSquares - squares;
      squaresLost += squares - (nextSquares - partSquares) + (q - partSquares);
      squares = nextSquares;
    }
    this.sum = sum;
    this.sumLost = sumLost;
    this.squares = squares;
    this.squaresLost = squaresLost;
  }

  /** Mean in the sums' own units. */
  private get mean(): number {
    return (this.sum + this.sumLost) / this.count;
  }

  /** Deviation of the sample in the sums' own units. */
  private get deviation(): number {
    const sum = this.sum + this.sumLost;
    const rest = this.squares + this.squaresLost - (sum * sum) / this.count;
    return Math.sqrt(Math.max(rest, 0) / (this.count - 1));
  }

  isOutside(value: number, threshold: number): boolean {
    const distance = Math.abs((value * this.factor - this.centre) * this.scale - this.mean);
    return distance > threshold * this.deviation;
  }

  /** Limit of the window, downwards with a negative threshold. */
  limit(threshold: number): number {
    const { factor, centre, scale, low, high } = this;
    const mean = Math.max(low, Math.min(high, (centre + this.mean / scale) / factor));
    return mean + threshold * (this.deviation / scale / factor);
  }
}

/** How often greater than the squares from the mean those from the centre may be, and ever were: beyond these the sums are taken anew. */
const CENTRE_OFF = 1e3;
const ONCE_GREATER = 1e12;
/** A value so near to its limit is decided by its window alone, not by sums that depend on the windows before. */
const NEAR = 1e-9;

/**
 * Finds the outliers among rows `[from, to)` by the mean and the deviation of the windows around them, which reach `half` rows to both sides. Squares that leave are those that entered,
 * and sums lose nothing to rounding (two-sum of Knuth), so that errors do not grow from row to row: a deviation is right to about 1e-13 of it. Values are compared in units
 * of the sums, in which limits are not rounded to what doubles there are beside a great mean.
 */
export function findByMoments(
  threshold: number,
  values: Float64Array,
  length: number,
  half: number,
  from: number,
  to: number,
  { found, low, high }: WindowFinds,
): void {
  const sums = new Sums();
  const own = new Sums();
  let { factor, centre, scale, count, sum, sumLost, squares, squaresLost } = sums;
  let most = 0;
  let off = 0;
  // Of the values of a window in their order, so many of the last are equal.
  let [newest, same] = [NaN, 0];
  for (let row = Math.max(0, from - half); row < Math.min(length, from + half); row++) {
    const value = values[row] as number;
    if (!Number.isFinite(value)) continue;
    same = value === newest ? same + 1 : 1;
    newest = value;
    count++;
  }
  for (let row = from; row < to; row++) {
    const enters = row + half < length ? (values[row + half] as number) : NaN;
    if (Number.isFinite(enters)) {
      same = enters === newest ? same + 1 : 1;
      newest = enters;
      count++;
      const d = (enters * factor - centre) * scale;
      const next = sum + d;
      const part = next - sum;
      sumLost += sum - (next - part) + (d - part);
      sum = next;
      const q = d * d;
      const nextSquares = squares + q;
      const partSquares = nextSquares - squares;
      squaresLost += squares - (nextSquares - partSquares) + (q - partSquares);
      squares = nextSquares;
      if (squares > most) most = squares;
    }
    const leaves = row > from && row - half > 0 ? (values[row - half - 1] as number) : NaN;
    if (Number.isFinite(leaves)) {
      count--;
      const d = (centre - leaves * factor) * scale;
      const next = sum + d;
      const part = next - sum;
      sumLost += sum - (next - part) + (d - part);
      sum = next;
      const q = -d * d;
      const nextSquares = squares + q;
      const partSquares = nextSquares - squares;
      squaresLost += squares - (nextSquares - partSquares) + (q - partSquares);
      squares = nextSquares;
    }
    const value = values[row] as number;
    if (!Number.isFinite(value) || same >= count) continue;
    let total = sum + sumLost;
    let all = squares + squaresLost;
    let rest = all - (total * total) / count;
    // Also where a sum is NaN, beyond the doubles, or not taken yet.
    if (!(rest > 0 && rest * off >= all && rest * ONCE_GREATER >= most)) {
      sums.take(values, Math.max(0, row - half), Math.min(length, row + half + 1));
      ({ factor, centre, scale, sum, sumLost, squares, squaresLost } = sums);
      total = sum + sumLost;
      all = squares + squaresLost;
      rest = all - (total * total) / count;
      most = squares;
      off = Math.max(CENTRE_OFF, (4 * all) / rest);
    }
    const distance = Math.abs((value * factor - centre) * scale - total / count);
    const reach = threshold * Math.sqrt(rest / (count - 1));
    const near = Math.abs(distance - reach) <= NEAR * reach;
    if (!near && distance <= reach) continue;
    if (near || low) {
      own.take(values, Math.max(0, row - half), Math.min(length, row + half + 1));
      if (near && !own.isOutside(value, threshold)) continue;
    }
    found[row] = 1;
    if (low) low[row] = own.limit(-threshold);
    if (high) high[row] = own.limit(threshold);
  }
}
