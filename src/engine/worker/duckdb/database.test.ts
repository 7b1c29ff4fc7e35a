import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from './database';
import { openNodeDatabase } from './database.node';
import { flag, number, orNull, text, type Shape } from './shape';

let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
});

describe('the database', () => {
  it('is the DuckDB that the benchmarks compare with', async () => {
    expect(await database.rows('SELECT version() AS version')).toEqual([{ version: 'v1.4.3' }]);
  });

  it('streams a result as one Arrow stream', async () => {
    const table = await database.table('SELECT range AS i FROM range(10000)');
    expect(table.numRows).toBe(10000);
    expect(table.getChild('i')?.get(9999)).toBe(9999n);
  });

  it('takes rows as Arrow', async () => {
    await database.run('CREATE TABLE taken (x DOUBLE)');
    database.insert('taken', tableToIPC(tableFromArrays({ x: new Float64Array([1, 2.5]) }), 'stream'));
    expect(await database.rows('SELECT sum(x) AS sum FROM taken')).toEqual([{ sum: 3.5 }]);
  });

  it('rejects with AbortError when cancelled, and answers afterwards', async () => {
    const controller = new AbortController();
    const running = database.run(
      'CREATE TABLE big AS SELECT sum(a.range * b.range) FROM range(100000) a, range(100000) b',
      controller.signal,
    );
    setTimeout(() => controller.abort(), 50);
    const start = performance.now();
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    expect(performance.now() - start).toBeLessThan(2000);
    expect(await database.rows('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('says what was wrong with a statement, and carries it', async () => {
    await expect(database.run('SELECT nothing FROM nowhere')).rejects.toMatchObject({
      error: { code: 'sql', detail: 'SELECT nothing FROM nowhere' },
    });
  });

  it('reads no file, loads no extension and takes no setting', async () => {
    for (const sql of [
      "SELECT * FROM read_csv('/etc/passwd')",
      'LOAD icu',
      'SET threads = 4',
      "COPY (SELECT 1) TO 'x.csv'",
    ]) {
      const outcome: unknown = await database.run(sql).then(
        () => 'ran',
        (error: unknown) => error,
      );
      expect(outcome, sql).toMatchObject({ error: { code: 'sql' } });
    }
  });

  it('reads rows of a shape, and refuses others', async () => {
    const sql = `SELECT 9007199254740991::BIGINT AS n, 'a' AS name, true AS yes, NULL AS nothing, 0.5::DOUBLE AS more`;
    const shape = { n: number, name: text, yes: flag, nothing: orNull(number) };
    expect(await database.read(sql, shape)).toEqual([
      { n: 9_007_199_254_740_991, name: 'a', yes: true, nothing: null },
    ]);
    const others: Shape[] = [
      { name: number },
      { nothing: text },
      { n: text },
      { yes: number },
      { absent: number },
    ];
    for (const other of others) {
      await expect(database.read(sql, other), JSON.stringify(Object.keys(other))).rejects.toThrow(TypeError);
    }
    expect(await database.readOne(sql, { more: number })).toEqual({ more: 0.5 });
    for (const rows of [0, 2]) {
      await expect(database.readOne(`SELECT 1 AS n FROM range(${rows})`, { n: number })).rejects.toThrow(
        TypeError,
      );
    }
  });

  it('prepares one statement, never two', async () => {
    await expect(database.check('SELECT 1')).resolves.toBeUndefined();
    await expect(database.check('SELECT 1; SELECT 2')).rejects.toThrow();
  });

  it('checks a statement, and does other work, only once no other holds the connection', async () => {
    const slices = database.slices('SELECT range AS i FROM range(2000000)');
    expect((await slices.next()).done).toBe(false);
    const order: string[] = [];
    const checked = database.check('SELECT 1').then(() => order.push('checked'));
    const worked = database.whenFree(() => order.push('worked'));
    for await (const slice of slices) void slice;
    order.push('read');
    await Promise.all([checked, worked]);
    expect(order).toEqual(['read', 'checked', 'worked']);
  });
});
