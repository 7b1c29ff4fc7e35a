import type { LabError } from '../../../core/errors';
import { at } from '../../../core/list';

/** A part of the recipe that a person edits: its value now, where it stands, and what takes another one. */
export interface Edit<T> {
  value: T;
  /** JSON path within the recipe, such as `$.generated[0].signal[1].sine.period`. */
  path: string;
  /** Shows what a value would look like; nothing is kept. */
  preview(value: T): void;
  /** Keeps a value as one step of undo; undefined, or why it is refused. */
  commit(value: T): LabError | undefined;
}

/** An edit that shows nothing before a value is kept. */
export const editOf = <T>(
  value: T,
  path: string,
  commit: (value: T) => LabError | undefined | void,
): Edit<T> => ({
  value,
  path,
  preview: () => undefined,
  commit: (next) => commit(next) ?? undefined,
});

/** `value` with `key` set; an undefined member goes, for a recipe leaves out what is not set. */
export function withKey<T extends object, K extends keyof T>(value: T, key: K, member: T[K]): T {
  const next = { ...value, [key]: member };
  if (member === undefined) Reflect.deleteProperty(next, key);
  return next;
}

/** The edit of one member. */
export const member = <T extends object, K extends keyof T & string>(edit: Edit<T>, key: K): Edit<T[K]> => ({
  value: edit.value[key],
  path: `${edit.path}.${key}`,
  preview: (next) => edit.preview(withKey(edit.value, key, next)),
  commit: (next) => edit.commit(withKey(edit.value, key, next)),
});

/** The edit of one item of a list; `value` is what stands there. */
export const item = <T>(edit: Edit<T[]>, index: number, value: T): Edit<T> => ({
  value,
  path: `${edit.path}[${index}]`,
  preview: (next) => edit.preview(edit.value.with(index, next)),
  commit: (next) => edit.commit(edit.value.with(index, next)),
});

/** The same edit where a value that is left out stands for another. */
export const withDefault = <T>(edit: Edit<T | undefined>, usual: T): Edit<T> => ({
  ...edit,
  value: edit.value ?? usual,
});

/** The same edit once its value is there; undefined where it is left out. */
export function present<T>(edit: Edit<T>): Edit<NonNullable<T>> | undefined {
  const { value } = edit;
  return value === undefined || value === null ? undefined : { ...edit, value };
}

/** The same edit with a value of one type; undefined where it is of another. */
export const narrowed = <T, N extends T>(edit: Edit<T>, is: (value: T) => value is N): Edit<N> | undefined =>
  is(edit.value) ? { ...edit, value: edit.value } : undefined;

/** An edit that writes `empty` as nothing: a recipe leaves out what is not set. */
export const omitted = <T>(
  edit: Edit<T | undefined>,
  empty: T,
  isEmpty: (value: T) => boolean = (value) => value === empty,
): Edit<T> => {
  const written = (value: T): T | undefined => (isEmpty(value) ? undefined : value);
  return {
    value: edit.value ?? empty,
    path: edit.path,
    preview: (value) => edit.preview(written(value)),
    commit: (value) => edit.commit(written(value)),
  };
};

/** Whether a part is there: switched on, it starts as `start`; switched off, it goes. */
export const presence = <T>(edit: Edit<T | undefined>, start: T): Edit<boolean> => ({
  value: edit.value !== undefined,
  path: edit.path,
  preview: (on) => edit.preview(on ? start : undefined),
  commit: (on) => edit.commit(on ? start : undefined),
});

/** Changes of a list, each to be given to `commit`. */
export const moved = <T>(list: readonly T[], from: number, to: number): T[] =>
  list.toSpliced(from, 1).toSpliced(to, 0, at(list, from));
export const without = <T>(list: readonly T[], index: number): T[] => list.toSpliced(index, 1);
export const doubled = <T>(list: readonly T[], index: number): T[] =>
  list.flatMap((one, place) => (place === index ? [one, structuredClone(one)] : [one]));
