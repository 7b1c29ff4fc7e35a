import type { Page, TestInfo } from '@playwright/test';
import { createHash } from 'node:crypto';
import type { SyntheticSource } from '../../src/core/recipe/types';
import { readZip } from '../fixtures/zip';
import { expect, test, type Lab } from '../fixtures/lab';

/** Rows at many distances, every hundredth late, some without a value. */
function lateRows(rows: number): string {
  const lines = ['timestamp,value'];
  for (let row = 0; row < rows; row++) {
    const time = 1_700_000_000 + row * 10 + (row % 3) - (row % 100 === 99 ? 500 : 0);
    lines.push(
      `${new Date(time * 1000).toISOString().slice(0, 19)},${row % 11 === 0 ? '' : (row % 977) / 4}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

/** Lets the engine keep so many bytes of raw rows in memory, in place of 512 MB. */
async function budget(page: Page, bytes: number): Promise<void> {
  await page.route('**/lab.worker*.js', async (route) => {
    const response = await route.fetch();
    const text = await response.text();
    const body = text.replace('ROW_BUDGET=512*2**20', `ROW_BUDGET=${bytes}`);
    expect(body).not.toBe(text);
    await route.fulfill({ response, body });
  });
}

/** Bytes of the files that rows are in. */
const rowBytes = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('rows');
    let bytes = 0;
    for await (const handle of folder.values())
      if (handle instanceof FileSystemFileHandle) bytes += (await handle.getFile()).size;
    return bytes;
  });

interface Outcome {
  rows: unknown;
  data: [path: string, sha256: string][];
}

/** What the lab makes of a file: numbers of its rows, and the data of its bundle. */
async function outcomeOf(lab: Lab, info: TestInfo, name: string): Promise<Outcome> {
  await lab.addFiles([{ name: 'late.csv', text: lateRows(150_000) }]);
  const rows = await lab.query(
    'SELECT count(*)::INTEGER AS n, sum(value) AS total, max(ts)::VARCHAR AS last FROM raw',
  );
  const path = info.outputPath(name);
  await lab.exportTo(path);
  const data = readZip(path)
    .filter((entry) => /(^|\/)data\/(?!metadata)/.test(entry.path))
    .map((entry): [string, string] => [entry.path, createHash('sha256').update(entry.bytes()).digest('hex')]);
  return { rows, data };
}

test('rows beyond the memory for them lie in the storage, and answers and Parquet are the same', async ({
  lab,
  page,
}, info) => {
  const memory = await outcomeOf(lab, info, 'memory.zip');
  expect(memory.data.length).toBeGreaterThan(1);
  expect(await rowBytes(page)).toBe(0);
  await lab.page.evaluate(async () => {
    await window.dataLab.setRecipe({ ...window.dataLab.recipe(), sources: [], labels: [] });
    await window.dataLab.run();
  });
  await budget(page, 2 ** 20);
  await page.reload();
  await lab.ready();
  expect(await outcomeOf(lab, info, 'stored.zip')).toEqual(memory);
  expect(await rowBytes(page)).toBeGreaterThan(2 ** 20);
  // Without its series the file is empty; after a reload there is a new one.
  await lab.page.evaluate(async () => {
    await window.dataLab.setRecipe({ ...window.dataLab.recipe(), sources: [] });
    await window.dataLab.run();
  });
  await expect.poll(() => lab.storedFiles('rows')).toHaveLength(1);
  const [before] = await lab.storedFiles('rows');
  await page.reload();
  await lab.ready();
  const after = await lab.storedFiles('rows');
  expect(after).toHaveLength(1);
  expect(after[0]).not.toBe(before);
});

const long: SyntheticSource = {
  synthetic: 'long',
  start: '2023-01-01T00:00:00Z',
  step: '1s',
  rows: 20_000_000,
  signal: [{ sine: { period: '1d', amplitude: 20 } }],
  noise: [{ gaussian: { sd: 3 } }],
};

test('a zip that the storage has no room for is refused before it begins, or half-way, and leaves nothing', async ({
  lab,
  page,
}) => {
  await lab.setRecipe({ ...(await lab.recipe()), generated: [long], steps: [] });
  await lab.run();
  const devtools = await page.context().newCDPSession(page);
  const origin = new URL(page.url()).origin;
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 140e6 });
  const failure = (codec: 'none' | 'snappy'): Promise<string> =>
    page.evaluate(
      (chosen) =>
        window.dataLab.exportBundle({ codec: chosen, raw: false }).then(
          (file) => `a file of ${file.size} bytes`,
          (thrown: { code: string; message: string }) => `${thrown.code}: ${thrown.message}`,
        ),
      codec,
    );
  // What the values compress to nobody knows before.
  expect(await failure('snappy')).toMatch(
    /^storage-full: The bundle needs more space than the browser may use: more than \d+\.\d MB, .* Nothing of it was kept\./,
  );
  expect(await lab.storedFiles('exports')).toEqual([]);
  // Chromium does not tell the page of a quota that was set by its tools.
  await page.evaluate(() => {
    navigator.storage.estimate = () => Promise.resolve({ quota: 140e6, usage: 20e6 });
  });
  expect(await failure('none')).toMatch(
    /^storage-full: The zip takes about 170\.1 MB, at least 168\.0 MB, and the browser's storage has 120\.0 MB free, so nothing was written\./,
  );
  await lab.button('Export options').click();
  await expect(page.getByText(/^About 170\.1 MB; 120\.0 MB free\. A zip may not fit/)).toBeVisible();
});
