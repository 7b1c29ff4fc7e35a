/** What labels cost an export: the rows of the standard work without labels, with 500, and with 100,000, the same values each time. */
import { openLab, type Lab } from '../lib/lab';
import { exportOnce } from '../lib/bundle';
import { beside } from '../lib/outcomes';
import { median, rounded } from '../lib/stats';
import { clear, runWith } from '../standard/lab';
import { exportParts, generatedParts, SERIES, steps } from '../standard/work';
import type { Bench, Outcome } from '../types';

const FEW = 500;
const MANY = 100_000;
const START = Date.UTC(2023, 0, 1);
const LONGEST_ROWS = 300;

/** So many labels, evenly spread: every other one a row, the others half of what is free, at most 300 rows. */
function labels(rows: number, count: number): object[] {
  const apart = Math.floor(rows / count);
  const time = (row: number): string => new Date(START + row * 1000).toISOString();
  return Array.from({ length: count }, (_, index) => {
    const length = index % 2 === 0 ? 1 : Math.min(LONGEST_ROWS, Math.floor(apart / 2));
    return {
      id: `${SERIES}#manual-${index + 1}`,
      series: SERIES,
      start: time(index * apart),
      end: time(index * apart + length),
      type: 'anomaly',
      shape: length === 1 ? 'point' : 'window',
      origin: 'manual',
    };
  });
}

async function exportTimes(lab: Lab, rows: number, rounds: number): Promise<Map<number, number[]>> {
  const times = new Map<number, number[]>([0, FEW, MANY].map((count) => [count, []]));
  const { generated } = generatedParts(rows, 1);
  await clear(lab.page);
  await runWith(lab.page, { generated });
  for (let round = 0; round <= rounds; round++) {
    for (const [count, taken] of times) {
      // Without the resample step, so that each row is written with its label.
      await runWith(lab.page, {
        annotations: labels(rows, count),
        steps: steps().slice(0, 1),
        export: exportParts,
      });
      const seconds = await exportOnce(lab.page);
      if (round > 0) taken.push(seconds);
    }
  }
  return times;
}

export const standardLabels: Bench = {
  name: 'standard-labels',
  async run(context): Promise<Outcome[]> {
    const lab = await openLab(context);
    try {
      const times = await exportTimes(lab, context.rows, context.rounds);
      const of = (count: number): number[] => times.get(count) ?? [];
      const without = median(of(0));
      const outcome = (count: number, most: number): Outcome => {
        const against = { 'no labels': beside(median(of(count)), without) };
        return {
          name: `standard-labels-${count}`,
          unit: 's',
          value: rounded(median(of(count))),
          runs: of(count).map(rounded),
          against,
          aim: `an export with ${count} labels in at most ${most} of one without`,
          holds: against['no labels'].ratio <= most,
        };
      };
      return [outcome(FEW, 1.1), outcome(MANY, 1.5)];
    } finally {
      await lab.close();
    }
  },
};
