/** Values of JSON as a person reads them, and what differs between two of them. */
import { shortJson } from '../recipe/explain';

/** One difference: where it is, and the value on each side; undefined where there is none. */
export interface Difference {
  /** Names of members and places in lists, from the top. */
  path: readonly string[];
  before: unknown;
  after: unknown;
}

type Members = Readonly<Record<string, unknown>>;
const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What differs between two values, member by member; lists are compared as a whole. */
export function differences(before: unknown, after: unknown, path: readonly string[] = []): Difference[] {
  if (isMembers(before) && isMembers(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) => differences(before[name], after[name], [...path, name]));
  }
  return sameJson(before, after) ? [] : [{ path, before, after }];
}

/** Whether two values are the same as JSON, whatever the order of their members. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, place) => sameJson(item, b[place]));
  if (isMembers(a) && isMembers(b)) {
    const names = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...names].every((name) => sameJson(a[name], b[name]));
  }
  return Object.is(a, b);
}

/** A value in a sentence: texts as they are, all else as short JSON, `none` for nothing. */
export const shown = (value: unknown): string =>
  value === undefined || value === null ? 'none' : typeof value === 'string' ? value : shortJson(value);

/** `threshold 3 → 4`. */
export const changeText = ({ path, before, after }: Difference): string =>
  `${path.join('.')} ${shown(before)} → ${shown(after)}`;
