/**
 * NAB's arithmetic over 58 files: windows from labels, the windowedGaussian detector, the score at the best threshold. The core's own code in Node, without
 * the page. Beside it NAB's Python where NAB_HOME names a checkout and PYTHON (`python3`) has numpy and pandas; it runs once, being slow.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { csvFacts, csvFiles, nabData, nabMissing } from '../../e2e/fixtures/nab';
import { windowedGaussian } from '../../src/core/detect';
import {
  formatTime,
  formatWindowTime,
  parseResults,
  profiles,
  readNabLabels,
  readTime,
  scoreCorpus,
  windowsFromLabels,
  windowsToRows,
  type RowWindow,
} from '../../src/core/nab';
import { median, rounded } from '../lib/stats';
import type { Bench, BenchContext, Outcome } from '../types';

const wanted = 58;

interface NabFile {
  name: string;
  path: string;
  results: string;
  times: Float64Array;
  values: Float64Array;
  labels: number[];
  windows: RowWindow[];
}

function good<T>(result: { ok: true; value: T } | { ok: false; error: { message: string } }): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

/** As many files as NAB has: those at hand, again and again. */
function corpus(): NabFile[] {
  if (!existsSync(nabData)) throw new Error(nabMissing);
  const read = (name: string) => {
    const { entries } = good(readNabLabels(readFileSync(join(nabData, `../labels/${name}.json`), 'utf8')));
    return (file: string) => entries.filter(({ key }) => key === file);
  };
  const labelsOf = read('combined_labels');
  const windowsOf = read('combined_windows');
  const distinct = csvFiles(nabData).map((path): NabFile => {
    const { name, rows } = csvFacts(nabData, path);
    const times = Float64Array.from(rows, ([time]) => readTime(time));
    const inclusive = windowsOf(name).map(({ start, end }) => ({ start, end: end - 1 }));
    return {
      name,
      path,
      results: join(nabData, '../results/numenta', name.replace('/', '/numenta_')),
      times,
      values: Float64Array.from(rows, ([, value]) => value),
      labels: labelsOf(name).map(({ start }) => start),
      windows: windowsToRows(times, inclusive).windows,
    };
  });
  return Array.from({ length: wanted }, (_, index) => {
    const file = distinct[index % distinct.length];
    if (!file) throw new Error(nabMissing);
    return { ...file, name: `${Math.floor(index / distinct.length)}/${file.name}` };
  });
}

interface Peer<T> {
  seconds: number;
  answer: T;
}

/** What NAB's own code takes and says; undefined where this machine has none. */
function peer<T>(task: string, files: object[]): Peer<T> | undefined {
  const home = process.env.NAB_HOME;
  if (home === undefined) return undefined;
  const script = join(process.cwd(), 'bench/lib/nab_peer.py');
  const { status, stdout, stderr } = spawnSync(process.env.PYTHON ?? 'python3', [script, home], {
    input: JSON.stringify({ task, files }),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status === 0) return JSON.parse(stdout) as Peer<T>;
  if (/ModuleNotFoundError|ImportError/.test(stderr)) return undefined;
  throw new Error(`NAB's Python failed: ${stderr.slice(-2000)}`);
}

/** Milliseconds of each run, and the last answer. */
function timed<T>({ rounds }: BenchContext, action: () => T): { runs: number[]; answer: T } {
  const run = (): T => {
    const begin = performance.now();
    const answer = action();
    runs.push(performance.now() - begin);
    return answer;
  };
  const runs: number[] = [];
  let answer = run();
  while (runs.length < rounds) answer = run();
  return { runs, answer };
}

function outcome(name: string, runs: number[], most: number, seconds: number | undefined): Outcome {
  const value = median(runs);
  const ms = (seconds ?? 0) * 1000;
  return {
    name,
    unit: 'ms',
    value: rounded(value),
    runs: runs.map(rounded),
    against:
      seconds === undefined ? {} : { 'nab-python': { value: rounded(ms), ratio: rounded(value / ms) } },
    aim: `${wanted} files in ${most} ms`,
    holds: value <= most,
  };
}

function expectAlike(what: string, alike: boolean): void {
  if (!alike) throw new Error(`${what}: the lab and NAB's Python differ`);
}

export const nabWindows: Bench = {
  name: 'nab-windows',
  async run(context) {
    const files = corpus();
    const { runs, answer } = timed(context, () =>
      files.map(({ name, times, labels }) => windowsFromLabels(times, labels, { file: name }).windows),
    );
    const theirs = peer<Record<string, [string, string][]>>(
      'windows',
      files.map(({ name, path, labels }) => ({ name, data: path, labels: labels.map(formatTime) })),
    );
    files.forEach(({ name }, index) => {
      const mine = (answer[index] ?? []).map(({ start, end }) => [
        formatWindowTime(start),
        formatWindowTime(end),
      ]);
      if (theirs) expectAlike(name, JSON.stringify(mine) === JSON.stringify(theirs.answer[name]));
    });
    return [outcome('nab-windows', runs, 100, theirs?.seconds)];
  },
};

export const nabDetector: Bench = {
  name: 'nab-detector',
  async run(context) {
    const files = corpus();
    const { runs, answer } = timed(context, () =>
      files.map((file) => windowedGaussian.scores(file, windowedGaussian.defaults)),
    );
    const folder = join(process.cwd(), '.cache/bench/nab');
    mkdirSync(folder, { recursive: true });
    const tasks = files.map(({ name, path }, index) => ({
      name,
      data: path,
      out: join(folder, `${index}.f64`),
    }));
    const theirs = peer<null>('detector', tasks);
    if (theirs) {
      tasks.forEach(({ name, out }, index) => {
        const scores = new Float64Array(new Uint8Array(readFileSync(out)).buffer);
        const mine = answer[index] ?? new Float64Array();
        expectAlike(
          name,
          mine.length === scores.length &&
            mine.every((score, row) => Math.abs(score - (scores[row] ?? NaN)) < 1e-9),
        );
      });
    }
    return [outcome('nab-detector', runs, 1000, theirs?.seconds)];
  },
};

export const nabScore: Bench = {
  name: 'nab-score',
  async run(context) {
    const files = corpus();
    const scored = files.map(({ name, results, windows }) => ({
      name,
      windows,
      scores: good(parseResults(readFileSync(results, 'utf8'), name)).scores,
    }));
    const { runs, answer } = timed(context, () => scoreCorpus(scored, profiles.standard, 'best'));
    const theirs = peer<{ threshold: number; score: number }>(
      'score',
      files.map(({ name, path, results, windows }) => ({
        name,
        data: path,
        results,
        windows: windows.map(({ start, end }) => [formatTime(start), formatTime(end)]),
      })),
    );
    if (theirs) {
      expectAlike('best threshold', answer.threshold === theirs.answer.threshold);
      expectAlike('score', Math.abs(answer.raw - theirs.answer.score) < 1e-9);
    }
    return [outcome('nab-score', runs, 200, theirs?.seconds)];
  },
};
