import { append, at, firstWhere } from '../list';
import type { Label } from './types';

/** One entry of a label file: `[start, end)` in microseconds UTC, under the name that NAB gives the series. */
export interface LabelEntry {
  key: string;
  start: number;
  end: number;
  shape: 'point' | 'window';
  /** "anomaly" where absent. */
  type?: string;
  /** From the rows of a data file itself: its labels are counted apart from those of label files. */
  ofRows?: boolean;
}

/** A series as label files may name it: by its own name, or by the file that it comes from. */
export interface LabelledSeries {
  name: string;
  file: string;
}

/** Entries whose times were written in a zone, in UTC; a window's last moment is turned, not the one after it. */
export const entriesInUtc = (
  entries: readonly LabelEntry[],
  toUtc: (local: number) => number,
): LabelEntry[] =>
  entries.map((entry) => {
    const start = toUtc(entry.start);
    // A start in a skipped hour is moved forward; the end is not before it for that.
    return { ...entry, start, end: Math.max(start, toUtc(entry.end - 1)) + 1 };
  });

const put = <K, T>(map: Map<K, T[]>, key: K, item: T): void => {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
};

/** The ends of a path at its slashes, itself first: `a/b`, `b`. */
function ends(path: string): string[] {
  const found = [path];
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1))
    found.push(path.slice(slash + 1));
  return found;
}

/** Finds the name that a key means: the equal one, else the only one that matches by its end (one ends with a slash and the other). */
function endMatcher(names: readonly string[]): (key: string) => string | undefined {
  const all = new Set(names);
  /** Of each end of a name the name; null where several have it. */
  const byEnd = new Map<string, string | null>();
  for (const name of all)
    for (const end of ends(name)) {
      if (end === name) continue;
      byEnd.set(end, byEnd.has(end) ? null : name);
    }
  return (key) => {
    if (all.has(key)) return key;
    const longer = byEnd.get(key);
    if (longer === null) return undefined;
    const matching = ends(key).filter((end) => all.has(end));
    if (longer !== undefined) matching.push(longer);
    return matching.length === 1 ? matching[0] : undefined;
  };
}

/**
 * The series that a key means: the one of that name, by all of it or by an end that only one has; else all series of the file of that name (`a.csv`
 * means `a.csv:temp` and `a.csv:load`). None where nothing or more than one thing matches.
 */
export function labelMatcher(series: readonly LabelledSeries[]): (key: string) => readonly string[] {
  const byName = endMatcher(series.map(({ name }) => name));
  const byFile = endMatcher(series.map(({ file }) => file));
  const ofFile = new Map<string, string[]>();
  for (const { name, file } of series) put(ofFile, file, name);
  return (key) => {
    const name = byName(key);
    if (name !== undefined) return [name];
    const file = byFile(key);
    return (file === undefined ? undefined : ofFile.get(file)) ?? [];
  };
}

/**
 * Labels of the series that are loaded, and the keys that have entries but no series. Ids count within series and shape, those of a data
 * file's own rows by themselves.
 */
export function attachLabels(
  entries: readonly LabelEntry[],
  series: readonly LabelledSeries[],
  file: string,
): {
  labels: Label[];
  unmatched: string[];
  /** Keys that mean a file of several series: how many series have their labels. */
  shared: { key: string; series: number }[];
} {
  const match = labelMatcher(series);
  const named = new Map<string, readonly string[]>();
  const labels: Label[] = [];
  const counts = new Map<string, number>();
  for (const { key, start, end, shape, type = 'anomaly', ofRows = false } of entries) {
    const names = named.get(key) ?? match(key);
    named.set(key, names);
    for (const name of names) {
      const prefix = `${name}#${ofRows ? 'rows' : shape}-`;
      const count = (counts.get(prefix) ?? 0) + 1;
      counts.set(prefix, count);
      const id = `${prefix}${count}`;
      labels.push({ id, series: name, start, end, type, shape, origin: 'imported', file });
    }
  }
  return {
    labels,
    unmatched: [...named].filter(([, names]) => names.length === 0).map(([key]) => key),
    shared: [...named]
      .filter(([, names]) => names.length > 1)
      .map(([key, names]) => ({ key, series: names.length })),
  };
}

/** Windows of one series by their start; `reach`: of each the latest end of it and all before it. */
interface Windows {
  list: readonly Label[];
  reach: readonly number[];
}

function inOrder(windows: readonly Label[]): Windows {
  const list = windows.toSorted((a, b) => a.start - b.start);
  let latest = -Infinity;
  return { list, reach: list.map(({ end }) => (latest = Math.max(latest, end))) };
}

/**
 * Labels of several files, in their order. A point that lies within a window of another file for the same series is that window's anomaly, as in NAB's
 * combined_labels.json and combined_windows.json: the window stays, with the point's time as a stated position, and the point does not. `covered`: how
 * many points of each file those are. `changed`: ids of labels that a person changed, which stay as they are.
 */
export function joinLabels(
  files: readonly { file: string; labels: readonly Label[] }[],
  changed: ReadonlySet<string> = new Set(),
): {
  labels: Label[];
  covered: Map<string, number>;
} {
  const windows = new Map<string, Map<string, Windows>>();
  for (const { file, labels } of files) {
    const mine = new Map<string, Label[]>();
    for (const label of labels) if (label.shape === 'window') put(mine, label.series, label);
    windows.set(file, new Map([...mine].map(([series, list]) => [series, inOrder(list)])));
  }
  const covered = new Map<string, number>();
  const joined: Label[] = [];
  const points = new Map<Label, number[]>();
  for (const { file, labels } of files) {
    const others = [...windows].filter(([other]) => other !== file).map(([, bySeries]) => bySeries);
    const windowOf = ({ series, start }: Label): Label | undefined => {
      for (const bySeries of others) {
        const ordered = bySeries.get(series);
        if (!ordered) continue;
        const { list, reach } = ordered;
        // Most often the last that begins no later; windows of one file may overlap.
        for (let i = firstWhere(0, list.length, (index) => at(list, index).start > start) - 1; i >= 0; i--) {
          const before = at(list, i);
          if (start < before.end) return before;
          if (at(reach, i) <= start) break;
        }
      }
      return undefined;
    };
    const kept = labels.filter((label) => {
      const window = label.shape === 'point' && !changed.has(label.id) ? windowOf(label) : undefined;
      if (window) put(points, window, label.start);
      return !window;
    });
    covered.set(file, labels.length - kept.length);
    append(joined, kept);
  }
  const labels = joined.map((label) => {
    const stated = points.get(label);
    return stated ? { ...label, points: [...new Set(stated)].sort((a, b) => a - b) } : label;
  });
  return { labels, covered };
}
