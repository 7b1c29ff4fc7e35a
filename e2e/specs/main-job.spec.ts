import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { csvFacts, csvFiles, hasNab, nabData, nabMissing, root, samples } from '../fixtures/nab';
import { expect, test, type Lab } from '../fixtures/lab';
import { readZip } from '../fixtures/zip';
import { expectations } from '../fixtures/expectations';

/** Every row of the files is in `raw`, in their order, to the last bit. */
async function expectRaw(lab: Lab, folder: string, paths: string[]): Promise<void> {
  const facts = paths.map((path) => csvFacts(folder, path));
  expect(await lab.seriesNames()).toEqual(facts.map(({ name }) => name).toSorted());
  for (const { name, rows } of facts) {
    const found = await lab.query(
      `SELECT ts::VARCHAR AS time, value FROM raw WHERE series = '${name}' ORDER BY "row"`,
    );
    expect(found.length, name).toBe(rows.length);
    const differing = found.flatMap((row, index) =>
      row['time'] === rows[index]?.[0] && row['value'] === rows[index]?.[1]
        ? []
        : [{ index, row, wanted: rows[index] }],
    );
    expect(differing.slice(0, 3), name).toEqual([]);
  }
}

test('a folder of NAB, dropped: every row of every series is there', async ({ lab }) => {
  test.skip(!hasNab, nabMissing);
  const paths = csvFiles(nabData);
  await lab.drop(nabData);
  await lab.waitForSeries(paths.length);
  const prefix = (await lab.seriesNames())[0]?.startsWith('data/') ? join(nabData, '..') : nabData;
  await expectRaw(lab, prefix, paths);
  await expect(lab.errors).toHaveCount(0);
});

test('the samples: loaded, cleaned, resampled, exported, and read back', async ({ lab }, info) => {
  const folder = samples;
  const paths = csvFiles(folder);
  await lab.drop(
    ...paths.map((path) => join(folder, path.slice(folder.length + 1).split('/')[0] ?? '')),
    join(folder, 'labels'),
  );
  await lab.waitForSeries(paths.length);
  await expectRaw(lab, folder, paths);

  const recipe = await lab.recipe();
  expect(recipe.labels.length).toBeGreaterThan(0);
  expect(
    await lab.setRecipe({
      ...recipe,
      name: 'Readers check',
      steps: [
        { utc: { nonexistent: 'shift', ambiguous: 'earlier' } },
        { duplicates: { keep: 'first' } },
        { missing: { sentinels: [], fill: 'linear', longest: '15min' } },
        { outliers: { rule: 'zscore', threshold: 3, then: 'interpolate', protect: true } },
        { resample: { every: '5min', with: 'mean', empty: 'linear' } },
      ],
    }),
  ).toBeUndefined();
  const report = await lab.run();
  expect(report.stages.length).toBeGreaterThan(0);

  const zip = join(root, 'reports/readers/bundle.zip');
  mkdirSync(join(root, 'reports/readers'), { recursive: true });
  await lab.exportTo(zip);
  writeFileSync(
    join(root, 'reports/readers/expected.json'),
    JSON.stringify(
      await expectations(
        lab,
        paths.map((path) => csvFacts(folder, path)),
      ),
      null,
      2,
    ),
  );

  const names = readZip(zip).map(({ path }) => path);
  expect(names).toEqual(expect.arrayContaining([expect.stringMatching(/data\/metadata\/recipe\.json$/)]));
  expect(names).toEqual(expect.arrayContaining([expect.stringMatching(/data\/metadata\/dataset_v1\.json$/)]));
  expect(names).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/processed\/year=\d{4}\/month=\d\d\/day=\d\d\/part-0\.parquet$/),
    ]),
  );
  const raw = readZip(zip).filter(({ path }) => /data\/raw\/.*\.csv$/.test(path));
  expect(raw).toHaveLength(paths.length);
  await info.attach('entries', { body: names.join('\n'), contentType: 'text/plain' });
});

test('the same files and recipe give the same bundle, byte for byte', async ({ lab }, info) => {
  await lab.drop(join(samples, 'realTraffic'));
  await lab.waitForSeries(1);
  const [one, two] = [info.outputPath('one.zip'), info.outputPath('two.zip')];
  await lab.exportTo(one);
  await lab.exportTo(two);
  const parquet = (path: string): [string, string][] =>
    readZip(path)
      .filter((entry) => entry.path.endsWith('.parquet'))
      .map((entry) => [entry.path, entry.bytes().toString('base64')]);
  expect(parquet(one).length).toBeGreaterThan(0);
  expect(parquet(two)).toEqual(parquet(one));
});
