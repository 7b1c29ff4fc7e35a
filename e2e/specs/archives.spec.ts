import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { makeZip } from 'client-zip';
import { nabCsv, wave, writeFile } from '../fixtures/files';
import { expect, Lab, test } from '../fixtures/lab';
import { tarEntry, tarOf } from '../fixtures/tar';
import { readZip } from '../fixtures/zip';

const minute = (index: number): string =>
  new Date(Date.UTC(2024, 0, 1, 0, index)).toISOString().slice(0, 19).replace('T', ' ');

const points = JSON.stringify({ 'realA/one.csv': [minute(105), minute(305)], 'realB/two.csv': [minute(50)] });
const windows = JSON.stringify({
  'realA/one.csv': [
    [`${minute(100)}.000000`, `${minute(110)}.000000`],
    [`${minute(300)}.000000`, `${minute(310)}.000000`],
  ],
  'realB/two.csv': [[`${minute(45)}.000000`, `${minute(55)}.000000`]],
});
const results = `timestamp,value,anomaly_score,label\n${Array.from(
  { length: 500 },
  (_, index) => `${minute(index)},1,0.${index % 9},0\n`,
).join('')}`;

const nab: Record<string, string> = {
  'NAB-master/LICENSE': 'MIT',
  'NAB-master/LICENSE.txt': 'Permission is hereby granted,\nfree of charge\n',
  'NAB-master/README.md': '# NAB',
  'NAB-master/config/thresholds.json': '{"numenta": {"standard": {"score": 1, "threshold": 0.5}}}',
  'NAB-master/golden_scores.json': '{"detector": "numenta", "files": {}}',
  'NAB-master/data/realA/one.csv': nabCsv(500, wave),
  'NAB-master/data/realB/two.csv': nabCsv(400, wave),
  'NAB-master/labels/combined_labels.json': points,
  'NAB-master/labels/combined_windows.json': windows,
  'NAB-master/results/numenta/realA/numenta_one.csv': results,
};

async function writeZip(path: string, files: Record<string, string>): Promise<string> {
  const list = Object.entries(files).map(([name, input]) => ({
    name,
    input,
    lastModified: new Date(1980, 0, 1),
  }));
  const parts: Uint8Array[] = [];
  for await (const part of makeZip(list)) parts.push(part);
  writeFileSync(path, Buffer.concat(parts));
  return path;
}

test('a zip of NAB opens like a folder: its data and labels once, the rest in one grey line', async ({
  lab,
}, info) => {
  await lab.drop(await writeZip(info.outputPath('nab.zip'), nab));
  await lab.waitForSeries(2);
  expect(await lab.seriesNames()).toEqual(['NAB-master/data/realA/one.csv', 'NAB-master/data/realB/two.csv']);
  await expect(lab.errors).toHaveCount(0);
  const skipped = lab.page.getByText('5 files skipped');
  await skipped.click();
  await expect(lab.page.getByRole('list', { name: 'Files that were left out' })).toContainText(
    'thresholds.json',
  );
  // Five anomalies are named in two files: 3 in all.
  expect(await lab.number('SELECT count(*)::INTEGER FROM labels')).toBe(3);
  expect(await lab.number("SELECT count(*)::INTEGER FROM labels WHERE shape = 'window'")).toBe(3);
  await expect(lab.seriesList).toContainText('3 points within windows of another file');
  await expect(lab.page.getByRole('tab', { name: 'NAB' })).toHaveAttribute('aria-selected', 'false');
});

test('scripts look into a tar.gz and load it, hostile entries refused by name', async ({ lab }) => {
  const tar = gzipSync(
    tarOf(
      tarEntry('set/one.csv', nabCsv(50, wave)),
      tarEntry('set/notes.md', 'x'),
      tarEntry('../two.csv', nabCsv(50, wave)),
    ),
  );
  const found = await lab.page.evaluate(
    async (bytes) => {
      const file = new File([new Uint8Array(bytes)], 'set.tar.gz');
      const looks = await window.dataLab.inspect([file]);
      return {
        looks: looks.map(({ file: name, preview, error }) => [name, preview?.rows ?? error?.message ?? '']),
        added: await window.dataLab.addFiles([file]),
      };
    },
    [...tar],
  );
  expect(found.looks).toEqual([
    ['set/one.csv', 50],
    ['set.tar.gz', expect.stringContaining('"../two.csv" (its name leads out of the archive)')],
  ]);
  expect(found.added).toEqual({
    series: ['set/one.csv'],
    rejected: 0,
    skipped: [{ file: 'set.tar.gz/set/notes.md', why: 'not a kind of file that the lab reads' }],
  });
  await expect(lab.error('archive-entries')).toContainText('../two.csv');
});

