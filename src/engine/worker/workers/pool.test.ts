import { expose } from 'comlink';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WorkerKind, workerPool, type WorkerLike } from './pool';

/** What a fake worker exposes: it answers with its number, and does not answer what is to be `never`. */
interface Api {
  configure(name: string): void;
  answer(text: string): string;
  never(): Promise<string>;
}

/** A worker in this thread: one end of a channel whose other end exposes the work. */
class FakeWorker {
  terminated = false;
  readonly channel = new MessageChannel();
  readonly worker: WorkerLike;
  name = '';

  constructor(number: number) {
    const { port1, port2 } = this.channel;
    const api: Api = {
      configure: (name) => {
        if (name === 'bad') throw new Error('it cannot be configured');
        this.name = name;
      },
      answer: (text) => `${number} ${this.name} ${text}`,
      never: () => new Promise(() => undefined),
    };
    expose(api, port2);
    port1.start();
    this.worker = Object.assign(port1, { terminate: () => this.close() });
  }

  close(): void {
    this.terminated = true;
    this.channel.port1.close();
  }

  /** A message that is no answer. */
  tell(message: unknown): void {
    this.channel.port2.postMessage(message, []);
  }

  /** As the browser tells of an error; whether it would go on to the parent. */
  die(type: 'error' | 'messageerror' = 'error', message = 'out of memory'): boolean {
    const event = Object.assign(new Event(type, { cancelable: true }), { message });
    return this.channel.port1.dispatchEvent(event);
  }
}

let started: FakeWorker[];
const start = (): WorkerLike => {
  const fake = new FakeWorker(started.length);
  started.push(fake);
  return fake.worker;
};
beforeEach(() => (started = []));
afterEach(() => {
  for (const fake of started) fake.close();
  vi.useRealTimers();
});

const kind = (): WorkerKind<Api> => new WorkerKind<Api>('The CSV parser', start);

describe('a pool of workers', () => {
  it('asks the least busy one, by turns where several are', async () => {
    const pool = workerPool(kind(), { size: 3 });
    void pool.ask((remote) => remote.never()).catch(() => undefined);
    const answers = await Promise.all(
      [1, 2, 3, 4].map((text) => pool.ask((remote) => remote.answer(`${text}`))),
    );
    expect(answers).toEqual(['1  1', '2  2', '0  3', '1  4']);
    pool.close();
    expect(started.map(({ terminated }) => terminated)).toEqual([true, true, true]);
  });

  it.each(['error', 'messageerror'] as const)(
    'fails what a worker was asked that dies with %s as `worker-died`, names it, and lets nothing bubble up',
    async (type) => {
      const pool = workerPool(kind(), { size: 2 });
      const [dying, living] = [0, 1].map(() => pool.ask((remote) => remote.never()));
      living?.catch(() => undefined);
      expect(started[0]?.die(type)).toBe(false);
      await expect(dying).rejects.toMatchObject({
        error: { code: 'worker-died', message: /^The CSV parser stopped/, detail: 'out of memory' },
      });
      expect(await pool.ask((remote) => remote.answer('x'))).toBe('1  x');
      started[1]?.die(type);
      await expect(pool.ask((remote) => remote.answer('x'))).rejects.toMatchObject({
        error: { code: 'worker-died' },
      });
      pool.close();
    },
  );

  it('hears of a worker that ends without an error by the lock that it held', async () => {
    const locks = new Map<string, (() => void)[]>();
    const request = (name: string, take: () => void): Promise<void> => {
      locks.set(name, [...(locks.get(name) ?? []), take]);
      return Promise.resolve();
    };
    vi.stubGlobal('navigator', { locks: { request } });
    const pool = workerPool(kind(), { size: 2 });
    const dying = pool.ask((remote) => remote.never());
    started[0]?.tell({ life: 'first' });
    started[1]?.tell({ life: 'second' });
    expect(await pool.ask((remote) => remote.answer('x'))).toBe('1  x');
    expect([...locks.keys()]).toEqual(['first', 'second']);
    locks.get('first')?.forEach((take) => take());
    await expect(dying).rejects.toMatchObject({ error: { code: 'worker-died' } });
    expect(await pool.ask((remote) => remote.answer('y'))).toBe('1  y');
    pool.close();
    vi.unstubAllGlobals();
  });

  it('ends its workers when what it was asked is cancelled, with the reason of the cancel', async () => {
    const pool = workerPool(kind());
    const control = new AbortController();
    const answer = pool.ask((remote) => remote.never(), control.signal);
    control.abort(new DOMException('Cancelled.', 'AbortError'));
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    expect(started[0]?.terminated).toBe(true);
    await expect(pool.ask((remote) => remote.answer('x'))).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('that is closed rejects what is under way with AbortError', async () => {
    const pool = workerPool(kind());
    const answer = pool.ask((remote) => remote.never());
    pool.close();
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('fails what it is asked with what failed the configuration', async () => {
    const pool = workerPool(kind(), { configure: (remote) => remote.configure('bad') });
    await expect(pool.ask((remote) => remote.answer('x'))).rejects.toThrow('it cannot be configured');
    pool.close();
  });

  it('keeps living workers for the next pool of its kind, and ends them after a while', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const onEnd = vi.fn<() => void>();
    const warm = new WorkerKind<Api>('The generator', start, { ms: 1000, onEnd });
    const first = workerPool(warm, { size: 2, configure: (remote) => remote.configure('first') });
    const forgotten = first.ask((remote) => remote.never());
    const dying = first.ask((remote) => remote.never());
    started[1]?.die();
    first.close();
    await expect(forgotten).rejects.toMatchObject({ name: 'AbortError' });
    await expect(dying).rejects.toMatchObject({ error: { code: 'worker-died' } });
    const second = workerPool(warm, { size: 2, configure: (remote) => remote.configure('second') });
    expect(started).toHaveLength(3);
    expect(await second.ask((remote) => remote.answer('x'))).toBe('0 second x');
    second.close();
    vi.advanceTimersByTime(999);
    expect(onEnd).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(onEnd).toHaveBeenCalledOnce();
    expect(started.every(({ terminated }) => terminated)).toBe(true);
  });
});
