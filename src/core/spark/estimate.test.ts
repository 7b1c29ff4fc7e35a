import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { estimate, timeText } from './estimate';
import { START_SECONDS, STRETCH_ROWS } from './throughput';

const standard = (rows: number) => ({
  series: 1,
  generated: rows,
  files: 0,
  whole: true,
  steps: 3,
  written: { clean: rows, resampled: rows / 300 },
});

it('the standard work that was measured comes out as it was', () => {
  const { seconds, bytes } = estimate(standard(10_000_000), 2);
  // Measured: 67 s of processor time, 20 of them of any run; 140 MB and 1.3 MB.
  expect(Math.abs(seconds - START_SECONDS - 47 / 2)).toBeLessThan(2);
  expect(Math.abs(bytes / 141.6e6 - 1)).toBeLessThan(0.02);
});

it('twice the cores take half of what is not the start, as long as there are stretches for them', () => {
  const at = (cores: number): number => estimate(standard(1e9), cores).seconds - START_SECONDS;
  expect(at(8)).toBeCloseTo(at(4) / 2, 9);
  const few = estimate(standard(3 * STRETCH_ROWS), 100);
  expect(few.cores).toBe(3);
  expect(few.seconds).toBe(estimate(standard(3 * STRETCH_ROWS), 3).seconds);
  expect(estimate(standard(10), 5).cores).toBe(1);
  expect(estimate({ ...standard(10), series: 4 }, 5).cores).toBe(4);
});

it('rows of files take more than generated ones, and no rows no time', () => {
  const files = { ...standard(0), files: 1e7, written: {} };
  expect(estimate(files, 1).seconds).toBeGreaterThan(estimate(standard(1e7), 1).seconds);
  expect(estimate({ ...files, files: 0 }, 1)).toEqual({ seconds: START_SECONDS, bytes: 0, cores: 1 });
});

it('stretches are as long as the runner cuts them', () => {
  const unit = readFileSync('runners/spark/data_lab_spark/engine/unit.py', 'utf8');
  const [, shift] = /^TARGET_ROWS = 1 << (\d+)$/m.exec(unit) ?? [];
  expect(STRETCH_ROWS).toBe(2 ** Number(shift));
});

it('times are told as well as they are known', () => {
  expect([14, 38, 89, 90, 5399, 5400, 30_000, 86_400, 604_800].map(timeText)).toEqual([
    '15 s',
    '40 s',
    '90 s',
    '2 min',
    '90 min',
    '1.5 h',
    '8.5 h',
    '24 h',
    '7 days',
  ]);
});
