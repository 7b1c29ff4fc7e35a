const FAN = 16;

/** The greatest of many numbers, in any stretch of them, without looking at all. Building it takes one pass. */
export class Peaks {
  /** The numbers, and above them the greatest of every 16, of every 256 and so on, down to 16 or fewer. */
  private readonly levels: Float64Array[];

  /** No number may be NaN. */
  constructor(numbers: Float64Array) {
    this.levels = [numbers];
    for (let finer = numbers; finer.length > FAN;) {
      const coarser = new Float64Array(Math.ceil(finer.length / FAN)).fill(-Infinity);
      for (let i = 0; i < finer.length; i++) {
        const block = Math.floor(i / FAN);
        if ((finer[i] as number) > (coarser[block] as number)) coarser[block] = finer[i] as number;
      }
      this.levels.push(coarser);
      finer = coarser;
    }
  }

  /** Index of the greatest of `[from, to)`, the first of several; -1 of none. */
  highest(from: number, to: number): number {
    let [best, bestStart, bestLevel] = [-Infinity, Infinity, -1];
    let size = 1;
    let [start, end] = [from, to];
    for (let level = 0; start < end; level++) {
      const numbers = this.levels[level] as Float64Array;
      const top = level + 1 === this.levels.length;
      const look = (block: number): void => {
        const number = numbers[block] as number;
        if (number < best || (number === best && block * size >= bestStart)) return;
        [best, bestStart, bestLevel] = [number, block * size, level];
      };
      const aligned = top ? end : Math.min(end, Math.ceil(start / FAN) * FAN);
      while (start < aligned) look(start++);
      while (start < end && end % FAN !== 0) look(--end);
      start /= FAN;
      end /= FAN;
      size *= FAN;
    }
    if (bestLevel < 0) return -1;
    let block = bestStart / FAN ** bestLevel;
    for (let level = bestLevel - 1; level >= 0; level--) {
      const numbers = this.levels[level] as Float64Array;
      block *= FAN;
      while (numbers[block] !== best) block++;
    }
    return block;
  }

  /** Indices in `[from, to)` of all that are not below `least`, ascending. */
  atLeast(from: number, to: number, least: number): number[] {
    const found: number[] = [];
    const visit = (level: number, start: number, end: number): void => {
      const size = FAN ** level;
      const numbers = this.levels[level] as Float64Array;
      const last = Math.min(end, Math.ceil(to / size));
      for (let block = Math.max(start, Math.floor(from / size)); block < last; block++) {
        if ((numbers[block] as number) < least) continue;
        if (level === 0) found.push(block);
        else visit(level - 1, block * FAN, Math.min((block + 1) * FAN, this.lengthOf(level - 1)));
      }
    };
    const top = this.levels.length - 1;
    visit(top, 0, this.lengthOf(top));
    return found;
  }

  /** Indices of the `count` greatest of `[from, to)`, the greatest first; of equal ones the earlier first. */
  top(from: number, to: number, count: number): number[] {
    let blocks: number[] | null = null;
    for (let level = this.levels.length - 1; level >= 0; level--) {
      const size = FAN ** level;
      const numbers = this.levels[level] as Float64Array;
      const first = Math.floor(from / size);
      const end = Math.min(numbers.length, Math.ceil(to / size));
      const inside: number[] = [];
      const add = (start: number, stop: number): void => {
        for (let block = Math.max(start, first); block < Math.min(stop, end); block++) inside.push(block);
      };
      if (blocks === null) add(first, end);
      else for (const block of blocks) add(block * FAN, (block + 1) * FAN);
      // What a block shows may lie outside the stretch where it is cut by it: such a one is kept in any case.
      const shown = (block: number): number =>
        block * size < from || (block + 1) * size > to ? Infinity : (numbers[block] as number);
      blocks =
        level === 0
          ? greatest(inside, (index) => numbers[index] as number, count)
          : greatest(inside, shown, count + 2);
    }
    const [numbers] = this.levels;
    const of = (index: number): number => numbers?.[index] as number;
    return (blocks ?? []).sort((a, b) => of(b) - of(a) || a - b);
  }

  private lengthOf(level: number): number {
    return (this.levels[level] as Float64Array).length;
  }
}

/** Those with the greatest numbers, in the order they came; of equal ones the earlier. */
function greatest(list: number[], numberOf: (one: number) => number, count: number): number[] {
  if (list.length <= count) return list;
  const sorted = Float64Array.from(list, numberOf).sort();
  const least = sorted[list.length - count] as number;
  let above = 0;
  for (let i = list.length - 1; i >= 0 && (sorted[i] as number) > least; i--) above++;
  let equals = count - above;
  return list.filter((one) => {
    const number = numberOf(one);
    return number > least || (number === least && equals-- > 0);
  });
}
