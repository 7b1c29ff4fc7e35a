import { expose } from 'comlink';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { CancelledByPerson, fail, ok, type LabError, type Result } from '../core/errors';
import { createEngineClient, type EngineClient } from './client';
import type { LabWorker, QueryResult } from './protocol';

/** What a worker answers a query with; a promise may wait. `null`: it hears nothing more, as within one long native operation. */
type Answer = (sql: string) => Promise<Result<QueryResult>> | Result<QueryResult> | null;

const empty: QueryResult = { columns: [], rows: [], truncated: false };
let answer: Answer = () => ok(empty);
let started: FakeWorker[] = [];
/** Calls that reached a worker. */
let calls = 0;

/** A worker of this thread: the lab's protocol at the other end of a channel. */
class FakeWorker extends EventTarget {
  readonly cancelled: number[] = [];
  terminated = false;
  private readonly channel = new MessageChannel();

  constructor() {
    super();
    started.push(this);
    const { port1, port2 } = this.channel;
    port1.addEventListener('message', ({ data }) =>
      this.dispatchEvent(new MessageEvent('message', { data: data as unknown })),
    );
    port1.start();
    const lab: Pick<LabWorker, 'open' | 'cancel'> & { call: (...of: unknown[]) => unknown } = {
      open: () => Promise.resolve(ok({ duckdb: 'v' })),
      call: (_id, _name, argument) => {
        calls += 1;
        const given = answer((argument as { sql: string }).sql);
        if (given !== null) return given;
        port2.close();
        return new Promise(() => undefined);
      },
      cancel: (id) => void this.cancelled.push(id),
    };
    expose(lab, port2);
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.channel.port1.postMessage(message, transfer);
  }

  terminate(): void {
    this.terminated = true;
    this.channel.port1.close();
  }
}

let client: EngineClient;
let deaths: LabError[];
const ask = (sql: string, signal?: AbortSignal): Promise<QueryResult> =>
  client.call('query', { sql }, signal ? { signal } : {});

beforeEach(() => {
  vi.stubGlobal('Worker', FakeWorker);
  started = [];
  calls = 0;
  deaths = [];
  client = createEngineClient();
  client.onDeath((error) => deaths.push(error));
});
afterEach(() => {
  for (const worker of started) worker.terminate();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const stopped: LabError = { code: 'engine-stopped', message: 'DuckDB stopped (x).', detail: 'x' };

it('a call that ended the database has its own code, the others another one, and the next finds a new worker', async () => {
  answer = (sql) => (sql === 'bad' ? fail(stopped) : new Promise(() => undefined));
  const waiting = ask('waits').catch((thrown: unknown) => thrown);
  await expect(ask('bad')).rejects.toMatchObject({ error: stopped });
  expect(await waiting).toMatchObject({ error: { code: 'worker-died', detail: 'x' } });
  expect(deaths).toEqual([stopped]);
  expect(started.map(({ terminated }) => terminated)).toEqual([true]);
  answer = () => ok(empty);
  expect(await ask('good')).toEqual(empty);
  expect(started).toHaveLength(2);
});

it('an ordinary error replaces nothing', async () => {
  answer = () => fail({ code: 'sql', message: 'no' });
  await expect(ask('bad')).rejects.toMatchObject({ error: { code: 'sql' } });
  expect(deaths).toEqual([]);
  expect(started[0]?.terminated).toBe(false);
});

/** Asks what has no end, with a clock of the test's own from then on; `pass` lets time go by. */
async function cancelled(
  hears: boolean,
  reason?: unknown,
): Promise<{ asked: Promise<unknown>; pass: (ms: number) => Promise<unknown> }> {
  answer = () => (hears ? new Promise(() => undefined) : null);
  const control = new AbortController();
  const asked = ask('long', control.signal).catch((thrown: unknown) => thrown);
  const settled = (): Promise<unknown> => new Promise((resolve) => setImmediate(resolve));
  await vi.waitFor(() => expect(calls).toBe(1));
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  control.abort(reason);
  for (let turn = 0; turn < 20; turn++) await settled();
  return { asked, pass: (ms) => vi.advanceTimersByTimeAsync(ms) };
}

it('a worker that does not hear a cancel by a person is replaced within 2 s', async () => {
  const { asked, pass } = await cancelled(false, new CancelledByPerson());
  await pass(1400);
  expect(deaths).toEqual([]);
  await pass(600);
  expect(deaths).toMatchObject([{ code: 'engine-stopped' }]);
  expect(started[0]?.terminated).toBe(true);
  expect(await asked).toMatchObject({ name: 'AbortError' });
});

it.each([
  ['that hears the cancel by a person', true, new CancelledByPerson()],
  ['that does not hear a cancel by the page', false, undefined],
])('a worker %s is given 15 s', async (_which, hears, reason) => {
  const { asked, pass } = await cancelled(hears, reason);
  await pass(14_900);
  expect(deaths).toEqual([]);
  expect(await asked).toMatchObject({ name: 'AbortError' });
  await pass(200);
  expect(deaths).toMatchObject([{ code: 'worker-died' }]);
});
