import { describe, expect, it } from 'vitest';
import { readingStatement } from './statement';

const code = (sql: string): string | undefined => {
  try {
    readingStatement(sql);
    return undefined;
  } catch (thrown) {
    return (thrown as { error: { code: string } }).error.code;
  }
};

describe('a call that is refused', () => {
  it.each([
    'FROM enable_logging()',
    'SELECT * FROM ENABLE_LOGGING ()',
    'SELECT * FROM "enable_logging"()',
    'SELECT * FROM system.main.enable_logging()',
    'SELECT * FROM enable_logging/* a /* b */ c */()',
    'SELECT * FROM enable_logging -- a\n()',
    'SELECT * FROM enable_logging\u00A0()',
    'SELECT * FROM enable_logging\u200B()',
    "SELECT * FROM query('FROM enable_logging()')",
    "SELECT $$'$$, write_log('x')",
    "SELECT lower('x'), setseed(0.5)",
    'WITH a AS (FROM checkpoint()) FROM a',
    "SELECT * FROM glob('*')",
    "FROM read_csv('x.csv')",
    'FROM arrow_scan(1, 2, 3)',
  ])('%s', (sql) => {
    expect(code(sql)).toBe('sql-not-read-only');
  });

  it('is named, with why and what to do', () => {
    expect(() => readingStatement('FROM Enable_Logging()')).toThrow(
      /: enable_logging\(…\) is refused, for it changes the state of the engine\. Leave it out\.$/,
    );
  });
});

describe('a statement that reads passes', () => {
  it.each([
    "SELECT 'checkpoint' AS kind, query FROM (SELECT 1 AS query)",
    'SELECT current_query(), my_checkpoint FROM (SELECT 1 AS my_checkpoint)',
    'FROM range(10)',
    '-- a comment\n/* and another */ SELECT 1',
    "PIVOT raw ON series IN ('a') USING avg(value)",
    'DESC raw',
  ])('%s', (sql) => {
    expect(readingStatement(`${sql} ; `)).toBe(sql.trim());
  });
});

it.each([
  'CALL enable_logging()',
  'SET threads = 1',
  'PRAGMA enable_profiling',
  "COPY raw TO 'x'",
  'CHECKPOINT',
  'EXPLAIN ANALYZE SELECT 1',
  '',
])('what is no statement that reads is refused: %s', (sql) => {
  expect(code(sql)).toBe('sql-not-read-only');
});
