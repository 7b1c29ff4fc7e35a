/** Lists that are read and joined without surprises: an index that must exist, arrays of any length, and places in what is sorted. */

/** The element at an index that must exist. Throws RangeError for any other. */
export function at<T>(list: ArrayLike<T>, index: number): T {
  if (!(index >= 0 && index < list.length)) {
    throw new RangeError(`expected an index below ${list.length}, got ${index}`);
  }
  return list[index] as T;
}

/** The last element of a list that must have one. Throws RangeError for an empty one. */
export const last = <T>(list: ArrayLike<T>): T => at(list, list.length - 1);

/** The value of a key that must be there. Throws RangeError for any other. */
export function lookup<K, V>(map: { get(key: K): V | undefined; has(key: K): boolean }, key: K): V {
  const value = map.get(key);
  if (value === undefined && !map.has(key)) throw new RangeError(`expected a known key, got ${String(key)}`);
  return value as V;
}

/** Adds many elements to the end of a list; unlike `push(...many)` for any number of them. */
export function append<T>(list: T[], more: Iterable<T>): void {
  for (const element of more) list.push(element);
}

/** The least of any number of numbers; Infinity of none, NaN where one is NaN. */
export function minOf(numbers: Iterable<number>): number {
  let least = Infinity;
  for (const number of numbers) least = Math.min(least, number);
  return least;
}

/** The greatest of any number of numbers; -Infinity of none, NaN where one is NaN. */
export function maxOf(numbers: Iterable<number>): number {
  let greatest = -Infinity;
  for (const number of numbers) greatest = Math.max(greatest, number);
  return greatest;
}

/**
 * The first index of `[from, to)` for which `holds` is true; `to` where it is for none. `holds` must be false up to some index and true from there
 * on. O(log n).
 */
export function firstWhere(from: number, to: number, holds: (index: number) => boolean): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = low + Math.floor((high - low) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Index of the first number of a sorted list, within `[from, to)`, that is not below `value`. */
export function lowerBound(
  sorted: ArrayLike<number>,
  value: number,
  from = 0,
  to: number = sorted.length,
): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the first number of a sorted list, within `[from, to)`, that is above `value`. */
export function upperBound(
  sorted: ArrayLike<number>,
  value: number,
  from = 0,
  to: number = sorted.length,
): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether numbers never fall from one to the next. */
export function isSorted(numbers: ArrayLike<number>): boolean {
  // By index: an iterator takes three to seven times as long, and there may be many millions.
  let before = -Infinity;
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i] as number;
    if (number < before) return false;
    before = number;
  }
  return true;
}
