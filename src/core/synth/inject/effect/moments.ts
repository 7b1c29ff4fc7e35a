/** Rows on either side of an anomaly that belong to its surroundings. */
export const around = 128;

/** Rows that are processed at once, so that an anomaly of any length takes little memory. */
export const block = 65_536;

export interface Moments {
  /** Values that are there. */
  count: number;
  mean: number;
  /** Sample standard deviation; exactly 0 where all values are equal, and where there are fewer than two. */
  deviation: number;
}

/** Blocks of rows [from, to). */
export function* blocks(from: number, to: number): Generator<[from: number, to: number]> {
  for (let at = from; at < to; at += block) yield [at, Math.min(to, at + block)];
}

/** Of the values that are there, counted from the first of them so that nothing is lost where all are large. */
export function momentsOf(parts: Iterable<Float64Array>): Moments {
  let origin = NaN;
  let count = 0;
  let sum = 0;
  let mean = 0;
  let squares = 0;
  for (const part of parts) {
    for (let i = 0; i < part.length; i++) {
      const value = part[i] as number;
      if (value !== value) continue;
      if (count === 0) origin = value;
      count++;
      const from = value - origin;
      const before = mean;
      sum += from;
      mean = sum / count;
      squares += (from - before) * (from - mean);
    }
  }
  if (count === 0) return { count, mean: NaN, deviation: 0 };
  const deviation = count > 1 ? Math.sqrt(Math.max(0, squares) / (count - 1)) : 0;
  return { count, mean: origin + mean, deviation };
}

/** Of values made block by block. */
export function momentsOver(
  from: number,
  to: number,
  values: (from: number, to: number) => Float64Array,
): Moments {
  if (to > from && to - from <= block) return momentsOf([values(from, to)]);
  return momentsOf(
    (function* () {
      for (const [start, end] of blocks(from, to)) yield values(start, end);
    })(),
  );
}

/** Evenly spread runs of 64 rows, 1,024 of them where the series has more than 65,536 rows, else the whole series. */
export function sampleRuns(rows: number): [from: number, to: number][] {
  const run = 64;
  const runs = 1024;
  if (rows <= run * runs) return [...blocks(0, rows)];
  return Array.from({ length: runs }, (_, k) => {
    const from = Math.floor((k * (rows - run)) / (runs - 1));
    return [from, from + run];
  });
}
