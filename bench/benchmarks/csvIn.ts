/** Ten million rows of CSV to a table that answers queries. */
import { csvFile, rows, seriesName } from '../lib/data';
import { openLab } from '../lib/lab';
import { openNative, seconds } from '../lib/native';
import { median, rounded } from '../lib/stats';
import type { Bench, Outcome } from '../types';

/** Whole millionths, so that the sum is exact in any order. */
const sums = (table: string, time: string): string =>
  `SELECT count(*)::VARCHAR AS n, sum(round(value * 1e6)::BIGINT)::VARCHAR AS total, max(${time})::VARCHAR AS last FROM ${table}`;

async function native(path: string): Promise<{ time: number; answer: string }> {
  const database = await openNative();
  try {
    const time = await seconds(() => database.run(`CREATE TABLE t AS SELECT * FROM read_csv('${path}')`));
    return { time, answer: JSON.stringify((await database.rows(sums('t', '"timestamp"')))[0]) };
  } finally {
    database.close();
  }
}

export const csvIn: Bench = {
  name: 'csv-in-10m',
  async run(context): Promise<Outcome[]> {
    const path = await csvFile();
    const here: number[] = [];
    const there: number[] = [];
    const tasks: number[] = [];
    for (let round = 0; round < context.rounds; round++) {
      const peer = await native(path);
      const lab = await openLab(context);
      try {
        await lab.withoutSteps();
        here.push(await lab.addFile(path, seriesName));
        const answer = JSON.stringify((await lab.query(sums('raw', 'ts')))[0]);
        if (answer !== peer.answer)
          throw new Error(`the tables differ: lab ${answer}, native ${peer.answer}`);
        tasks.push(await lab.longestTask());
      } finally {
        await lab.close();
      }
      there.push(peer.time);
      console.log(
        `  csv-in-10m ${round + 1}: lab ${here.at(-1)?.toFixed(2)} s, native ${peer.time.toFixed(2)} s, ${rows} rows alike`,
      );
    }
    const ratio = median(here) / median(there);
    return [
      {
        name: 'csv-in-10m',
        unit: 's',
        value: rounded(median(here)),
        runs: here.map(rounded),
        against: { 'duckdb-native': { value: rounded(median(there)), ratio: rounded(ratio) } },
        aim: 'at most 1.5 times native read_csv',
        holds: ratio <= 1.5,
      },
      {
        name: 'csv-in-10m-longest-task',
        unit: 'ms',
        value: rounded(Math.max(...tasks)),
        runs: tasks.map(rounded),
        against: {},
        aim: 'no main-thread task over 50 ms',
        holds: Math.max(...tasks) <= 50,
      },
    ];
  },
};
