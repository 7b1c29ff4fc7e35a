/** How large a task is: what decides who does it. */
import { describe, expect, it } from 'vitest';
import type { ResampleOptions } from '../../../core/recipe/types';
import { seriesPlan } from '../../../core/steps/kernels';
import type { Want } from '../../../core/steps/piece';
import { sizeOf, type PieceTask } from './task';

const processed: Want = { kind: 'rows', stage: 'processed' };

/** A day of a row each hour. */
function task(
  resample: Partial<ResampleOptions>,
  { want = processed, from = -Infinity, to = Infinity }: { want?: Want; from?: number; to?: number } = {},
): PieceTask {
  const step = { resample: { every: '1s', with: 'mean', empty: 'null', ...resample } } as const;
  return {
    plan: seriesPlan({ steps: [step] }, 'a'),
    answers: [],
    times: { start: 0, step: 3600e6 },
    values: new Float64Array(25),
    piece: { series: 'a', first: true, last: true, from, to, spans: new Float64Array(0), backward: 0 },
    want,
  };
}

describe('the size of a task', () => {
  it('is that of the buckets that it makes of few rows', () => {
    expect(sizeOf(task({}))).toBe(86_400);
    expect(sizeOf({ ...task({}), times: Float64Array.from({ length: 25 }, (_, i) => i * 7200e6) })).toBe(
      172_800,
    );
    expect(sizeOf(task({}, { from: 3600e6, to: 3700e6 }))).toBe(100);
  });

  it('is that of the rows where buckets are fewer, or not made', () => {
    expect(sizeOf(task({ every: '1d' }))).toBe(25);
    expect(sizeOf(task({ every: 'source' }))).toBe(25);
    expect(sizeOf(task({ empty: 'omit' }))).toBe(25);
    expect(sizeOf(task({}, { want: { kind: 'rows', stage: 'clean' } }))).toBe(25);
    expect(sizeOf({ ...task({}), values: new Float64Array(0) })).toBe(0);
  });
});
