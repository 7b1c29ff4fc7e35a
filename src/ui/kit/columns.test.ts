import { describe, expect, it } from 'vitest';
import { sortRows, textColumn, valueColumn } from './columns';

interface Thing {
  name: string;
  size: number | null;
}
const columns = [
  textColumn<Thing>({ id: 'name', header: 'name', width: 96, text: ({ name }) => name }),
  textColumn<Thing>({
    id: 'size',
    header: 'size',
    width: 96,
    text: ({ size }) => String(size),
    value: ({ size }) => size,
  }),
];
const things: Thing[] = [
  { name: 'c', size: 10 },
  { name: 'a', size: null },
  { name: 'b', size: 9 },
  { name: 'd', size: 9 },
];
const names = (rows: readonly Thing[]): string => rows.map(({ name }) => name).join('');

describe('rows in order of a column', () => {
  it('go by its values, not by their text', () => {
    expect(names(sortRows(things, columns, { key: 'size', down: false }))).toBe('bdca');
  });

  it('stand last without a value, whichever way', () => {
    expect(names(sortRows(things, columns, { key: 'size', down: true }))).toBe('cbda');
  });

  it('keep their order where they are equal, unless a tie is decided', () => {
    const backward = (a: Thing, b: Thing): number => (a.name > b.name ? -1 : 1);
    expect(names(sortRows(things, columns, { key: 'size', down: false }, backward))).toBe('dbca');
  });

  it('stay as they came where the column is not there any more', () => {
    expect(names(sortRows(things, columns, { key: 'gone', down: false }))).toBe('cabd');
  });
});

it('a column of a result keeps its name where another one has the same, and grows where it has no width', () => {
  const [first, second] = [valueColumn('n', { id: '0 n' }), valueColumn('n', { id: '1 n', width: 50 })];
  expect([first.header, second.header]).toEqual(['n', 'n']);
  expect([first.id, second.id]).toEqual(['0 n', '1 n']);
  expect([first.meta?.grow, second.meta?.grow]).toEqual([1, undefined]);
});
