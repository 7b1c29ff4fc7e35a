import AxeBuilder from '@axe-core/playwright';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { NabScore } from '../../src/state/automation';
import { nabCsv, wave } from '../fixtures/files';
import { csvFiles, hasNab, nabData, nabMissing } from '../fixtures/nab';
import { expect, test, type Lab } from '../fixtures/lab';
import { readZip } from '../fixtures/zip';

const shared = join(nabData, '..');
const golden = join(shared, 'golden_scores.json');
const resultsFolder = join(shared, 'results/numenta');
const minute = (row: number): string =>
  new Date(Date.UTC(2024, 0, 1, 0, row)).toISOString().slice(0, 19).replace('T', ' ');

interface ScoreRequest {
  results: { name: string; text: string }[];
  profile: string;
  threshold: number | 'best';
}

const score = (lab: Lab, request: ScoreRequest): Promise<NabScore> =>
  lab.page.evaluate(({ results, profile, threshold }) => {
    const files = results.map(({ name, text }) => new File([text], name));
    return window.dataLab.nab.score(files, { profile: profile as NabScore['profile'], threshold });
  }, request);

const windows = (lab: Lab): Promise<Record<string, [string, string][]>> =>
  lab.page.evaluate(() => window.dataLab.nab.windows());

async function serious(lab: Lab): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: lab.page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

test("NAB's windows and scores come out as NAB's own code gave them", async ({ lab }) => {
  test.skip(!hasNab || !existsSync(golden), nabMissing);
  const paths = csvFiles(nabData);
  await lab.drop(nabData, join(shared, 'labels'));
  await lab.waitForSeries(paths.length);
  const given = JSON.parse(readFileSync(join(shared, 'labels/combined_windows.json'), 'utf8')) as object;
  const mine = await windows(lab);
  expect(Object.keys(mine)).toHaveLength(paths.length);
  expect(given).toMatchObject(mine);

  const { threshold, files } = JSON.parse(readFileSync(golden, 'utf8')) as {
    threshold: number;
    files: Record<string, Record<string, { score: number }>>;
  };
  const results = csvFiles(resultsFolder).map((path) => ({
    name: relative(resultsFolder, path),
    text: readFileSync(path, 'utf8'),
  }));
  for (const profile of ['standard', 'reward_low_FP_rate', 'reward_low_FN_rate']) {
    const found = await score(lab, { results, profile, threshold });
    expect(Object.keys(found.files).toSorted()).toEqual(Object.keys(files).toSorted());
    for (const [name, one] of Object.entries(found.files)) {
      const { score: exact, ...counts } = files[name]?.[profile] ?? { score: Number.NaN };
      expect(one, `${name}, ${profile}`).toMatchObject(counts);
      expect(Math.abs(one.score - exact), `${name}, ${profile}`).toBeLessThan(1e-9);
    }
    const best = await score(lab, { results, profile, threshold: 'best' });
    expect(best.raw).toBeGreaterThanOrEqual(found.raw);
  }
});

const labels = (json: object): { name: string; text: string } => ({
  name: 'labels/combined_windows.json',
  text: JSON.stringify(json),
});
const detections = (rows: number, detected: readonly number[]): string =>
  `timestamp,anomaly_score\n${Array.from({ length: rows }, (_, row) => `${minute(row)},${detected.includes(row) ? 0.9 : 0.1}\n`).join('')}`;

test('results that are dropped show the score, and a false positive brings the chart there', async ({
  lab,
}) => {
  await lab.addFiles([
    { name: 'x/one.csv', text: nabCsv(500, wave) },
    labels({ 'x/one.csv': [[minute(200), minute(249)]] }),
  ]);
  await lab.addFiles([{ name: 'd_one.csv', text: detections(500, [200, 400]) }]);
  expect((await lab.recipe()).sources).toHaveLength(1);
  const list = lab.page.getByRole('listbox', { name: 'Windows and false positives of x/one.csv' });
  await expect(list.getByRole('option')).toHaveCount(2);
  await lab.page.getByRole('slider', { name: 'Threshold' }).focus();
  await lab.press('Home');
  // At the least score every row after the probation is detected: 375 outside the window of 50.
  await expect(list.getByRole('option').first()).toHaveAttribute('aria-setsize', '376');
  await expect(lab.page.getByRole('switch', { name: 'Best threshold' })).not.toBeChecked();
  await lab.page.getByRole('switch', { name: 'Best threshold' }).click();
  await expect(lab.page.getByRole('region', { name: 'Score of each file' })).toContainText('1 of 1');
  await list.focus();
  await lab.press('ArrowDown');
  await expect(list.getByRole('option').first()).toHaveAttribute('aria-selected', 'true');
  expect(await serious(lab)).toEqual([]);
});

