import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { estimate, timeText } from './estimate';
import { perRow, perRowWritten, startSeconds, STRETCH_ROWS } from './throughput';

const standard = (rows: number) => ({
  series: 1,
  generated: rows,
  files: 0,
  whole: true,
  written: { clean: rows, resampled: rows / 300 },
});
const doc = readFileSync('docs/spark.md', 'utf8').replaceAll(/\s+/g, ' ');

it('goes by what docs/spark.md says was measured', () => {
  expect(doc).toContain(
    `${perRow.generated * 1e6} s of processor time for a million generated rows of the standard work, ${perRow.file * 1e6} s for a million rows of text; ` +
      `${perRowWritten.clean} bytes of Parquet a cleaned row, ${perRowWritten.resampled / 300} of buckets of five minutes.`,
  );
  expect(startSeconds.cluster).toBe(60);
  expect(doc).toContain('start and driver are added (one minute)');
});

it('10^10 generated rows on 64 cores take what docs/spark.md reckons', () => {
  const rows = 1e10;
  const { seconds, bytes } = estimate(standard(rows), 64, 'yarn');
  expect(doc).toContain(`| 10^10 | generated | 3 | ${Math.round(seconds / 60)} min |`);
  expect(doc).toContain(`| ${Math.round(bytes / 1e9)} GB |`);
});

it('twice the cores take half of what is not the start, as long as there are stretches for them', () => {
  const at = (cores: number): number =>
    estimate(standard(1e9), cores, 'local').seconds - startSeconds.machine;
  expect(at(8)).toBeCloseTo(at(4) / 2, 9);
  const few = estimate(standard(3 * STRETCH_ROWS), 100, 'local');
  expect(few.cores).toBe(3);
  expect(few.seconds).toBe(estimate(standard(3 * STRETCH_ROWS), 3, 'local').seconds);
  expect(estimate(standard(10), 5, 'local').cores).toBe(1);
  expect(estimate({ ...standard(10), series: 4 }, 5, 'local').cores).toBe(4);
});

it('rows of files take more than generated ones, a cluster more to start, and no rows no time', () => {
  const files = { ...standard(0), files: 1e7, written: {} };
  const { seconds } = estimate(files, 1, 'local');
  expect(seconds).toBeGreaterThan(estimate(standard(1e7), 1, 'local').seconds);
  expect(estimate(files, 1, 'kubernetes').seconds - seconds).toBe(
    startSeconds.cluster - startSeconds.machine,
  );
  expect(estimate({ ...files, files: 0 }, 1, 'local')).toEqual({
    seconds: startSeconds.machine,
    bytes: 0,
    cores: 1,
  });
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
