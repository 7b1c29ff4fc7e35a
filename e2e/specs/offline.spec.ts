/** The lab without a network, and a new version of it: both through the service worker of the build. */
import { headerFor } from '../../scripts/csp';
import { startBuildServer, type BuildServer } from '../fixtures/buildServer';
import { expect, Lab, test as base } from '../fixtures/lab';
import { nabCsv, wave } from '../fixtures/files';

const test = base.extend<{ server: BuildServer }>({
  // oxlint-disable-next-line no-empty-pattern
  server: async ({}, provide) => {
    const server = await startBuildServer();
    await provide(server);
    await server.close();
  },
  baseURL: ({ server }, provide) => provide(server.origin),
  serviceWorkers: 'allow',
});

test('after the first visit the lab loads a CSV, runs and exports with no network, isolated and under the same policy', async ({
  lab,
  page,
  server,
}) => {
  await lab.keptOffline();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await page.context().setOffline(true);
  await server.close();
  await page.reload();
  await lab.ready();
  await lab.addFiles([{ name: 'first.csv', text: nabCsv(300, wave) }]);
  const { stages } = await lab.run();
  expect(stages.length).toBeGreaterThan(0);
  expect(await lab.number('SELECT count(*) FROM clean')).toBe(300);
  expect(await lab.exported()).toBe('done');
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(await page.evaluate(async () => (await fetch('./')).headers.get('Content-Security-Policy'))).toBe(
    headerFor([]),
  );
});

test('the samples, and the page under an address with a query, open with no network', async ({
  lab,
  page,
  server,
}) => {
  await lab.keptOffline();
  await page.context().setOffline(true);
  await server.close();
  await page.goto('./?from=elsewhere');
  await lab.ready();
  await lab.press('Control+k');
  await page.getByPlaceholder('Type a command').fill('Load the samples');
  await lab.press('Enter');
  await expect.poll(() => lab.seriesNames(), { timeout: 30_000 }).toHaveLength(2);
});

test('a changed build is offered and not taken until the person accepts it, and nothing of the session is lost', async ({
  lab,
  page,
  server,
}) => {
  await lab.keptOffline();
  await lab.addFiles([{ name: 'mine.csv', text: nabCsv(200, wave) }]);
  // The file of the index is there before what it says.
  await expect(lab.status).toContainText(/Saved in this browser: [1-9]/);
  server.change('The next version');
  await page.reload();
  await lab.ready();
  const offer = page.getByText('A new version is ready');
  await expect(offer).toBeVisible();
  expect(await page.title()).toBe('Anomaly Data Lab');
  await page.reload();
  await lab.ready();
  await expect(offer).toBeVisible();
  expect(await page.title()).toBe('Anomaly Data Lab');
  await lab.button('Reload', true).click();
  await expect(page).toHaveTitle('The next version');
  await lab.ready();
  await expect(offer).toBeHidden();
  expect(await lab.seriesNames()).toEqual(['mine.csv']);
});

test('a version that one tab takes does not reload the other, which says so', async ({
  lab,
  page,
  server,
}) => {
  await lab.keptOffline();
  const other = await page.context().newPage();
  await other.goto('./');
  await other.getByRole('button', { name: 'Read only' }).click();
  await new Lab(other).ready();
  server.change('The next version');
  await page.reload();
  await lab.ready();
  await lab.button('Reload', true).click();
  await expect(page).toHaveTitle('The next version');
  await expect(other.getByText('Another tab took a new version')).toBeVisible();
  expect(await other.title()).toBe('Anomaly Data Lab');
});
