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

test('a parser that ends without an error fails its file, and nobody waits for it', async ({ lab, page }) => {
  const worker = page.workers().find((one) => one.url().includes('lab.worker'));
  // What the parsers are asked reaches them late, so that they end before they answer.
  await worker?.evaluate(() => {
    const Real = Worker;
    self.Worker = class extends Real {
      constructor(
        private readonly address: string | URL,
        options?: WorkerOptions,
      ) {
        super(address, options);
      }
      override postMessage(message: unknown): void {
        const late = String(this.address).includes('parse.worker') ? 3000 : 0;
        setTimeout(() => super.postMessage(message), late);
      }
    };
  });
  page.on('worker', (child) => {
    if (!child.url().includes('parse.worker')) return;
    const ended = child.evaluate(async () => {
      const own = async (): Promise<boolean> =>
        ((await navigator.locks.query()).held ?? []).some(({ name }) => name?.includes('.worker.'));
      while (!(await own())) await new Promise((resolve) => setTimeout(resolve, 20));
      self.close();
    });
    // It is gone before it can answer.
    ended.catch(() => undefined);
  });
  await lab.addFiles([{ name: 'long.csv', text: nabCsv(100_000, wave) }]).catch(() => undefined);
  await expect(lab.error('file-damaged')).toContainText('long.csv could not be read: the CSV parser stopped');
  expect(page.workers()).toContain(worker);
});
