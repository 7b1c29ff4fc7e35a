import { at, maxOf } from '../../list';

/** What NAB calls a series, `realTraffic/speed_6005.csv` (the path below its folder `data`), and which series a file of results belongs to. */

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
      const chosen = at(wanted, index);
      return [name, uses.get(chosen) === 1 ? chosen : name];
    }),
  );
}

/**
 * The series that a results file belongs to: `results/numenta/realTraffic/numenta_speed_6005.csv` to `realTraffic/speed_6005.csv`. NAB puts
 * the detector's name and `_` before the file's; of several that fit, the longest name and the same folder win. Undefined where none or two fit alike.
 */
export function resultsTarget(path: string, names: readonly string[]): string | undefined {
  const slash = path.lastIndexOf('/');
  const folder = path.slice(0, Math.max(slash, 0));
  const base = path.slice(slash + 1);
  const fit = (name: string): number => {
    const cut = name.lastIndexOf('/');
    const tail = name.slice(cut + 1);
    if (base !== tail && !base.endsWith(`_${tail}`)) return -1;
    const parent = name.slice(0, Math.max(cut, 0));
    return 2 * tail.length + (`/${folder}`.endsWith(`/${parent}`) ? 1 : 0);
  };
  const fits = names.map((name) => ({ name, fit: fit(name) })).filter((found) => found.fit >= 0);
  const closest = maxOf(fits.map((found) => found.fit));
  const best = fits.filter((found) => found.fit === closest);
  return best.length === 1 ? best[0]?.name : undefined;
}
