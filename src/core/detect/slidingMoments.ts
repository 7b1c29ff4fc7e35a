/** Count, mean and sum of squared deviations of a first-in, first-out window. */
export interface SlidingMoments {
  push(value: number): void;
  /** Takes out the oldest value. */
  shift(): void;
  readonly count: number;
  mean(): number;
  /** Sum of (value − mean)²; exactly 0 where all values are equal. */
  squares(): number;
}

/**
 * Moments of a window of at most `capacity` values, each step in constant time on average and without subtracting what has left, so that
 * nothing is lost to cancellation however long it slides. The window is two stacks: the newer values have one running aggregate (Welford 1962); the
 * older have an aggregate of all from each value on, made when the newer ones turn over. Both are joined by the pairwise formula of Chan, Golub and LeVeque (1983).
 */
export function slidingMoments(capacity: number): SlidingMoments {
  const newer = new Float64Array(capacity);
  const olderMeans = new Float64Array(capacity);
  const olderSquares = new Float64Array(capacity);
  let older = 0;
  let count = 0;
  let mean = 0;
  let squares = 0;

  const turnOver = (): void => {
    let m = 0;
    let s = 0;
    for (let n = 1; n <= count; n++) {
      const value = newer[count - n] as number;
      const from = value - m;
      m += from / n;
      s += from * (value - m);
      olderMeans[n - 1] = m;
      olderSquares[n - 1] = s;
    }
    older = count;
    count = 0;
    mean = 0;
    squares = 0;
  };

  return {
    push(value) {
      newer[count++] = value;
      const from = value - mean;
      mean += from / count;
      squares += from * (value - mean);
    },
    shift() {
      if (older === 0) turnOver();
      older--;
    },
    get count() {
      return older + count;
    },
    mean() {
      if (older === 0) return mean;
      const first = olderMeans[older - 1] as number;
      return first + ((mean - first) * count) / (older + count);
    },
    squares() {
      if (older === 0) return squares;
      const first = olderSquares[older - 1] as number;
      if (count === 0) return first;
      const between = mean - (olderMeans[older - 1] as number);
      return first + squares + ((between * between * older) / (older + count)) * count;
    },
  };
}
