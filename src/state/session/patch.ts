/** What one state of a document changes of the one before, as JSON: the session's log holds these. */
import { at } from '../../core/list';

/** How one field changes: to another value, away, at some places of a list, or by other elements in a stretch of it. */
type Change =
  | { is: unknown }
  | { gone: true }
  | { set: [index: number, value: unknown][] }
  | { from: number; remove: number; insert: unknown[] };

export type Patch = Record<string, Change>;

/** A document: a JSON object whose fields are replaced as a whole, or are lists of elements that are. */
type Document = Readonly<Record<string, unknown>>;

function listChange(before: readonly unknown[], after: readonly unknown[]): Change {
  if (before.length === after.length) {
    const set = after.flatMap((value, index): [number, unknown][] =>
      value === before[index] ? [] : [[index, value]],
    );
    // Where most elements are others, the list itself is shorter.
    return set.length * 2 > after.length ? { is: after } : { set };
  }
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before[from] === after[from]) from++;
  let end = 0;
  while (end < shorter - from && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return {
    from,
    remove: before.length - end - from,
    insert: after.slice(from, after.length - end),
  };
}

/** What makes `after` of `before`; elements and fields are told apart by identity, so that it costs a look at each element. */
export function diff(before: object, after: object): Patch {
  const old = new Map<string, unknown>(Object.entries(before));
  const now = new Map<string, unknown>(Object.entries(after));
  const changes: [string, Change][] = [];
  for (const [field, value] of now) {
    const was = old.get(field);
    if (value === was) continue;
    if (value === undefined) changes.push([field, { gone: true }]);
    else if (Array.isArray(was) && Array.isArray(value)) changes.push([field, listChange(was, value)]);
    else changes.push([field, { is: value }]);
  }
  for (const field of old.keys()) if (!now.has(field)) changes.push([field, { gone: true }]);
  return Object.fromEntries(changes);
}

function changedList(list: unknown, change: Exclude<Change, { is: unknown } | { gone: true }>): unknown[] {
  if (!Array.isArray(list)) throw new TypeError('expected a list to change');
  if ('set' in change) {
    const copy: unknown[] = [...(list as unknown[])];
    for (const [index, value] of change.set) {
      at(copy, index);
      copy[index] = value;
    }
    return copy;
  }
  const { from, remove, insert } = change;
  return [...(list.slice(0, from) as unknown[]), ...insert, ...(list.slice(from + remove) as unknown[])];
}

/** The document after a change; what the change does not touch is shared. Throws where the change is of another document. */
export function apply(before: Document, patch: Patch): Document {
  const after = new Map(Object.entries(before));
  for (const [field, change] of Object.entries(patch)) {
    if ('gone' in change) after.delete(field);
    else if ('is' in change) after.set(field, change.is);
    else after.set(field, changedList(after.get(field), change));
  }
  return Object.fromEntries(after);
}
