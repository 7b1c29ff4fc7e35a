import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { openNodeDatabase } from '../../engine/worker/duckdb/database.node';
import type { Database } from '../../engine/worker/duckdb/database';
import { commonStepSql, rowsSql, usualGrid, type CommonStep, type SeriesRows } from '../steps/resample/usual';
import {
  distancesAbove,
  GAP_FACTOR,
  gapsOver,
  gatherDistances,
  isRegular,
  medianDistance,
  mergeDistances,
  type Distances,
} from './distances';
import { MOST_KINDS } from './kinds';
import { concludeLook, lookAtDistances, nextLook } from './looks';
import { rowsOf } from './piece';
import { stepSql } from './reference.node';
import type { Rows } from './types';
import { usualOf } from './usual';

let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
});

/** Rows cut at random places; with the time of the row before each part told, or to be joined. */
function parts(rows: Rows, cuts: readonly number[], told: boolean): Distances[] {
  const ends = [...cuts.map((cut) => cut % (rows.length + 1)), rows.length].sort((a, b) => a - b);
  return ends.map((end, i) => {
    const start = ends[i - 1] ?? 0;
    const before = told && start > 0 ? (rows.times[start - 1] ?? null) : null;
    return gatherDistances(rows, start, end, before);
  });
}

/** All looks that are needed, over parts of the rows. */
function known(rows: Rows, cut: number): Distances {
  const ends = [cut, rows.length];
  let distances = mergeDistances(parts(rows, [cut], false));
  for (let look = nextLook(distances), passes = 1; look; look = nextLook(distances), passes++) {
    if (passes > 5) throw new Error('expected at most five passes');
    const taken = look;
    const found = ends.map((end, i) => {
      const start = ends[i - 1] ?? 0;
      return lookAtDistances(taken, rows, start, end, start > 0 ? (rows.times[start - 1] ?? null) : null);
    });
    distances = concludeLook(look, found);
  }
  return distances;
}

const rowsArbitrary = (least: number) =>
  fc
    .array(
      fc.record({
        distance: fc.oneof(fc.constant(5e6), fc.integer({ min: least, max: 30 }), fc.constant(7e12)),
        value: fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(NaN, Infinity)),
      }),
      { maxLength: 60 },
    )
    .map((steps) => {
      let time = -1e7;
      return rowsOf(
        Float64Array.from(steps, ({ distance }) => (time += distance)),
        Float64Array.from(steps, ({ value }) => value),
      );
    });

