import { expect, it } from 'vitest';
import { createScratch } from './inject';

it('scratch has as many numbers as were asked for, on the same memory for short ranges', () => {
  const scratch = createScratch();
  const first = scratch(10);
  const second = scratch(4096);
  expect([first.length, second.length]).toEqual([10, 4096]);
  expect(second.buffer).toBe(first.buffer);
  expect(scratch(4097).length).toBe(4097);
  expect(scratch(4097).buffer).not.toBe(first.buffer);
  expect(createScratch()(10).buffer).not.toBe(first.buffer);
});
