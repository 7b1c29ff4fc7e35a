import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../duckdb/database';
import { openNodeDatabase } from '../duckdb/database.node';
import { query } from './query';

let database: Database;
const ask = (sql: string, limit?: number) =>
  query(limit === undefined ? { sql } : { sql, limit }, {
    database,
    signal: new AbortController().signal,
    progress: () => undefined,
  });

beforeAll(async () => {
  database = await openNodeDatabase();
  await database.run(
    `CREATE TABLE kept AS SELECT make_timestamp(1396310400000001) AS ts, 'a' AS "O'Neil ""x""; --"`,
  );
});

describe('a query that a person typed', () => {
  it('gives times as ISO text to the microsecond, and hostile names as they are', async () => {
    expect((await ask('SELECT * FROM kept')).rows).toEqual([
      { ts: '2014-04-01T00:00:00.000001Z', [`O'Neil "x"; --`]: 'a' },
    ]);
  });

  it('keeps both of two columns of one name', async () => {
    const { columns, rows } = await ask('SELECT 1 AS a, 2 AS a');
    expect(columns).toHaveLength(2);
    expect(Object.values(rows[0] ?? {})).toEqual([1, 2]);
  });

  it('says when there is more than the limit', async () => {
    expect(await ask('FROM range(10)', 3)).toMatchObject({ truncated: true, rows: [{}, {}, {}] });
  });

  it('takes comments, a closing semicolon, sums of integers and DESCRIBE', async () => {
    expect((await ask('-- how many?\nSELECT sum(1) AS n FROM kept;')).rows).toEqual([{ n: 1 }]);
    expect((await ask('DESCRIBE kept')).rows).toHaveLength(2);
  });

  it.each([
    'DROP TABLE kept',
    'DELETE FROM kept',
    'INSERT INTO kept VALUES (NULL, NULL)',
    'SELECT 1) ; DROP TABLE kept; SELECT * FROM (SELECT 1',
    "COPY kept TO 'x.csv'",
    'WITH gone AS (DELETE FROM kept RETURNING *) SELECT * FROM gone',
    'ATTACH ":memory:" AS other',
    "SELECT * FROM read_csv('/etc/passwd')",
    'SELECT 1; SELECT 2',
  ])('never changes anything: %s', async (sql) => {
    await expect(ask(sql)).rejects.toMatchObject({
      error: { code: expect.stringMatching(/^sql/) as string },
    });
    expect(await database.rows('SELECT count(*) AS n FROM kept')).toEqual([{ n: 1 }]);
  });
});
