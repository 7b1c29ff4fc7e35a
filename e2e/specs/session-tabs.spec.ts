import type { Page } from '@playwright/test';
import { nabCsv, wave } from '../fixtures/files';
import { expect, Lab, test } from '../fixtures/lab';

/** A second tab of the same browser, at the question that it asks. */
async function secondTab(lab: Lab): Promise<Lab> {
  const page: Page = await lab.page.context().newPage();
  await page.goto('./');
  await expect(page.getByRole('heading', { name: 'The lab is open in another tab' })).toBeVisible();
  return new Lab(page);
}

test.describe('a second tab', () => {
  test.beforeEach(async ({ lab }) => {
    await lab.addFiles([{ name: 'one.csv', text: nabCsv(200, wave) }]);
    await lab.settle();
    await lab.page.waitForTimeout(500);
  });

  test('that reads only shows the lab and changes nothing', async ({ lab }) => {
    const before = await lab.recipe();
    const other = await secondTab(lab);
    await other.button('Read only').click();
    await other.ready();
    expect(await other.recipe()).toEqual(before);
    expect(await other.number('SELECT count(*)::INTEGER FROM raw')).toBe(200);
    expect(await other.setRecipe({ ...before, name: 'other' })).toMatchObject({ code: 'session-read-only' });
    await other.page.close();
    await lab.page.reload();
    await lab.ready();
    expect(await lab.recipe()).toEqual(before);
  });

  test('takes the lab over with the last edit of the first, which then writes nothing', async ({ lab }) => {
    const other = await secondTab(lab);
    await lab.setRecipe({ ...(await lab.recipe()), name: 'the last edit' });
    await other.button('Take over').click();
    await other.ready();
    expect((await other.recipe()).name).toBe('the last edit');
    await expect(
      lab.page.getByRole('heading', { name: 'The lab was taken over by another tab' }),
    ).toBeVisible();
    expect(await lab.setRecipe({ ...(await lab.recipe()), name: 'too late' })).toMatchObject({
      code: 'session-read-only',
    });
    await other.page.waitForTimeout(500);
    await other.page.reload();
    await other.ready();
    expect((await other.recipe()).name).toBe('the last edit');
  });

  test('with a lab of its own leaves labels, files and recipe of the first as they are', async ({ lab }) => {
    const before = await lab.recipe();
    const other = await secondTab(lab);
    await other.button('A lab of its own').click();
    await other.ready();
    expect((await other.recipe()).sources).toEqual([]);
    // Another content under the same path.
    await other.addFiles([{ name: 'one.csv', text: nabCsv(50, wave) }]);
    await other.run();
    await expect.poll(() => other.storedFiles('raw').then((names) => names.length)).toBe(4);
    await other.page.waitForTimeout(500);
    for (const tab of [lab, other]) {
      await tab.page.reload();
      await tab.ready();
    }
    expect(await lab.recipe()).toEqual(before);
    expect(await lab.number('SELECT count(*)::INTEGER FROM raw')).toBe(200);
    expect(await other.number('SELECT count(*)::INTEGER FROM raw')).toBe(50);
  });
});
