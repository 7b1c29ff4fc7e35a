/** A long stretch without values: pieces in it are not made again with all of it around them. */
import { describe, expect, it } from 'vitest';
import type { MissingOptions, Step } from '../../../core/recipe/types';
import type { Range } from '../series/stages';
import { inThisThread, type StepsPool } from './pool';
import { runOn } from './running.node';
import type { PieceTask } from './task';

const ROWS = 40_000;
const OUTAGE = { from: 10_120, to: 30_330 };

/** A value each second, but for the outage and a short gap now and then. */
const outage = {
  name: 'a',
  times: Float64Array.from({ length: ROWS }, (_, i) => i * 1e6),
  values: Float64Array.from({ length: ROWS }, (_, i) =>
    (i >= OUTAGE.from && i < OUTAGE.to) || i % 1000 < 5 ? NaN : Math.sin(i / 50),
  ),
};

const rowsIn = ({ values }: PieceTask): number =>
  values instanceof Float64Array ? values.length : values.to - values.from;

/** A pool that counts the rows that it works on: of pieces of 500 with as many on each side. */
function counting(): { pool: StepsPool; worked: { rows: number } } {
  const worked = { rows: 0 };
  const run: StepsPool['run'] = (task, signal) => {
    worked.rows += rowsIn(task);
    return inThisThread.run(task, signal);
  };
  return { worked, pool: { ...inThisThread, pieceRows: 500, run } };
}

const resample: Step = { resample: { every: '10s', with: 'mean', empty: 'linear' } };

const outliers: Step = { outliers: { rule: 'zscore', threshold: 3, then: 'remove', protect: false } };

const ways: [name: string, options: MissingOptions, after: Step[]][] = [
  ['linear', { sentinels: [], fill: 'linear', longest: '5min' }, []],
  ['forward', { sentinels: [], fill: 'forward', longest: '5min' }, []],
  ['leave', { sentinels: [], fill: 'leave' }, []],
  ['drop', { sentinels: [], fill: 'drop' }, []],
  ['drop, then outliers', { sentinels: [], fill: 'drop' }, [outliers]],
  ['linear, then resampled', { sentinels: [], fill: 'linear', longest: '5min' }, [resample]],
];

describe('a long stretch without values', () => {
  it.each(ways)('is as little work as any other: %s', async (_, missing, after) => {
    const { pool, worked } = counting();
    const steps: Step[] = [{ missing }, ...after];
    const { report, stages } = await runOn([outage], steps, { pool });
    // Outliers are looked for in a pass of their own.
    expect(worked.rows).toBeLessThanOrEqual((after.includes(outliers) ? 2 : 1) * 3 * ROWS);

    const whole = await runOn([outage], steps);
    expect(report.steps.map(({ series }) => series)).toEqual(whole.report.steps.map(({ series }) => series));
    expect(report.steps[0]?.series[0]).toMatchObject({
      counts: { longestGapUs: (OUTAGE.to - OUTAGE.from + 1) * 1e6 },
    });

    const read = async (range: Range): Promise<number> => {
      worked.rows = 0;
      const { signal } = new AbortController();
      for await (const { length } of stages.rows(0, 'processed', range, signal))
        expect(length).toBeGreaterThan(0);
      return worked.rows;
    };
    expect(await read({})).toBeLessThanOrEqual(3 * ROWS);
    expect(await read({ from: 20_000e6, to: 20_300e6 })).toBeLessThanOrEqual(2000);
  });
});
