/** How many rows a piece is given around its own. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Step } from '../../../core/recipe/types';
import { seriesPlan } from '../../../core/steps/kernels';
import { spansIn, usualHalo } from './pieces';
import { inThisThread, type StepsPool } from './pool';
import { runOn } from './running.node';

const resample = (every: '1h' | '1w'): Step => ({ resample: { every, with: 'mean', empty: 'null' } });
const outliers: Step = {
  outliers: { rule: 'zscore', threshold: 3, window: 101, then: 'remove', protect: false },
};

/** Four weeks of a row each second. */
const ordered = {
  rows: 4 * 604_800,
  times: { start: 0, step: 1e6 },
  values: new Float64Array(0),
  backward: 0,
};
const haloOf = (steps: Step[], from: number, to: number) =>
  usualHalo({ ordered, plan: seriesPlan({ steps }, 'a') }, { from: from * 1e6, to: to * 1e6 });

describe('the rows around a piece', () => {
  it('are those of half a window on both sides', () => {
    expect(haloOf([], 1000, 2000)).toEqual({ before: 1024, after: 1024 });
    expect(haloOf([outliers], 1000, 2000)).toEqual({ before: 1075, after: 1075 });
  });

  it('are those behind it, up to the end of the bucket that begins in it', () => {
    expect(haloOf([resample('1h')], 0, 3601)).toEqual({ before: 1024, after: 1024 + 3599 });
    expect(haloOf([resample('1h')], 0, 7200)).toEqual({ before: 1024, after: 1024 });
    // Weeks begin on a Monday: the first one four days after 1970-01-01.
    expect(haloOf([resample('1w')], 345_600, 345_700)).toEqual({ before: 1024, after: 1024 + 604_700 });
    // No bucket begins here, and at the end of the series none goes on.
    expect(haloOf([resample('1h')], 3601, 7200)).toEqual({ before: 1024, after: 1024 });
    expect(haloOf([resample('1w')], 400_000, Infinity)).toEqual({ before: 1024, after: 1024 });
  });

  it('are whole buckets for a step after them', () => {
    const { before, after } = haloOf([resample('1h'), outliers], 3600, 7200);
    expect([before, after].map((rows) => Math.floor((rows - 1024) / 3600))).toEqual([51, 51]);
  });

  it('suffice for buckets longer than half a piece', async () => {
    const rows = 2 ** 21 + 2 ** 20;
    let tasks = 0;
    let worked = 0;
    const pool: StepsPool = {
      ...inThisThread,
      run: (task, signal) => {
        tasks++;
        worked += task.values instanceof Float64Array ? task.values.length : 0;
        return inThisThread.run(task, signal);
      },
    };
    const series = {
      name: 'a',
      times: Float64Array.from({ length: rows }, (_, i) => i * 1e6),
      values: Float64Array.from({ length: rows }, (_, i) => i % 7),
    };
    const { report } = await runOn([series], [resample('1w')], { pool });
    expect(report.steps[0]?.series[0]).toMatchObject({ counts: { buckets: 6 } });
    expect(tasks).toBe(3);
    expect(worked).toBeLessThan(2 * rows);
  });
});

it('the spans that cross to a worker are those that touch its rows', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.nat(8))),
      fc.nat(150),
      fc.nat(60),
      (drawn, from, length) => {
        let time = 0;
        const spans = drawn.map(([gap, long]): [number, number] => {
          const start = time + gap;
          time = start + 1 + long;
          return [start, time];
        });
        const to = from + 1 + length;
        const touching = spans.filter(([start, end]) => start < to && end > from);
        expect([...spansIn(Float64Array.from(spans.flat()), { from, to })]).toEqual(touching.flat());
        expect(spansIn(Float64Array.from(spans.flat()), { from: -Infinity, to: Infinity })).toHaveLength(
          2 * spans.length,
        );
      },
    ),
  );
});
