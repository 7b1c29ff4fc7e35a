import { readZip } from '../fixtures/zip';
import { nabCsv, wave } from '../fixtures/files';
import { expect, test } from '../fixtures/lab';

test('partitionings are compared in a table whose files are those that an export writes, and the one recommended is taken', async ({
  lab,
}, info) => {
  await lab.addFiles([
    { name: 'one.csv', text: nabCsv(6000, wave) },
    { name: 'two.csv', text: nabCsv(4000, (index) => wave(index) + 1) },
  ]);
  await lab.run();
  await lab.press('Control+e');
  const dialog = lab.page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Compare partitionings…' }).click();
  const table = dialog.getByRole('region', { name: 'Partitionings', exact: true });
  await expect(table.getByRole('rowheader')).toHaveCount(5, { timeout: 40_000 });
  const files = async (name: string): Promise<number> => {
    const row = table
      .getByRole('row')
      .filter({ has: lab.page.getByRole('rowheader', { name, exact: true }) });
    return Number((await row.getByRole('cell').first().innerText()).replace(/,/g, ''));
  };
  await info.attach('partitionings', { body: await lab.page.screenshot(), contentType: 'image/png' });
  await lab.page.screenshot({ path: info.outputPath('partitionings.png') });
  const written = async (zip: string): Promise<number> => {
    const path = info.outputPath(zip);
    const download = lab.page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Download zip' }).click();
    await (await download).saveAs(path);
    return readZip(path).filter((entry) => /data\/processed\/.*\.parquet$/.test(entry.path)).length;
  };
  const day = await files('day');
  expect(day).toBe(5);
  expect(await written('day.zip')).toBe(day);
  await expect(table).toContainText('10,000 rows in 5 files, all of them under 1 MB');
  const hour = await files('hour');
  await table.getByRole('button', { name: 'Partition by hour' }).click();
  await expect.poll(async () => (await lab.recipe()).export.partition).toHaveLength(4);
  expect(await written('hour.zip')).toBe(hour);
  const best = table.getByRole('rowheader', { name: 'none recommended' });
  await expect(best).toBeVisible();
  await table.getByRole('button', { name: 'Partition by none' }).click();
  await expect.poll(async () => (await lab.recipe()).export.partition).toEqual([]);
});
