import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { faultyRecipe, PARTITION, rawCsv, zipOf, type Files } from '../fixtures/faults';
import { expect, test, type Lab } from '../fixtures/lab';
import { byOtherHand, changed } from '../fixtures/otherHand';
import { SparkDialog } from '../fixtures/spark';
import { VerifyDialog } from '../fixtures/verify';
import { readZip } from '../fixtures/zip';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const made = {
  synthetic: 'made',
  start: '2023-01-01T00:00:00Z',
  step: '1s',
  rows: 3_000_000,
  signal: [{ sine: { period: '1d', amplitude: 20 } }],
};

test('Export tells how the recipe is run on Spark: inputs, commands, what to expect', async ({
  lab,
}, info) => {
  await lab.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const files = [
    { name: "plant/it's $(x).csv", text: rawCsv() },
    { name: 'plant/b c.csv', text: rawCsv({ 3: 7 }) },
  ];
  await lab.addFiles(files);
  await lab.run();
  await lab.button('Export', true).click();
  await lab.button('Run on Spark…').click();
  const spark = new SparkDialog(lab);
  for (const { name, text } of files) {
    const row = spark.inputs.getByRole('row').filter({ hasText: name });
    await expect(row).toContainText(sha256(text));
  }
  await expect(spark.refused).toHaveCount(0);
  await spark.field('Cores').fill('8');
  await spark.field('Input').fill("my data's");
  await expect(spark.command('Run the recipe')).toHaveText(
    "data-lab-spark run recipe.json --input 'my data'\\''s' --output out \\\n  --master 'local[8]' --conf spark.driver.memory=16g",
  );
  await expect(spark.expected).toContainText('on 8 cores');
  for (const colorScheme of ['light', 'dark'] as const) {
    await lab.page.emulateMedia({ colorScheme });
    await lab.page.screenshot({ path: info.outputPath(`spark-${colorScheme}.png`) });
    const { violations } = await new AxeBuilder({ page: lab.page }).include('[role=dialog]').analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
  }

  await spark.copy('Run the recipe');
  expect(await lab.page.evaluate(() => navigator.clipboard.readText())).toContain(
    "--input 'my data'\\''s' --output out",
  );

  // What is saved, where its commands expect it.
  const folder = info.outputPath('clone');
  for (const { name, text } of files) {
    mkdirSync(dirname(join(folder, "my data's", name)), { recursive: true });
    writeFileSync(join(folder, "my data's", name), text);
  }
  await spark.save('recipe.json', folder);
  expect(JSON.parse(readFileSync(join(folder, 'recipe.json'), 'utf8'))).toEqual(await lab.recipe());
  await spark.save('inputs.sha256', folder);
  const check = (await spark.command('Check the inputs').textContent()) ?? '';
  const checked = (): number | null => spawnSync('bash', ['-c', check], { cwd: folder }).status;
  expect(checked()).toBe(0);
  writeFileSync(join(folder, "my data's", files[0]?.name ?? ''), 'others');
  expect(checked()).toBe(1);

  await spark.choose('Run on', 'Kubernetes');
  await spark.field('API server').fill('https://a b');
  await expect(spark.command('Run the recipe')).toContainText("--master 'k8s://https://a b'");
  await spark.choose('Run on', 'YARN');
  await expect(spark.command('Run the recipe')).toContainText('--num-executors 2 --executor-cores 4');
  await spark.field('Cores').fill('none');
  await lab.press('Tab');
  await expect(spark.dialog.getByRole('alert')).toContainText('a whole number from 1');
});

test('it tells what Spark refuses before anybody starts it, and what a large recipe takes', async ({
  lab,
}, info) => {
  const recipe = { recipe: 1, name: 'Large', generated: [made], export: { csv: true } };
  expect(await lab.setRecipe(recipe)).toBeUndefined();
  await lab.run();
  await lab.press('Control+k');
  await lab.page.getByRole('combobox', { name: 'Commands' }).fill('Run on Spark');
  await lab.press('Enter');
  const spark = new SparkDialog(lab);
  await expect(spark.refused).toContainText('each series as CSV: $.export.csv');
  await expect(spark.dialog).toContainText('The recipe names no files');
  await spark.field('Cores').fill('4');
  await expect(spark.expected).toContainText('for 3,000,000 rows');
  await expect(spark.expected).toContainText('More than 3 cores would have nothing to do');
  await lab.page.screenshot({ path: info.outputPath('refused.png') });
  await lab.press('Escape');
  await spark.dialog.waitFor({ state: 'detached' });
});

/** A bundle that the page exports. */
async function exported(lab: Lab, zip: string): Promise<Files> {
  expect(await lab.setRecipe(faultyRecipe)).toBeUndefined();
  await lab.addFiles([{ name: 'site/a.csv', text: rawCsv() }]);
  await lab.run();
  await lab.exportTo(zip);
  return new Map(readZip(zip).map(({ path, bytes }) => [path, Uint8Array.from(bytes())]));
}

test('a bundle that Spark wrote opens and is verified, as a zip and as a folder', async ({ lab }, info) => {
  test.setTimeout(120_000);
  const bundle = await exported(lab, info.outputPath('page.zip'));
  const files = byOtherHand(bundle);
  const zip = info.outputPath('spark.zip');
  writeFileSync(zip, zipOf(files));
  const folder = info.outputPath('spark');
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  const verify = new VerifyDialog(lab);
  for (const path of [zip, folder]) {
    expect(await lab.setRecipe({ recipe: 1 })).toBeUndefined();
    await lab.run();
    await lab.drop(path);
    await lab.waitForSeries(1);
    expect((await lab.recipe()).annotations).toEqual(faultyRecipe.annotations);
    expect(await lab.seriesNames()).toContain('site/a.csv');
    await lab.button('Verify', true).click();
    await expect(verify.verdict).toHaveAttribute('data-verdict', 'same', { timeout: 40_000 });
    await expect(verify.verdict).toContainText('numbers to 1e-9');
    await expect(verify.findings('rows-alike')).toContainText('data-lab-spark');
    await lab.page.screenshot({ path: info.outputPath('same.png') });
    await verify.close();
  }
  const faulty = byOtherHand(bundle, {
    table: (of, table) =>
      of.endsWith('day=15')
        ? changed(table, 'value', (cell, row) => (row === 8 ? Number(cell) + 1e-6 : cell))
        : table,
  });
  writeFileSync(zip, zipOf(faulty));
  await verify.verify(zip);
  await expect(verify.verdict).toHaveAttribute('data-verdict', 'different', { timeout: 40_000 });
  await expect(verify.findings('rows-differ')).toContainText(PARTITION);
});
