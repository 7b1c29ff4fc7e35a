import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasNab, nabData, nabMissing } from '../../../../e2e/fixtures/nab';
import { defaultSteps, emptyRecipe } from '../../../core/recipe';
import type { ResampleOptions } from '../../../core/recipe/types';
import { openNodeDatabase } from '../duckdb/database.node';
import type { Database } from '../duckdb/database';
import { dropRelation } from '../duckdb/relation';
import type { LoadedSeries } from '../series/loaded';
import { execute } from './run';

let database: Database;
let runs = 0;
beforeAll(async () => {
  database = await openNodeDatabase();
  await database.run('CREATE TABLE ingested (sid INTEGER, "row" INTEGER, ts TIMESTAMP, value DOUBLE)');
  await database.run(
    'CREATE VIEW stage_raw AS SELECT sid, "row", ts, value, false AS outlier, false AS filled FROM ingested',
  );
});

const series: LoadedSeries[] = [
  { sid: 0, name: 'a', file: 'a', source: 'file', zone: 'UTC', rows: 0, first: 0, last: 0, sparkline: [] },
];

/** What the steps of a new data set make of the rows in `ingested`. */
async function withDefaults(resample?: ResampleOptions) {
  const steps = resample ? [...defaultSteps().slice(0, -1), { resample }] : defaultSteps();
  const outcome = await execute(
    { ...emptyRecipe(), steps },
    {
      database,
      series,
      labels: [],
      prefix: `run${++runs}`,
      signal: new AbortController().signal,
      progress: () => undefined,
    },
  );
  const [found] = await database.rows<Record<string, number>>(
    `SELECT count(*) AS rows, count(*) FILTER (filled) AS filled, count(*) FILTER (value IS NULL) AS missing, count(DISTINCT ts) AS times, max(value) AS greatest FROM ${outcome.tables.processed ?? ''}`,
  );
  const step = outcome.report.steps.find(({ kind }) => kind === 'resample');
  for (const table of outcome.made) await dropRelation(database, table);
  return { ...found, every: (step?.counts['everyUs'] ?? 0) / 1e6 };
}

describe.skipIf(!hasNab)(`the default steps on NAB's corpus${hasNab ? '' : ` (${nabMissing})`}`, () => {
  const load = async (name: string): Promise<void> => {
    const lines = readFileSync(join(nabData, name), 'utf8').trim().split(/\r?\n/).slice(1);
    const rows = lines.map((line, row) => {
      const [time, value] = line.split(',');
      return `(0, ${row}, TIMESTAMP '${time ?? ''}', ${value ?? 'NULL'})`;
    });
    await database.run('DELETE FROM ingested');
    await database.run(`INSERT INTO ingested VALUES ${rows.join()}`);
  };

  it('give an hourly series its own hourly step, and invent nothing', async () => {
    await load('realKnownCause/ambient_temperature_system_failure.csv');
    expect(await withDefaults()).toMatchObject({ every: 3600, rows: 7888, filled: 0, missing: 621 });
  });

  it('fill an hourly series on a grid of five minutes only where a longest gap says so, each bucket once', async () => {
    await load('realKnownCause/ambient_temperature_system_failure.csv');
    const options: ResampleOptions = { every: '5min', with: 'mean', empty: 'linear' };
    expect(await withDefaults(options)).toMatchObject({ rows: 94_645, times: 94_645, filled: 0 });
    expect(await withDefaults({ ...options, longest: '30d' })).toMatchObject({
      rows: 94_645,
      times: 94_645,
      filled: 87_378,
      missing: 0,
    });
  });

  it('fill in a series with gaps only those of up to fifteen minutes', async () => {
    await load('realTraffic/speed_6005.csv');
    expect(await withDefaults()).toMatchObject({
      rows: 4873,
      filled: 630,
      missing: 1748,
      every: 300,
    });
  });
});

describe('the default steps on long series', () => {
  it('keep ten million one-second rows, and a spike of one row, without a copy of them', async () => {
    await database.run('DELETE FROM ingested');
    await database.run(
      'INSERT INTO ingested SELECT 0, i, make_timestamp(i * 1000000), CASE WHEN i = 5000000 THEN 1e6 ELSE i % 100 END FROM range(10000000) AS r(i)',
    );
    const found = await withDefaults();
    expect(found).toMatchObject({ rows: 10_000_000, filled: 0, missing: 0, greatest: 1e6, every: 1 });
    await database.run('DELETE FROM ingested WHERE "row" = 5000 OR "row" BETWEEN 6000 AND 6999');
    expect(await withDefaults()).toMatchObject({ rows: 10_000_000, filled: 1, missing: 1000, greatest: 1e6 });
  }, 240_000);
});
