import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../engine/worker/duckdb/database';
import { openNodeDatabase } from '../../engine/worker/duckdb/database.node';
import { deviations, meanOf, sumOf } from './aggregates';
import { double, list } from '.';

let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
});

const table = (values: readonly number[]): string =>
  `(SELECT unnest([${list(values.map(double))}]) AS v, 0 AS k)`;
const one = async (sql: string): Promise<Record<string, number>> => {
  const [row] = await database.rows<Record<string, number>>(sql);
  return row ?? {};
};

describe('sums and means', () => {
  it('of ten million tenths are a million and a tenth', async () => {
    const { sum, mean } = await one(
      `SELECT ${sumOf('v')} AS sum, ${meanOf('v')} AS mean FROM (SELECT 0.1::DOUBLE AS v FROM range(10000000))`,
    );
    expect([sum, mean]).toEqual([1e6, 0.1]);
  });

  it('do not leave the values, whatever rounding does, in windows neither', async () => {
    const { mean } = await one(`SELECT ${meanOf('v')} AS mean FROM ${table([0.1, 0.1, 0.1])}`);
    expect(mean).toBe(0.1);
    const over = ' OVER (ORDER BY i ROWS BETWEEN 50 PRECEDING AND 50 FOLLOWING)';
    const { low, high } = await one(
      `SELECT min(m) AS low, max(m) AS high FROM (SELECT ${meanOf('v', over)} AS m FROM (SELECT i, 0.1::DOUBLE AS v FROM range(20000) AS r(i)))`,
    );
    expect([low, high]).toEqual([0.1, 0.1]);
  });

  it('of values near the limit of doubles do not overflow on the way', async () => {
    const { sum, mean } = await one(
      `SELECT ${sumOf('v')} AS sum, ${meanOf('v')} AS mean FROM ${table([1.7e308, 1.7e308, -1.7e308])}`,
    );
    expect(sum).toBe(1.7e308);
    expect((mean ?? NaN) / (1.7e308 / 3)).toBeCloseTo(1, 14);
  });
});

describe('deviations', () => {
  it.each([
    ['1e15', 1e15, 1],
    ['1e15, over 0.125', 1e15, 0.125],
    ['zero with spreads below 1e-160', 0, 1e-170],
    ['zero with the least of spreads', 0, 5e-324],
    ['1e300', 0, 1e300],
    ['one', 0, 1],
  ])('about %s are right to the last digits', async (_, base, unit) => {
    const units = Array.from({ length: 1000 }, (__, i) => (i * 7919) % 13);
    const mean = units.reduce((sum, x) => sum + x, 0) / 1000;
    const sd = Math.sqrt(units.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 999);
    const { sd: got } = await one(deviations(table(units.map((x) => base + unit * x)), 'k'));
    if (unit > 1e-300) expect((got ?? NaN) / unit / sd).toBeCloseTo(1, base > 0 ? 4 : 13);
    else expect((got ?? NaN) / unit).toBe(Math.round(sd));
  });

  it('of 1e15 and its neighbours are those of the neighbours', async () => {
    const units = [0, 1, 2, 3, 4, 5, 6, 7];
    const { sd } = await one(deviations(table(units.map((x) => 1e15 + x)), 'k'));
    expect(sd).toBeCloseTo(Math.sqrt(6), 12);
  });

  it('of one value are none, of equal ones zero', async () => {
    expect(await one(deviations(table([5]), 'k'))).toMatchObject({ n: 1, sd: null });
    const tenths = Array.from({ length: 999 }, () => 0.1);
    expect(await one(deviations(table(tenths), 'k'))).toMatchObject({ n: 999, sd: 0, mean: 0.1 });
  });
});
