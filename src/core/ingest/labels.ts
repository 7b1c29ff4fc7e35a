import { fail, ok, type Result } from '../errors';
import { timeParser } from './parse/time';

/** One entry of a label file: `[start, end)` in microseconds UTC, under the name that NAB gives the series. */
export interface LabelEntry {
  key: string;
  start: number;
  end: number;
  shape: 'point' | 'window';
}

const readTime = timeParser('iso');
const readOffsetTime = timeParser('iso-offset');

/**
 * Reads NAB's `combined_labels.json` (series to points) or `combined_windows.json` (series to pairs). NAB's ends are inclusive, so an
 * end becomes the microsecond after. Fails with `labels-shape`, naming the JSON path.
 */
export function parseLabels(json: string, file: string): Result<LabelEntry[]> {
  const wrong = (path: string, expected: string, got: unknown): Result<never> =>
    fail({
      code: 'labels-shape',
      file,
      message: `${file}: at ${path} ${expected} was expected, and ${describe(got)} came. A label file is {"folder/file.csv": ["2014-04-11 00:00:00", …]} or the same with [start, end] pairs.`,
    });
  let parsed: unknown;
  try {
    parsed = JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch (thrown) {
    return fail({
      code: 'labels-shape',
      file,
      message: `${file} is not JSON: ${(thrown as Error).message}. A label file of NAB was expected.`,
    });
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    return wrong('$', 'an object of series', parsed);
  const entries: LabelEntry[] = [];
  for (const [key, list] of Object.entries(parsed)) {
    const path = `$[${JSON.stringify(key)}]`;
    if (!Array.isArray(list)) return wrong(path, 'a list of times', list);
    for (const [i, item] of (list as unknown[]).entries()) {
      const pair: unknown[] | undefined = Array.isArray(item) ? item : undefined;
      if (pair && pair.length !== 2) return wrong(`${path}[${i}]`, 'a pair [start, end]', item);
      const ends = (pair ?? [item, item]).map(moment);
      const [start, end] = ends;
      if (start === undefined)
        return wrong(
          pair ? `${path}[${i}][0]` : `${path}[${i}]`,
          'a time such as "2014-04-11 00:00:00"',
          pair ? pair[0] : item,
        );
      if (end === undefined)
        return wrong(`${path}[${i}][1]`, 'a time such as "2014-04-11 00:00:00"', pair?.[1]);
      if (end < start) return wrong(`${path}[${i}]`, 'an end not before its start', item);
      entries.push({ key, start, end: end + 1, shape: pair ? 'window' : 'point' });
    }
  }
  return ok(entries);
}

function moment(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const bytes = new TextEncoder().encode(value);
  const us = readTime(bytes, 0, bytes.length);
  if (!Number.isNaN(us)) return us;
  const withOffset = readOffsetTime(bytes, 0, bytes.length);
  return Number.isNaN(withOffset) ? undefined : withOffset;
}

function describe(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
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
