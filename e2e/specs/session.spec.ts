import { nabCsv, wave } from '../fixtures/files';
import { expect, test } from '../fixtures/lab';

test('undo and redo step through the recipe', async ({ lab }) => {
  await lab.addFiles([{ name: 'one.csv', text: nabCsv(200, wave) }]);
  const before = await lab.recipe();
  const changed = {
    ...before,
    steps: [...before.steps.slice(0, -1), { resample: { every: '10min', with: 'max', empty: 'null' } }],
  };
  expect(await lab.setRecipe(changed)).toBeUndefined();
  await lab.press('Control+z');
  await expect.poll(() => lab.recipe()).toEqual(before);
  await lab.press('Control+Shift+z');
  await expect.poll(() => lab.recipe()).toMatchObject({ steps: changed.steps });
});

test('a reload keeps the recipe and the data', async ({ lab }) => {
  await lab.addFiles([{ name: 'kept.csv', text: nabCsv(200, wave) }]);
  await lab.run();
  const before = await lab.recipe();
  await lab.settle();
  await lab.page.reload();
  await lab.ready();
  await expect.poll(() => lab.recipe()).toEqual(before);
  await lab.run();
  expect(await lab.number('SELECT count(*)::INTEGER FROM raw')).toBe(200);
});

test('an unknown version or field is refused with the JSON path', async ({ lab }) => {
  const recipe = await lab.recipe();
  expect(await lab.setRecipe({ ...recipe, recipe: 99 })).toMatchObject({
    code: 'recipe-version',
    path: '$.recipe',
  });
  expect(await lab.setRecipe({ ...recipe, colour: 'red' })).toMatchObject({
    code: 'recipe-field',
    path: '$.colour',
  });
  expect(await lab.recipe()).toEqual(recipe);
});

test('an order of steps that makes no sense is refused with the reason', async ({ lab }) => {
  const recipe = await lab.recipe();
  const refused = await lab.setRecipe({
    ...recipe,
    steps: [{ resample: { every: '5min', with: 'mean', empty: 'null' } }, { duplicates: { keep: 'first' } }],
  });
  expect(refused).toMatchObject({ code: 'recipe-order' });
  expect(await lab.recipe()).toEqual(recipe);
});

test('only reading is allowed in SQL', async ({ lab }) => {
  await lab.addFiles([{ name: 'one.csv', text: nabCsv(10, wave) }]);
  await lab.run();
  for (const [sql, code] of [
    ['DROP TABLE raw', 'sql-not-read-only'],
    ['DELETE FROM raw', 'sql-not-read-only'],
    ["COPY raw TO 'x.csv'", 'sql-not-read-only'],
    ['SET threads = 4', 'sql-not-read-only'],
    ['SELECT 1; SELECT 2', 'sql'],
  ] as const) {
    expect(await lab.queryCode(sql), sql).toBe(code);
  }
  expect(await lab.queryCode('SELECT count(*) FROM raw')).toBeUndefined();
  expect(await lab.number('SELECT count(*)::INTEGER FROM raw')).toBe(10);
});
