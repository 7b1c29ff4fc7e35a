/** Ten million rows to day partitions in snappy Parquet, the same columns as native `COPY … PARTITION_BY`. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { exportOnce, folderBytes, layOut, saveBundle } from '../lib/bundle';
import { csvFile, seriesName } from '../lib/data';
import { openLab, type Lab } from '../lib/lab';
import { openNative, seconds, type Native } from '../lib/native';
import { median, rounded } from '../lib/stats';
import type { Bench, Outcome } from '../types';

const work = join(process.cwd(), '.cache/bench/export');
const prefix = 'data/processed/';

/** Rows as they are, in day partitions, nothing beside them. */
async function prepare(lab: Lab): Promise<void> {
  await lab.page.evaluate(async () => {
    const recipe = window.dataLab.recipe();
    await window.dataLab.setRecipe({
      ...recipe,
      steps: [],
      export: {
        partition: ['year', 'month', 'day'],
        codec: 'snappy',
        smallest: false,
        csv: false,
        raw: false,
      },
    });
    await window.dataLab.run();
  });
}

/** Saves the last bundle and lays its Parquet files out on disk; their bytes. */
async function unpack(lab: Lab): Promise<number> {
  const zip = join(work, 'bundle.zip');
  await saveBundle(lab.page, zip);
  return layOut(zip, prefix, join(work, 'lab'));
}

const read = (folder: string): string =>
  `read_parquet('${folder}/**/*.parquet', hive_partitioning = true, hive_types_autocast = false)`;
const sums = (folder: string): string =>
  `SELECT count(*)::VARCHAR AS n, sum(round(value * 1e6)::BIGINT)::VARCHAR AS total, count(DISTINCT (year, month, day))::VARCHAR AS days FROM ${read(folder)}`;

async function copy(database: Native): Promise<number> {
  const folder = join(work, 'native');
  rmSync(folder, { recursive: true, force: true });
  return seconds(() =>
    database.run(
      `COPY rows TO '${folder}' (FORMAT parquet, COMPRESSION snappy, PARTITION_BY (year, month, day))`,
    ),
  );
}

export const exporting: Bench = {
  name: 'export-10m',
  async run(context): Promise<Outcome[]> {
    const path = await csvFile();
    rmSync(work, { recursive: true, force: true });
    mkdirSync(work, { recursive: true });
    const lab = await openLab(context);
    const database = await openNative();
    try {
      await lab.withoutSteps();
      await lab.addFile(path, seriesName);
      await prepare(lab);
      const warm = await exportOnce(lab.page);
      console.log(`  export-10m warm-up: lab ${warm.toFixed(2)} s`);
      const bytes = await unpack(lab);
      await database.run(`CREATE TABLE rows AS SELECT * FROM ${read(join(work, 'lab'))}`);
      await copy(database);
      const [ours] = await database.rows(sums(join(work, 'lab')));
      const [theirs] = await database.rows(sums(join(work, 'native')));
      if (JSON.stringify(ours) !== JSON.stringify(theirs)) {
        throw new Error(`the exports differ: lab ${JSON.stringify(ours)}, native ${JSON.stringify(theirs)}`);
      }
      const here: number[] = [];
      const there: number[] = [];
      for (let round = 0; round < context.rounds; round++) {
        there.push(await copy(database));
        here.push(await exportOnce(lab.page));
        console.log(
          `  export-10m ${round + 1}: lab ${here.at(-1)?.toFixed(2)} s, native ${there.at(-1)?.toFixed(2)} s`,
        );
      }
      const ratio = median(here) / median(there);
      const nativeBytes = folderBytes(join(work, 'native'));
      const task = await lab.longestTask();
      return [
        {
          name: 'export-10m',
          unit: 's',
          value: rounded(median(here)),
          runs: here.map(rounded),
          against: { 'duckdb-native': { value: rounded(median(there)), ratio: rounded(ratio) } },
          aim: 'at most native COPY … PARTITION_BY',
          holds: ratio <= 1,
        },
        {
          name: 'export-10m-bytes',
          unit: 'MB',
          value: rounded(bytes / 1e6),
          runs: [rounded(bytes / 1e6)],
          against: {
            'duckdb-native': { value: rounded(nativeBytes / 1e6), ratio: rounded(bytes / nativeBytes) },
          },
          aim: 'no more bytes than native',
          holds: bytes <= nativeBytes,
        },
        {
          name: 'export-10m-longest-task',
          unit: 'ms',
          value: rounded(task),
          runs: [rounded(task)],
          against: {},
          aim: 'no main-thread task over 50 ms',
          holds: task <= 50,
        },
      ];
    } finally {
      database.close();
      await lab.close();
      rmSync(work, { recursive: true, force: true });
    }
  },
};
