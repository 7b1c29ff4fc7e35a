/** What the build is served with: its headers, its manifest, its compressed forms, and the notices of what is in it. */
import { existsSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { compressibleFiles } from '../../scripts/precompress';
import { headerFor } from '../../scripts/csp';
import { buildFolder } from '../fixtures/buildServer';
import { expect, test } from '../fixtures/lab';

test('the page and its workers come with the whole policy, and no other page shows the lab in a frame', async ({
  page,
  baseURL,
}) => {
  const policies = new Map<string, string | undefined>();
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (pathname === '/' || /worker.*\.js$/.test(pathname))
      policies.set(pathname, response.headers()['content-security-policy']);
  });
  await page.goto('./');
  await page.waitForFunction(() => 'dataLab' in window);
  await page.evaluate(() => window.dataLab.query('SELECT 1'));
  expect(policies.size).toBeGreaterThan(1);
  expect([...new Set(policies.values())]).toEqual([headerFor([])]);

  const frames = await page.context().newPage();
  const refused = frames.waitForEvent('console', (message) => message.text().includes('frame-ancestors'));
  await frames.setContent(`<iframe src="${baseURL}"></iframe>`);
  await refused;
  await expect.poll(() => frames.frames()[1]?.url()).not.toBe(baseURL);
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
  const { violations } = await new AxeBuilder({ page }).include('[role=dialog]').analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
});
