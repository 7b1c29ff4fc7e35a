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

test('a reload keeps the steps of undo', async ({ lab }) => {
  const name = lab.page.getByLabel('Name of the data set');
  for (const text of ['first', 'second']) {
    await name.fill(text);
    await name.press('Enter');
  }
  await lab.page.waitForTimeout(500);
  await lab.page.reload();
  await lab.ready();
  await lab.press('Control+z');
  await expect.poll(async () => (await lab.recipe()).name).toBe('first');
  await lab.press('Control+Shift+z');
  await expect.poll(async () => (await lab.recipe()).name).toBe('second');
});

test('run() right after a reload waits for what is restored, and the welcome screen is never shown', async ({
  lab,
}) => {
  await lab.addFiles([{ name: 'kept.csv', text: nabCsv(200, wave) }]);
  await lab.settle();
  await lab.page.addInitScript(() => {
    const seen = new Set<string>();
    Object.assign(window, { seen });
    new MutationObserver(() => {
      for (const { textContent } of document.querySelectorAll('main .empty')) seen.add(textContent ?? '');
    }).observe(document, { childList: true, subtree: true, characterData: true });
  });
  await lab.page.reload();
  await lab.page.waitForFunction(() => 'dataLab' in window);
  const { stages } = await lab.run();
  expect(stages[0]).toMatchObject({ name: 'raw', rows: 200 });
  await expect(lab.chart.first()).toBeVisible();
  const seen = await lab.page.evaluate(() => [...(window as unknown as { seen: Set<string> }).seen]);
  expect(seen).toContain('Restoring 1 series…');
  expect(seen.filter((text) => text.startsWith('Raw time series in'))).toEqual([]);
});

test('a name over 200 characters is refused with the reason, and a reload brings the session', async ({
  lab,
}) => {
  await lab.addFiles([{ name: 'kept.csv', text: nabCsv(200, wave) }]);
  await lab.settle();
  const before = await lab.recipe();
  const name = lab.page.getByLabel('Name of the data set');
  await name.fill('x'.repeat(201));
  await name.press('Enter');
  await expect(lab.error('recipe-value')).toContainText('at most 200 characters');
  expect(await lab.recipe()).toEqual(before);
  expect(await lab.setRecipe(before)).toBeUndefined();
  await lab.page.waitForTimeout(500);
  await lab.page.reload();
  await lab.ready();
  expect(await lab.recipe()).toEqual(before);
});

test('a stored session that cannot be read is told, downloaded, and discarded when the person says so', async ({
  lab,
}) => {
  await lab.page.getByLabel('Name of the data set').fill('mine');
  await lab.press('Enter');
  await lab.page.waitForTimeout(500);
  await lab.page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('anomaly-data-lab');
        opening.onerror = () => reject(new Error('not opened'));
        opening.onsuccess = () => {
          const change = opening.result.transaction('states', 'readwrite');
          change.objectStore('states').put('{"name":', ['main', 0]);
          change.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
  );
  await lab.page.reload();
  await lab.ready();
  await expect(lab.error('session-unreadable')).toContainText('could not be read');
  const download = lab.page.waitForEvent('download');
  await lab.button('Download it').click();
  expect((await download).suggestedFilename()).toBe('session.json');
  await lab.page.reload();
  await lab.ready();
  await expect(lab.error('session-unreadable')).toBeVisible();
  await lab.button('Discard it').click();
  await expect(lab.error('session-unreadable')).toHaveCount(0);
});

test('setRecipe(recipe()) holds whatever the paths of added files are', async ({ lab }) => {
  for (const name of ['..', '/abs/x.csv', 'a//b.csv', '__proto__', '../up.csv', 'ordinary.csv']) {
    await lab.addFiles([{ name, text: nabCsv(50, wave) }]).catch(() => undefined);
    expect(await lab.setRecipe(await lab.recipe()), name).toBeUndefined();
  }
  const files = (await lab.recipe()).sources.map(({ file }) => file);
  expect(files).toContain('ordinary.csv');
  await lab.run();
  expect(await lab.seriesNames()).toEqual(files.toSorted());
  await lab.page.waitForTimeout(500);
  await lab.page.reload();
  await lab.ready();
  expect((await lab.recipe()).sources.map(({ file }) => file)).toEqual(files);
});
