import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CallContext } from '../../protocol';
import type { Database } from '../duckdb/database';
import { openNodeDatabase } from '../duckdb/database.node';
import { SessionStages } from '../series/sessionStages';
import { inThisThread } from '../steps/pool';
import { loaded, runOn } from '../steps/running.node';
import { QueryTables, type TableSource } from './tables';

let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
});
beforeEach(async () => {
  for (const name of ['raw', 'clean', 'resampled']) await database.run(`DROP VIEW IF EXISTS ${name}`);
  for (const name of ['labels', 'series']) await database.run(`DROP TABLE IF EXISTS ${name}`);
});

const context = (signal = new AbortController().signal): CallContext => ({
  signal,
  progress: () => undefined,
});
const minute = 60e6;
const a = { name: 'a', times: [0, 3 * minute, minute, 6 * minute], values: [1, 3, null, 6] };
const b = { name: "b'", times: [0, minute], values: [10, 20] };
const count = async (table: string): Promise<number> =>
  (await database.rows<{ n: number }>(`SELECT count(*)::INTEGER AS n FROM ${table}`))[0]?.n ?? NaN;

async function ran(source: Partial<TableSource> = {}) {
  const { series } = loaded([a, b]);
  const { stages } = await runOn(
    [a, b],
    [
      { missing: { sentinels: [], fill: 'drop' } },
      { resample: { every: '2min', with: 'mean', empty: 'null' } },
    ],
  );
  return new QueryTables(database, {
    series: () => series,
    stages,
    rowNumber: () => (row) => row,
    labels: () => [],
    ...source,
  });
}

describe('the tables for SQL', () => {
  it('are filled when a statement names them: raw in the order of the file, clean and resampled in that of time', async () => {
    const tables = await ran();
    await tables.fillFor('SELECT * FROM "RAW"', context());
    expect(
      await database.rows(
        'SELECT series, "row", epoch_us(ts)::DOUBLE AS t, value FROM raw ORDER BY series, "row"',
      ),
    ).toEqual([
      { series: 'a', row: 0, t: 0, value: 1 },
      { series: 'a', row: 1, t: 3 * minute, value: 3 },
      { series: 'a', row: 2, t: minute, value: null },
      { series: 'a', row: 3, t: 6 * minute, value: 6 },
      { series: "b'", row: 0, t: 0, value: 10 },
      { series: "b'", row: 1, t: minute, value: 20 },
    ]);
    await tables.fillFor('from clean', context());
    expect(await database.rows("SELECT value FROM clean WHERE series = 'a'")).toEqual([
      { value: 1 },
      { value: 3 },
      { value: 6 },
    ]);
    await tables.fillFor('from resampled', context());
    expect(
      await database.rows("SELECT value, observations FROM resampled WHERE series = 'a' ORDER BY ts"),
    ).toEqual([
      { value: 1, observations: 1 },
      { value: 3, observations: 1 },
      { value: null, observations: 0 },
      { value: 6, observations: 1 },
    ]);
  });

  it('tell what is so after a change, and are not filled twice without one', async () => {
    const tables = await ran();
    await tables.fill('raw', context());
    await database.run('DELETE FROM rows_of_raw WHERE sid = 0');
    await tables.fill('raw', context());
    expect(await count('raw')).toBe(2);
    await tables.forget('run');
    expect(await count('raw')).toBe(2);
    await tables.forget('all');
    await tables.fill('raw', context());
    expect(await count('raw')).toBe(6);
  });

  it('name the series that are loaded, also after a change', async () => {
    let { series } = loaded([a]);
    const { series: both, store } = loaded([a, b]);
    const stages = new SessionStages({ series: both, store, lastRun: undefined, pool: inThisThread });
    const tables = await ran({ series: () => series, stages });
    await tables.fillFor('SELECT name FROM series', context());
    expect(await database.rows('SELECT name FROM series')).toEqual([{ name: 'a' }]);
    ({ series } = loaded([a, b]));
    await tables.forget('all');
    await tables.fillFor('SELECT name FROM series', context());
    expect(await database.rows('SELECT name FROM series')).toEqual([{ name: 'a' }, { name: "b'" }]);
  });

  it('are filled by themselves only where they are small, each by its own rows', async () => {
    const { series } = loaded([a, b]);
    const { stages } = await runOn(
      [a, b],
      [{ resample: { every: '1ms', with: 'mean', empty: 'null' }, for: ['a'] }],
    );
    const tables = await ran({ series: () => series, stages });
    await tables.fillFor('SELECT 1', context());
    expect(await count('raw')).toBe(6);
    await expect(database.rows('FROM resampled')).rejects.toThrow('does not exist');
  });

  it('that are missing are told from what DuckDB says, once', async () => {
    const tables = await ran();
    const missing = 'Catalog Error: Table with name clean does not exist!';
    expect(tables.missingIn(missing)).toBe('clean');
    expect(tables.missingIn('Catalog Error: Table with name other does not exist!')).toBeUndefined();
    await tables.fill('clean', context());
    expect(tables.missingIn(missing)).toBeUndefined();
  });

  it('leave nothing behind when they are cancelled', async () => {
    const control = new AbortController();
    const { series, store } = loaded([a, b]);
    const stages = new SessionStages({ series, store, lastRun: undefined, pool: inThisThread });
    const tables = await ran({ stages });
    control.abort(new DOMException('Cancelled.', 'AbortError'));
    await expect(tables.fill('raw', context(control.signal))).rejects.toThrow('Cancelled');
    await expect(database.rows('FROM raw')).rejects.toThrow('does not exist');
    await tables.fill('raw', context());
    expect(await count('raw')).toBe(6);
  });

  it('of more rows than fit are refused, with what to ask instead', async () => {
    const { series, store } = loaded([a]);
    const stages = new SessionStages({ series, store, lastRun: undefined, pool: inThisThread });
    const facts = stages.facts(0, 'raw');
    if (!facts) throw new Error('expected facts');
    const many = Object.assign(Object.create(stages) as SessionStages, {
      facts: () => ({ ...facts, rows: 41e6 }),
    });
    const tables = await ran({ stages: many, series: () => series });
    await expect(tables.fillFor('SELECT count(*) FROM raw', context())).rejects.toMatchObject({
      error: { code: 'memory', message: expect.stringContaining('raw has 41,000,000') },
    });
    await expect(database.rows('FROM raw')).rejects.toThrow('does not exist');
  });

  it('are empty where their stage is not there', async () => {
    const { series, store } = loaded([a]);
    const stages = new SessionStages({ series, store, lastRun: undefined, pool: inThisThread });
    const tables = await ran({ stages, series: () => series });
    await tables.fillFor('SELECT 1', context());
    expect([
      await count('raw'),
      await count('clean'),
      await count('resampled'),
      await count('labels'),
    ]).toEqual([4, 0, 0, 0]);
  });
});
