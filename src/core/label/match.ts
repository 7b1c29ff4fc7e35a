/** One entry of a label file: `[start, end)` in microseconds UTC, under the name that NAB gives the series. */
export interface LabelEntry {
  key: string;
  start: number;
  end: number;
  shape: 'point' | 'window';
}

/** Whether a label's key means this series: equal, or one ends with a slash and the other. */
export function labelMatches(key: string, series: string): boolean {
  return key === series || key.endsWith(`/${series}`) || series.endsWith(`/${key}`);
}

/** The series that a key means: the equal one, else the only one that matches by its end; undefined where none or several do. */
export function matchLabel(key: string, series: readonly string[]): string | undefined {
  if (series.includes(key)) return key;
  const matching = series.filter((name) => labelMatches(key, name));
  return matching.length === 1 ? matching[0] : undefined;
}
