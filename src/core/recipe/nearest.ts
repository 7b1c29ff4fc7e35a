import { at, last } from '../list';

/** Number of edits (insert, delete, replace) that turn one text into another: Levenshtein's distance. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = at(previous, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(replace, at(previous, j) + 1, last(current) + 1));
    }
    previous = current;
  }
  return last(previous);
}

/** The candidate that looks most like a word. Throws RangeError where there is none. */
export function nearest(word: string, candidates: readonly string[]): string {
  const short = word.slice(0, 100).toLowerCase();
  const ranked = candidates
    .map((candidate) => ({ candidate, edits: distance(short, candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  return at(ranked, 0).candidate;
}
