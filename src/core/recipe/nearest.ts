/** Edits (insert, delete, replace) that turn one text into another: Levenshtein's distance. */
export function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(replace, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/** The candidate that looks most like a word. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const short = word.slice(0, 100).toLowerCase();
  return candidates
    .map((candidate) => ({ candidate, edits: distance(short, candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits)[0]?.candidate;
}
