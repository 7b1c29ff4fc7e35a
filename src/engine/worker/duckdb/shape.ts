/** What the rows of a small result must look like: a reader for each column, which checks what the database gave. */

/** Gives back a cell of its kind; throws TypeError for any other. 64-bit integers have become numbers before. */
export type Cell<T> = (cell: unknown, column: string) => T;

export type Shape = Readonly<Record<string, Cell<unknown>>>;

export type RowOf<S extends Shape> = { [K in keyof S]: ReturnType<S[K]> };

const kind =
  <T>(expected: string, is: (cell: unknown) => cell is T): Cell<T> =>
  (cell, column) => {
    if (!is(cell)) throw new TypeError(`expected ${expected} in column ${column}, got ${String(cell)}`);
    return cell;
  };

export const number = kind('a number', (cell): cell is number => typeof cell === 'number');
export const text = kind('text', (cell): cell is string => typeof cell === 'string');
export const flag = kind('true or false', (cell): cell is boolean => typeof cell === 'boolean');

/** A cell that may be NULL. */
export const orNull =
  <T>(reader: Cell<T>): Cell<T | null> =>
  (cell, column) =>
    cell === null || cell === undefined ? null : reader(cell, column);
