/** The standard work (bench/standard/work.ts) by the lab and by the tools that people use today, on the same cores. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { folderBytes } from '../lib/bundle';
import { openLab } from '../lib/lab';
import { watchMemory } from '../lib/memory';
import { openNative, type Native } from '../lib/native';
import { atMost, beside, longestTask } from '../lib/outcomes';
import { median, rounded } from '../lib/stats';
import { expectMoved, expectSame, expectStandard } from '../standard/files';
import { layOutInto, standardRun, type LabRun } from '../standard/lab';
import {
  findPeers,
  folderOfPeer,
  peakOf,
  replay,
  timedRuns,
  type Peer,
  type PeerRuns,
} from '../standard/peers';
import { MILLION } from '../standard/work';
import type { Bench, BenchContext, Outcome } from '../types';

const folder = join(process.cwd(), '.cache/bench/standard');
/** So low that there is something to replace. */
const REPLAY_THRESHOLD = 2;

/** All clean the lab's own million rows and must write the same. */
async function expectSameAnswers(context: BenchContext, database: Native, peers: Peer[]): Promise<void> {
  const ours = join(folder, 'replay');
  const lab = await openLab(context);
  try {
    const onBundle = layOutInto(lab.page, ours);
    await standardRun(lab.page, { rows: MILLION, seed: 1, threshold: REPLAY_THRESHOLD, raw: true, onBundle });
  } finally {
    await lab.close();
  }
  await expectMoved(database, join(ours, 'raw'), join(ours, 'clean'));
  for (const peer of peers) {
    const theirs = join(folder, 'replay-of', peer.name);
    await replay(peer, join(ours, 'raw'), REPLAY_THRESHOLD, theirs);
    await expectSame(database, peer.name, theirs, ours);
    console.log(`  ${peer.name}: cleaned and resampled a million rows of the lab's as the lab did`);
  }
}

interface Contestant {
  whole: number[];
  stages: { [stage: string]: number };
  bytes: number;
  peak: number;
}

const told = (name: string, whole: readonly number[]): void =>
  console.log(`  ${name}: ${whole.map((seconds) => seconds.toFixed(2)).join(', ')} s`);

async function peerRuns(context: BenchContext, database: Native, peer: Peer): Promise<Contestant> {
  const out = folderOfPeer(folder, peer);
  const peak = await peakOf(peer, context.rows, out);
  const { version, whole, stages }: PeerRuns = await timedRuns(peer, context.rows, context.rounds, out);
  await expectStandard(database, peer.name, out, context.rows);
  told(`${peer.name} (${version})`, whole);
  const bytes = folderBytes(join(out, 'clean'));
  rmSync(out, { recursive: true, force: true });
  return { whole, stages, bytes, peak };
}

async function labRuns(context: BenchContext, database: Native): Promise<Contestant & { task: number }> {
  const { rows, rounds } = context;
  const out = join(folder, 'lab');
  const memory = watchMemory();
  const lab = await openLab(context, memory.empty);
  try {
    await standardRun(lab.page, { rows, seed: 1 });
    const peak = memory.stop();
    const runs: LabRun[] = [];
    for (let round = 0; round < rounds; round++) {
      const last = round === rounds - 1;
      const onBundle = last ? { onBundle: layOutInto(lab.page, out) } : {};
      runs.push(await standardRun(lab.page, { rows, seed: round + 2, ...onBundle }));
    }
    const task = await lab.longestTask();
    await expectStandard(database, 'the lab', out, rows);
    const whole = runs.map((run) => run.whole);
    told('the lab', whole);
    const names = Object.keys(runs[0]?.stages ?? {});
    const stage = (name: string): number =>
      rounded(median(runs.map(({ stages }) => stages[name] ?? Number.NaN)));
    const stages = Object.fromEntries(names.map((name) => [name, stage(name)]));
    return { whole, stages, bytes: folderBytes(join(out, 'clean')), peak, task };
  } finally {
    memory.stop();
    await lab.close();
  }
}

const columns = ({ stages, whole, bytes, peak }: Contestant): { [column: string]: number } => ({
  ...stages,
  'whole, s': rounded(median(whole)),
  'clean, MB': Math.round(bytes / 1e6),
  'peak, MB': Math.round(peak),
});

/** Aims of the whole, as shares of a peer's time. */
const shares: Partial<Record<Peer['name'], number>> = { pandas: 1, 'duckdb-2': 0.6, spark: 0.15 };
const BYTES_OF_DUCKDB = 0.6;
const MOST_MEMORY = 1200;

export const standard: Bench = {
  name: 'standard-10m',
  async run(context): Promise<Outcome[]> {
    rmSync(folder, { recursive: true, force: true });
    const database = await openNative();
    try {
      const peers = findPeers();
      await expectSameAnswers(context, database, peers);
      const lab = await labRuns(context, database);
      const others: [Peer['name'], Contestant][] = [];
      for (const peer of peers) others.push([peer.name, await peerRuns(context, database, peer)]);
      const against = (of: (one: Contestant) => number): Outcome['against'] =>
        Object.fromEntries(others.map(([name, one]) => [name, beside(of(lab), of(one))]));
      const times = against(({ whole }) => median(whole));
      const bytes = against((one) => one.bytes / 1e6);
      const ofDuckdb = bytes['duckdb-2']?.ratio;
      return [
        {
          name: 'standard-10m',
          unit: 's',
          value: rounded(median(lab.whole)),
          runs: lab.whole.map(rounded),
          against: times,
          aim: 'at most 1.0 of pandas, 0.6 of DuckDB 2, 0.15 of PySpark',
          holds: Object.entries(times).every(
            ([name, { ratio }]) => ratio <= (shares[name as Peer['name']] ?? Infinity),
          ),
          contestants: Object.fromEntries(
            [['the lab', lab] as const, ...others].map(([name, one]) => [name, columns(one)]),
          ),
        },
        {
          name: 'standard-10m-bytes',
          unit: 'MB',
          value: rounded(lab.bytes / 1e6),
          runs: [rounded(lab.bytes / 1e6)],
          against: bytes,
          aim: `cleaned rows in at most ${BYTES_OF_DUCKDB} of DuckDB's bytes`,
          holds: ofDuckdb === undefined || ofDuckdb <= BYTES_OF_DUCKDB,
        },
        {
          ...atMost(
            'standard-10m-memory',
            'MB',
            [lab.peak],
            MOST_MEMORY,
            'at most 1,200 MB above the empty page',
          ),
          against: against(({ peak }) => peak),
        },
        longestTask('standard-10m', lab.task),
      ];
    } finally {
      database.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
