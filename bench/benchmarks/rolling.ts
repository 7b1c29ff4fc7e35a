/** Outliers by a window of 101 rows over two million rows, beside polars' rolling mean and deviation over the same rows. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { exportOnce, layOut, saveBundle } from '../lib/bundle';
import { openLab } from '../lib/lab';
import { beside } from '../lib/outcomes';
import { environment, runPeer } from '../lib/python';
import { median, rounded } from '../lib/stats';
import { clear, runWith } from '../standard/lab';
import { exportParts, generatedParts } from '../standard/work';
import type { Bench, Outcome } from '../types';

const rows = 2_000_000;
const WINDOW = 101;
const THRESHOLD = 3;
const MOST = 2;
const folder = join(process.cwd(), '.cache/bench/rolling');

const dropped = { missing: { fill: 'drop' } };
const outliers = {
  outliers: { rule: 'zscore', threshold: THRESHOLD, window: WINDOW, then: 'flag', protect: false },
};

interface Answer {
  seconds: number[];
  outliers: number;
}

export const rolling: Bench = {
  name: 'rolling-2m',
  async run(context): Promise<Outcome[]> {
    const lab = await openLab(context);
    const { page } = lab;
    try {
      await clear(page);
      await runWith(page, {
        ...generatedParts(rows, 1),
        steps: [dropped],
        export: { ...exportParts, raw: true },
      });
      await exportOnce(page);
      const zip = join(folder, 'bundle.zip');
      await saveBundle(page, zip);
      layOut(zip, 'data/raw/', join(folder, 'raw'));
      const times: number[] = [];
      let found: unknown;
      for (let round = 0; round <= context.rounds; round++) {
        const { seconds } = await runWith(page, { steps: [dropped, outliers] });
        if (round > 0) times.push(seconds);
        [found] = await lab.query('SELECT count(*)::INTEGER AS n FROM clean WHERE outlier');
        await runWith(page, { steps: [dropped] });
      }
      const peer = environment('requirements');
      if ('missing' in peer) console.log(`  left out: polars, for ${peer.missing}`);
      const args = ['rolling.py', join(folder, 'raw'), `${WINDOW}`, `${THRESHOLD}`, `${context.rounds}`];
      const theirs = 'python' in peer ? (await runPeer<Answer>(peer.python, args)).answer : undefined;
      if (theirs && (found as { n: number }).n !== theirs.outliers) {
        throw new Error(`the lab found ${JSON.stringify(found)} outliers, polars ${theirs.outliers}`);
      }
      const against: Outcome['against'] = theirs
        ? { polars: beside(median(times), median(theirs.seconds)) }
        : {};
      return [
        {
          name: 'rolling-2m',
          unit: 's',
          value: rounded(median(times)),
          runs: times.map(rounded),
          against,
          aim: `at most ${MOST} times polars' rolling`,
          holds: Object.values(against).every(({ ratio }) => ratio <= MOST),
        },
      ];
    } finally {
      await lab.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
