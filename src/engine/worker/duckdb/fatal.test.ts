import { describe, expect, it } from 'vitest';
import type { Database } from './database';
import { openNodeDatabase } from './database.node';
import { fatalCause } from './fatal';

const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });

describe('what ends a database is told from what ends a statement', () => {
  it.each<[unknown, string]>([
    [new WebAssembly.RuntimeError('unreachable'), 'unreachable'],
    [new WebAssembly.RuntimeError('memory access out of bounds'), 'memory access out of bounds'],
    [named('RuntimeError', 'Aborted(OOM). Build with -sASSERTIONS'), 'Aborted(OOM). Build with -sASSERTIONS'],
    [new RangeError('Maximum call stack size exceeded'), 'Maximum call stack size exceeded'],
    [new Error('INTERNAL Error: Memory allocation failure\nThis error signals'), 'Memory allocation failure'],
    [
      new Error(
        'FATAL Error: Failed: database has been invalidated because of a previous fatal error. The database must be restarted prior to being used again.\nOriginal error: "Memory allocation failure"',
      ),
      'Memory allocation failure',
    ],
    [new Error('{"exception_type":"INTERNAL","exception_message":"x"}'), 'x'],
  ])('%s ends the database', (thrown, cause) => {
    expect(fatalCause(thrown)).toBe(cause);
  });

  it.each<unknown>([
    new Error('Out of Memory Error: failed to allocate data of size 16.0 MiB (3.1 GiB/3.1 GiB used)'),
    new Error('Invalid Input Error: FATAL Error: database has been invalidated'),
    new Error('{"exception_type":"Parser","exception_message":"INTERNAL Error: x"}'),
    new Error('Catalog Error: Table with name INTERNAL does not exist!'),
    new RangeError('Array buffer allocation failed'),
    new DOMException('Cancelled.', 'AbortError'),
    'unreachable',
  ])('%s does not', (thrown) => {
    expect(fatalCause(thrown)).toBeUndefined();
  });
});

describe('a database that has ended', () => {
  const ends: [string, (database: Database) => Promise<unknown>][] = [
    ['by an internal error', (database) => database.run('SELECT reservoir_quantile(1, 0.5, 2147483647)')],
    ['by a trap of its module', (database) => database.run("SELECT repeat('a', 3000000000)")],
    ['while a statement is checked', (database) => database.check("SELECT repeat('a', 3000000000)")],
  ];
  it.each(ends)('%s says so to whoever asks it, and why', async (_how, end) => {
    const database = await openNodeDatabase();
    expect(database.stopped).toBeUndefined();
    const error = {
      code: 'engine-stopped',
      message: expect.stringMatching(/^DuckDB stopped \(\w/) as string,
    };
    await expect(end(database)).rejects.toMatchObject({ error });
    expect(database.stopped).toMatchObject(error);
    await expect(database.check('SELECT 1')).rejects.toMatchObject({ error });
    await expect(database.whenFree(() => database.insert('t', Uint8Array.of()))).rejects.toMatchObject({
      error,
    });
  });

  it('is not one that ran out of memory: it goes on', async () => {
    const database = await openNodeDatabase();
    await expect(
      database.run("SELECT string_agg(repeat('a', 1000000)) FROM range(5000)"),
    ).rejects.toMatchObject({ error: { code: 'memory' } });
    expect(database.stopped).toBeUndefined();
    expect(await database.rows('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});
