import { readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { lab as labCommand } from '../../src/cli/lab.node';
import { DATASET, faults, faultyRecipe, rawCsv, RECIPE, type Files } from '../fixtures/faults';
import { writeFile } from '../fixtures/files';
import { expect, test, type Lab } from '../fixtures/lab';
import { samples } from '../fixtures/nab';
import { VerifyDialog } from '../fixtures/verify';
import { readZip } from '../fixtures/zip';

const filesOf = (zip: string): Files =>
  new Map(readZip(zip).map(({ path, bytes }) => [path, Uint8Array.from(bytes())]));

/** Exports the bundle in which faults are planted; the path of its zip. */
async function exported(lab: Lab, zip: string, recipe: object = faultyRecipe): Promise<Files> {
  expect(await lab.setRecipe(recipe)).toBeUndefined();
  await lab.addFiles([{ name: 'site/a.csv', text: rawCsv() }]);
  await lab.run();
  await lab.exportTo(zip);
  return filesOf(zip);
}

test('lab run makes the bytes of the page’s bundle, whatever its options', async ({ lab }, info) => {
  test.setTimeout(180_000);
  await lab.drop(samples);
  await expect.poll(async () => (await lab.recipe()).sources.length).toBeGreaterThan(1);
  await lab.run();
  const series = {
    synthetic: 'made',
    start: '2023-01-01T00:00:00Z',
    step: '1min',
    rows: 120_000,
    signal: [{ sine: { period: '1d', amplitude: 20 } }],
    noise: [{ gaussian: { sd: 3 } }],
  };
  const spike = {
    id: 'spikes',
    series: 'made',
    draw: { count: 20, apart: '1h' },
    shapes: [{ kind: 'spike', length: '10min', strength: { sigma: [4, 8] } }],
  };
  const plain = { ...(await lab.recipe()), name: 'Same', generated: [series], injections: [spike] };
  const everything = { stages: ['clean', 'resampled'], csv: true, nab: true, twin: true };
  const variants = [
    plain,
    { ...plain, export: { ...everything, codec: 'zstd', smallest: true } },
    { ...plain, export: { partition: [], codec: 'none', raw: false } },
  ];
  for (const [index, recipe] of variants.entries()) {
    // Of one name they would be versions of one data set.
    expect(await lab.setRecipe({ ...recipe, name: `Same ${index}` })).toBeUndefined();
    await lab.run();
    const zip = info.outputPath(`page-${index}.zip`);
    await lab.exportTo(zip);
    const files = filesOf(zip);
    const bundled = writeFile(info.outputPath(), `recipe-${index}.json`, files.get(RECIPE) ?? '');
    const { created } = JSON.parse(Buffer.from(files.get(DATASET) ?? []).toString()) as { created: string };
    const mine = info.outputPath(`command-${index}.zip`);
    const ended = await labCommand(
      'run',
      bundled,
      '--input',
      dirname(samples),
      '--output',
      mine,
      '--now',
      created,
    );
    expect([0, 1], ended.stderr).toContain(ended.code);
    expect(readZip(mine).map(({ path }) => path)).toEqual([...files.keys()]);
    for (const { path, bytes } of readZip(mine))
      expect(bytes().equals(Buffer.from(files.get(path) ?? [])), `${path} of variant ${index}`).toBe(true);
    expect(readFileSync(mine).equals(readFileSync(zip))).toBe(true);
  }
});

test('a bundle that the page made is the same, and what is loaded stays', async ({ lab }, info) => {
  const zip = info.outputPath('bundle.zip');
  await exported(lab, zip);
  const dialog = new VerifyDialog(lab);
  await dialog.verify(zip);
  await expect(dialog.verdict).toHaveAttribute('data-verdict', 'same', { timeout: 40_000 });
  await expect(dialog.dialog).toContainText('600 rows in');
  await lab.page.screenshot({ path: info.outputPath('same.png') });
  await dialog.close();
  expect(await lab.seriesNames()).toEqual(['site/a.csv']);
});

test('each of twelve planted faults is found by name', async ({ lab }, info) => {
  test.setTimeout(300_000);
  const files = await exported(lab, info.outputPath('bundle.zip'));
  const dialog = new VerifyDialog(lab);
  for (const { name, code, file, plant } of faults) {
    const path = info.outputPath(`${code}.zip`);
    writeFileSync(path, plant(files));
    await dialog.verify(path);
    await expect(dialog.verdict, name).toHaveAttribute('data-verdict', 'different', { timeout: 40_000 });
    const finding = dialog.findings(code).first();
    await expect(finding, name).toContainText('error');
    if (file !== undefined) await expect(finding, name).toContainText(file);
    await lab.page.screenshot({ path: info.outputPath(`${code}.png`) });
    await dialog.close();
  }
});

test('a bundle that was opened is verified by a button, and one without its raw files by those beside it', async ({
  lab,
}, info) => {
  // Made elsewhere: the page offers the raw files that it holds.
  const bare = info.outputPath('bare.zip');
  const raw = writeFile(info.outputPath(), 'more/a.csv', rawCsv());
  const without = { ...faultyRecipe, export: { ...faultyRecipe.export, raw: false } };
  const recipe = writeFile(info.outputPath(), 'bare.json', JSON.stringify(without));
  const made = await labCommand('run', recipe, '--input', dirname(raw), '--output', bare);
  expect(made.code, made.stderr).toBe(0);
  const dialog = new VerifyDialog(lab);
  await dialog.verify(bare);
  await expect(dialog.verdict).toHaveAttribute('data-verdict', 'unproven', { timeout: 40_000 });
  await expect(dialog.findings('raw-missing')).toContainText('site/a.csv');
  await dialog.close();
  await dialog.verify(bare, raw);
  await expect(dialog.verdict).toHaveAttribute('data-verdict', 'same', { timeout: 40_000 });
  await dialog.close();
  const whole = info.outputPath('whole.zip');
  await exported(lab, whole, { ...faultyRecipe, name: 'Whole' });
  expect(await lab.setRecipe({ recipe: 1 })).toBeUndefined();
  await lab.run();
  await lab.drop(whole);
  await lab.button('Verify', true).click();
  await expect(dialog.verdict).toHaveAttribute('data-verdict', 'same', { timeout: 40_000 });
});

test('verifying ends when it is cancelled', async ({ lab }, info) => {
  const zip = info.outputPath('large.zip');
  const series = {
    synthetic: 'made',
    start: '2023-01-01T00:00:00Z',
    step: '1s',
    rows: 3_000_000,
    signal: [{ sine: { period: '1d', amplitude: 20 } }],
  };
  expect(await lab.setRecipe({ recipe: 1, name: 'Large', generated: [series] })).toBeUndefined();
  await lab.run();
  await lab.exportTo(zip);
  const dialog = new VerifyDialog(lab);
  await dialog.verify(zip);
  await lab.button(/^Cancel verifying/).click();
  await expect(dialog.dialog).toContainText('Drop a bundle here');
  await expect(dialog.verdict).toHaveCount(0);
});
