/** The peers as contestants: bench/peers/standard.py in its environments. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { environment, runPeer, type Requirements } from '../lib/python';
import { median, rounded } from '../lib/stats';
import { eachKind, MILLION } from './work';

export interface Peer {
  name: 'pandas' | 'polars' | 'duckdb-1' | 'duckdb-2' | 'spark';
  python: string;
  tool: string;
}

export interface PeerRuns {
  version: string;
  /** Seconds of each run. */
  whole: number[];
  /** Medians in seconds. */
  stages: { [stage: string]: number };
}

const known: [Peer['name'], string, Requirements][] = [
  ['pandas', 'pandas', 'requirements'],
  ['polars', 'polars', 'requirements'],
  ['duckdb-2', 'duckdb', 'requirements-duckdb-2'],
  ['duckdb-1', 'duckdb', 'requirements'],
  ['spark', 'spark', 'requirements-spark'],
];

const LEAST_JAVA = 17;

/** Why Spark cannot run here; undefined where it can. */
function withoutJava(): string | undefined {
  const { status, stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const version = Number(/version "(\d+)/.exec(stderr ?? '')?.[1]);
  return status === 0 && version >= LEAST_JAVA
    ? undefined
    : `it needs Java ${LEAST_JAVA} or newer on the PATH`;
}

/** Those that can run here, of all or of some; the others are told. */
export function findPeers(wanted?: readonly Peer['name'][]): Peer[] {
  return known.flatMap(([name, tool, requirements]) => {
    if (wanted && !wanted.includes(name)) return [];
    const missing = name === 'spark' ? withoutJava() : undefined;
    const found = missing === undefined ? environment(requirements) : { missing };
    if ('python' in found) return [{ name, tool, python: found.python }];
    console.log(`  left out: ${name}, for ${found.missing}`);
    return [];
  });
}

/** The program of a contestant with what it is to do, but for how often. */
export const standardArgs = (peer: Peer, out: string, rows: number): string[] =>
  ['standard.py', peer.tool, '--out', out].concat(['--rows', `${rows}`, '--each', `${eachKind(rows)}`]);

const work = (peer: Peer, out: string, rows: number, runs: number): string[] => [
  ...standardArgs(peer, out, rows),
  '--runs',
  `${runs}`,
];

interface Answer {
  version: string;
  runs: { [stage: string]: number }[];
}

/** Cleans, resamples and writes the rows of a raw folder. */
export async function replay(peer: Peer, raw: string, threshold: number, out: string): Promise<void> {
  const given = ['--raw', raw, '--threshold', `${threshold}`];
  await runPeer<Answer>(peer.python, [...work(peer, out, MILLION, 1), ...given]);
}

/** One run to warm up, then those that are timed; what the last one wrote is below `out`. */
export async function timedRuns(peer: Peer, rows: number, rounds: number, out: string): Promise<PeerRuns> {
  const { answer } = await runPeer<Answer>(peer.python, [...work(peer, out, rows, rounds), '--warm']);
  const names = Object.keys(answer.runs[0] ?? {});
  const of = (name: string): number[] => answer.runs.map((run) => run[name] ?? Number.NaN);
  return {
    version: answer.version,
    whole: answer.runs.map((run) => Object.values(run).reduce((sum, seconds) => sum + seconds, 0)),
    stages: Object.fromEntries(names.map((name) => [name, rounded(median(of(name)))])),
  };
}

/** The most that one run holds, in MB, all processes together; watching slows a run, so it is another than those that are timed. */
export async function peakOf(peer: Peer, rows: number, out: string): Promise<number> {
  return (await runPeer<Answer>(peer.python, work(peer, out, rows, 1), true)).peak;
}

export const folderOfPeer = (folder: string, peer: Peer): string => join(folder, peer.name);
