/** What NAB calls a series: `realTraffic/speed_6005.csv`, the path below its folder `data`. */

/** The ends of a path at its slashes, the longest first: `a/b/c`, `b/c`, `c`. */
function ends(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(index).join('/'));
}

/**
 * NAB's name of each series: the name by which label files list it (equal to the series' or to an end of it, or the only one that ends
 * with the series' name), else its path below a folder `data`, else its own name. Two series that would share a name keep their own.
 * @param keys the names in all label files
 */
export function nabNames(series: readonly string[], keys: Iterable<string>): Map<string, string> {
  const listed = new Set(keys);
  const byEnd = new Map<string, string | null>();
  for (const key of listed) {
    for (const end of ends(key).slice(1)) byEnd.set(end, byEnd.has(end) ? null : key);
  }
  const wanted = series.map((name) => {
    const key = ends(name).find((end) => listed.has(end)) ?? byEnd.get(name);
    return key ?? /^(?:.*\/)?data\/(.+\/.+)$/.exec(name)?.[1] ?? name;
  });
  const uses = new Map<string, number>();
  for (const name of wanted) uses.set(name, (uses.get(name) ?? 0) + 1);
  return new Map(
    series.map((name, index) => {
      const chosen = wanted[index] ?? name;
      return [name, uses.get(chosen) === 1 ? chosen : name];
    }),
  );
}
