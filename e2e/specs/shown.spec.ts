import { nabCsv, wave } from '../fixtures/files';
import { expect, test } from '../fixtures/lab';

const rows = 200_000;

test('numbers of the run before are dimmed and marked until the new ones are there, a result of SQL after that too', async ({
  lab,
}) => {
  await lab.addFiles([{ name: 'long.csv', text: nabCsv(rows, wave) }]);
  const recipe = await lab.recipe();
  await lab.setRecipe({ ...recipe, steps: [] });
  await lab.run();
  const result = await lab.askInPage('SELECT count(*) AS n FROM clean');
  await expect(result).toContainText(String(rows));
  const mark = 'of the run before';
  await expect(lab.page.getByText(mark)).toHaveCount(0);
  await lab.page.evaluate((text) => {
    const seen = new Set<string>();
    Object.assign(window, { seen });
    const look = (): void => {
      for (const one of document.querySelectorAll('[aria-busy="true"][data-run="before"]')) {
        const place = one.closest('footer, .legend, [role="tabpanel"]');
        if (place && one.textContent.includes(text)) seen.add(place.className);
      }
    };
    new MutationObserver(look).observe(document, { attributes: true, childList: true, subtree: true });
  }, mark);
  await lab.setRecipe({
    ...recipe,
    steps: [{ outliers: { rule: 'hampel', threshold: 3, window: 101, then: 'interpolate', protect: true } }],
  });
  await lab.run();
  const seen = await lab.page.evaluate(() => [...(window as unknown as { seen: Set<string> }).seen].sort());
  expect(seen).toEqual(['foot', 'legend', 'tab-body']);
  // The answer is of tables that are gone; all else is of the last run.
  const left = lab.page.getByText(mark);
  await expect(left).toHaveCount(1);
  await expect(lab.page.getByRole('tabpanel', { name: 'SQL' })).toContainText(mark);
  await expect(lab.page.locator('[aria-busy="true"]')).toHaveCount(0);
  await lab.askInPage('SELECT count(*) AS n FROM clean');
  await expect(left).toHaveCount(0);
});

test('the export announces as many Parquet files as it writes', async ({ lab }) => {
  const day = (date: string): string =>
    Array.from({ length: 24 }, (_, hour) => `${date} ${String(hour).padStart(2, '0')}:00:00,${hour}\n`).join(
      '',
    );
  const text = `timestamp,value\n${day('2020-01-01')}${day('2020-01-02')}${day('2022-06-15')}`;
  await lab.addFiles([{ name: 'sparse.csv', text }]);
  const recipe = await lab.recipe();
  const partition = ['year', 'month', 'day'];
  await lab.setRecipe({ ...recipe, steps: [], export: { ...recipe.export, partition } });
  await lab.run();
  await lab.button('Export', true).click();
  await expect(lab.page.getByRole('dialog')).toContainText('72 rows in 3 Parquet files, 1 raw file');
});
