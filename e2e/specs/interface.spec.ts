import AxeBuilder from '@axe-core/playwright';
import { readFileSync } from 'node:fs';
import { nabCsv, wave, writeFile } from '../fixtures/files';
import { expect, test, type Lab } from '../fixtures/lab';
import { readZip } from '../fixtures/zip';

async function serious(lab: Lab): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: lab.page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

for (const scheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious, empty and loaded, ${scheme}`, async ({ lab }) => {
    await lab.page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    expect(await serious(lab)).toEqual([]);
    await lab.addFiles([{ name: 'one.csv', text: nabCsv(500, wave) }]);
    await expect(lab.chart).toBeVisible();
    expect(await serious(lab)).toEqual([]);
  });
}

test('one click loads the samples, with their labelled windows', async ({ lab }) => {
  await lab.button('Try the samples').click();
  await lab.waitForSeries(2);
  expect((await lab.recipe()).labels).toHaveLength(1);
  await expect(lab.chart).toBeVisible();
});

test('the keyboard alone loads samples, changes a step, and takes it back', async ({ lab }) => {
  const sample = lab.button('Try the samples');
  await lab.tabTo(sample);
  await lab.press('Enter');
  await lab.waitForSeries(2);
  const before = await lab.recipe();
  await lab.tabTo(lab.steps.getByRole('switch', { name: /outliers/i }));
  await lab.press('Space');
  await expect.poll(() => lab.recipe()).not.toEqual(before);
  await lab.press('Control+z');
  await expect.poll(() => lab.recipe()).toEqual(before);
  await lab.press('Control+k');
  await expect(lab.page.getByRole('dialog')).toBeVisible();
  await lab.press('Escape');
  await expect(lab.page.getByRole('dialog')).toHaveCount(0);
});

test('long tasks on the main thread are reported, a planted one among them', async ({ lab }, info) => {
  await lab.page.evaluate(() => {
    const tasks: number[] = [];
    Object.assign(globalThis, { e2eTasks: tasks });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) tasks.push(Math.round(entry.duration));
    }).observe({ type: 'longtask' });
  });
  await lab.addFiles([{ name: 'long.csv', text: nabCsv(200_000, wave) }]);
  await lab.run();
  const tasks = (): Promise<number[]> =>
    lab.page.evaluate(() => (globalThis as unknown as { e2eTasks: number[] }).e2eTasks);
  const own = await tasks();
  info.annotations.push({ type: 'main-thread tasks over 50 ms', description: own.join(', ') || 'none' });
  await lab.page.evaluate(() => {
    setTimeout(() => {
      const end = performance.now() + 150;
      while (performance.now() < end);
    });
  });
  await expect
    .poll(async () => Math.max(0, ...(await tasks()).slice(own.length)))
    .toBeGreaterThanOrEqual(150);
  await expect(lab.chart).toBeVisible();
});

test('the Export button downloads the bundle, and the page says what is in it', async ({ lab }, info) => {
  await lab.addFiles([{ name: 'one.csv', text: nabCsv(500, wave) }]);
  const download = lab.page.waitForEvent('download');
  await lab.button('Export', true).click();
  const zip = info.outputPath('bundle.zip');
  await (await download).saveAs(zip);
  const paths = readZip(zip).map(({ path }) => path);
  expect(paths.filter((path) => path.endsWith('.parquet'))).toEqual([
    expect.stringMatching(/data\/processed\/year=2024\/month=01\/day=01\/part-0\.parquet$/),
  ]);
});

test('an SVG that is saved is XML that the browser parses', async ({ lab }, info) => {
  await lab.addFiles([{ name: "a & b 'c'.csv", text: nabCsv(500, wave) }]);
  await expect(lab.chart).toBeVisible();
  const download = lab.page.waitForEvent('download');
  await lab.button('SVG', true).click();
  const path = info.outputPath('chart.svg');
  await (await download).saveAs(path);
  const parsed = await lab.page.evaluate(
    (text) => {
      const document = new DOMParser().parseFromString(text, 'image/svg+xml');
      return {
        error: document.querySelector('parsererror')?.textContent,
        text: document.documentElement.textContent,
      };
    },
    readFileSync(path, 'utf8'),
  );
  expect(parsed.error).toBeUndefined();
  expect(parsed.text).toContain("a & b 'c'.csv");
});

test('of several exports the browser keeps one file at most, and none of small ones', async ({
  lab,
}, info) => {
  await lab.addFiles([{ name: 'one.csv', text: nabCsv(500, wave) }]);
  for (let i = 0; i < 2; i++) await lab.exportTo(info.outputPath(`${i}.zip`));
  expect(await lab.storedFiles('exports')).toHaveLength(0);
  // More than is put together in memory.
  const recipe = await lab.recipe();
  const changed = await lab.setRecipe({
    ...recipe,
    steps: [],
    generated: [
      {
        synthetic: 'long',
        start: '2023-01-01T00:00:00Z',
        step: '1s',
        rows: 18_000_000,
        signal: [{ sine: { period: '1h', amplitude: 5 } }],
        noise: [{ gaussian: { sd: 1 } }],
      },
    ],
    export: { ...recipe.export, csv: false, raw: false },
  });
  expect(changed).toBeUndefined();
  await lab.run();
  for (let i = 2; i < 4; i++) await lab.exportTo(info.outputPath(`${i}.zip`));
  expect(await lab.storedFiles('exports')).toHaveLength(1);
  expect(readZip(info.outputPath('3.zip')).length).toBeGreaterThan(200);
});

test('an ambiguous date is asked about, and nothing is loaded before the answer', async ({ lab }, info) => {
  const lines = Array.from({ length: 20 }, (_, index) => `0${(index % 9) + 1}/04/2024 00:00:00,${index}`);
  await lab.drop(writeFile(info.outputPath('in'), 'ambiguous.csv', `time,reading\n${lines.join('\n')}\n`));
  const dialog = lab.page.getByRole('dialog');
  await expect(dialog).toContainText('ambiguous.csv');
  await expect(dialog.getByRole('button', { name: 'Load' })).toBeDisabled();
  await dialog.getByRole('button', { name: 'Skip this file' }).click();
  await expect(dialog).toHaveCount(0);
  expect((await lab.recipe()).sources).toEqual([]);
});
