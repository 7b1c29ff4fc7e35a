import { describe, expect, it } from 'vitest';
import { SharedWork } from './shared';

/** Work whose end a test decides, and what became of it. */
function work() {
  let resolve: (value: string) => void = () => undefined;
  const state = { begun: 0, stopped: 0, done: (value: string) => resolve(value) };
  const begin = (signal: AbortSignal): Promise<string> => {
    state.begun++;
    return new Promise((res, reject) => {
      resolve = res;
      signal.addEventListener('abort', () => {
        state.stopped++;
        reject(signal.reason as Error);
      });
    });
  };
  return { state, begin };
}
const signal = () => new AbortController();

describe('shared work', () => {
  it('is done once for all who ask, and its result is kept until it is forgotten', async () => {
    const shared = new SharedWork<string>();
    const { state, begin } = work();
    const both = [shared.get(1, 'a', signal().signal, begin), shared.get(1, 'a', signal().signal, begin)];
    state.done('x');
    expect(await Promise.all(both)).toEqual(['x', 'x']);
    expect(await shared.get(1, 'a', signal().signal, begin)).toBe('x');
    expect(state.begun).toBe(1);
    for (const forget of [() => shared.forget(1), () => shared.forget()]) {
      forget();
      const again = shared.get(1, 'a', signal().signal, begin);
      state.done('y');
      expect(await again).toBe('y');
    }
    expect(state.begun).toBe(3);
  });

  it('goes on when one caller leaves, and stops when the last does', async () => {
    const shared = new SharedWork<string>();
    const { state, begin } = work();
    const [first, second, third] = [signal(), signal(), signal()];
    const waiting = [first, second].map((caller) => shared.get(1, 'a', caller.signal, begin));
    first.abort();
    await expect(waiting[0]).rejects.toMatchObject({ name: 'AbortError' });
    expect(state.stopped).toBe(0);
    second.abort();
    await expect(waiting[1]).rejects.toMatchObject({ name: 'AbortError' });
    expect(state).toMatchObject({ begun: 1, stopped: 1 });
    const anew = shared.get(1, 'a', third.signal, begin);
    state.done('z');
    expect(await anew).toBe('z');
    expect(state.begun).toBe(2);
  });

  it('that failed is tried again', async () => {
    const shared = new SharedWork<string>();
    await expect(shared.get(1, 'a', signal().signal, () => Promise.reject(new Error('no')))).rejects.toThrow(
      'no',
    );
    expect(await shared.get(1, 'a', signal().signal, () => Promise.resolve('yes'))).toBe('yes');
  });
});