test('proposals are accepted and rejected by key, become labels, and undo opens them again', async ({
  lab,
}) => {
  await lab.addFiles([
    { name: 'one.csv', text: nabCsv(2000, (row) => (row % 500 === 499 ? 900 : wave(row))) },
  ]);
  await lab.page.getByRole('tab', { name: 'Suggestions' }).click();
  await lab.page.getByRole('combobox', { name: 'Detector' }).click();
  await lab.page.getByRole('option', { name: 'Z-score' }).click();
  await lab.button('Find anomalies').click();
  const list = lab.page.getByRole('listbox', { name: 'Proposals for one.csv' });
  await expect(list.getByRole('option')).toHaveCount(4);
  await list.focus();
  await lab.press('ArrowDown');
  await lab.press('a');
  await lab.press('r');
  await expect(lab.page.getByText('2 open, 1 accepted, 1 rejected')).toBeVisible();
  const { annotations } = await lab.recipe();
  expect(annotations).toMatchObject([
    { series: 'one.csv', origin: 'detected', detector: 'zscore, threshold 3', shape: 'point' },
  ]);
  expect(await serious(lab)).toEqual([]);
  await lab.press('Control+z');
  expect((await lab.recipe()).annotations).toEqual([]);
  await expect(lab.page.getByText('3 open, 0 accepted, 1 rejected')).toBeVisible();
  await lab.button('Accept all open').click();
  expect((await lab.recipe()).annotations).toHaveLength(3);
});

test('bad entries of a label file are named and counted; skipped, the good ones load and nothing else changes', async ({
  lab,
}) => {
  await lab.addFiles([{ name: 'one.csv', text: nabCsv(500, wave) }]);
  const bad = {
    'one.csv': [
      [minute(100), minute(120)],
      [minute(110), minute(130)],
      [minute(300), minute(200)],
      ['soon', minute(5)],
      [minute(400), minute(410)],
      [minute(400), minute(410)],
    ],
    'gone.csv': [[minute(1), minute(2)]],
  };
  const adding = lab.addFiles([labels(bad)]);
  const dialog = lab.page.getByRole('dialog');
  await expect(dialog).toContainText('1 window that overlaps an earlier one');
  await expect(dialog).toContainText('1 window that ends before it starts');
  await expect(dialog).toContainText('1 duplicate entry');
  expect(await serious(lab)).toEqual([]);
  await dialog.getByRole('button', { name: 'Import 3, skip 4 invalid entries' }).click();
  await adding;
  expect((await lab.recipe()).labels).toMatchObject([{ bad: 'skip' }]);
  expect(await windows(lab)).toEqual({
    'one.csv': [
      [`${minute(100)}.000000`, `${minute(120)}.000000`],
      [`${minute(400)}.000000`, `${minute(410)}.000000`],
    ],
  });
  await expect(lab.seriesList.getByText('4 entries skipped')).toBeVisible();
  await expect(lab.seriesList.getByText('1 label entry matches no loaded file')).toBeVisible();
});

test('a refused label file leaves what was loaded', async ({ lab }) => {
  await lab.addFiles([{ name: 'one.csv', text: nabCsv(100, wave) }]);
  const adding = lab.addFiles([labels({ 'one.csv': [minute(5), 'soon'] })]);
  await lab.page.getByRole('dialog').getByRole('button', { name: 'Cancel import' }).click();
  await adding;
  expect((await lab.recipe()).labels).toEqual([]);
  expect(await lab.seriesNames()).toEqual(['one.csv']);
});

