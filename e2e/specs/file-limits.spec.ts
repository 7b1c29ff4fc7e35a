import { writeBomb } from '../fixtures/bomb';
import { nabCsv, wave, writeFile } from '../fixtures/files';
import { expect, test } from '../fixtures/lab';

test('a gzip bomb ends soon with the limit named, and the lab goes on', async ({ lab }, info) => {
  const { path, unpacked } = writeBomb(info.outputPath('in'), 'bomb.csv.gz', 8 << 20);
  expect(unpacked).toBeGreaterThan(2e9);
  const good = writeFile(info.outputPath('in'), 'good.csv', nabCsv(50, wave));
  const before = Date.now();
  await lab.drop(path, good);
  await expect(lab.error('file-too-large')).toContainText(/bomb\.csv\.gz.*200 times its size/);
  expect(Date.now() - before).toBeLessThan(15_000);
  await lab.waitForSeries(1);
  expect(await lab.seriesNames()).toEqual(['good.csv']);
  await lab.addFiles([{ name: 'next.csv', text: nabCsv(60, wave) }]);
  await lab.run();
  expect(await lab.number("SELECT count(*)::INTEGER FROM raw WHERE series = 'next.csv'")).toBe(60);
});

test('a Parquet file that kills its reader is damaged, by its name, and the others of the drop load', async ({
  lab,
}, info) => {
  const text = new TextEncoder().encode('PAR1');
  const bytes = Uint8Array.from([...text, 255, 255, 255, 255, ...text]);
  const dead = writeFile(info.outputPath('in'), 'dead.parquet', bytes);
  const good = writeFile(info.outputPath('in'), 'good.csv', nabCsv(50, wave));
  await lab.drop(dead, good);
  await expect(lab.error('file-damaged')).toContainText('dead.parquet');
  await lab.waitForSeries(1);
  await expect(lab.errors).toHaveCount(1);
  expect(await lab.number('SELECT count(*)::INTEGER FROM raw')).toBe(50);
});

test('the dialog about a file of 3,000 columns holds those in sight, and reaches the last', async ({
  lab,
  page,
}, info) => {
  const names = Array.from({ length: 3000 }, (_, i) => `c${i}`);
  const row = (day: number): string => `0${day}/0${day + 1}/2024 00:00,${names.map((_, i) => i).join(',')}\n`;
  const text = `time,${names.join(',')}\n${[1, 2, 3, 4].map(row).join('')}`;
  await lab.drop(writeFile(info.outputPath('in'), 'wide.csv', text));
  const dialog = page.getByRole('dialog', { name: 'Import wide.csv' });
  await expect(dialog).toBeVisible();
  // The browser's own lists of columns are no part of what is drawn.
  expect(await dialog.locator('*:not(option)').count()).toBeLessThan(2000);
  const table = dialog.getByRole('region', { name: 'First rows' });
  await expect(async () => {
    await table.evaluate((box) => (box.scrollLeft = box.scrollWidth));
    await expect(table.getByRole('columnheader', { name: 'c2999' })).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 15_000 });
  const filter = dialog.getByRole('searchbox', { name: 'Filter columns' });
  await filter.fill('c2998');
  await dialog.getByRole('checkbox', { name: 'c2998', exact: true }).uncheck();
  await dialog.getByRole('combobox', { name: 'Key column', exact: true }).selectOption({ label: 'c2999' });
  await dialog.getByRole('radio', { name: /Day first/ }).check();
  await dialog.getByRole('button', { name: /^Load/ }).click();
  await expect
    .poll(async () => (await lab.recipe()).sources[0]?.values.length, { timeout: 30_000 })
    .toBe(2998);
  expect((await lab.recipe()).sources[0]?.series).toBe('c2999');
});
