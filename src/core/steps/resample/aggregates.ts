/** What a bucket makes of its values: each function takes the values `[from, to)`, one or more, all of them finite. */
import type { Aggregate } from '../../recipe/types';

/** NaN where there is no value: a deviation of one, a sum beyond the doubles. */
export type Aggregated = (values: Float64Array, from: number, to: number) => number;

/** So small that no sum of doubles times it overflows. */
const SMALL = 2 ** -64;
/** From here on, values are scaled before they are squared or summed. */
const HUGE = 1e290;

/** Sum of values times `factor`, with what rounding loses of each term (Knuth's exact sum of two, summed as by Ogita, Rump and Oishi 2005). */
function scaledSum(values: Float64Array, from: number, to: number, factor: number): number {
  let total = 0;
  let lost = 0;
  for (let i = from; i < to; i++) {
    const term = (values[i] as number) * factor;
    const next = total + term;
    const part = next - total;
    lost += total - (next - part) + (term - part);
    total = next;
  }
  return total + lost;
}

function sum(values: Float64Array, from: number, to: number): number {
  const plain = scaledSum(values, from, to, 1);
  if (Number.isFinite(plain)) return plain;
  const total = scaledSum(values, from, to, SMALL) / SMALL;
  return Number.isFinite(total) ? total : NaN;
}

function mean(values: Float64Array, from: number, to: number): number {
  let total = 0;
  let lost = 0;
  let low = Infinity;
  let high = -Infinity;
  for (let i = from; i < to; i++) {
    const value = values[i] as number;
    const next = total + value;
    const part = next - total;
    lost += total - (next - part) + (value - part);
    total = next;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const count = to - from;
  const found = total + lost;
  const middle = Number.isFinite(found) ? found / count : scaledSum(values, from, to, SMALL) / count / SMALL;
  return middle < low ? low : middle > high ? high : middle;
}

function min(values: Float64Array, from: number, to: number): number {
  let low = values[from] as number;
  for (let i = from + 1; i < to; i++) {
    const value = values[i] as number;
    if (value < low) low = value;
  }
  return low;
}

function max(values: Float64Array, from: number, to: number): number {
  let high = values[from] as number;
  for (let i = from + 1; i < to; i++) {
    const value = values[i] as number;
    if (value > high) high = value;
  }
  return high;
}

/**
 * Deviation of a sample, from the deviations from the mean in units of the greatest of them (the corrected two-pass formula of Chan, Golub and
 * LeVeque 1983).
 */
function std(values: Float64Array, from: number, to: number): number {
  const count = to - from;
  if (count < 2) return NaN;
  const low = min(values, from, to);
  const high = max(values, from, to);
  if (low === high) return 0;
  const factor = Math.max(high, -low) < HUGE ? 1 : SMALL;
  const centre = mean(values, from, to) * factor;
  const scale = Math.max(high * factor - centre, centre - low * factor);
  let squares = 0;
  let rest = 0;
  for (let i = from; i < to; i++) {
    const deviation = ((values[i] as number) * factor - centre) / scale;
    squares += deviation * deviation;
    rest += deviation;
  }
  const variance = Math.max(squares - (rest * rest) / count, 0) / (count - 1);
  return (scale * Math.sqrt(variance)) / factor;
}

let scratch = new Float64Array(1024);

/** The mean of two in the middle of an even number. */
function median(values: Float64Array, from: number, to: number): number {
  const count = to - from;
  if (count === 1) return values[from] as number;
  if (scratch.length < count) scratch = new Float64Array(2 * count);
  for (let i = 0; i < count; i++) scratch[i] = values[from + i] as number;
  const middle = count >>> 1;
  select(scratch, count, middle);
  const upper = scratch[middle] as number;
  if (count % 2 === 1) return upper;
  const lower = max(scratch, 0, middle);
  const both = lower + upper;
  return Number.isFinite(both) ? both / 2 : lower / 2 + upper / 2;
}

/** Moves the value of a rank to its place, and none that is greater before it (Hoare 1961). */
function select(all: Float64Array, length: number, rank: number): void {
  let low = 0;
  let high = length - 1;
  while (low < high) {
    const [a, b, c] = [all[low] as number, all[(low + high) >>> 1] as number, all[high] as number];
    const pivot = a < b ? (b < c ? b : a < c ? c : a) : a < c ? a : b < c ? c : b;
    let left = low;
    let right = high;
    while (left <= right) {
      while ((all[left] as number) < pivot) left++;
      while ((all[right] as number) > pivot) right--;
      if (left > right) break;
      const swapped = all[left] as number;
      all[left++] = all[right] as number;
      all[right--] = swapped;
    }
    if (rank <= right) high = right;
    else if (rank >= left) low = left;
    else return;
  }
}

export const aggregates: Record<Aggregate, Aggregated> = {
  mean,
  sum,
  min,
  max,
  std,
  median,
  count: (_, from, to) => to - from,
  first: (values, from) => values[from] as number,
  last: (values, _, to) => values[to - 1] as number,
};
