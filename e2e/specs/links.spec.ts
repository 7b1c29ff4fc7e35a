/** Recipes from elsewhere: weighed before they run, and not begun again by a page that ended with them. */
import { emptyRecipe, encodeLink } from '../../src/core/recipe';
import type { Injection, Recipe, SyntheticSource } from '../../src/core/recipe/types';
import type { Page } from '@playwright/test';
import { nabCsv, wave } from '../fixtures/files';
import { expect, Lab, test } from '../fixtures/lab';

const source: SyntheticSource = {
  synthetic: 'made',
  start: '2023-01-01T00:00:00Z',
  step: '1s',
  rows: 100_000_000,
  signal: [{ constant: { value: 1 } }],
};
const made = (rows: number, injections: Injection[] = []): Recipe => ({
  ...emptyRecipe(),
  name: 'From elsewhere',
  generated: [{ ...source, rows }],
  injections,
});
const draw = (id: string, count: number): Injection => ({
  id,
  series: 'made',
  draw: { count },
  shapes: [{ kind: 'spike', length: '1s' }],
});
const hashOf = (recipe: Recipe): string => `#recipe=${encodeLink(recipe)}`;

const isPaused = (lab: Lab) => lab.page.locator('[data-code="not-run"]');
const dialog = (lab: Lab) => lab.page.getByRole('dialog', { name: 'Run this recipe?' });

test('a link to 100 million rows asks with what it costs; opened without running it is edited, then run', async ({
  lab,
}) => {
  await lab.open(hashOf(made(100_000_000)));
  await expect(dialog(lab)).toContainText(/generates 100M rows \(about 1\.8 GB, \d+ s\)/);
  await dialog(lab).getByRole('button', { name: 'Open without running' }).click();
  await expect(isPaused(lab)).toContainText('Opened without running');
  expect((await lab.recipe()).generated).toHaveLength(1);
  expect(await lab.queryCode('SELECT count(*) FROM raw')).toBe('not-run');

  await lab.button('made, not generated yet').click();
  const rows = lab.page
    .getByRole('spinbutton', { name: 'Rows' })
    .or(lab.page.getByLabel('Rows', { exact: true }));
  await rows.first().fill('1000');
  await lab.press('Enter');
  await expect.poll(async () => (await lab.recipe()).generated[0]).toMatchObject({ rows: 1000 });
  await expect(isPaused(lab)).toContainText('generates 1,000 rows');
  expect(await lab.queryCode('SELECT count(*) FROM raw')).toBe('not-run');

  // An edit is kept for certain once it is half a second old.
  await lab.page.waitForTimeout(600);
  await lab.page.reload();
  await expect(isPaused(lab)).toContainText('generates 1,000 rows');
  await isPaused(lab).getByRole('button', { name: 'Run' }).click();
  await expect(isPaused(lab)).toHaveCount(0);
  expect(await lab.number('SELECT count(*)::INTEGER FROM raw')).toBe(1000);
});

test('links that stopped the page or ended it are answered with the question, and the page goes on', async ({
  lab,
}) => {
  const bombs = [
    made(100_000_000, [draw('a', 1e6), draw('b', 1e6)]),
    made(
      100_000_000,
      Array.from({ length: 3000 }, (_, k) => draw(`d${k}`, 1e6)),
    ),
  ];
  for (const bomb of bombs) {
    await lab.page.evaluate((hash) => (location.hash = hash), hashOf(bomb));
    await expect(dialog(lab)).toContainText('anomalies');
    await dialog(lab).getByRole('button', { name: 'Cancel' }).click();
    expect((await lab.recipe()).generated).toEqual([]);
  }
});

test('a pasted recipe runs where it is light', async ({ lab }) => {
  await lab.page.evaluate(
    (text) => {
      const data = new DataTransfer();
      data.setData('text/plain', text);
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
    },
    JSON.stringify(made(500)),
  );
  await expect.poll(async () => (await lab.recipe()).generated.length).toBe(1);
  expect(await lab.number('SELECT count(*)::INTEGER FROM raw')).toBe(500);
});

