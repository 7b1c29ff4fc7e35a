import { beforeEach, describe, expect, it } from 'vitest';
import type { CallRule } from '../../protocol';
import { Connection, Scheduler } from './schedule';

const change: CallRule = { effect: 'changes', priority: 'exclusive' };
const interactive: CallRule = { effect: 'reads', priority: 'interactive' };
const background: CallRule = { effect: 'reads', priority: 'background' };
const beside: CallRule = { effect: 'reads', priority: 'beside' };

/** Turns of the event loop, so that whatever may begin has begun. */
const settled = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setTimeout(resolve, 0));
};

let scheduler: Scheduler;
/** What began and ended, in order. */
let log: string[];
beforeEach(() => {
  scheduler = new Scheduler();
  log = [];
});

/** A call that lasts until it is told to end, or is stopped. */
function call(
  name: string,
  rule: CallRule,
  signal = new AbortController().signal,
): { end: () => void; answer: Promise<string> } {
  let end = (): void => undefined;
  const over = new Promise<void>((resolve) => (end = resolve));
  const answer = scheduler.run(
    rule,
    async (until) => {
      log.push(`${name} begins`);
      const stopped = new Promise<never>((_, reject) => {
        until.addEventListener('abort', () => reject(until.reason as Error), { once: true });
      });
      try {
        await Promise.race([over, stopped]);
      } finally {
        log.push(`${name} ends`);
      }
      return name;
    },
    signal,
  );
  answer.catch(() => undefined);
  return { end, answer };
}

describe('the scheduler of calls', () => {
  it('runs interactive calls one at a time, in the order in which they came', async () => {
    const calls = ['a', 'b', 'c'].map((name) => call(name, interactive));
    for (const one of calls) {
      await settled();
      one.end();
    }
    await Promise.all(calls.map(({ answer }) => answer));
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('lets an interactive call by while one of the background is under way', async () => {
    const long = call('long', background);
    const quick = call('quick', interactive);
    await settled();
    quick.end();
    expect(await quick.answer).toBe('quick');
    expect(log).toEqual(['long begins', 'quick begins', 'quick ends']);
    long.end();
    expect(await long.answer).toBe('long');
  });

  it('makes a change wait for the readers under way, and later readers wait for the change', async () => {
    const before = call('before', interactive);
    const changing = call('change', change);
    const after = call('after', interactive);
    await settled();
    expect(log).toEqual(['before begins']);
    before.end();
    await settled();
    expect(log).toEqual(['before begins', 'before ends', 'change begins']);
    changing.end();
    await settled();
    expect(log.slice(3)).toEqual(['change ends', 'after begins']);
    after.end();
    await after.answer;
  });

  it('runs changes one at a time, in the order in which they came', async () => {
    const [first, second] = [call('first', change), call('second', change)];
    second.end();
    await settled();
    expect(log).toEqual(['first begins']);
    first.end();
    await Promise.all([first.answer, second.answer]);
    expect(log).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
  });

  it('stops a background call for a change, and begins it anew after the last change that came', async () => {
    const long = call('long', background);
    await settled();
    const [first, second] = [call('first', change), call('second', change)];
    first.end();
    await settled();
    expect(log).toEqual(['long begins', 'long ends', 'first begins', 'first ends', 'second begins']);
    second.end();
    await settled();
    expect(log.slice(5)).toEqual(['second ends', 'long begins']);
    long.end();
    expect(await long.answer).toBe('long');
  });

  it('keeps background calls in their order when a change has stopped them', async () => {
    const calls = ['a', 'b'].map((name) => call(name, background));
    await settled();
    const changing = call('change', change);
    for (const one of [changing, ...calls]) one.end();
    await Promise.all(calls.map(({ answer }) => answer));
    expect(log.filter((entry) => entry.endsWith('begins'))).toEqual([
      'a begins',
      'change begins',
      'a begins',
      'b begins',
    ]);
  });

  it('never begins a call that was cancelled while it waited, and answers it at once', async () => {
    for (const rule of [interactive, background, change]) {
      const held = [call('held', interactive), call('held too', background)];
      const control = new AbortController();
      const waiting = call('cancelled', rule, control.signal);
      await settled();
      control.abort(new DOMException('Cancelled.', 'AbortError'));
      await expect(waiting.answer).rejects.toMatchObject({ name: 'AbortError' });
      for (const one of held) one.end();
      await Promise.all(held.map(({ answer }) => answer));
      await settled();
    }
    expect(log.filter((entry) => entry.startsWith('cancelled'))).toEqual([]);
  });

  it('begins nothing early because the call before it was cancelled', async () => {
    const held = call('held', interactive);
    const control = new AbortController();
    call('cancelled', change, control.signal);
    const next = call('next', interactive);
    control.abort();
    await settled();
    expect(log).toEqual(['held begins']);
    held.end();
    next.end();
    expect(await next.answer).toBe('next');
  });

  it('begins a call anew for no other reason than a change: a failure and a cancel are its answer', async () => {
    const failing = scheduler.run(
      background,
      () => Promise.reject(new Error('it failed')),
      AbortSignal.any([]),
    );
    await expect(failing).rejects.toThrow('it failed');
    const control = new AbortController();
    const long = call('long', background, control.signal);
    await settled();
    control.abort();
    call('change', change).end();
    await expect(long.answer).rejects.toMatchObject({ name: 'AbortError' });
    await settled();
    expect(log.filter((entry) => entry === 'long begins')).toHaveLength(1);
  });

  it('goes on after a change that failed', async () => {
    const failing = scheduler.run(change, () => Promise.reject(new Error('it failed')), AbortSignal.any([]));
    const next = call('next', interactive);
    next.end();
    await expect(failing).rejects.toThrow('it failed');
    expect(await next.answer).toBe('next');
  });

  it('lets a call beside the others begin at once, for which nobody waits', async () => {
    const changing = call('change', change);
    await settled();
    const long = call('long', beside);
    const second = call('second', change);
    changing.end();
    await settled();
    expect(log).toEqual(['change begins', 'long begins', 'change ends', 'second begins']);
    second.end();
    long.end();
    expect(await Promise.all([long.answer, second.answer])).toEqual(['long', 'second']);
  });
});

describe('the connection', () => {
  it('holds one statement at a time', async () => {
    const connection = new Connection();
    const release = await connection.acquire();
    let second = false;
    const waiting = connection.acquire().then((free) => {
      second = true;
      free();
    });
    await settled();
    expect(second).toBe(false);
    release();
    await waiting;
    expect(second).toBe(true);
  });
});
