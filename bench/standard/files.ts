/**
 * What contestants wrote, read by one reader (native DuckDB) before any time counts. Each contestant draws its own random numbers, so
 * - of each: rows, labelled rows and the sum of the values are within six standard deviations of what the work's definition says; every row lies in the
 *   partition of its day, and the days follow each other without a gap; the buckets are as many as they must be, and each is the mean of its cleaned rows;
 * - of a million rows that all read from the lab's bundle: cleaned rows, labels and buckets are equal one by one (`expectSame`).
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Native } from '../lib/native';
import { expected, type Drawn } from './work';

/** Sums of ten million doubles in another order differ in the last digits. */
const CLOSE = 1e-9;
const DEVIATIONS = 6;

const read = (folder: string): string =>
  `read_parquet('${folder}/**/*.parquet', hive_partitioning = true, hive_types_autocast = false)`;

/** Rows of a stage with times as microseconds, whatever a contestant calls a zone. */
const rowsOf = (folder: string, columns: string): string =>
  `(SELECT epoch_us("timestamp") AS ts, ${columns} FROM ${read(folder)})`;

export interface Facts {
  rows: number;
  sum: number;
  labelled: number;
  buckets: number;
  days: number;
}

async function one(database: Native, sql: string): Promise<Record<string, number>> {
  const [row] = await database.rows(sql);
  if (!row) throw new Error(`no answer to ${sql}`);
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value)]));
}

function expectEqual(who: string, what: string, got: number | undefined, wanted: number): void {
  if (got !== wanted) throw new Error(`${who}: expected ${wanted} ${what}, got ${got}`);
}

function expectNear(who: string, what: string, got: number, { mean, deviation }: Drawn): void {
  const off = Math.abs(got - mean) / deviation;
  // Not `off > DEVIATIONS`, which a sum that is no number would pass.
  if (!(off <= DEVIATIONS))
    throw new Error(
      `${who}: ${what} is ${got}, ${off.toFixed(1)} deviations from the ${mean} of the definition`,
    );
}

/** Checks that rows lie in the partitions of their days, from the first day on without a gap. */
async function expectPartitions(database: Native, who: string, folder: string, days: number): Promise<void> {
  const found = await one(
    database,
    `WITH rows AS (SELECT make_timestamp(ts)::DATE AS day, make_date(year::INTEGER, month::INTEGER, day::INTEGER) AS part
       FROM ${rowsOf(folder, 'year, month, day')})
     SELECT count(*) FILTER (day <> part) AS strays, count(DISTINCT part) AS days,
       max(part) - DATE '2023-01-01' + 1 AS span, min(part) - DATE '2023-01-01' AS first FROM rows`,
  );
  expectEqual(who, 'rows outside the partition of their day', found.strays, 0);
  expectEqual(who, 'day partitions', found.days, days);
  expectEqual(who, 'days from the first partition to the last', found.span, days);
  expectEqual(who, 'days before the first partition', found.first, 0);
}

/** Reads `clean` and `resampled` below a folder and throws where they are not what the work's definition says of so many rows. */
export async function expectStandard(
  database: Native,
  who: string,
  folder: string,
  rows: number,
): Promise<Facts> {
  const [clean, resampled] = [join(folder, 'clean'), join(folder, 'resampled')];
  for (const path of [clean, resampled]) if (!existsSync(path)) throw new Error(`${who} wrote no ${path}`);
  const wanted = expected(rows);
  await expectPartitions(database, who, clean, wanted.days);
  await expectPartitions(database, who, resampled, wanted.days);
  const found = await one(
    database,
    `SELECT count(*) AS rows, sum(value) AS sum, count(*) FILTER (is_anomaly) AS labelled, count(DISTINCT ts) AS times,
       count(*) FILTER (value IS NULL OR isnan(value)) AS empty FROM ${rowsOf(clean, 'value, is_anomaly')}`,
  );
  const facts = { rows: found.rows ?? NaN, sum: found.sum ?? NaN, labelled: found.labelled ?? NaN };
  expectEqual(who, 'different times', found.times, facts.rows);
  expectEqual(who, 'cleaned rows without a value', found.empty, 0);
  expectNear(who, 'the count of cleaned rows', facts.rows, wanted.rows);
  expectNear(who, 'the count of labelled rows', facts.labelled, wanted.labelled);
  expectNear(who, 'the sum of cleaned values', facts.sum, wanted.sum);
  const buckets = await one(
    database,
    `WITH means AS (SELECT ts - ts % 300000000 AS ts, avg(value) AS mean FROM ${rowsOf(clean, 'value')} GROUP BY ALL),
       wrote AS ${rowsOf(resampled, 'value')}
     SELECT (SELECT count(*) FROM wrote) AS wrote, count(*) AS all_buckets,
       count(*) FILTER (abs(mean - value) <= ${CLOSE} * abs(mean)) AS good FROM means FULL JOIN wrote USING (ts)`,
  );
  expectEqual(who, 'buckets', buckets.wrote, wanted.buckets);
  expectEqual(who, 'buckets in the cleaned rows', buckets.all_buckets, wanted.buckets);
  expectEqual(who, 'buckets that are the mean of their cleaned rows', buckets.good, wanted.buckets);
  return { ...facts, buckets: wanted.buckets, days: wanted.days };
}

/** Throws unless two contestants that cleaned the same rows wrote the same, row by row; values to 1e-9 of their size. */
export async function expectSame(database: Native, who: string, theirs: string, ours: string): Promise<void> {
  for (const [stage, columns, also] of [
    [
      'clean',
      'value, is_anomaly, anomaly_type::VARCHAR AS type',
      'AND a.is_anomaly = b.is_anomaly AND a.type IS NOT DISTINCT FROM b.type',
    ],
    ['resampled', 'value', ''],
  ] as const) {
    const rows = (folder: string): string => rowsOf(join(folder, stage), columns);
    const found = await one(
      database,
      `SELECT count(*) AS rows, count(*) FILTER (abs(a.value - b.value) <= ${CLOSE} * abs(b.value) ${also}) AS same,
         abs(sum(a.value) - sum(b.value)) / sum(b.value) AS apart
       FROM ${rows(theirs)} AS a FULL JOIN ${rows(ours)} AS b USING (ts)`,
    );
    expectEqual(who, `${stage} rows like the lab's`, found.same, found.rows ?? NaN);
    if (!((found.apart ?? NaN) <= CLOSE))
      throw new Error(`${who}: the sum of ${stage} is off by ${found.apart}`);
  }
}

/** Throws unless cleaning moved some values: else `expectSame` would compare nothing but copies. */
export async function expectMoved(database: Native, raw: string, clean: string): Promise<void> {
  const { moved } = await one(
    database,
    `SELECT count(*) AS moved FROM ${rowsOf(raw, 'value')} AS a JOIN ${rowsOf(clean, 'value')} AS b USING (ts) WHERE a.value <> b.value`,
  );
  if (!((moved ?? 0) > 0)) throw new Error('expected outliers that cleaning replaces; there is none');
}
