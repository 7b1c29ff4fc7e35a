import fc from 'fast-check';
import { expect, it } from 'vitest';
import { timestamp } from '../../../core/sql';
import { openNodeDatabase } from '../duckdb/database.node';
import { hashOf, isDrawn } from './drawn';

/** The hash as docs/compare.md writes it down. */
function written(us: number): bigint {
  const mix = (x: bigint): bigint => x ^ (x >> 32n);
  const turn = (x: bigint): bigint => BigInt.asUintN(64, mix(x) * 0xd6e8feb86659fd93n);
  return mix(turn(turn(BigInt.asUintN(64, BigInt(us)))));
}

it('the hash of times by which rows are drawn is the one that is written down', async () => {
  const database = await openNodeDatabase();
  const time = fc.integer({ min: -1e15, max: 4e15 });
  await fc.assert(
    fc.asyncProperty(fc.array(time, { minLength: 1, maxLength: 50 }), async (times) => {
      const rows = times.map((us) => `(${timestamp(us)})`).join(', ');
      const found = await database.rows<{ h: string }>(
        `SELECT hash(t)::VARCHAR AS h FROM (VALUES ${rows}) AS v(t)`,
      );
      expect(found.map(({ h }) => BigInt(h))).toEqual(times.map(written));
      expect(times.map((us) => BigInt(hashOf(us)))).toEqual(times.map((us) => written(us) >> 32n));
    }),
    { numRuns: 5 },
  );
});

it('a row is drawn where its hash is below the share, as it is written down', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1e15, max: 4e15 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (time, share) => {
        expect(isDrawn(time, share)).toBe(written(time) >> 33n < BigInt(Math.ceil(share * 2 ** 31)));
      },
    ),
  );
});
