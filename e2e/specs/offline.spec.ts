/** The lab without a network, and a new version of it: both through the service worker of the build. */
import { existsSync } from 'node:fs';
import { compressibleFiles } from '../../scripts/precompress';
import { headerFor } from '../../scripts/csp';
import { buildFolder, startBuildServer, type BuildServer } from '../fixtures/buildServer';
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
  await lab.settle();
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

test('the browser takes the lab for an application: its manifest has a name, a start and icons', async ({
  lab,
  page,
}) => {
  await lab.ready();
  const session = await page.context().newCDPSession(page);
  const { url, errors, data } = await session.send('Page.getAppManifest');
  expect(url).toMatch(/manifest\.webmanifest$/);
  expect(errors).toEqual([]);
  const manifest = JSON.parse(data ?? '{}') as { name: string; start_url: string; icons: { src: string }[] };
  expect([manifest.name, manifest.start_url]).toEqual(['Anomaly Data Lab', './']);
  for (const { src } of manifest.icons) expect(existsSync(`${buildFolder}/${src}`), src).toBe(true);
});

test('the build has a brotli and a gzip form beside each compressible file', async () => {
  const files = await compressibleFiles(buildFolder);
  expect(files.some((file) => file.endsWith('.wasm')) && files.some((file) => file.endsWith('sw.js'))).toBe(
    true,
  );
  expect(files.flatMap((file) => [`${file}.br`, `${file}.gz`]).filter((file) => !existsSync(file))).toEqual(
    [],
  );
});

test('About names the version and the packages in the build with their licences, and finds one by a word', async ({
  lab,
  page,
}) => {
  await lab.button('About', true).click();
  const dialog = page.getByRole('dialog', { name: 'About Anomaly Data Lab' });
  await expect(dialog).toContainText(/Version \d+\.\d+\.\d+/);
  const packages = dialog.getByRole('list', { name: 'Third-party software' });
  await expect(packages).toContainText('@duckdb/duckdb-wasm');
  await expect(packages).toContainText('echarts');
  await expect(packages).not.toContainText('Apache License');
  await dialog.getByRole('searchbox', { name: 'Find a package or a licence' }).fill('duckdb');
  await expect(packages.getByRole('listitem')).toHaveCount(1);
  await packages.getByText('@duckdb/duckdb-wasm').click();
  await expect(packages).toContainText('The package carries no text of its licence.');
  await dialog.getByRole('searchbox').fill('apache');
  await expect(packages.getByRole('listitem').first()).toBeVisible();
  await packages.getByText('echarts').click();
  await expect(packages).toContainText('Apache License');
});
