import { createHash } from 'node:crypto';
import type { Locator } from '@playwright/test';
import { readZip } from '../fixtures/zip';
import { nabCsv, wave } from '../fixtures/files';
import { expect, test, type Lab } from '../fixtures/lab';

const spiked = (index: number): number => (index % 97 === 50 ? 200 : wave(index));

function documentOf(zip: string, end: string): { text: string; value: Record<string, unknown> } {
  const entry = readZip(zip).find(({ path }) => path.endsWith(end));
  if (!entry) throw new Error(`expected ${end} in the bundle`);
  const text = entry.bytes().toString('utf8');
  return { text, value: JSON.parse(text) as Record<string, unknown> };
}

async function withThreshold(lab: Lab, threshold: number): Promise<void> {
  const recipe = await lab.recipe();
  expect(
    await lab.setRecipe({
      ...recipe,
      name: 'Pumps',
      steps: [{ outliers: { rule: 'zscore', threshold, then: 'remove', protect: true } }],
    }),
  ).toBeUndefined();
  await lab.run();
}

async function versions(lab: Lab): Promise<Locator> {
  await lab.press('Control+k');
  await lab.page.getByPlaceholder('Type a command').fill('Data sets and their versions');
  await lab.press('Enter');
  return lab.page.getByRole('dialog', { name: 'Data sets and their versions' });
}

test('a second export of a named data set is version 2, which names the first one and what changed; exported again it is the same', async ({
  lab,
}, info) => {
  await lab.addFiles([{ name: 'one.csv', text: nabCsv(2000, spiked) }]);
  await withThreshold(lab, 3);
  const [first, second, again] = ['first.zip', 'second.zip', 'again.zip'].map((name) =>
    info.outputPath(name),
  ) as [string, string, string];
  await lab.exportTo(first);
  await withThreshold(lab, 30);
  await lab.exportTo(second);
  const one = documentOf(first, 'dataset_v1.json');
  const two = documentOf(second, 'dataset_v2.json');
  expect(two.value['previous']).toMatchObject({
    version: 1,
    sha256: createHash('sha256').update(one.text).digest('hex'),
  });
  expect(two.text).toContain('threshold 3 → 30');

  await lab.exportTo(again);
  const { created: _then, ...before } = two.value;
  const { created: _now, ...after } = documentOf(again, 'dataset_v2.json').value;
  expect(after).toEqual(before);

  const dialog = await versions(lab);
  await expect(dialog.getByRole('checkbox')).toHaveCount(2);
  await dialog.getByRole('checkbox', { name: 'Compare Pumps, version 1' }).check();
  await dialog.getByRole('checkbox', { name: 'Compare Pumps, version 2' }).check();
  const comparison = dialog.getByRole('region', { name: 'Comparison' });
  await expect(comparison).toContainText('threshold 3 → 30');
  await expect(comparison.getByRole('row', { name: /^rows/ })).toContainText('2,000');
  await lab.page.screenshot({ path: info.outputPath('versions.png') });
});

test('a data set without a name has no versions', async ({ lab }, info) => {
  await lab.addFiles([{ name: 'one.csv', text: nabCsv(200, wave) }]);
  await lab.run();
  const zips = ['a.zip', 'b.zip'].map((name) => info.outputPath(name));
  for (const zip of zips) {
    await lab.exportTo(zip);
    expect(documentOf(zip, 'dataset_v1.json').value['previous']).toBeNull();
  }
  await expect(await versions(lab)).toContainText('Nothing yet.');
});

test('units of one column that differ stop an export by name until a person accepts them in the dialog', async ({
  lab,
}, info) => {
  await lab.addFiles([
    { name: 'one.csv', text: nabCsv(200, wave) },
    { name: 'two.csv', text: nabCsv(200, wave) },
  ]);
  const recipe = await lab.recipe();
  expect(
    await lab.setRecipe({
      ...recipe,
      name: 'Pumps',
      sources: recipe.sources.map((source, index) => ({
        ...source,
        units: { value: index === 0 ? 'kPa' : 'bar' },
      })),
    }),
  ).toBeUndefined();
  await lab.run();
  expect(await lab.exported()).toBe('schema-conflict');
  await lab.press('Control+e');
  const dialog = lab.page.getByRole('dialog');
  const conflicts = dialog.getByRole('group', { name: 'Conflicts of schemas' });
  await expect(conflicts).toContainText('it has kPa in one.csv, bar in two.csv');
  const download = dialog.getByRole('button', { name: 'Download zip' });
  await expect(download).toBeDisabled();
  await expect(dialog).toContainText('Version 1 of Pumps');
  await lab.page.screenshot({ path: info.outputPath('conflict.png') });
  await conflicts.getByRole('checkbox').check();
  await expect.poll(async () => (await lab.recipe()).export.accept).toEqual(['unit value']);
  await expect(download).toBeEnabled();
  expect(await lab.exported()).toBe('done');
});
