import { expect, test } from 'vitest';
import { inspectCsv } from '../../core/ingest/inspect';
import type { CsvFormat, FileSource } from '../../core/recipe/types';
import { alike, applied, carried, sourceOf, zoneOf } from './layout';

const look = (text: string, csv?: Partial<CsvFormat>, name = 'a.csv') =>
  inspectCsv(name, new TextEncoder().encode(text), true, csv);

const german = 'time;a;b\n01/04/2024 00:00;1,5;2,25\n02/04/2024 00:00;2,5;3,25\n';
const source = (text: string, change: Partial<FileSource> = {}): FileSource => {
  const found = sourceOf(look(text));
  if (!found) throw new Error('expected a source');
  return { ...found, ...change };
};

test('a zone is found in any case, by its city, and not where it is none', () => {
  expect(zoneOf('europe/berlin')).toBe('Europe/Berlin');
  expect(zoneOf(' New York ')).toBe('America/New_York');
  expect(zoneOf('utc')).toBe('UTC');
  expect(zoneOf('Atlantis')).toBeUndefined();
});

test('what is given of the layout is not guessed', () => {
  expect(look(german).format).toEqual({ delimiter: ';', decimal: ',', header: true, encoding: 'utf-8' });
  expect(look(german, { decimal: '.' })).toMatchObject({ error: { code: 'file-no-number' } });
  expect(look(german, { delimiter: '\t' }).columns).toEqual(['time;a;b']);
  expect(look(german, { header: false }).columns).toEqual(['column 1', 'column 2', 'column 3']);
});

test('answers keep their columns when the file is read anew', () => {
  const before = source(german, {
    values: ['b'],
    time: { column: 'time', format: 'day-first', zone: 'Europe/Berlin' },
  });
  const again = look(german, { ...before.csv, decimal: '.' });
  expect(
    carried(before, before.csv && { ...before.csv, decimal: '.' }, ['time', 'a', 'b'], again),
  ).toMatchObject({ values: ['b'], time: { format: 'day-first', zone: 'Europe/Berlin' } });
});

test('without the header the same places keep their part, and back', () => {
  const before = source(german, { values: ['b'] });
  const csv = before.csv && { ...before.csv, header: false };
  const without = look(german, csv);
  const middle = carried(before, csv, ['time', 'a', 'b'], without);
  expect(middle).toMatchObject({ values: ['column 3'], time: { column: 'column 1' } });
  expect(carried(middle, before.csv, without.columns, look(german, before.csv))).toMatchObject({
    values: ['b'],
    time: { column: 'time' },
  });
});

test('other columns bring their own guess, with the zone that was chosen', () => {
  const before = source(german, { time: { column: 'time', format: 'day-first', zone: 'Asia/Tokyo' } });
  const tab = before.csv && { ...before.csv, delimiter: '\t' as const };
  const lost = carried(before, tab, ['time', 'a', 'b'], look(german, tab));
  expect(lost.values).toEqual([]);
  expect(carried(lost, before.csv, ['time;a;b'], look(german, before.csv))).toMatchObject({
    values: ['a', 'b'],
    time: { column: 'time', zone: 'Asia/Tokyo' },
  });
});

test('files are alike by columns and delimiter, unless their dates are decided otherwise', () => {
  const one = look(german);
  expect(alike(one, look(german, undefined, 'b.csv'))).toBe(true);
  expect(alike(one, look(german.replaceAll(';', '|'), undefined, 'b.csv'))).toBe(false);
  expect(alike(one, look(german.replace('01/04', '04/31').replace('02/04', '04/30')))).toBe(false);
});

test('answers go to a file with the encoding that was found for it, unless one was chosen', () => {
  const answer = source(german);
  const other = look(german, { encoding: 'windows-1252' }, 'b.csv');
  expect(applied(answer, other, false)).toMatchObject({ file: 'b.csv', csv: { encoding: 'windows-1252' } });
  expect(applied(answer, other, true)).toMatchObject({ file: 'b.csv', csv: { encoding: 'utf-8' } });
});
