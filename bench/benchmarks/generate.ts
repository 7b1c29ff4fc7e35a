/**
 * Ten million labelled rows from nothing: in the page, and beside it with numpy and pandas, in native DuckDB's SQL, and by GutenTAG, which runs
 * where PYTHON (`python3`) has it.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { openLab, type Lab } from '../lib/lab';
import { openNative, seconds } from '../lib/native';
import { watchMemory } from '../lib/memory';
import { environment, peerVariables } from '../lib/python';
import { median, rounded } from '../lib/stats';
import type { Bench, BenchContext, Outcome } from '../types';

const rows = 10_000_000;

interface Answer {
  rows: number;
  mean: number;
  deviation: number;
  anomalous: number;
}

interface Peer {
  version: string;
  seconds: number[];
  answer: Answer;
}

/** Two sines, Gaussian noise, 250 spikes of one row and 250 level shifts of 300 rows at drawn places. */
const twoSines = {
  signal: [{ sine: { period: '1d', amplitude: 20 } }, { sine: { period: '1h', amplitude: 5 } }],
  noise: [{ gaussian: { sd: 3 } }],
  injections: [
    {
      id: 'spikes',
      series: 's1',
      draw: { count: 250, apart: '5min' },
      shapes: [{ kind: 'spike', length: '1s', strength: { absolute: 20 }, direction: 'up' }],
    },
    {
      id: 'shifts',
      series: 's1',
      draw: { count: 250, apart: '5min' },
      shapes: [{ kind: 'level-shift', length: '5min', strength: { absolute: 9 }, direction: 'up' }],
    },
  ],
};

/** One sine and the two simplest anomalies. */
const oneSine = {
  signal: [{ sine: { period: '1d', amplitude: 20 } }],
  noise: [{ gaussian: { sd: 1 } }],
  injections: [
    {
      id: 'extremum',
      series: 's1',
      start: '2023-03-01T00:00:00Z',
      shape: { kind: 'spike', length: '1s', strength: { sigma: 5 }, scope: 'global', direction: 'up' },
    },
    {
      id: 'platform',
      series: 's1',
      start: '2023-04-01T00:00:00Z',
      shape: { kind: 'flatline', length: '5min', hold: 'mean' },
    },
  ],
};

/** Makes the series with another seed; seconds of the making, from the request to the table in its place. */
function generateOnce(lab: Lab, what: typeof twoSines | typeof oneSine, seed: number): Promise<number> {
  return lab.page.evaluate(
    async ({ what: { signal, noise, injections }, seed: number, count }) => {
      const source = {
        synthetic: 's1',
        start: '2023-01-01T00:00:00Z',
        step: '1s',
        rows: count,
        seed: number,
        signal,
        noise,
      };
      await window.dataLab.setRecipe({
        ...window.dataLab.recipe(),
        steps: [],
        generated: [source],
        injections,
      });
      const { stages } = await window.dataLab.run();
      return (stages.find(({ name }) => name === 'generated')?.ms ?? Number.NaN) / 1000;
    },
    { what, seed, count: rows },
  );
}

async function answerOf(lab: Lab): Promise<Answer> {
  const [found] = await lab.query(
    'SELECT count(*)::INTEGER AS rows, avg(value) AS mean, stddev_samp(value) AS deviation, (SELECT sum(raw_rows)::INTEGER FROM labels) AS anomalous FROM raw',
  );
  return found as Answer;
}

