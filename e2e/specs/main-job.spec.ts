import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { csvFacts, csvFiles, hasNab, nabData, nabMissing, root, samples } from '../fixtures/nab';
import { expect, Lab, test } from '../fixtures/lab';
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

test('the same files and recipe give the same bundle in another session, byte for byte but for the time', async ({
  lab,
  browser,
}, info) => {
  const bundle = async (session: Lab, name: string): Promise<[path: string, content: string][]> => {
    await session.drop(join(samples, 'realTraffic'), join(samples, 'labels'));
    await session.waitForSeries(1);
    const zip = info.outputPath(name);
    await session.exportTo(zip);
    const entries = readZip(zip);
    const bytesOf = (path: string): Buffer => {
      const bytes = entries.find((entry) => entry.path === path)?.bytes();
      if (!bytes) throw new Error(`expected ${path} in the bundle`);
      return bytes;
    };
    const dataset = 'data/metadata/dataset_v1.json';
    const lineage = 'data/metadata/openlineage.ndjson';
    const { created } = JSON.parse(bytesOf(dataset).toString('utf8')) as { created: string };
    expect(created).toMatch(/^\d{4}-\d{2}-\d{2}T/);
    const [first] = bytesOf(lineage).toString('utf8').split('\n');
    const { run } = JSON.parse(first ?? '') as { run: { runId: string } };
    // What follows from the time: the name of the run, and hashes of the documents that tell either.
    const replaced = new Map([
      [created, '(created)'],
      [run.runId, '(run)'],
      ...[dataset, lineage, 'croissant.json'].map(
        (path) => [createHash('sha256').update(bytesOf(path)).digest('hex'), `(hash of ${path})`] as const,
      ),
    ]);
    return entries.map((entry) => {
      let content = entry.bytes().toString('latin1');
      for (const [text, word] of replaced) content = content.replaceAll(text, word);
      return [
        entry.path,
        entry.path === 'data.dvc' ? content.replace(/md5: [0-9a-f]{32}\.dir/, '(hash)') : content,
      ];
    });
  };
  const one = await bundle(lab, 'one.zip');
  const context = await browser.newContext();
  const other = new Lab(await context.newPage());
  await other.open();
  const two = await bundle(other, 'two.zip');
  await context.close();
  expect(one.filter(([path]) => path.endsWith('.parquet')).length).toBeGreaterThan(0);
  expect(two.map(([path]) => path)).toEqual(one.map(([path]) => path));
  for (const [index, [path, content]] of two.entries()) {
    expect(content === one[index]?.[1], `${path} is the same in both`).toBe(true);
  }
});
