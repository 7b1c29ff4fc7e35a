import { expose } from 'comlink';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Result } from '../../../core/errors';
import type { PieceResult } from '../../../core/steps/piece';
import { WorkerKind, type WorkerLike } from '../workers/pool';
import { inWorkers } from './pool';
import type { StepsWorker } from './steps.worker';
import { asResult, encodeTask, runTask, type PieceTask } from './task';

/** A worker in this thread, which answers a task once it is let go. */
class FakeWorker {
  ended = false;
  readonly worker: WorkerLike;
  private readonly waiting: (() => void)[] = [];
  private readonly channel = new MessageChannel();

  constructor() {
    const { port1, port2 } = this.channel;
    const api: StepsWorker = {
      run: async (task): Promise<Result<PieceResult>> => {
        await new Promise<void>((resolve) => this.waiting.push(resolve));
        return asResult(() => runTask(task));
      },
      encode: (task, files) => asResult(() => encodeTask(task, files)),
    };
    expose(api, port2);
    port1.start();
    this.worker = Object.assign(port1, { terminate: () => this.end() });
  }

  get tasks(): number {
    return this.waiting.length;
  }

  go(): void {
    for (const answer of this.waiting.splice(0)) answer();
  }

  end(): void {
    this.ended = true;
    this.channel.port1.close();
  }

  die(): void {
    const event = Object.assign(new Event('error', { cancelable: true }), { message: 'out of memory' });
    this.channel.port1.dispatchEvent(event);
  }
}

let started: FakeWorker[];
beforeEach(() => (started = []));
afterEach(() => {
  for (const fake of started) fake.end();
});
const kind = (): WorkerKind<StepsWorker> =>
  new WorkerKind('The worker that does the steps', () => {
    const fake = new FakeWorker();
    started.push(fake);
    return fake.worker;
  });

const rows = 60_000;
const task = (): PieceTask => ({
  plan: { series: 'a', steps: [], bucketed: false },
  answers: [],
  times: { start: 0, step: 1e6 },
  values: new Float64Array(rows),
  piece: {
    series: 'a',
    first: true,
    last: true,
    from: -Infinity,
    to: Infinity,
    spans: new Float64Array(0),
    backward: 0,
  },
  want: { kind: 'rows', stage: 'clean' },
});
const never = new AbortController().signal;
const until = async (holds: () => boolean): Promise<void> => {
  for (let turns = 0; !holds() && turns < 500; turns++)
    await new Promise((resolve) => setTimeout(resolve, 2));
  expect(holds()).toBe(true);
};
const lengthOf = ({ outcome }: PieceResult): number => (outcome.kind === 'rows' ? outcome.rows.length : -1);

describe('the pool of workers that do the steps', () => {
  it('names the worker that died to those that it worked for, and to nobody else', async () => {
    const pool = inWorkers(2, kind());
    const [first, second, third] = [
      pool.run(task(), never),
      pool.run(task(), never),
      pool.run(task(), never),
    ];
    await until(() => started.length === 2 && started.every(({ tasks }) => tasks > 0));
    const died = Promise.allSettled([first, third]);
    started[0]?.die();
    for (const result of await died)
      expect(result).toMatchObject({ reason: { error: { code: 'worker-died' } } });
    started[1]?.go();
    expect(lengthOf(await second)).toBe(rows);
    const again = pool.run(task(), never);
    await until(() => started.length === 3 && (started[2]?.tasks ?? 0) > 0);
    started[2]?.go();
    expect(lengthOf(await again)).toBe(rows);
  });

  it('answers a cancel at once, and ends a worker that goes on for nobody', async () => {
    const pool = inWorkers(1, kind());
    const control = new AbortController();
    const running = pool.run(task(), control.signal);
    running.catch(() => undefined);
    await until(() => started[0]?.tasks === 1);
    const began = performance.now();
    control.abort(new DOMException('Cancelled.', 'AbortError'));
    await expect(running).rejects.toThrow('Cancelled.');
    expect(performance.now() - began).toBeLessThan(100);
    await until(() => started[0]?.ended === true);
    const next = pool.run(task(), never);
    await until(() => started[1]?.tasks === 1);
    started[1]?.go();
    expect(lengthOf(await next)).toBe(rows);
  });

  it('leaves a worker alive that somebody else waits for', async () => {
    const pool = inWorkers(1, kind());
    const control = new AbortController();
    const [given, kept] = [pool.run(task(), control.signal), pool.run(task(), never)];
    given.catch(() => undefined);
    await until(() => started[0]?.tasks === 2);
    control.abort(new DOMException('Cancelled.', 'AbortError'));
    await expect(given).rejects.toThrow('Cancelled.');
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(started[0]?.ended).toBe(false);
    started[0]?.go();
    expect(lengthOf(await kept)).toBe(rows);
  });
});