test('two label files are compared, and a difference brings the chart there', async ({ lab }) => {
  await lab.addFiles([
    { name: 'one.csv', text: nabCsv(500, wave) },
    { name: 'a.json', text: JSON.stringify({ 'one.csv': [minute(100), minute(300)] }) },
    { name: 'b.json', text: JSON.stringify({ 'one.csv': [[minute(90), minute(110)]] }) },
  ]);
  await lab.page.getByRole('tab', { name: 'Agreement' }).click();
  await expect(lab.page.getByText('1 of 2 and 1 of 1 labels overlap')).toBeVisible();
  const list = lab.page.getByRole('listbox', { name: 'Agreements and differences in one.csv' });
  await list.getByRole('option', { name: 'first only' }).click();
  await expect(list.getByRole('option', { name: 'first only' })).toHaveAttribute('aria-selected', 'true');
  expect(await serious(lab)).toEqual([]);
});

/** The part of a bundle that is in NAB's layout: text by path below `nab/`. */
async function exported(lab: Lab, zip: string): Promise<Map<string, Buffer>> {
  await lab.exportTo(zip);
  const files = new Map<string, Buffer>();
  for (const { path, bytes } of readZip(zip)) {
    const below = /(?:^|\/)nab\/(.+)$/.exec(path)?.[1];
    if (below === undefined) continue;
    files.set(below, bytes());
    if (!process.env.NAB_EXPORT_TO) continue;
    const target = join(process.env.NAB_EXPORT_TO, below);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes());
  }
  return files;
}

/** What NAB's `CorpusLabel` and `validateLabels` ask of a corpus. */
function expectAccepted(files: ReadonlyMap<string, Buffer>): void {
  const given = JSON.parse(String(files.get('labels/combined_windows.json'))) as Record<
    string,
    [string, string][]
  >;
  const points = JSON.parse(String(files.get('labels/combined_labels.json'))) as Record<string, string[]>;
  const names = [...files.keys()].filter((path) => path.startsWith('data/')).map((path) => path.slice(5));
  expect(Object.keys(given)).toEqual(names.toSorted());
  expect(Object.keys(points)).toEqual(names.toSorted());
  for (const name of names) {
    const [head, ...lines] = String(files.get(`data/${name}`))
      .trim()
      .split(/\r?\n/);
    expect(head).toBe('timestamp,value');
    const times = new Map<string, number>();
    let unread = 0;
    for (const line of lines) {
      const [time = '', value = ''] = line.split(',');
      if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(time) || Number.isNaN(Number(value))) unread++;
      times.set(time, (times.get(time) ?? 0) + 1);
    }
    expect(unread, `lines of ${name} that NAB cannot read`).toBe(0);
    for (const time of points[name] ?? []) expect(times.has(time), `${name} ${time}`).toBe(true);
    let before = '';
    for (const [start, end] of given[name] ?? []) {
      for (const time of [start, end]) {
        expect(time).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.000000$/);
        expect(times.get(time.slice(0, 19)), `rows of ${name} at ${time}`).toBe(1);
      }
      expect(start >= before && end >= start, `${name} ${start}`).toBe(true);
      before = end;
    }
  }
}

test("a corpus that no step changes comes out in NAB's layout byte for byte, and a cleaned one is accepted", async ({
  lab,
}, info) => {
  test.skip(!hasNab, nabMissing);
  test.slow();
  const paths = csvFiles(nabData);
  await lab.drop(nabData, join(shared, 'labels'));
  await lab.waitForSeries(paths.length);
  const recipe = await lab.recipe();
  const options = { ...recipe.export, nab: true, raw: false, partition: [] };
  await lab.setRecipe({ ...recipe, steps: [], export: options });
  const plain = await exported(lab, info.outputPath('plain.zip'));
  // One file of the corpus has a step back in time, which a run puts in order.
  const ordered = paths.filter((path) => !path.endsWith('machine_temperature_system_failure.csv'));
  for (const path of ordered) {
    const name = `data/${relative(nabData, path).replaceAll('\\', '/')}`;
    expect(plain.get(name)?.equals(readFileSync(path)), name).toBe(true);
  }
  expectAccepted(plain);
  const given = JSON.parse(readFileSync(join(shared, 'labels/combined_windows.json'), 'utf8')) as object;
  expect(given).toMatchObject(
    JSON.parse(String(plain.get('labels/combined_windows.json'))) as Record<string, unknown>,
  );

  await lab.setRecipe({ ...recipe, export: options });
  expectAccepted(await exported(lab, info.outputPath('cleaned.zip')));
});
