import { expect, it } from 'vitest';
import { identifier } from '../sql';
import { carriedAs, isNumeric, parseType, plainValue } from './types';

it.each([
  ['INTEGER', 'INTEGER'],
  ['DECIMAL(38,10)', 'VARCHAR'],
  ['TIMESTAMP WITH TIME ZONE', 'VARCHAR'],
  ['TIMESTAMP WITH TIME ZONE[]', 'VARCHAR[]'],
  [`ENUM('a', 'it''s (b), [c]')`, 'VARCHAR'],
  [`ENUM(')')[3]`, 'VARCHAR[3]'],
  ['UNION("a b" INTEGER, d DECIMAL(5,2))', 'VARCHAR'],
  ['INTEGER[][2]', 'INTEGER[][2]'],
  ['STRUCT("x ""y" INTEGER, b DATE[])', 'STRUCT("x ""y" INTEGER, "b" VARCHAR[])'],
  ['MAP(INTEGER, STRUCT(a HUGEINT))', 'MAP(VARCHAR, STRUCT("a" VARCHAR))'],
  [
    "STRUCT(a UNION(n INTEGER), b ENUM('x'), c DECIMAL(4,1)[])",
    'STRUCT("a" VARCHAR, "b" VARCHAR, "c" VARCHAR[])',
  ],
  // Not understood, therefore text: a struct without names, and whatever a later DuckDB brings.
  ['STRUCT(INTEGER, DATE)', 'VARCHAR'],
  ['STRUCT(a STRUCT(INTEGER, DATE), b INTEGER)', 'VARCHAR'],
  ['NEW[INTEGER]', 'VARCHAR'],
])('%s is asked for as %s', (written, carried) => {
  expect(carriedAs(parseType(written), identifier)).toBe(carried);
});

it('numbers are numbers where a double holds them, else text', () => {
  const plain = (type: string, value: unknown): unknown => plainValue(parseType(type), value);
  expect(plain('HUGEINT', '9007199254740991')).toBe(9_007_199_254_740_991);
  expect(plain('HUGEINT', '9007199254740993')).toBe('9007199254740993');
  expect(plain('BIGINT', -9_007_199_254_740_993n)).toBe('-9007199254740993');
  expect(plain('DECIMAL(5,2)', '-0.05')).toBe(-0.05);
  expect(plain('DECIMAL(5,2)', '100.00')).toBe(100);
  expect(plain('DECIMAL(38,10)', '1234567.1234567890')).toBe('1234567.1234567890');
  expect(plain('FLOAT', Math.fround(1.1))).toBe(1.1);
  expect(plain('FLOAT', Math.fround(16_777_217.5))).toBe(Math.fround(16_777_217.5));
  expect(plain('DATE', null)).toBeNull();
});

it('a column is aligned as numbers where it holds some', () => {
  const numeric = ['HUGEINT', 'DECIMAL(5,2)', 'BIGINT', 'UTINYINT', 'DOUBLE'];
  const others = ['INTEGER[]', 'DECIMAL(5,2)[]', 'INTERVAL', 'STRUCT(a INTEGER)', 'VARCHAR', 'DATE'];
  expect([...numeric, ...others].filter(isNumeric)).toEqual(numeric);
});
