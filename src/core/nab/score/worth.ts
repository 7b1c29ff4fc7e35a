import { probationRows } from '../windows/rows';

/** Weights of a scoring profile: what a detected window adds, a false positive and a missed window take (config/profiles.json of NAB). */
export interface Profile {
  tp: number;
  fp: number;
  fn: number;
}

export const profiles = {
  standard: { tp: 1, fp: 0.11, fn: 1 },
  reward_low_FP_rate: { tp: 1, fp: 0.22, fn: 1 },
  reward_low_FN_rate: { tp: 1, fp: 0.11, fn: 2 },
} as const satisfies Record<string, Profile>;

export type ProfileName = keyof typeof profiles;
export const profileNames = Object.keys(profiles) as ProfileName[];

/** First and last row of a window, both inclusive. */
export interface RowSpan {
  startRow: number;
  endRow: number;
}

/** Of a detection far behind every window, and of one before the first. */
const far = -1;

/** `scaledSigmoid` of nab/sweeper.py: 0.987 at the start of a window (y = -1), 0 at its end, towards -1 behind it, -1 from y > 3 on. */
export function scaledSigmoid(y: number): number {
  return y > 3 ? far : 2 / (1 + Math.exp(5 * y)) - 1;
}

const maxSigmoid = scaledSigmoid(-1);

/**
 * What a detection in row `row` of the window is worth, above 0: `tp` at its start, falling towards its end.
 */
export function worthInside({ startRow, endRow }: RowSpan, row: number, profile: Profile): number {
  return (scaledSigmoid(-(endRow - row + 1) / (endRow - startRow + 1)) * profile.tp) / maxSigmoid;
}

/**
 * What a detection in a row outside is worth, below 0: towards `-fp` with the distance from the window before, `-fp` where there is none.
 * NAB divides by the window's rows less one; behind a window of one row, where its code fails, a detection counts as far.
 */
export function worthOutside(before: RowSpan | undefined, row: number, profile: Profile): number {
  if (!before || before.endRow === before.startRow) return far * profile.fp;
  return scaledSigmoid((row - before.endRow) / (before.endRow - before.startRow)) * profile.fp;
}

/** A file to be scored: one score a row, NaN where there is none (never a detection), and its windows in order and apart. */
export interface ScoredRows {
  scores: Float64Array;
  windows: readonly RowSpan[];
  /** Share of the rows that are not scored; NAB's is 0.15. */
  probation?: number;
}

/** A stretch of scored rows, half-open: inside a window, or outside and behind the window `before`. */
export type Stretch =
  | { from: number; to: number; window: number; before?: undefined }
  | { from: number; to: number; window: -1; before: RowSpan | undefined };

/** The scored rows of a file, after the probation, cut at its windows; empty stretches are left out. Throws RangeError where windows are not in order, apart and within the file. */
export function stretches({ scores, windows, probation }: ScoredRows): Stretch[] {
  const first = probationRows(scores.length, probation);
  const list: Stretch[] = [];
  let next = 0;
  let before: RowSpan | undefined;
  windows.forEach((window, index) => {
    const { startRow, endRow } = window;
    if (!(startRow >= next && endRow >= startRow && endRow < scores.length)) {
      throw new RangeError(
        `expected windows in order, apart and within ${scores.length} rows; window ${index} has rows ${startRow} to ${endRow}`,
      );
    }
    if (startRow > Math.max(next, first))
      list.push({ from: Math.max(next, first), to: startRow, window: -1, before });
    next = endRow + 1;
    if (next > first) list.push({ from: Math.max(startRow, first), to: next, window: index });
    before = window;
  });
  if (scores.length > Math.max(next, first)) {
    list.push({ from: Math.max(next, first), to: scores.length, window: -1, before });
  }
  return list;
}
