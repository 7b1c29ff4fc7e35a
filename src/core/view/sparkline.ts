/** Pairs of lowest and highest in each sparkline, so twice as many points. */
const SPARK_PAIRS = 30;

/** Lowest and highest value of each thirtieth of the time from `first` to `last` (microseconds, inclusive), of values in any order. */
class Pairs {
  private readonly times = new Float64Array(2 * SPARK_PAIRS);
  /** By turns lowest and highest. */
  private readonly values = new Float64Array(2 * SPARK_PAIRS).fill(NaN);
  private any = false;

  constructor(
    private readonly first: number,
    private readonly last: number,
  ) {}

  /** `value` must be finite. */
  add(time: number, value: number): void {
    const low = 2 * Math.floor(((time - this.first) * SPARK_PAIRS) / (this.last - this.first + 1));
    this.any = true;
    if (!(value >= (this.values[low] as number))) this.put(low, time, value);
    if (!(value <= (this.values[low + 1] as number))) this.put(low + 1, time, value);
  }

  /** At most 60 values, each pair in the order of its times, null where there is nothing; none without a value. */
  line(): (number | null)[] {
    if (!this.any) return [];
    return Array.from(this.values, (_, place) => {
      const low = place - (place % 2);
      const lowFirst = (this.times[low] as number) <= (this.times[low + 1] as number);
      const value = this.values[lowFirst ? place : low + 1 - (place % 2)] as number;
      return Number.isNaN(value) ? null : value;
    });
  }

  private put(place: number, time: number, value: number): void {
    this.times[place] = time;
    this.values[place] = value;
  }
}

/** A sparkline from lowest and highest rows that are known, in any order: times in microseconds from `first` to `last`. */
export function sparklineOf(
  points: readonly (readonly [time: number, value: number])[],
  first: number,
  last: number,
): (number | null)[] {
  const pairs = new Pairs(first, last);
  for (const [time, value] of points) pairs.add(time, value);
  return pairs.line();
}
