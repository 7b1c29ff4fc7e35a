import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../engine/worker/duckdb/database';
import { openNodeDatabase } from '../../../engine/worker/duckdb/database.node';
import { seriesGrids } from '../../../engine/worker/steps/reference/grids.node';
import type { ResampleOptions, Step } from '../../recipe/types';
import { commonStepSql } from './usual';

const second = 1e6;
const day = 8.64e10;
let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
});

/** The grids of one series with rows at these times in seconds. */
async function gridsOf(
  times: readonly number[],
  options: Partial<ResampleOptions> = {},
  extra?: Step['for'],
) {
  await database.run(
    'CREATE OR REPLACE TABLE given (sid INTEGER, "row" INTEGER, ts TIMESTAMP, value DOUBLE, outlier BOOLEAN, filled BOOLEAN)',
  );
  await database.run(
    `INSERT INTO given VALUES ${times.map((t, row) => `(0, ${row}, make_timestamp(${Math.round(t * second)}::BIGINT), 1, false, false)`).join()}`,
  );
  const resample: ResampleOptions = { every: 'source', with: 'mean', empty: 'linear', ...options };
  const step: Step = { resample, ...(extra && { for: extra }) };
  const access = { database, signal: new AbortController().signal };
  return seriesGrids([step], 0, 'given', [{ sid: 0, name: 'a' }], access);
}
const usual = async (times: readonly number[]) => (await gridsOf(times))[0]?.usual ?? null;

describe('the usual step of a series', () => {
  it('is the distance of neighbouring rows that occurs most, not the median', async () => {
    expect(await usual([0, 10, 20, 30, 41, 53, 66, 80])).toBe(10 * second);
  });

  it('is the smaller of two that occur as often', async () => {
    expect(await usual([0, 60, 65, 125, 130])).toBe(5 * second);
  });

  it('is none with fewer than two times', async () => {
    expect(await usual([7])).toBeNull();
    expect(await usual([7, 7])).toBeNull();
  });

  it('is none where no distance is a tenth of all, or is longer than a week', async () => {
    expect(await usual(Array.from({ length: 40 }, (_, i) => (i * (i + 1)) / 2 + i))).toBeNull();
    expect(await usual([0, 31, 59, 90].map((days) => (days * day) / second))).toBeNull();
  });

  it('is none where its grid would have more than ten buckets for each row', async () => {
    expect(await usual([0, 1, 2, 29])).toBe(second);
    expect(await usual([0, 1, 2, 40])).toBeNull();
  });

  it('has its buckets from the first row that another follows a step later', async () => {
    const [grid] = await gridsOf([1, 5, 14, 24, 34, 44, 54]);
    expect(grid?.buckets).toEqual({ every: 10 * second, origin: 14 * second });
  });

  it('is the same where there are too many distances to count them one by one', async () => {
    await database.run(
      'CREATE OR REPLACE TABLE many AS SELECT 0 AS sid, make_timestamp(sum(CASE WHEN i % 8 = 0 THEN 5000000 ELSE 5000000 + i * 7919 % 1000003 END) OVER (ORDER BY i)::BIGINT) AS ts, 1.0::DOUBLE AS value FROM range(20000) AS r(i) ORDER BY ts',
    );
    const both = await Promise.all(
      [true, false].map((few) => database.rows(commonStepSql('many', [0], few))),
    );
    expect(both[1]).toEqual(both[0]);
    expect(both[0]).toMatchObject([{ sid: 0, step: 5e6 }]);
  });
});

describe('what resampling has to do', () => {
  it('is nothing for a regular grid of its own step, of buckets in between where rows are missing', async () => {
    expect(await gridsOf([3, 8, 13])).toMatchObject([{ work: 'none', span: 3 }]);
    expect(await gridsOf([3, 8, 18])).toMatchObject([{ work: 'between', span: 4 }]);
    expect(await gridsOf([3, 8, 15, 20])).toMatchObject([{ work: 'all' }]);
    expect(await gridsOf([0, 5, 10], { every: '5s' })).toMatchObject([{ work: 'none' }]);
    expect(await gridsOf([3, 8, 13], { every: '5s' })).toMatchObject([{ work: 'all' }]);
    expect(await gridsOf([0, 5, 10], { with: 'count' })).toMatchObject([{ work: 'all' }]);
  });

  it('is asked of no series that the step is not for', async () => {
    expect(await gridsOf([0, 5, 10], {}, ['b*'])).toEqual([]);
  });
});
