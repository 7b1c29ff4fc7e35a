import AxeBuilder from '@axe-core/playwright';
import { join } from 'node:path';
import { nabCsv, wave } from '../fixtures/files';
import { expect, test, type Lab } from '../fixtures/lab';
import { readZip } from '../fixtures/zip';

const rows = (count: number, from = 0): string =>
  nabCsv(count, (index) => wave(index) + (index === 77 ? from : 0));

const openChecks = async (lab: Lab): Promise<void> => {
  await lab.page.getByRole('tab', { name: 'Checks' }).click();
};
const suite = (lab: Lab) => lab.page.getByRole('listbox', { name: 'Checks', exact: true });

test('checks are proposed and shown before they are added; one that is broken refuses the export by name until it is accepted', async ({
  lab,
}, info) => {
  await lab.addFiles([
    { name: 'a/one.csv', text: rows(500) },
    { name: 'a/two.csv', text: rows(400, 1000) },
  ]);
  await openChecks(lab);
  await lab.button('Propose from the data').click();
  const proposal = lab.page.getByRole('region', { name: /checks proposed: all hold/ });
  await expect(proposal.getByText('all times are in UTC')).toBeVisible();
  expect((await lab.recipe()).checks).toBeUndefined();

  await proposal.getByRole('checkbox', { name: /all times are in UTC/ }).uncheck();
  await proposal.getByRole('button', { name: /^Add \d+ checks$/ }).click();
  const { checks = [] } = await lab.recipe();
  expect(checks.length).toBeGreaterThan(8);
  expect(checks.some((check) => 'expect_times_to_be_utc' in check)).toBe(false);
  await expect(suite(lab).getByRole('option', { name: /✗/ })).toHaveCount(0);

  // Break one: its limits no longer hold the spike in the second series.
  const broken = checks.find((check) => check.id === 'values between a/two.csv');
  expect(broken).toBeDefined();
  await suite(lab)
    .getByRole('option', { name: /values between a\/two\.csv/ })
    .click();
  const limit = lab.page.getByRole('textbox', { name: 'Greatest value' });
  await limit.fill('500');
  await limit.press('Enter');
  await expect(suite(lab).getByRole('option', { name: /✗ fails.*values between a\/two\.csv/ })).toBeVisible();
  expect(await lab.exported()).toBe('checks-failed');

  await lab.button('Export', true).click();
  const dialog = lab.page.getByRole('dialog');
  await expect(dialog.getByRole('region', { name: 'Readiness' })).toContainText('2 of 2 series');
  await expect(dialog.getByRole('button', { name: 'Download zip' })).toBeDisabled();
  await dialog.getByRole('checkbox', { name: 'Export although values between a/two.csv fails' }).check();
  expect((await lab.recipe()).export.accept).toEqual(['values between a/two.csv']);
  const download = lab.page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Download zip' }).click();
  const path = join(info.outputPath('out'), 'bundle.zip');
  await (await download).saveAs(path);

  const entries = readZip(path);
  const json = (end: string): unknown =>
    JSON.parse(String(entries.find((entry) => entry.path.endsWith(end))?.bytes()));
  const recorded = (json('checks_v1.json') as { checks: { id: string; pass: boolean; accepted?: boolean }[] })
    .checks;
  expect(recorded.filter(({ accepted }) => accepted)).toMatchObject([
    {
      id: 'values between a/two.csv',
      series: 'a/two.csv',
      pass: false,
      unexpected: 1,
      severity: 'fail',
      builtIn: false,
    },
  ]);
  expect(json('great_expectations/resampled.suite.json')).toMatchObject({
    meta: { anomaly_data_lab: { stage: 'resampled' } },
  });
});

test('a place where a check fails is shown in the chart', async ({ lab }) => {
  await lab.addFiles([
    { name: 'a/one.csv', text: rows(2000) },
    { name: 'a/two.csv', text: rows(2000, 1000) },
  ]);
  const recipe = await lab.recipe();
  await lab.setRecipe({
    ...recipe,
    checks: [{ id: 'small', expect_column_values_to_be_between: { max_value: 500 } }],
  });
  await openChecks(lab);
  const before = await lab.shown();
  expect(before).toContain('one.csv');
  const places = lab.page.getByRole('listbox', { name: 'Where it fails in a/two.csv' });
  await places.getByRole('option').first().click();
  await expect.poll(() => lab.shown()).toContain('two.csv');
  const after = await lab.shown();
  expect(after).not.toBe(before);
  const results = await lab.page.evaluate(() => window.dataLab.checks());
  const [example] = results.results.flatMap(({ examples = [] }) => examples);
  const time = Date.parse(example?.timestamp ?? '');
  const [from = NaN, to = NaN] = [...after.matchAll(/\d{4}-\d\d-\d\d \d\d:\d\d/g)].map(([text]) =>
    Date.parse(`${text}Z`),
  );
  expect(time).toBeGreaterThanOrEqual(from);
  expect(time).toBeLessThanOrEqual(to + 60_000);
  expect(to - from).toBeLessThanOrEqual(5 * 3_600_000);
});

test('what is wrong with an option of a check stands at its field, and the check stays as it was', async ({
  lab,
}) => {
  await lab.addFiles([{ name: 'a/one.csv', text: rows(500) }]);
  await openChecks(lab);
  await lab.button('Add a check').click();
  await lab.page.getByRole('menuitem', { name: 'Mean between' }).click();
  const least = lab.page.getByRole('textbox', { name: 'Least value' });
  await least.fill('lots');
  await least.press('Enter');
  await expect(lab.page.getByText('Expected a number; got "lots"')).toBeVisible();
  expect((await lab.recipe()).checks).toMatchObject([{ expect_column_mean_to_be_between: { min_value: 0 } }]);
  await lab.button(/^Remove column_mean/).click();
  expect((await lab.recipe()).checks).toBeUndefined();
});

for (const scheme of ['light', 'dark'] as const)
  test(`axe finds nothing serious in checks that fail, a proposal and readiness, ${scheme}`, async ({
    lab,
  }) => {
    await lab.page.emulateMedia({ colorScheme: scheme });
    await lab.addFiles([
      { name: 'a/one.csv', text: rows(500) },
      { name: 'a/two.csv', text: rows(400, 1000) },
    ]);
    const recipe = await lab.recipe();
    await lab.setRecipe({
      ...recipe,
      checks: [
        { id: 'small', expect_column_values_to_be_between: { max_value: 500 } },
        { id: 'told', severity: 'warn', expect_column_mean_to_be_between: { max_value: 5 } },
      ],
    });
    const violations = async (): Promise<string[]> => {
      const found = await new AxeBuilder({ page: lab.page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag22aa'])
        .analyze();
      return found.violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('; ')}`);
    };
    await openChecks(lab);
    await lab.button('Propose from the data').click();
    await expect(lab.page.getByRole('region', { name: /checks proposed/ })).toBeVisible();
    await expect(suite(lab).getByRole('option', { name: /✗ fails/ })).toBeVisible();
    expect(await violations()).toEqual([]);
    await lab.button('Export', true).click();
    await expect(lab.page.getByRole('checkbox', { name: 'Export although small fails' })).toBeVisible();
    expect(await violations()).toEqual([]);
  });
