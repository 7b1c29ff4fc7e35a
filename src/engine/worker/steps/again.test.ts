/** What a run takes over from the one before. */
import { describe, expect, it } from 'vitest';
import { lookup } from '../../../core/list';
import type { Step } from '../../../core/recipe/types';
import type { Progress } from '../../protocol';
import type { PieceTask } from './task';
import { inThisThread, type StepsPool } from './pool';
import { runOn } from './running.node';

const wave = (name: string, rows: number) => ({
  name,
  times: Float64Array.from({ length: rows }, (_, i) => i * 1e6),
  values: Float64Array.from({ length: rows }, (_, i) => Math.sin(i / 50) + (i % 97 === 0 ? 9 : 0)),
});

const outliers = (threshold: number): Step => ({
  outliers: { rule: 'iqr', threshold, then: 'remove', protect: false },
});
const resample: Step = { resample: { every: '10s', with: 'mean', empty: 'linear' } };

/** A pool that notes what it is asked for. */
function watched(): { pool: StepsPool; asked: PieceTask[] } {
  const asked: PieceTask[] = [];
  return {
    asked,
    pool: {
      ...inThisThread,
      pieceRows: 500,
      run: (task, signal) => {
        asked.push(task);
        return inThisThread.run(task, signal);
      },
    },
  };
}

describe('a run after another', () => {
  it('of a threshold that was turned asks nothing about the rows again', async () => {
    const { pool, asked } = watched();
    const { again } = await runOn([wave('a', 4000)], [outliers(1)], { pool });
    expect(asked.some(({ want }) => want.kind === 'look')).toBe(true);
    asked.length = 0;
    const { report } = await again([outliers(2)]);
    expect(asked.filter(({ want }) => want.kind === 'look')).toEqual([]);
    const fresh = await runOn([wave('a', 4000)], [outliers(2)], { pool });
    expect(report.steps[0]?.series).toEqual(fresh.report.steps[0]?.series);
  });

  it('with a step put at the end asks nothing again of the steps before it', async () => {
    const { pool, asked } = watched();
    const { again } = await runOn([wave('a', 4000)], [outliers(1)], { pool });
    asked.length = 0;
    await again([outliers(1), resample]);
    expect(asked.filter(({ want }) => want.kind === 'look')).toEqual([]);
  });

  it('asks again where a step before has changed the rows', async () => {
    const { pool, asked } = watched();
    const { again } = await runOn([wave('a', 4000)], [outliers(1), outliers(2)], { pool });
    asked.length = 0;
    const { report } = await again([outliers(0.5), outliers(2)]);
    expect(asked.some(({ want }) => want.kind === 'look' && want.step === 1)).toBe(true);
    const fresh = await runOn([wave('a', 4000)], [outliers(0.5), outliers(2)], { pool });
    expect(report.steps.map((step) => step.series)).toEqual(fresh.report.steps.map((step) => step.series));
  });

  it('leaves a series alone that the change does not concern', async () => {
    const { pool, asked } = watched();
    const { again, state } = await runOn([wave('a', 900), wave('b', 900)], [outliers(1)], { pool });
    asked.length = 0;
    const next = await again([outliers(1), { ...resample, for: ['b'] }]);
    expect(next.kind).toBe('resampled');
    asked.length = 0;
    const third = await again([outliers(1), { ...resample, for: ['b'], off: true }], state);
    expect(asked).toEqual([]);
    expect(lookup(third.series, 0).run).toBe(lookup(state.series, 0).run);
  });

  it('counts as progress and as time spent only what it runs', async () => {
    const { pool } = watched();
    const local = { ...wave('local', 700), zone: 'Europe/Berlin' };
    const toUtc: Step = { utc: { ambiguous: 'earlier', nonexistent: 'drop', undecided: 'earlier' } };
    const of = (threshold: number) => [
      toUtc,
      { ...outliers(1), for: ['local'] },
      { ...outliers(threshold), for: ['a'] },
    ];
    const { again, report } = await runOn([wave('a', 900), local], of(1), { pool });
    expect(report.steps.map(({ ms }) => ms > 0)).toEqual([true, true, true]);
    const told: Progress[] = [];
    const same = await again(of(1), undefined, (one) => told.push(one));
    expect(told).toEqual([]);
    expect(same.report.steps.map(({ ms }) => ms)).toEqual([0, 0, 0]);
    expect(same.report.steps.map(({ series }) => series)).toEqual(report.steps.map(({ series }) => series));
    const next = await again(of(2), same, (one) => told.push(one));
    expect(told.at(-1)).toMatchObject({ done: 900, total: 900 });
    expect(next.report.steps.map(({ ms }) => ms > 0)).toEqual([false, false, true]);
    expect(next.report.stages.map(({ ms }) => ms > 0)).toEqual([false, true]);
  });

  it('gives the same rows with pools that take one piece at a time, two or five', async () => {
    const steps = [outliers(1), resample];
    const rows = [];
    for (const width of [1, 2, 5]) {
      const { pool } = watched();
      const ran = await runOn([wave('a', 6000)], steps, { pool: { ...pool, width } });
      rows.push([
        await ran.rows('a', 'clean'),
        await ran.rows('a'),
        ran.report.steps.map((step) => step.series),
      ]);
    }
    expect(rows[1]).toEqual(rows[0]);
    expect(rows[2]).toEqual(rows[0]);
  });
});
