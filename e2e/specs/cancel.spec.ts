import { nabCsv, wave } from '../fixtures/files';
import { holdReads } from '../fixtures/holdReads';
import { expect, test } from '../fixtures/lab';

const rows = 400_000;

test('reading a file can be cancelled, and the lab goes on', async ({ lab }) => {
  const reads = await holdReads(lab);
  await lab.addFiles([{ name: 'good.csv', text: nabCsv(50, wave) }]);
  const adding = lab.addFiles([{ name: 'long.csv', text: nabCsv(rows, wave) }]).then(
    () => 'loaded',
    () => 'cancelled',
  );
  await reads.held();
  await lab.cancel();
  expect(await adding).toBe('cancelled');
  await reads.release();
  await lab.addFiles([{ name: 'next.csv', text: nabCsv(60, wave) }]);
  expect(await lab.seriesNames()).toEqual(['good.csv', 'next.csv']);
});

test('a run can be cancelled, and the one before stays', async ({ lab }) => {
  const resample = { resample: { every: '1h', with: 'mean', empty: 'linear' } } as const;
  const recipe = {
    ...(await lab.recipe()),
    steps: [resample],
    generated: [
      {
        synthetic: 'long',
        start: '2023-01-01T00:00:00Z',
        step: '1s',
        rows: 20_000_000,
        signal: [{ sine: { period: '1h', amplitude: 5 } }],
        noise: [{ gaussian: { sd: 1 } }],
      },
    ],
  };
  expect(await lab.setRecipe(recipe)).toBeUndefined();
  await lab.run();
  const processed = "SELECT 'rows ' || count(*) || ', total ' || sum(value) AS found FROM resampled";
  const before = await lab.query(processed);
  expect(before).toEqual([{ found: expect.stringMatching(/^rows 5556, total /) }]);
  const hampel = {
    outliers: { rule: 'hampel', threshold: 3, window: 1001, then: 'interpolate', protect: true },
  } as const;
  await lab.setRecipe({ ...recipe, steps: [hampel, resample] });
  const running = lab.run().then(
    () => 'done',
    () => 'cancelled',
  );
  await lab.cancel();
  expect(await running).toBe('cancelled');
  // The page's own SQL shows what stands; that of scripts would run the recipe first.
  const found = await lab.askInPage(processed);
  await expect(found).toContainText(String(before[0]?.['found']), { timeout: 40_000 });
  await lab.setRecipe({ ...recipe, steps: [{ resample: { ...resample.resample, every: '2h' } }] });
  await lab.run();
  expect(await lab.number('SELECT count(*)::INTEGER FROM resampled')).toBe(2778);
});

test('an export can be cancelled and leaves no file', async ({ lab }) => {
  await lab.addFiles([{ name: 'long.csv', text: nabCsv(rows, wave) }]);
  const recipe = await lab.recipe();
  await lab.setRecipe({
    ...recipe,
    steps: [],
    export: { ...recipe.export, partition: ['year', 'month', 'day', 'hour'] },
  });
  await lab.run();
  const exporting = lab.exported();
  await lab.cancel();
  expect(await exporting).toBe('aborted');
  await expect.poll(() => lab.storedFiles('exports')).toEqual([]);
  expect(await lab.number('SELECT count(*)::INTEGER FROM raw')).toBe(rows);
});