for (const form of ['zip', 'folder'] as const)
  test(`a bundle replays itself: dropped as a ${form} on a new page it gives the same recipe, series and labels`, async ({
    lab,
    browser,
    baseURL,
  }, info) => {
    await lab.addFiles([
      { name: 'realA/one.csv', text: nabCsv(500, wave) },
      { name: 'realB/two.csv', text: nabCsv(400, wave) },
      { name: 'labels/combined_labels.json', text: points },
      { name: 'labels/combined_windows.json', text: windows },
    ]);
    await lab.run();
    const path = info.outputPath('bundle.zip');
    await lab.exportTo(path);
    const recipe = await lab.recipe();
    expect(recipe.labels.map(({ sha256 }) => sha256?.length)).toEqual([64, 64]);
    const rows = 'SELECT series, ts::VARCHAR AS ts, value FROM resampled ORDER BY series, ts';
    const labels = 'SELECT id, series, "start"::VARCHAR AS s, "end"::VARCHAR AS e FROM labels ORDER BY id';
    const before = [await lab.query(rows), await lab.query(labels)];
    expect(before[1]).toHaveLength(3);

    const dropped = form === 'zip' ? path : info.outputPath('unpacked');
    if (form === 'folder') for (const entry of readZip(path)) writeFile(dropped, entry.path, entry.bytes());
    const context = await browser.newContext(baseURL === undefined ? {} : { baseURL });
    const again = new Lab(await context.newPage());
    await again.open();
    await again.drop(dropped);
    await again.waitForSeries(2);
    await expect(again.errors).toHaveCount(0);
    await expect(again.page.getByText('Missing:')).toHaveCount(0);
    expect(await again.recipe()).toEqual(recipe);
    expect([await again.query(rows), await again.query(labels)]).toEqual(before);
    await expect(again.page.getByText(/files skipped/)).toBeVisible();
    await context.close();
  });

/** Adds NAB's layout as local times of Berlin, without a dialog about it. */
const addLocal = (lab: Lab): Promise<void> =>
  lab.page.evaluate(
    async ({ name, text }) => {
      await window.dataLab.addFiles([new File([text], name)], {
        sources: {
          [name]: {
            file: name,
            csv: { delimiter: ',', decimal: '.', header: true, encoding: 'utf-8' },
            time: { column: 'timestamp', format: 'iso', zone: 'Europe/Berlin' },
            values: ['value'],
          },
        },
      });
    },
    { name: 'local.csv', text: nabCsv(500, wave) },
  );

test('labels that were there before their data in local time are asked for their zone with it', async ({
  lab,
}) => {
  await lab.addFiles([
    { name: 'combined_labels.json', text: JSON.stringify({ 'local.csv': [minute(100)] }) },
  ]);
  const adding = addLocal(lab);
  await lab.page.getByRole('dialog').getByText('Europe/Berlin').first().waitFor();
  await lab.button('Import 1').click();
  await adding;
  await lab.run();
  expect((await lab.recipe()).labels[0]?.zone).toBe('Europe/Berlin');
  expect(await lab.query('SELECT "start"::VARCHAR AS s FROM labels')).toEqual([{ s: '2024-01-01 00:40:00' }]);
});

test('labels beside data in local time are asked for their zone, and are not UTC in silence', async ({
  lab,
}) => {
  await addLocal(lab);
  const text = JSON.stringify({ 'local.csv': [minute(100)] });
  const asked = await lab.page.evaluate(
    async (json) => window.dataLab.inspect([new File([json], 'combined_labels.json')]),
    text,
  );
  expect(asked[0]?.questions.map(({ field, options }) => [field, options.map(({ value }) => value)])).toEqual(
    [['zone', ['Europe/Berlin', 'UTC']]],
  );
  const adding = lab.addFiles([{ name: 'combined_labels.json', text }]);
  await lab.button('Import 1').click();
  await adding;
  await lab.run();
  expect((await lab.recipe()).labels[0]?.zone).toBe('Europe/Berlin');
  // 01:40 in Berlin, in winter.
  expect(await lab.query('SELECT "start"::VARCHAR AS s FROM labels')).toEqual([{ s: '2024-01-01 00:40:00' }]);
});

test('exporting while a file of the recipe is awaited says so and asks, and the checks name it', async ({
  lab,
}, info) => {
  await lab.addFiles([{ name: 'one.csv', text: nabCsv(500, wave) }]);
  const recipe = await lab.recipe();
  const [source] = recipe.sources;
  await lab.setRecipe({
    ...recipe,
    sources: [source, { ...source, file: 'two.csv', sha256: 'a'.repeat(64) }],
  });
  expect(await lab.exported()).toBe('source-missing');
  await lab.button('Export', true).click();
  const dialog = lab.page.getByRole('dialog');
  await expect(dialog).toContainText('two.csv');
  await expect(dialog.getByRole('button', { name: 'Download zip' })).toBeDisabled();
  await dialog.getByRole('checkbox', { name: 'Export without it' }).check();
  const download = lab.page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Download zip' }).click();
  const path = join(info.outputPath('out'), 'bundle.zip');
  await (await download).saveAs(path);
  const checks = readZip(path).find((entry) => entry.path.endsWith('checks_v1.json'));
  expect(JSON.parse(String(checks?.bytes()))).toMatchObject({
    checks: expect.arrayContaining([
      expect.objectContaining({
        expectation: 'every file of the recipe is there',
        observed: 'two.csv is awaited',
        pass: false,
      }),
    ]),
  });
  await expect(dialog).toContainText('two.csv, a file of the recipe, was not there');
});
