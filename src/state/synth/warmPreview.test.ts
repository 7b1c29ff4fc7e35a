import { afterEach, expect, it, vi } from 'vitest';
import type { SyntheticSource } from '../../core/recipe/types';
import { usePreview } from './preview';
import { warmUpPreview } from './warmPreview';

afterEach(() => vi.unstubAllGlobals());

const source: SyntheticSource = {
  synthetic: 's',
  start: '2023-01-01T00:00:00Z',
  step: '1s',
  rows: 100,
  signal: [{ sine: { period: '1min', amplitude: 1 } }],
};

/** How often the warming up waited for the page to be idle. */
async function waits(like: SyntheticSource): Promise<number> {
  let count = 0;
  vi.stubGlobal('requestIdleCallback', (then: () => void) => {
    count++;
    queueMicrotask(then);
  });
  await warmUpPreview(like);
  return count;
}

it('warming up works only while the page is idle, and shows nothing', async () => {
  const before = usePreview.getState();
  expect(await waits(source)).toBeGreaterThan(20);
  expect(usePreview.getState()).toBe(before);
});

it('warming up on a source that makes no sense ends at once', async () => {
  expect(await waits({ ...source, signal: [{ sine: { period: '0s', amplitude: 1 } }] })).toBe(1);
});
