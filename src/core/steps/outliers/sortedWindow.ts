import { lowerBound, upperBound } from '../../list';

/** Up to so many places numbers are moved one by one; further ones are quicker at once. */
const NEAR = 48;

/** The values of a window in ascending order, which one value enters as another leaves. At most `capacity` values. */
export class SortedWindow {
  /** Values at `[1, count]`, between an endless one below and one above. */
  readonly sorted: Float64Array;
  count = 0;

  constructor(capacity: number) {
    this.sorted = new Float64Array(capacity + 2).fill(Infinity);
    this.sorted[0] = -Infinity;
  }

  /** Fills it anew with the finite ones of values `[from, to)`. */
  fill(values: Float64Array, from: number, to: number): void {
    const { sorted } = this;
    let count = 0;
    for (let row = from; row < to; row++) {
      const value = values[row] as number;
      if (Number.isFinite(value)) sorted[++count] = value;
    }
    sorted.subarray(1, count + 1).sort();
    sorted.fill(Infinity, count + 1);
    this.count = count;
  }

  insert(value: number): void {
    const { sorted, count } = this;
    const place = upperBound(sorted, value, 1, count + 1);
    sorted.copyWithin(place + 1, place, count + 1);
    sorted[place] = value;
    this.count = count + 1;
  }

  remove(value: number): void {
    const { sorted, count } = this;
    const place = lowerBound(sorted, value, 1, count + 1);
    sorted.copyWithin(place, place + 1, count + 1);
    sorted[count] = Infinity;
    this.count = count - 1;
  }

  /** Takes `gone`, which must be there, out and `value` in. */
  replace(gone: number, value: number): void {
    const { sorted, count } = this;
    let low = 1;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sorted[middle] as number) < gone) low = middle + 1;
      else high = middle;
    }
    let place = low;
    if (value > gone) {
      const near = Math.min(place + NEAR, count);
      while (place < near && (sorted[place + 1] as number) < value) sorted[place] = sorted[++place] as number;
      if ((sorted[place + 1] as number) < value) {
        const to = lowerBound(sorted, value, place + 1, count + 1) - 1;
        sorted.copyWithin(place, place + 1, to + 1);
        place = to;
      }
    } else {
      const near = Math.max(place - NEAR, 1);
      while (place > near && (sorted[place - 1] as number) > value) sorted[place] = sorted[--place] as number;
      if ((sorted[place - 1] as number) > value) {
        const to = upperBound(sorted, value, 1, place);
        sorted.copyWithin(to + 1, to, place);
        place = to;
      }
    }
    sorted[place] = value;
  }
}
