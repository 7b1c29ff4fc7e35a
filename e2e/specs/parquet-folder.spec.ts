/** A Parquet data set of several files in the page. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { test, expect } from '../fixtures/lab';

const paths = [
  'sensor=a/month=1/part-0.parquet',
  'sensor=a/month=2/part-0.parquet',
  'sensor=b/month=1/part-0.parquet',
];

/** Writes hourly rows of two sensors as a folder of Hive partitions, with what writers leave beside them. */
async function writeFolder(folder: string): Promise<void> {
  const connection = await (await DuckDBInstance.create()).connect();
  for (const path of paths) {
    const month = /month=(\d)/.exec(path)?.[1] ?? '';
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    await connection.run(
      `COPY (SELECT TIMESTAMP '2024-0${month}-01' + INTERVAL 1 HOUR * i AS t, i::DOUBLE AS v FROM range(100) t(i)) TO '${join(folder, path)}' (FORMAT parquet)`,
    );
  }
  connection.closeSync();
  writeFileSync(join(folder, '_SUCCESS'), '');
}

const counts = `SELECT string_agg(series || ' ' || n, ', ' ORDER BY series) AS text FROM (SELECT series, count(*) AS n FROM raw GROUP BY series)`;

test('a Hive-partitioned folder is one source, comes back after a reload, and lies in the bundle as it came', async ({
  lab,
}, info) => {
  const folder = info.outputPath('plant');
  await writeFolder(folder);
  await lab.drop(folder);
  const dialog = lab.page.getByRole('dialog');
  await expect(dialog.getByLabel('What would be loaded')).toContainText('2024-02-05');
  await lab.answerQuestion();
  await lab.waitForSeries(1);
  const files = paths.map((path) => `plant/${path}`);
  expect((await lab.recipe()).sources).toMatchObject([
    { file: 'plant', series: 'sensor', values: ['v'], parts: files.map((file) => ({ file })) },
  ]);
  const loaded = [{ text: 'plant:a 200, plant:b 100' }];
  await lab.run();
  expect(await lab.query(counts)).toEqual(loaded);
  await lab.settle();
  await lab.page.reload();
  await lab.ready();
  await lab.run();
  expect(await lab.query(counts)).toEqual(loaded);
  const zip = await lab.page.evaluate(async () => {
    const bundle = await window.dataLab.exportBundle();
    return new TextDecoder('latin1').decode(await bundle.arrayBuffer());
  });
  for (const file of files) expect(zip).toContain(`data/raw/${file}`);
});