/** Numbers below one, the same in each run. */
function randoms(state = 7): () => number {
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

describe('distances', () => {
  it('are the same of rows at once and in parts', () => {
    fc.assert(
      fc.property(
        rowsArbitrary(-9),
        fc.array(fc.nat(60), { maxLength: 4 }),
        fc.boolean(),
        (rows, cuts, told) => {
          const whole = gatherDistances(rows, 0, rows.length, null);
          expect(mergeDistances(parts(rows, cuts, told))).toEqual(whole);
          expect(mergeDistances([mergeDistances(parts(rows, cuts, told)), mergeDistances([])])).toEqual(
            whole,
          );
        },
      ),
    );
  });

  it('agree with what SQL measures of a table', async () => {
    await fc.assert(
      fc.asyncProperty(rowsArbitrary(0), async (rows) => {
        const list = [...rows.times].map(
          (time, i) => `(0, ${i}, make_timestamp(${time}::BIGINT), '${rows.values[i]}'::DOUBLE)`,
        );
        await database.run(
          'CREATE OR REPLACE TABLE given (sid INTEGER, "row" INTEGER, ts TIMESTAMP, value DOUBLE)',
        );
        if (list.length > 0) await database.run(`INSERT INTO given VALUES ${list.join()}`);
        const found = gatherDistances(rows, 0, rows.length, null);
        const [measured] = await database.rows<SeriesRows>(rowsSql('given'));
        const [common] = await database.rows<CommonStep>(commonStepSql('given', [0], true));
        const scope = { relation: 'given', known: [] };
        const [profile] = await database.rows<{ duplicates: number; step: number | null }>(
          stepSql(scope, [], true),
        );
        if (!measured) {
          expect(found).toMatchObject({ rows: 0, first: NaN, last: NaN, least: null });
          return;
        }
        const { least, most, first, last, values } = found;
        expect({ sid: 0, rows: found.rows, values, first, last, least, most }).toEqual(measured);
        expect(usualOf(found)).toEqual(usualGrid(measured, common));
        expect(distancesAbove(found)).toBe(common?.distances ?? 0);
        expect(medianDistance(found)).toBe(profile?.step ?? null);
        expect(found.duplicates).toBe(profile?.duplicates ?? 0);
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('tell what is before the row before it', () => {
    const rows = rowsOf(Float64Array.of(10, 20, 15, 15, 30), new Float64Array(5));
    const found = gatherDistances(rows, 0, 5, null);
    expect(found).toMatchObject({ first: 10, last: 30, least: -5, most: 15, backward: 1, duplicates: 1 });
    expect(isRegular(found)).toBe(false);
    expect(medianDistance(found)).toBe(10);
  });

  it('count a gap from more than one and a half steps on', () => {
    const rows = rowsOf(Float64Array.of(0, 2, 4, 6, 9, 13), new Float64Array(6));
    expect(gapsOver(gatherDistances(rows, 0, 6, null))).toBe(1);
    expect(gapsOver(gatherDistances(rows, 0, 1, null))).toBe(0);
    expect(isRegular(gatherDistances(rows, 0, 1, null))).toBe(true);
    expect(isRegular(gatherDistances(rows, 0, 4, null))).toBe(true);
    expect(isRegular(gatherDistances(rows, 0, 5, null))).toBe(false);
  });

  it.each([
    ['a fifth of one distance', 0.2, 3e6],
    ['no distance that is a tenth', 0.05, 3e6],
    ['long distances', 0.12, 3e10],
    ['short distances beside many', 0.6, 4e9],
  ])('find step and median also where kinds are too many to count: %s', (_, share, longest) => {
    const random = randoms();
    const all = Float64Array.from({ length: 3 * MOST_KINDS }, () =>
      random() < share ? 60 : 61 + Math.floor(random() * longest),
    );
    let time = 0;
    const rows = rowsOf(
      all.map((distance) => (time += distance)),
      new Float64Array(all.length),
    );
    const found = known(rows, 100_000);
    expect(nextLook(gatherDistances(rows, 0, 1000, null))).toBeNull();
    const distances = all.slice(1).sort();
    const median = distances[Math.ceil(distances.length / 2) - 1] ?? NaN;
    expect(medianDistance(found)).toBe(median);
    expect(gapsOver(found)).toBe(distances.filter((d) => d > median * GAP_FACTOR).length);
    const first = rows.times[all.indexOf(60, 1) - 1] ?? NaN;
    const dense = time / 60 <= 10 * rows.length;
    expect(usualOf(found)).toEqual(share > 0.1 && dense ? { every: 60, origin: first } : null);
    const often = [...found.above.kinds].map((kind, i) => [kind, found.above.times[i]]);
    expect(often.find(([kind]) => kind === 60)).toEqual(
      share > 0.1 ? [60, distances.filter((d) => d === 60).length] : undefined,
    );
  });

  it('refuse to guess where a further look is needed', () => {
    const random = randoms();
    let time = 0;
    const times = Float64Array.from(
      { length: 2 * MOST_KINDS },
      () => (time += 1 + Math.floor(random() * 1e9)),
    );
    const found = gatherDistances(rowsOf(times, new Float64Array(times.length)), 0, times.length, null);
    expect(() => medianDistance(found)).toThrow('further look');
    expect(() => gapsOver(found)).toThrow('further look');
    expect(() => usualOf(found)).toThrow('further look');
  });
});
