/** The field in sight at which an error belongs: the known path that is the error's own, or the nearest one around it; undefined where none is. */
export function fieldOf(path: string | undefined, known: Iterable<string>): string | undefined {
  if (path === undefined) return undefined;
  let best: string | undefined;
  for (const candidate of known) {
    const around =
      path === candidate || (path.startsWith(candidate) && /^[.[]/.test(path.slice(candidate.length)));
    if (around && (best === undefined || candidate.length > best.length)) best = candidate;
  }
  return best;
}
