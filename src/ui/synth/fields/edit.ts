import type { LabError } from '../../../core/errors';

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

/** `value` with `key` set; an undefined member goes, for a recipe leaves out what is not set. */
export function withKey<T extends object, K extends keyof T>(value: T, key: K, member: T[K]): T {
  const { [key]: _old, ...rest } = value;
  if (member === undefined) return rest as unknown as T;
  return { ...value, [key]: member };
}

/** The edit of one member. */
export const at = <T extends object, K extends keyof T & string>(edit: Edit<T>, key: K): Edit<T[K]> => ({
  value: edit.value[key],
  path: `${edit.path}.${key}`,
  preview: (member) => edit.preview(withKey(edit.value, key, member)),
  commit: (member) => edit.commit(withKey(edit.value, key, member)),
});

/** The edit of one item of a list; `value` is what stands there. */
export const item = <T>(edit: Edit<T[]>, index: number, value: T): Edit<T> => ({
  value,
  path: `${edit.path}[${index}]`,
  preview: (next) => edit.preview(edit.value.with(index, next)),
  commit: (next) => edit.commit(edit.value.with(index, next)),
});

/** The same edit where a value that is left out stands for another. */
export const orElse = <T>(edit: Edit<T | undefined>, usual: T): Edit<T> => ({
  ...edit,
  value: edit.value ?? usual,
});

/** Changes of a list, each to be given to `commit`. */
export const moved = <T>(list: readonly T[], from: number, to: number): T[] => {
  const next = [...list];
  const [one] = next.splice(from, 1);
  if (one !== undefined) next.splice(to, 0, one);
  return next;
};
export const without = <T>(list: readonly T[], index: number): T[] => list.toSpliced(index, 1);
export const doubled = <T>(list: readonly T[], index: number): T[] =>
  list.flatMap((one, place) => (place === index ? [one, structuredClone(one)] : [one]));