function python(task: 'pandas' | 'gutentag', rounds: number): Peer | undefined {
  const script = join(process.cwd(), 'bench/lib/generate_peer.py');
  const pinned = task === 'pandas' ? environment('requirements') : { missing: '' };
  const command = 'python' in pinned ? pinned.python : (process.env.PYTHON ?? 'python3');
  const { status, stdout, stderr } = spawnSync(command, [script, task, `${rows}`, `${rounds}`], {
    env: peerVariables(),
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (status === 0) return JSON.parse(stdout) as Peer;
  if (/ModuleNotFoundError|ImportError/.test(stderr)) return undefined;
  throw new Error(`${task} failed: ${stderr.slice(-2000)}`);
}

/** The same series in SQL: noise by Box and Muller's formula, anomalies by a join. */
async function duckdb(rounds: number): Promise<Peer> {
  const database = await openNative();
  const times: number[] = [];
  const make = `CREATE OR REPLACE TABLE made AS
    WITH anomalies AS (
      SELECT place * 600 AS first, CASE WHEN k % 2 = 0 THEN 1 ELSE 300 END AS length,
        CASE WHEN k % 2 = 0 THEN 'spike' ELSE 'level-shift' END AS kind, CASE WHEN k % 2 = 0 THEN 20.0 ELSE 9.0 END AS amount
      FROM (SELECT place, row_number() OVER () AS k FROM (SELECT range AS place FROM range(${Math.floor(rows / 600)}) ORDER BY random() LIMIT 500))
    ), changed AS (SELECT first + unnest(range(length)) AS i, kind, amount FROM anomalies)
    SELECT TIMESTAMP '2023-01-01' + to_seconds(r.range) AS ts,
      20 * sin(2 * pi() / 86400 * r.range) + 5 * sin(2 * pi() / 3600 * r.range)
        + 3 * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()) + coalesce(c.amount, 0) AS value,
      c.kind IS NOT NULL AS is_anomaly, c.kind AS anomaly_type
    FROM range(${rows}) AS r LEFT JOIN changed AS c ON r.range = c.i`;
  try {
    await database.run(make);
    for (let round = 0; round < rounds; round++) times.push(await seconds(() => database.run(make)));
    const [found] = await database.rows(
      'SELECT count(*)::INTEGER AS rows, avg(value) AS mean, stddev_samp(value) AS deviation, count(*) FILTER (is_anomaly)::INTEGER AS anomalous FROM made',
    );
    return { version: 'DuckDB', seconds: times, answer: found as unknown as Answer };
  } finally {
    database.close();
  }
}

/** The contestants made the same: as many rows, as many of them anomalous, mean and deviation as near as chance allows. */
function expectAlike(ours: Answer, { version, answer }: Peer): void {
  const near = (a: number, b: number, within: number): boolean => Math.abs(a - b) <= within;
  const alike =
    ours.rows === answer.rows &&
    near(ours.anomalous, answer.anomalous, ours.anomalous * 0.01) &&
    near(ours.mean, answer.mean, 0.05) &&
    near(ours.deviation, answer.deviation, 0.05);
  if (!alike) {
    throw new Error(`${version} made ${JSON.stringify(answer)}, the lab ${JSON.stringify(ours)}`);
  }
}

function against(here: number[], peer: Peer): { value: number; ratio: number } {
  const there = median(peer.seconds);
  return { value: rounded(there), ratio: rounded(median(here) / there) };
}

async function timed(
  context: BenchContext,
  lab: Lab,
  what: typeof twoSines | typeof oneSine,
): Promise<number[]> {
  const here: number[] = [];
  await generateOnce(lab, what, 1000);
  for (let round = 0; round < context.rounds; round++) here.push(await generateOnce(lab, what, round + 1));
  return here;
}

export const generate: Bench = {
  name: 'generate-10m',
  async run(context): Promise<Outcome[]> {
    const lab = await openLab(context);
    try {
      const here = await timed(context, lab, twoSines);
      const ours = await answerOf(lab);
      const peers = {
        pandas: python('pandas', context.rounds),
        'duckdb-native': await duckdb(context.rounds),
      };
      const found = Object.entries(peers).flatMap(([name, peer]) => (peer ? [[name, peer] as const] : []));
      for (const [, peer] of found) expectAlike(ours, peer);
      const ratios = Object.fromEntries(found.map(([name, peer]) => [name, against(here, peer)]));
      const simple = await timed(context, lab, oneSine);
      const gutentag = python('gutentag', context.rounds);
      const other: Outcome['against'] = gutentag ? { gutentag: against(simple, gutentag) } : {};
      const task = await lab.longestTask();
      return [
        {
          name: 'generate-10m',
          unit: 's',
          value: rounded(median(here)),
          runs: here.map(rounded),
          against: ratios,
          aim: 'at most 0.7 of numpy with pandas, and of native SQL',
          holds: Object.values(ratios).every(({ ratio }) => ratio <= 0.7),
        },
        {
          name: 'generate-10m-one-sine',
          unit: 's',
          value: rounded(median(simple)),
          runs: simple.map(rounded),
          against: other,
          aim: 'at most 1.0 of GutenTAG',
          holds: Object.values(other).every(({ ratio }) => ratio <= 1),
        },
        {
          name: 'generate-10m-longest-task',
          unit: 'ms',
          value: rounded(task),
          runs: [rounded(task)],
          against: {},
          aim: 'no main-thread task over 50 ms',
          holds: task <= 50,
        },
      ];
    } finally {
      await lab.close();
    }
  },
};

export const generateMemory: Bench = {
  name: 'generate-memory-10m',
  async run(context): Promise<Outcome[]> {
    const peaks: number[] = [];
    for (let round = 0; round < context.rounds; round++) {
      const memory = watchMemory();
      const lab = await openLab(context, memory.empty);
      try {
        await generateOnce(lab, twoSines, round + 1);
        await lab.page.waitForTimeout(3000);
        peaks.push(memory.stop());
      } finally {
        await lab.close();
      }
    }
    return [
      {
        name: 'generate-memory-10m',
        unit: 'MB',
        value: rounded(median(peaks)),
        runs: peaks.map(rounded),
        against: {},
        aim: 'at most 1,000 MB above an empty page',
        holds: median(peaks) <= 1000,
      },
    ];
  },
};

export const generateToChart: Bench = {
  name: 'generate-to-chart-10m',
  async run(context): Promise<Outcome[]> {
    const times: number[] = [];
    for (let round = 0; round < context.rounds; round++) {
      const lab = await openLab(context);
      try {
        times.push(await toChart(lab));
      } finally {
        await lab.close();
      }
    }
    return [
      {
        name: 'generate-to-chart-10m',
        unit: 's',
        value: rounded(median(times)),
        runs: times.map(rounded),
        against: {},
        aim: 'at most 3 s to the drawn chart',
        holds: median(times) <= 3,
      },
    ];
  },
};

/** Seconds from the recipe to the frame after the chart of all its rows was drawn; the usual steps are on. */
function toChart(lab: Lab): Promise<number> {
  return lab.page.evaluate(
    async ({ what: { signal, noise, injections }, count }) => {
      const source = {
        synthetic: 's1',
        start: '2023-01-01T00:00:00Z',
        step: '1s',
        rows: count,
        signal,
        noise,
      };
      const wanted = `${count.toLocaleString('en-GB')} raw rows`;
      const begin = performance.now();
      await window.dataLab.setRecipe({
        ...window.dataLab.recipe(),
        generated: [source],
        injections,
      });
      await new Promise<void>((resolve) => {
        const look = (): void => {
          const chart = document.querySelector('[role=application]');
          if (chart?.getAttribute('aria-label')?.includes(wanted)) requestAnimationFrame(() => resolve());
          else requestAnimationFrame(look);
        };
        look();
      });
      await new Promise((resolve) => requestAnimationFrame(resolve));
      return (performance.now() - begin) / 1000;
    },
    { what: twoSines, count: rows },
  );
}
