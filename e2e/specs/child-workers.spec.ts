import { nabCsv, wave } from '../fixtures/files';
import { expect, test } from '../fixtures/lab';

test('a parser that dies fails its file alone, by name, and the data that were there stay', async ({
  lab,
  page,
}) => {
  const long = { name: 'long.csv', text: nabCsv(100_000, wave) };
  await lab.addFiles([{ name: 'good.csv', text: nabCsv(50, wave) }]);
  const worker = page.workers().find((one) => one.url().includes('lab.worker'));
  const script = await page.locator('script[type="module"]').first().getAttribute('src');
  const broken = new URL(script ?? '', page.url()).href;
  // In the place of the parser stands a script that needs a page: it throws as soon as it is run.
  await worker?.evaluate((url) => {
    const Real = Worker;
    self.Worker = class extends Real {
      constructor(address: string | URL, options?: WorkerOptions) {
        super(String(address).includes('parse.worker') ? url : address, options);
      }
    };
  }, broken);
  await lab.addFiles([long]).catch(() => undefined);
  await expect(lab.error('file-damaged')).toContainText('long.csv could not be read: the CSV parser stopped');
  await expect(lab.errors).toHaveCount(1);
  expect(await lab.seriesNames()).toEqual(['good.csv']);
  expect(page.workers()).toContain(worker);
});
