import { nabCsv, wave } from '../fixtures/files';
import { expect, test } from '../fixtures/lab';

const holes = (index: number): number | string => (index % 40 === 7 ? '' : wave(index));

test('the lineage is a picture with the rows of the run, whose steps open their numbers and SQL from the keyboard', async ({
  lab,
}, info) => {
  await lab.addFiles([
    { name: 'one.csv', text: nabCsv(600, holes) },
    { name: 'two.csv', text: nabCsv(400, wave) },
  ]);
  expect(
    await lab.setRecipe({
      ...(await lab.recipe()),
      steps: [
        { missing: { sentinels: [], fill: 'linear' } },
        { outliers: { rule: 'zscore', threshold: 3, then: 'flag', protect: true }, off: true },
      ],
    }),
  ).toBeUndefined();
  const { stages } = await lab.run();
  expect(stages.find(({ name }) => name === 'raw')?.rows).toBe(1000);
  await lab.page.getByRole('tab', { name: 'Lineage' }).click();
  const lineage = lab.page.getByRole('group', { name: 'Lineage' });
  await expect(lineage.getByRole('button')).toHaveCount(6);
  const filled = await lab.number('SELECT count(*)::INTEGER FROM clean WHERE filled');
  expect(filled).toBe(15);
  const step = lineage.getByRole('button', { name: /^Step 1, Missing values/ });
  await expect(step).toHaveAccessibleName(
    'Step 1, Missing values: in 1,000 rows, 0 rows under labels, 0 % filled; out 1,000 rows, 0 rows under labels, 1.5 % filled',
  );
  await expect(lineage.getByRole('button', { name: 'Step 2, Outliers: off' })).toBeVisible();
  await lab.tabTo(step);
  await lab.press('Enter');
  const details = lab.page.getByRole('region', { name: 'Details of 1 Missing values' });
  await expect(details.getByLabel('SQL')).toContainText('-- Step 1, missing');
  await expect(details.getByLabel('SQL')).not.toContainText('read_csv');
  await expect(details).toContainText('linear');
  await lab.page.screenshot({ path: info.outputPath('lineage.png') });
  await details.getByRole('button', { name: 'Close details' }).click();
  await lineage.getByRole('button', { name: /^Source one\.csv: 600 rows/ }).click();
  await expect(lab.page.getByRole('region', { name: 'Details of one.csv' }).getByLabel('SQL')).toContainText(
    'one.csv',
  );
  await lab.page.getByText('As a table').click();
  await expect(lab.page.getByRole('region', { name: 'Lineage as a table' })).toContainText('sha256');
});

test('of 57 files the picture shows eleven, and says how many more there are', async ({ lab }, info) => {
  test.slow();
  await lab.addFiles(
    Array.from({ length: 57 }, (_, index) => ({ name: `pump/f${index}.csv`, text: nabCsv(50, wave) })),
  );
  await lab.run();
  await lab.page.getByRole('tab', { name: 'Lineage' }).click();
  const lineage = lab.page.getByRole('group', { name: 'Lineage' });
  await expect(lineage.getByRole('button', { name: /^Source/ })).toHaveCount(12);
  await expect(lineage.getByRole('button', { name: 'Source and 46 more files: 2,300 rows' })).toBeVisible();
  await lab.page.screenshot({ path: info.outputPath('lineage57.png') });
});
