import type { Label } from './types';
import { matchLabel, type LabelEntry } from './match';

/** Labels of the series that are loaded, and the keys that have entries but no series. Ids count within series and shape. */
export function attachLabels(
  entries: readonly LabelEntry[],
  series: readonly string[],
  file: string,
): { labels: Label[]; unmatched: string[] } {
  const labels: Label[] = [];
  const unmatched = new Set<string>();
  const counts = new Map<string, number>();
  for (const { key, start, end, shape } of entries) {
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
      type: 'anomaly',
      shape,
      origin: 'imported',
      file,
    });
  }
  return { labels, unmatched: [...unmatched] };
}
