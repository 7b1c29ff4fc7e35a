import { last } from '../../list';
import { RunningSum } from '../../statistics';
import { stretches, worthInside, worthOutside, type Profile, type ScoredRows } from './worth';

/**
 * The threshold with the highest score of all files together, the highest such threshold where several have it, and that score (as
 * nab/optimizer.py finds it). Candidates are all distinct scores after the probation, and one above them all, at which nothing is
 * detected: 1.1, or the greatest score plus 0.1.
 *
 * One sweep from the top: rows outside windows add what they are worth when the threshold reaches their score; within a window only a
 * row that scores higher than all earlier ones can be the first detection, so only these change what the window is worth. O(n log n).
 */
export function bestThreshold(
  files: readonly ScoredRows[],
  profile: Profile,
): { threshold: number; score: number } {
  const cut = files.map((file) => ({ scores: file.scores, windows: file.windows, parts: stretches(file) }));
  const candidates = distinctScores(cut.map(({ scores, parts }) => ({ scores, parts })));
  const rank = ranker(candidates);
  const gain = new Float64Array(candidates.length);
  const add = (score: number, worth: number): void => {
    const at = rank(score);
    gain[at] = (gain[at] as number) + worth;
  };
  const total = new RunningSum();
  for (const { scores, windows, parts } of cut) {
    for (const { from, to, window: index, before } of parts) {
      const window = windows[index];
      if (!window) {
        for (let row = from; row < to; row++) {
          const score = scores[row] as number;
          if (!Number.isNaN(score)) add(score, worthOutside(before, row, profile));
        }
        continue;
      }
      total.add(-profile.fn);
      // From the lowest record to the highest: each is worth more than the next, later one.
      const records = recordRows(scores, from, to);
      let later = -profile.fn;
      for (const row of records.toReversed()) {
        const worth = Math.max(-profile.fn, worthInside(window, row, profile));
        add(scores[row] as number, worth - later);
        later = worth;
      }
    }
  }
  const greatest = candidates.length === 0 ? 0 : last(candidates);
  let best = { threshold: Math.max(1.1, greatest + 0.1), score: total.value };
  for (let at = candidates.length - 1; at >= 0; at--) {
    total.add(gain[at] as number);
    const score = total.value;
    if (score > best.score) best = { threshold: candidates[at] as number, score };
  }
  return best;
}

/** Rows whose score is above that of every earlier row, in order. */
function recordRows(scores: Float64Array, from: number, to: number): number[] {
  const rows: number[] = [];
  let highest = -Infinity;
  for (let row = from; row < to; row++) {
    const score = scores[row] as number;
    if (score > highest) {
      rows.push(row);
      highest = score;
    }
  }
  return rows;
}

/** Ascending, each once. */
function distinctScores(
  files: readonly { scores: Float64Array; parts: readonly { from: number; to: number }[] }[],
): Float64Array {
  const count = files.reduce((n, { parts }) => parts.reduce((m, { from, to }) => m + to - from, n), 0);
  const all = new Float64Array(count);
  let used = 0;
  for (const { scores, parts } of files) {
    for (const { from, to } of parts) {
      all.set(scores.subarray(from, to), used);
      used += to - from;
    }
  }
  // NaN comes last.
  all.sort();
  let kept = 0;
  for (const score of all) {
    if (Number.isNaN(score)) break;
    if (kept === 0 || score !== all[kept - 1]) all[kept++] = score;
  }
  return all.subarray(0, kept);
}

/** The index of a score among the candidates that hold it. Runs of one score are common, so the last answer is kept. */
function ranker(candidates: Float64Array): (score: number) => number {
  let known = NaN;
  let index = -1;
  return (score) => {
    if (score === known) return index;
    // A loop of its own: by `lowerBound` of core/list, whose calls are not inlined here, 400,000 scores take a quarter longer.
    let low = 0;
    let high = candidates.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((candidates[middle] as number) < score) low = middle + 1;
      else high = middle;
    }
    known = score;
    index = low;
    return low;
  };
}
