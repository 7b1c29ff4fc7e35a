import { readZip } from '../fixtures/zip';
import { nabCsv, wave } from '../fixtures/files';
import { expect, test } from '../fixtures/lab';

test('a value typed into a field and Export at once: rows and recipe of the bundle are those of the value', async ({
  lab,
}, info) => {
  await lab.addFiles([{ name: 'one.csv', text: nabCsv(600, wave) }]);
  await lab.run();
  await lab.button('5 Resample').click();
  await lab.page.getByLabel('Length of a bucket').fill('1h');
  const download = lab.page.waitForEvent('download');
  await lab.button('Export', true).click();
  const path = info.outputPath('bundle.zip');
  await (await download).saveAs(path);
  const textOf = (end: string): string => {
    const entry = readZip(path).find((one) => one.path.endsWith(end));
    if (!entry) throw new Error(`expected ${end} in the bundle`);
    return JSON.stringify(JSON.parse(entry.bytes().toString('utf8')));
  };
  expect(textOf('recipe.json')).toContain('"every":"1h"');
  const hours = await lab.number('SELECT count(*)::INTEGER FROM resampled');
  expect(textOf('dataset_v1.json')).toContain(`"rows":${hours}`);
  expect(await lab.number("SELECT count(*)::INTEGER FROM resampled WHERE date_part('minute', ts) <> 0")).toBe(
    0,
  );
});
