/** The standard work at growing sizes: time, memory, and zoom over what came of it. A size that fails is a line of its own. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { openLab, type Lab } from '../lib/lab';
import { within } from '../lib/limit';
import { watchMemory } from '../lib/memory';
import { openNative, type Native } from '../lib/native';
import { atMost, failedOutcome, longestTask } from '../lib/outcomes';
import { atP95 } from '../lib/paints';
import { settleChart, turnTimes } from '../lib/turns';
import { expectStandard } from '../standard/files';
import { layOutInto, standardRun } from '../standard/lab';
import { MILLION } from '../standard/work';
import type { Bench, BenchContext, Outcome } from '../types';

const folder = join(process.cwd(), '.cache/bench/growth');
const MOST_MINUTES = 20;
/** Above it one timed run says enough. */
const MANY_ROUNDS = 10 * MILLION;
const MOST_TIMES = 11;
const MOST_ZOOM = 100;
const MOST_TIMES_ZOOM = 1.25;

/** MB above the empty page that a size may take. */
const memoryAim = (rows: number): number => (rows <= 10 * MILLION ? 1200 : 2000);
const timeAim = '100M in at most 11 times the time of 10M';

const nameOf = (rows: number): string =>
  `standard-growth-${rows % MILLION === 0 ? `${rows / MILLION}m` : `${rows / 1000}k`}`;

async function timesOf(lab: Lab, rows: number, rounds: number): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++)
    times.push((await standardRun(lab.page, { rows, seed: round + 2 })).whole);
  return times;
}

/** Time, memory, zoom and the longest task at a size; a first run is watched and its files are checked, those that are timed are not. */
async function measure(context: BenchContext, database: Native, rows: number): Promise<Outcome[]> {
  const name = nameOf(rows);
  const memory = watchMemory();
  const lab = await openLab(context, memory.empty);
  try {
    return await within(
      MOST_MINUTES,
      (async () => {
        await standardRun(lab.page, { rows, seed: 1, onBundle: layOutInto(lab.page, folder) });
        const peak = memory.stop();
        await expectStandard(database, `the lab at ${rows} rows`, folder, rows);
        rmSync(folder, { recursive: true, force: true });
        const times = await timesOf(lab, rows, rows > MANY_ROUNDS ? 1 : context.rounds);
        console.log(`  ${rows} rows: ${times.map((time) => time.toFixed(2)).join(', ')} s`);
        const aimed = memoryAim(rows);
        const peakAim = `at most ${aimed} MB above the empty page`;
        await settleChart(lab.page);
        const turns = await turnTimes(lab.page);
        return [
          atMost(name, 's', times, Infinity, 'part of standard-growth'),
          atMost(`${name}-memory`, 'MB', [peak], aimed, peakAim),
          atP95(`${name}-zoom`, turns, MOST_ZOOM),
          longestTask(name, await lab.longestTask()),
        ];
      })(),
    );
  } finally {
    memory.stop();
    await lab.close();
  }
}

/** What a hundred million rows take in times of what ten do. */
function growth(outcomes: readonly Outcome[]): Outcome[] {
  const ratio = (suffix: string, most: number, aim: string): Outcome[] => {
    const valueAt = (rows: number): number | null | undefined =>
      outcomes.find(({ name }) => name === `${nameOf(rows)}${suffix}`)?.value;
    const [small, large] = [valueAt(10 * MILLION), valueAt(100 * MILLION)];
    if (typeof small !== 'number' || typeof large !== 'number') return [];
    return [atMost(`standard-growth${suffix}`, 'times', [large / small], most, aim)];
  };
  return [
    ...ratio('', MOST_TIMES, timeAim),
    ...ratio('-zoom', MOST_TIMES_ZOOM, 'zoom over 100M like over 10M: at most 1.25 times'),
  ];
}

export const standardGrowth: Bench = {
  name: 'standard-growth',
  async run(context): Promise<Outcome[]> {
    const database = await openNative();
    const outcomes: Outcome[] = [];
    try {
      for (const rows of context.sizes) {
        try {
          outcomes.push(...(await measure(context, database, rows)));
        } catch (thrown) {
          const failed = failedOutcome(nameOf(rows), 's', timeAim, thrown);
          console.log(`  ${rows} rows failed: ${failed.failed}`);
          outcomes.push(failed);
        }
      }
      return [...outcomes, ...growth(outcomes)];
    } finally {
      database.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