test('a link and a recipe file nested 10,000 deep are refused with a code', async ({ lab }) => {
  const text = `{"recipe": 1, "steps": ${'['.repeat(10_000)}${']'.repeat(10_000)}}`;
  await lab.page.evaluate(
    (hash) => (location.hash = hash),
    `#recipe=${Buffer.from(text).toString('base64url')}`,
  );
  await expect(lab.error('recipe-value')).toHaveCount(1);
  await lab.addFiles([{ name: 'recipe.json', text }]).catch(() => undefined);
  await expect(lab.error('recipe-value')).toHaveCount(2);
});

test('a page that crashes while a heavy recipe is made does not make it again, and says why', async ({
  lab,
}) => {
  await lab.page.evaluate((hash) => (location.hash = hash), hashOf(made(100_000_000)));
  await dialog(lab).getByRole('button', { name: 'Run', exact: true }).click();
  await expect(lab.button(/^Cancel /).first()).toBeVisible();
  const devtools = await lab.page.context().newCDPSession(lab.page);
  const crashed = lab.page.waitForEvent('crash');
  void devtools.send('Page.crash').catch(() => undefined);
  await crashed;
  const again = new Lab(await lab.page.context().newPage());
  await lab.page.close();
  await again.page.goto('./');
  await expect(isPaused(again)).toContainText('the page ended while this recipe was being made');
  expect((await again.recipe()).generated).toEqual([source]);
  expect(await again.queryCode('SELECT 1')).toBe('not-run');
});

test('a script’s recipe runs as it is told to, whatever it costs', async ({ lab }) => {
  await lab.page.evaluate((hash) => (location.hash = hash), hashOf(made(100_000_000)));
  await dialog(lab).getByRole('button', { name: 'Open without running' }).click();
  await expect(isPaused(lab)).toBeVisible();
  expect(await lab.setRecipe(made(2000))).toBeUndefined();
  await expect(isPaused(lab)).toHaveCount(0);
  expect(await lab.number('SELECT count(*)::INTEGER FROM raw')).toBe(2000);
});

test('undo after a reload brings a removed source back as awaited, never as loaded', async ({ lab }) => {
  const file = { name: 'back.csv', text: nabCsv(200, wave) };
  await lab.addFiles([file]);
  await lab.settle();
  await lab.button('Remove back.csv').click();
  await expect.poll(async () => (await lab.recipe()).sources).toEqual([]);
  await lab.page.waitForTimeout(500);
  await lab.page.reload();
  await lab.ready();
  await lab.press('Control+z');
  const missing = lab.page.getByRole('list', { name: 'Missing files of the recipe' });
  await expect(missing).toContainText('back.csv');
  await expect(missing).toContainText('choose its file');
  await expect(lab.seriesList.getByRole('button', { name: /back\.csv/ })).toHaveCount(1);
  await lab.addFiles([file]);
  await expect(missing).toHaveCount(0);
  expect(await lab.number('SELECT count(*)::INTEGER FROM raw')).toBe(200);
});

test('a lab of a tab’s own is gone at the next start once its tab is closed, unless it holds something', async ({
  lab,
}) => {
  const sessions = (): Promise<string[]> =>
    lab.page.evaluate(
      () =>
        new Promise<string[]>((resolve, reject) => {
          const opening = indexedDB.open('anomaly-data-lab');
          opening.onerror = () => reject(new Error('not opened'));
          opening.onsuccess = () => {
            const keys = opening.result.transaction('sessions').objectStore('sessions').getAllKeys();
            keys.onsuccess = () => {
              opening.result.close();
              resolve(keys.result.map(String));
            };
          };
        }),
    );
  await lab.setRecipe({ ...(await lab.recipe()), name: 'first' });
  const pages: Page[] = [];
  for (const holds of [false, true]) {
    const page = await lab.page.context().newPage();
    pages.push(page);
    await page.goto('./');
    await page.getByRole('button', { name: 'A lab of its own' }).click();
    await page.waitForFunction(() => 'dataLab' in window);
    await page.evaluate(
      async ([name, labels]) => window.dataLab.setRecipe({ ...window.dataLab.recipe(), name, labels }),
      ['own', holds ? [{ file: 'labels.json' }] : []] as const,
    );
  }
  await expect.poll(async () => (await sessions()).length).toBe(3);
  await lab.page.reload();
  await lab.ready();
  await lab.page.waitForTimeout(1000);
  expect(await sessions(), 'their tabs are open').toHaveLength(3);
  for (const page of pages) await page.close();
  await lab.page.reload();
  await lab.ready();
  await expect.poll(async () => (await sessions()).length).toBe(2);
});
