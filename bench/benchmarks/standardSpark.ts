/** The standard work by the lab's runner on Spark, beside PySpark written by hand: the same cores, the same memory, in the same run. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { folderBytes } from '../lib/bundle';
import { openNative } from '../lib/native';
import { atMost, beside } from '../lib/outcomes';
import { median, rounded } from '../lib/stats';
import { expectStandard } from '../standard/files';
import { findPeers, folderOfPeer, standardArgs } from '../standard/peers';
import { sparkRuns, writeRecipe, type SparkOptions, type SparkRuns } from '../standard/sparkRunner';
import { MILLION } from '../standard/work';
import type { Bench, BenchContext, Outcome } from '../types';

/** MB of all processes together: Java's heap may take six thousand, which it does not need. */
const MOST_MEMORY = 6000;

const told = (name: string, { version, whole, processor }: SparkRuns): void =>
  console.log(
    `  ${name} (${version}): ${whole.map((seconds) => seconds.toFixed(1)).join(', ')} s, of processors ${processor.map((one) => one?.toFixed(1) ?? '?').join(', ')} s`,
  );

const processorOf = ({ processor }: SparkRuns): number => median(processor.map((one) => one ?? Number.NaN));

async function measure(name: string, rows: number, options: SparkOptions, most: number): Promise<Outcome[]> {
  const folder = join(process.cwd(), '.cache/bench', name);
  const peer = findPeers(['spark'])[0];
  if (!peer) throw new Error('Spark cannot run here');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const database = await openNative();
  try {
    const [ours, theirs] = [join(folder, 'runner'), folderOfPeer(folder, peer)];
    const recipe = writeRecipe(folder, rows);
    const runner = await sparkRuns(peer, ['lab_on_spark.py', recipe, '--out', ours], options);
    told('the runner', runner);
    await expectStandard(database, 'the runner', join(ours, 'data/processed'), rows);
    const bytes = folderBytes(join(ours, 'data/processed/clean')) / 1e6;
    rmSync(ours, { recursive: true, force: true });
    const byHand = await sparkRuns(peer, standardArgs(peer, theirs, rows), options);
    told('PySpark by hand', byHand);
    await expectStandard(database, 'PySpark by hand', theirs, rows);
    const theirBytes = folderBytes(join(theirs, 'clean')) / 1e6;
    const against = (of: (runs: SparkRuns) => number): Outcome['against'] => ({
      spark: beside(of(runner), of(byHand)),
    });
    const share = median(runner.whole) / median(byHand.whole);
    return [
      {
        name,
        unit: 's',
        value: rounded(median(runner.whole)),
        runs: runner.whole.map(rounded),
        against: against(({ whole }) => median(whole)),
        aim: `at most ${most} of PySpark written by hand`,
        holds: share <= most,
      },
      {
        ...atMost(`${name}-processor`, 's', [processorOf(runner)], Infinity, `part of ${name}`),
        against: against(processorOf),
      },
      {
        ...atMost(`${name}-bytes`, 'MB', [bytes], Infinity, `part of ${name}`),
        against: { spark: beside(bytes, theirBytes) },
      },
      ...(options.watched
        ? [
            {
              ...atMost(
                `${name}-memory`,
                'MB',
                [runner.peak],
                MOST_MEMORY,
                'at most 6,000 MB of all processes together',
              ),
              against: against(({ peak }) => peak),
            },
          ]
        : []),
    ];
  } finally {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Both warm, in turn as often as is asked for. */
export const standardSpark10m: Bench = {
  name: 'standard-spark-10m',
  run: ({ rounds }: BenchContext) =>
    measure('standard-spark-10m', 10 * MILLION, { rounds, warm: true, watched: false }, 1),
};

/** Once each, from a session that has done nothing yet, with its memory. */
export const standardSpark100m: Bench = {
  name: 'standard-spark-100m',
  run: () => measure('standard-spark-100m', 100 * MILLION, { rounds: 1, warm: false, watched: true }, 1.2),
};
