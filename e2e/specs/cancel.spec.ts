import { nabCsv, wave } from '../fixtures/files';
import { expect, test } from '../fixtures/lab';

const rows = 400_000;

test('reading a file can be cancelled, and the lab goes on', async ({ lab }) => {
  await lab.addFiles([{ name: 'good.csv', text: nabCsv(50, wave) }]);
  const adding = lab.addFiles([{ name: 'long.csv', text: nabCsv(4 * rows, wave) }]).then(
    () => 'loaded',
    () => 'cancelled',
  );
  await lab.cancel();
  expect(await adding).toBe('cancelled');
  expect(await lab.seriesNames()).toEqual(['good.csv']);
});

test('a run can be cancelled, and the one before stays', async ({ lab }) => {
  await lab.addFiles([{ name: 'long.csv', text: nabCsv(rows, wave) }]);
  const recipe = await lab.recipe();
  await lab.setRecipe({
    ...recipe,
    steps: [
      ...recipe.steps.filter((step) => !('resample' in step) && !('outliers' in step)),
      { outliers: { rule: 'hampel', threshold: 3, window: 501, then: 'interpolate', protect: true } },
    ],
  });
  const running = lab.run().then(
    () => 'done',
    () => 'cancelled',
  );
  await lab.cancel();
  expect(await running).toBe('cancelled');
  await lab.setRecipe({ ...recipe, steps: [] });
  await lab.run();
  expect(await lab.number('SELECT count(*)::INTEGER FROM raw')).toBe(rows);
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
  expect(await lab.number('SELECT count(*)::INTEGER FROM raw')).toBe(rows);
});
