import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../duckdb/database';
import { openNodeDatabase } from '../duckdb/database.node';
import { readingTableFunctions, refusalOf } from '../../../core/query/statement';
import { text } from '../duckdb/shape';
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

  it.each<[sql: string, type: string, value: unknown]>([
    ['170141183460469231731687303715884105727', 'HUGEINT', '170141183460469231731687303715884105727'],
    ['sum(1::BIGINT)', 'HUGEINT', 1],
    [
      '340282366920938463463374607431768211455::UHUGEINT',
      'UHUGEINT',
      '340282366920938463463374607431768211455',
    ],
    ['123456789012345678901234567890::BIGNUM', 'BIGNUM', '123456789012345678901234567890'],
    ['9223372036854775807', 'BIGINT', '9223372036854775807'],
    ['123.45', 'DECIMAL(5,2)', 123.45],
    ['-0.05::DECIMAL(38,10)', 'DECIMAL(38,10)', -0.05],
    ['12345678901234567890.1234567890', 'DECIMAL(30,10)', '12345678901234567890.1234567890'],
    ['1.1::FLOAT', 'FLOAT', 1.1],
    ["'nan'::DOUBLE", 'DOUBLE', NaN],
    ['true', 'BOOLEAN', true],
    ["TIMESTAMP '2020-01-02 03:04:05.6'", 'TIMESTAMP', '2020-01-02T03:04:05.600000Z'],
    ["TIMESTAMP '1904-01-02 03:04:05'", 'TIMESTAMP', '1904-01-02T03:04:05Z'],
    ["TIMESTAMP '290000-01-01'", 'TIMESTAMP', '290000-01-01 00:00:00'],
    ["TIMESTAMP '0044-03-15 (BC) 01:02:03'", 'TIMESTAMP', '0044-03-15 (BC) 01:02:03'],
    ["'infinity'::TIMESTAMP", 'TIMESTAMP', 'infinity'],
    ["'-infinity'::TIMESTAMP", 'TIMESTAMP', '-infinity'],
    ["TIMESTAMPTZ '2020-01-01 00:00:00+02'", 'TIMESTAMP WITH TIME ZONE', '2019-12-31T22:00:00Z'],
    ["TIMESTAMP_NS '2020-01-01 00:00:00.123456789'", 'TIMESTAMP_NS', '2020-01-01T00:00:00.123456789Z'],
    ["TIMESTAMP_S '2020-01-01'", 'TIMESTAMP_S', '2020-01-01T00:00:00Z'],
    ["DATE '2020-01-02'", 'DATE', '2020-01-02'],
    ["'infinity'::DATE", 'DATE', 'infinity'],
    ["DATE '0044-03-15 (BC)'", 'DATE', '0044-03-15 (BC)'],
    ["TIME '12:34:56.789'", 'TIME', '12:34:56.789'],
    ["'12:34:56+02'::TIMETZ", 'TIME WITH TIME ZONE', '12:34:56+02'],
    ["INTERVAL '1 month 2 days 3 seconds'", 'INTERVAL', '1 month 2 days 00:00:03'],
    ["'96843feb-0698-4c27-8732-48acb0682a9e'::UUID", 'UUID', '96843feb-0698-4c27-8732-48acb0682a9e'],
    ["'it''s'::ENUM('a', 'it''s')", "ENUM('a', 'it''s')", "it's"],
    ["'\\xAA\\x00z'::BLOB", 'BLOB', '\\xAA\\x00z'],
    ["'101'::BIT", 'BIT', '101'],
    ['[1, 2, NULL]', 'INTEGER[]', [1, 2, null]],
    ["[[DATE '2020-01-01'], NULL]", 'DATE[][]', [['2020-01-01'], null]],
    ['array_value(1.5, 2)', 'DECIMAL(11,1)[2]', [1.5, 2]],
    [
      `{'x y': 1, 'b': [TIMESTAMP '2020-01-01'], 'e': 'a'::ENUM('a')}`,
      `STRUCT("x y" INTEGER, b TIMESTAMP[], e ENUM('a'))`,
      { 'x y': 1, b: ['2020-01-01T00:00:00Z'], e: 'a' },
    ],
    ["MAP {DATE '2020-01-01': 1::HUGEINT}", 'MAP(DATE, HUGEINT)', { '2020-01-01': 1 }],
    ["union_value(a := DATE '2020-01-01')", 'UNION(a DATE)', '2020-01-01'],
    ["row(1, DATE '2020-01-01')", 'STRUCT(INTEGER, DATE)', '(1, 2020-01-01)'],
    ['NULL', 'INTEGER', null],
    ['NULL::DATE', 'DATE', null],
    ['NULL::DATE[]', 'DATE[]', null],
  ])('shows %s, which is of type %s', async (sql, type, value) => {
    expect(await ask(`SELECT ${sql} AS v`)).toEqual({
      columns: [{ name: 'v', type }],
      rows: [{ v: value }],
      truncated: false,
    });
  });

  it.each([
    ['SUMMARIZE kept', 2],
    ['SHOW TABLES', 1],
    ['VALUES (1), (2)', 2],
    ['TABLE kept', 1],
    ['(SELECT 1) UNION ALL (SELECT 2)', 2],
    ['WITH a AS (SELECT 1 AS n) FROM a', 1],
    ['UNPIVOT (SELECT 1 AS x, 2 AS y) ON x, y', 2],
    ['SELECT kept FROM kept', 1],
    ['SELECT * FROM duckdb_settings() LIMIT 3', 3],
  ])('runs %s', async (sql, rows) => {
    expect((await ask(sql)).rows).toHaveLength(rows);
  });

  it('keeps the order of rows', async () => {
    const { rows } = await ask('SELECT range AS n FROM range(20000) ORDER BY n DESC', 3);
    expect(rows).toEqual([{ n: 19_999 }, { n: 19_998 }, { n: 19_997 }]);
  });

  it('pivots where the columns are named, and says what to write where they are not', async () => {
    const named =
      'PIVOT (SELECT range AS i, range % 2 AS even FROM range(5)) ON even IN (0, 1) USING count(*)';
    expect((await ask(`SELECT count(*) AS n FROM (${named} GROUP BY i)`)).rows).toEqual([{ n: 5 }]);
    expect((await ask(named.replace('PIVOT', '/* wide */ PIVOT'))).rows).not.toHaveLength(0);
    const open = named.replace('IN (0, 1) ', '');
    for (const sql of [open, `SELECT * FROM (${open})`]) {
      await expect(ask(sql)).rejects.toMatchObject({
        error: {
          code: 'sql-not-read-only',
          message: expect.stringContaining("PIVOT raw ON series IN ('a', 'b') USING avg(value)") as string,
        },
      });
    }
    expect(await database.rows('SELECT count(*) AS n FROM duckdb_types() WHERE NOT internal')).toEqual([
      { n: 0 },
    ]);
  });

  it('knows every table function of DuckDB, as one that reads or as one that is refused', async () => {
    const found = await database.read(
      `SELECT DISTINCT function_name AS name FROM duckdb_functions() WHERE function_type IN ('table', 'table_macro') ORDER BY name`,
      { name: text },
    );
    const names = found.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(50);
    expect(names.filter((name) => !readingTableFunctions.has(name) && refusalOf(name) === undefined)).toEqual(
      [],
    );
  });

  it('knows every function that may act beyond its rows', async () => {
    // Those are marked as volatile; of them these only tell something.
    const telling =
      `current_connection_id current_query current_query_id current_transaction_id error gen_random_uuid random stats
      txid_current uuid uuidv4 uuidv7`.split(/\s+/);
    const found = await database.read(
      `SELECT DISTINCT function_name AS name FROM duckdb_functions() WHERE has_side_effects OR stability = 'VOLATILE' ORDER BY name`,
      { name: text },
    );
    expect(
      found.flatMap(({ name }) => (telling.includes(name) || refusalOf(name) !== undefined ? [] : [name])),
    ).toEqual([]);
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
    'SELECT * FROM enable_logging()',
    "SELECT write_log('x')",
    'SELECT * FROM checkpoint()',
    'CALL enable_logging()',
    'PRAGMA enable_profiling',
    'CREATE TYPE t AS ENUM (1)',
    "SELECT * FROM 'x.csv'",
    "SELECT * FROM query('DROP TABLE kept')",
    'SELECT 1) AS t; DROP TABLE kept; SELECT * FROM (SELECT 1',
    'SELECT $$) AS t; $$; DROP TABLE kept --',
    'SELECT 1 /* ) AS t; DROP TABLE kept; -- ',
    'EXPLAIN ANALYZE SELECT 1',
  ])('never changes anything: %s', async (sql) => {
    await expect(ask(sql)).rejects.toMatchObject({
      error: { code: expect.stringMatching(/^sql/) as string },
    });
    expect(await database.rows('SELECT count(*) AS n FROM kept')).toEqual([{ n: 1 }]);
  });
});
