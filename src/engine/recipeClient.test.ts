import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { READ_LIMIT_MS, readRecipe } from './recipeClient';

/** A worker that answers nothing. */
class SilentWorker extends EventTarget {
  ended = false;
  postMessage(): void {
    // Nobody is there.
  }
  terminate(): void {
    this.ended = true;
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const read = (worker: SilentWorker): ReturnType<typeof readRecipe> =>
  readRecipe({ text: '{}' }, () => worker as EventTarget as Worker);

it('a recipe that is not read within the time limit is refused, and its worker ended', async () => {
  const worker = new SilentWorker();
  const answer = read(worker);
  await vi.advanceTimersByTimeAsync(READ_LIMIT_MS - 1);
  expect(worker.ended).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(await answer).toMatchObject({ ok: false, error: { code: 'recipe-too-large' } });
  expect(worker.ended).toBe(true);
});

it.each([
  ['that ends its worker is refused', { message: 'out of memory' }, 'recipe-too-large'],
  ['whose worker does not start is not blamed', {}, 'worker-died'],
])('a recipe %s', async (_, words, code) => {
  const worker = new SilentWorker();
  const answer = read(worker);
  const event = Object.assign(new Event('error', { cancelable: true }), words);
  worker.dispatchEvent(event);
  expect(await answer).toMatchObject({ ok: false, error: { code } });
  expect([worker.ended, event.defaultPrevented]).toEqual([true, true]);
});
