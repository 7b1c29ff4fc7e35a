import type { Label } from './types';

/** One entry of a label file: `[start, end)` in microseconds UTC, under the name that NAB gives the series. */
export interface LabelEntry {
  key: string;
  start: number;
  end: number;
  shape: 'point' | 'window';
  /** "anomaly" where absent. */
  type?: string;
}

/** Whether a label's key means this series: equal, or one ends with a slash and the other. */
function labelMatches(key: string, series: string): boolean {
  return key === series || key.endsWith(`/${series}`) || series.endsWith(`/${key}`);
}

/** The series that a key means: the equal one, else the only one that matches by its end; undefined where none or several do. */
export function matchLabel(key: string, series: readonly string[]): string | undefined {
  if (series.includes(key)) return key;
  const matching = series.filter((name) => labelMatches(key, name));
  return matching.length === 1 ? matching[0] : undefined;
}

/** Labels of the series that are loaded, and the keys that have entries but no series. Ids count within series and shape. */
export function attachLabels(
  entries: readonly LabelEntry[],
  series: readonly string[],
  file: string,
): { labels: Label[]; unmatched: string[] } {
  const labels: Label[] = [];
  const unmatched = new Set<string>();
  const counts = new Map<string, number>();
  for (const { key, start, end, shape, type = 'anomaly' } of entries) {
    const name = matchLabel(key, series);
    if (name === undefined) {
      unmatched.add(key);
      continue;
    }
    const prefix = `${name}#${shape}-`;
    const count = (counts.get(prefix) ?? 0) + 1;
    counts.set(prefix, count);
    labels.push({
      id: `${prefix}${count}`,
      series: name,
      start,
      end,
      type,
      shape,
      origin: 'imported',
      file,
    });
  }
  return { labels, unmatched: [...unmatched] };
}
