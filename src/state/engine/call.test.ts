import { beforeEach, expect, it, vi } from 'vitest';
import { LabFailure, type LabError } from '../../core/errors';
import type * as Client from '../../engine/client';

/** What the engine answers, call by call. */
const fake = vi.hoisted(() => ({ answers: [] as (() => Promise<unknown>)[], made: [] as string[] }));
vi.mock('../../engine/client', async (original) => ({
  ...(await original<typeof Client>()),
  createEngineClient: () => ({
    call: (name: string) => {
      fake.made.push(name);
      return fake.answers.shift()?.() ?? Promise.resolve('answered');
    },
  }),
}));

const { EngineReplaced } = await import('../../engine/client');
const { call, engineIsReady } = await import('./engine');
const { mayRepeat, rowsAreBack, rowsAreGone } = await import('./rebuild');
engineIsReady();

const stopped: LabError = { code: 'engine-stopped', message: 'DuckDB stopped (x).' };
/** As the client does: tables are gone by the time that calls hear of it. */
const replaced = (): Promise<never> => {
  rowsAreGone();
  return Promise.reject(new EngineReplaced(stopped));
};

beforeEach(() => {
  rowsAreBack();
  fake.answers = [];
  fake.made = [];
});

it('a call that reads waits while tables are missing, and one that fills them does not', async () => {
  rowsAreGone();
  const reads = call('query', { sql: 'SELECT 1' });
  await call('unload', []);
  expect(fake.made).toEqual(['unload']);
  rowsAreBack();
  await reads;
  expect(fake.made).toEqual(['unload', 'query']);
});

it('a call that waits for tables can be cancelled', async () => {
  rowsAreGone();
  const control = new AbortController();
  const reads = call('query', { sql: 'SELECT 1' }, { signal: control.signal });
  control.abort();
  await expect(reads).rejects.toMatchObject({ error: { code: 'aborted' } });
  rowsAreBack();
  expect(fake.made).toEqual([]);
});

it('a call that reads is made once more when the engine was replaced for another, after all is back', async () => {
  fake.answers = [replaced];
  const reads = call('query', { sql: 'SELECT 1' });
  await vi.waitFor(() => expect(fake.made).toEqual(['query']));
  rowsAreBack();
  expect(await reads).toBe('answered');
  expect(fake.made).toEqual(['query', 'query']);
  fake.answers = [replaced, replaced];
  const twice = call('query', { sql: 'SELECT 1' }).catch((thrown: unknown) => thrown);
  await vi.waitFor(() => expect(fake.made).toHaveLength(3));
  rowsAreBack();
  expect(await twice).toMatchObject({ error: { code: 'worker-died' } });
});

it('the call that ended the engine, one that changes something, and an export are not made again', async () => {
  fake.answers = [() => Promise.reject(new LabFailure(stopped)), replaced];
  await expect(call('query', { sql: 'SELECT 1' })).rejects.toMatchObject({ error: stopped });
  await expect(call('unload', [])).rejects.toMatchObject({ error: { code: 'worker-died' } });
  rowsAreBack();
  expect(fake.made).toEqual(['query', 'unload']);
  expect(mayRepeat('exportBundle')).toBe(false);
});

it('what reads is refused with the reason where the tables will not come', async () => {
  rowsAreGone();
  const waiting = call('rejects', { offset: 0, limit: 1 }).catch((thrown: unknown) => thrown);
  rowsAreBack(stopped);
  expect(await waiting).toMatchObject({ error: stopped });
  await expect(call('labelFiles', null)).resolves.toBe('answered');
  await expect(call('rejects', { offset: 0, limit: 1 })).rejects.toMatchObject({ error: stopped });
});
