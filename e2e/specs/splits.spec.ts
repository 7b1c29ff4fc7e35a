import { expect, test } from '../fixtures/lab';
import { readZip } from '../fixtures/zip';

test('series are split in order of time in the export, as chosen in its dialog', async ({ lab }, info) => {
  // 101 rows an hour apart, over five days.
  const time = (hour: number): string =>
    new Date(Date.UTC(2020, 0, 1, hour)).toISOString().slice(0, 19).replace('T', ' ');
  const text = `timestamp,value\n${Array.from({ length: 101 }, (_, hour) => `${time(hour)},${hour}\n`).join('')}`;
  await lab.addFiles([{ name: 'hourly.csv', text }]);
  const recipe = await lab.recipe();
  const partition = ['year', 'month', 'day'];
  await lab.setRecipe({ ...recipe, steps: [], export: { ...recipe.export, partition } });
  await lab.run();
  await lab.button('Export', true).click();
  const dialog = lab.page.getByRole('dialog');
  const kind = dialog.getByRole('combobox', { name: 'Splits of each series' });
  await expect(dialog).toContainText('101 rows in 5 Parquet files');
  const pick = async (option: string): Promise<void> => {
    await kind.click();
    await lab.page.getByRole('option', { name: option, exact: true }).click();
  };

  await pick('Custom');
  await expect(dialog.getByRole('list', { name: 'Splits' }).getByRole('listitem')).toHaveCount(3);
  await dialog.getByRole('button', { name: 'Add a split' }).click();
  await dialog.getByRole('textbox', { name: 'Share of split 1' }).fill('95');
  await dialog.getByRole('textbox', { name: 'Share of split 1' }).press('Enter');
  await expect(dialog.getByRole('alert').first()).toContainText('sum is below 1');
  await info.attach('custom splits', { body: await dialog.screenshot(), contentType: 'image/png' });

  await pick('Train and test');
  await expect(dialog).toContainText('101 rows in 6 Parquet files');
  await dialog.getByRole('switch', { name: 'Hugging Face layout' }).click();
  await info.attach('train and test', { body: await dialog.screenshot(), contentType: 'image/png' });
  expect((await lab.recipe()).splits).toEqual([{ name: 'train', share: 0.7 }, { name: 'test' }]);

  const download = lab.page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Download zip' }).click();
  const path = info.outputPath('split.zip');
  await (await download).saveAs(path);
  const entries = readZip(path);
  const parts = entries.flatMap(
    (entry) => /^data\/processed\/(.*)\/part-0\.parquet$/.exec(entry.path)?.[1] ?? [],
  );
  const days = (split: string, from: number, to: number): string[] =>
    Array.from(
      { length: to - from + 1 },
      (_, index) => `split=${split}/year=2020/month=01/day=0${from + index}`,
    );
  expect(parts).toEqual([...days('train', 1, 3), ...days('test', 3, 5)]);
  const readme = entries
    .find((entry) => entry.path === 'README.md')
    ?.bytes()
    .toString('utf8');
  expect(readme).toMatch(/^---\npretty_name: /);
});
