import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { double, identifier, text, timestamp } from '../../../core/sql';
import type { Database } from './database';
import { openNodeDatabase } from './database.node';

let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
});

it('brings every double through SQL to the last bit', async () => {
  await fc.assert(
    fc.asyncProperty(fc.double(), async (value) => {
      const [row] = await database.rows<{ v: number }>(`SELECT ${double(value)} AS v`);
      expect(row?.v).toBe(value);
    }),
    { numRuns: 300, examples: [[0.009452543528665773], [-0], [Number.NaN], [5e-324]] },
  );
});

it('brings every text through SQL, NUL excepted', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (value) => {
      const [row] = await database.rows<{ v: string }>(`SELECT ${text(value)} AS v`);
      expect(row?.v).toBe(value.replaceAll('\0', '\uFFFD'));
    }),
    { numRuns: 200, examples: [["O'Neil; DROP TABLE x; --"], ['\0']] },
  );
});

it('takes a hostile name for a column', async () => {
  const name = `O'Neil "x"; --`;
  expect(await database.rows(`SELECT 1 AS ${identifier(name)}`)).toEqual([{ [name]: 1 }]);
});

it('brings whole microseconds through SQL, also before 1970', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: -9e15, max: 9e15 }), async (us) => {
      const [row] = await database.rows<{ us: number }>(`SELECT epoch_us(${timestamp(us)}) AS us`);
      expect(row?.us).toBe(us);
    }),
    { numRuns: 100 },
  );
});
