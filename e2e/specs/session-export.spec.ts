import { readZip } from '../fixtures/zip';
import { nabCsv, wave } from '../fixtures/files';
import { expect, test } from '../fixtures/lab';

test('a value typed into a field and Export at once: rows and recipe of the bundle are those of the value', async ({
  lab,
}, info) => {
  await lab.addFiles([{ name: 'one.csv', text: nabCsv(600, wave) }]);
  await lab.run();
  await lab.button('5 Resample').click();
  await lab.page.getByLabel('Length of a bucket').fill('1h');
  const download = lab.page.waitForEvent('download');
  await lab.button('Export', true).click();
  const path = info.outputPath('bundle.zip');
  await (await download).saveAs(path);
  const textOf = (end: string): string => {
    const entry = readZip(path).find((one) => one.path.endsWith(end));
    if (!entry) throw new Error(`expected ${end} in the bundle`);
    return JSON.stringify(JSON.parse(entry.bytes().toString('utf8')));
  };
  expect(textOf('recipe.json')).toContain('"every":"1h"');
  const hours = await lab.number('SELECT count(*)::INTEGER FROM resampled');
  expect(textOf('dataset_v1.json')).toContain(`"rows":${hours}`);
  expect(await lab.number("SELECT count(*)::INTEGER FROM resampled WHERE date_part('minute', ts) <> 0")).toBe(
    0,
  );
});

test('both stages, chosen in the dialog, are in the bundle, each with the rows that the page has', async ({
  lab,
}, info) => {
  await lab.addFiles([{ name: 'one.csv', text: nabCsv(600, wave) }]);
  expect(
    await lab.setRecipe({
      ...(await lab.recipe()),
      steps: [
        { missing: { sentinels: [], fill: 'drop' } },
        { resample: { every: '1h', with: 'mean', empty: 'linear' } },
      ],
    }),
  ).toBeUndefined();
  await lab.run();
  const dialog = lab.page.getByRole('dialog');
  await lab.press('Control+e');
  await dialog.getByRole('combobox', { name: 'Rows to export' }).click();
  await lab.page.getByRole('option', { name: 'Cleaned and resampled' }).click();
  await expect.poll(async () => (await lab.recipe()).export.stages).toEqual(['clean', 'resampled']);
  const rows = async (stage: string): Promise<number> => lab.number(`SELECT count(*)::INTEGER FROM ${stage}`);
  const [clean, resampled] = [await rows('clean'), await rows('resampled')];
  await expect(dialog).toContainText(`${clean + resampled} rows in`);
  const download = lab.page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Download zip' }).click();
  const zip = info.outputPath('bundle.zip');
  await (await download).saveAs(zip);
  const entries = readZip(zip);
  const dataset = JSON.parse(
    entries
      .find(({ path }) => path.endsWith('dataset_v1.json'))
      ?.bytes()
      .toString('utf8') ?? '',
  ) as { processed: object; earlierStages: object[] };
  expect(dataset.processed).toMatchObject({ stage: 'resampled', rows: resampled });
  expect(dataset.earlierStages).toMatchObject([{ stage: 'clean', rows: clean }]);
  for (const stage of ['clean', 'resampled'])
    expect(entries.map(({ path }) => path)).toContainEqual(
      expect.stringMatching(new RegExp(`data/processed/${stage}/year=.*/part-0\\.parquet$`)),
    );
});
