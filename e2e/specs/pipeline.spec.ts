/** The pipeline as a script: from the page's buttons, from outside, and in the bundle. */
import { readFileSync } from 'node:fs';
import { nabCsv, wave } from '../fixtures/files';
import { expect, test, type Lab } from '../fixtures/lab';
import { readZip } from '../fixtures/zip';

/** What a button downloads: its name and its text. */
async function saved(lab: Lab, button: string): Promise<{ name: string; text: string }> {
  const download = lab.page.waitForEvent('download');
  await lab.page.getByRole('dialog', { name: 'Recipe' }).getByRole('button', { name: button }).click();
  const file = await download;
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
}

test('the dialog of the recipe saves the pipeline as SQL and as Python, as scripts from outside get it', async ({
  lab,
}, info) => {
  await lab.addFiles([{ name: 'a/one.csv', text: nabCsv(200, wave) }]);
  await lab.press('Control+J');
  for (const [language, button, name] of [
    ['sql', 'Pipeline as SQL', 'pipeline.sql'],
    ['python', 'Pipeline as Python', 'pipeline.py'],
  ] as const) {
    const found = await saved(lab, button);
    expect(found.name).toBe(name);
    expect(found.text).toContain('data/raw/a/one.csv');
    expect(found.text).toContain('Step 3, missing');
    expect(await lab.page.evaluate((which) => window.dataLab.pipeline(which), language)).toBe(found.text);
  }
  await lab.page.screenshot({ path: info.outputPath('dialog.png') });
});

test('a bundle has both scripts, which its description lists, and they read its own files and catalogue', async ({
  lab,
}, info) => {
  await lab.addFiles([{ name: 'one.csv', text: nabCsv(200, wave) }]);
  const path = info.outputPath('bundle.zip');
  await lab.exportTo(path);
  const entries = readZip(path);
  const text = (name: string): string =>
    entries
      .find((entry) => entry.path.endsWith(name))
      ?.bytes()
      .toString('utf8') ?? '';
  expect(text('pipeline.sql')).toContain("read_text('data/metadata/anomalies_v1.json')");
  expect(text('pipeline.py')).toContain('CATALOGUE = "data/metadata/anomalies_v1.json"');
  expect(text('data/metadata/dataset_v1.json')).toContain('"pipeline.sql"');
  expect(text('data/metadata/dataset_v1.json')).toContain('"pipeline.py"');
});
