import AxeBuilder from '@axe-core/playwright';
import {
  acf,
  acfGap,
  ks,
  lagsFor,
  moments,
  onGrid,
  peaks,
  periodogram,
  psi,
  readAcfGap,
  readKs,
  readMoments,
  readPeaks,
  readPsi,
  readQq,
  readWasserstein,
  qq,
  sampleOf,
  wasserstein,
} from '../../src/core/compare';
import { measured } from '../../src/core/format';
import { expect, test, type Lab } from '../fixtures/lab';

const day = 288;
/** NAB's layout, one row in five minutes: a day and a night, a trend, noise with a memory that comes back the same. */
function city(rows: number): string {
  let text = 'timestamp,value\n';
  let noise = 0;
  let state = 7;
  for (let i = 0; i < rows; i++) {
    state = (state * 48_271) % 2_147_483_647;
    noise = 0.6 * noise + 4 * (state / 2_147_483_647 - 0.5);
    const value = 70 + 12 * Math.sin((2 * Math.PI * i) / day) + i / 2000 + noise;
    const time = new Date(Date.UTC(2015, 2, 2) + i * 300_000).toISOString().slice(0, 19).replace('T', ' ');
    text += `${time},${value.toFixed(4)}\n`;
  }
  return text;
}

const name = 'realTraffic/speed_1.csv';
const panel = (lab: Lab) => lab.page.getByRole('tabpanel', { name: /^Compare/ });

async function open(lab: Lab, rows = 4320): Promise<void> {
  await lab.addFiles([{ name, text: city(rows) }]);
  await lab.run();
  await expect(lab.chart).toBeVisible();
}

async function command(lab: Lab, label: string): Promise<void> {
  await lab.press('Control+k');
  const dialog = lab.page.getByRole('dialog');
  await dialog.getByRole('combobox').or(dialog.getByRole('textbox')).first().fill(label);
  await lab.press('Enter');
}

async function rowsOf(lab: Lab, series: string, table = 'raw') {
  const rows = await lab.query(
    `SELECT epoch_us(ts)::DOUBLE AS t, value AS v FROM ${table} WHERE series = '${series}' ORDER BY ts`,
  );
  return {
    times: Float64Array.from(rows, (row) => Number(row['t'])),
    values: Float64Array.from(rows, (row) => (row['v'] === null ? NaN : Number(row['v']))),
  };
}
type Rows = Awaited<ReturnType<typeof rowsOf>>;

/** Every number on the page is that of `core/compare` over the same rows. */
async function expectNumbers(lab: Lab, a: Rows, b: Rows): Promise<void> {
  const [first, second] = [sampleOf(a.values), sampleOf(b.values)];
  const body = panel(lab);
  const distance = ks(first, second);
  const moved = wasserstein(first, second);
  const stability = psi(first, second);
  const figure = (label: string) => body.getByRole('region', { name: label, exact: true });
  await expect(figure('Kolmogorov-Smirnov')).toContainText(readKs(distance));
  await expect(figure('Kolmogorov-Smirnov').getByRole('status')).toHaveText(
    measured(distance?.statistic ?? NaN),
  );
  await expect(figure('Wasserstein')).toContainText(readWasserstein(moved));
  await expect(figure('Wasserstein').getByRole('status')).toHaveText(measured(moved?.distance ?? NaN));
  await expect(figure('Population stability')).toContainText(readPsi(stability));
  await expect(figure('Population stability').getByRole('status')).toHaveText(
    measured(stability?.value ?? NaN),
  );
  await expect(figure('Moments')).toContainText(readMoments(moments(a.values)));
  await expect(figure('Moments')).toContainText(readMoments(moments(b.values)));
  await expect(body).toContainText(readQq(qq(first, second)));
  const grids = [onGrid(a.times, a.values), onGrid(b.times, b.values)] as const;
  const lags = lagsFor(...grids);
  const [one, two] = grids.map(({ values, step }, i) => acf(values, step, lags[i === 0 ? 0 : 1]));
  await expect(body).toContainText(readAcfGap(acfGap(one ?? null, two ?? null)));
  for (const { values, step } of grids)
    await expect(body).toContainText(readPeaks(peaks(periodogram(values, step)), false));
}

test('a series is modelled from the palette, and the model is held against it', async ({ lab }) => {
  await open(lab);
  await command(lab, 'Model this series…');
  await expect(panel(lab)).toContainText('synthetic/speed_1 is modelled on realTraffic/speed_1.csv');
  await expect.poll(() => lab.seriesNames()).toContain('synthetic/speed_1');
  await lab.run();
  await expect(panel(lab).getByRole('combobox', { name: 'Reference', exact: true })).toHaveText(name);
  await expect(panel(lab).getByRole('combobox', { name: 'Compared with' })).toHaveText('synthetic/speed_1');
  const [real, made] = [await rowsOf(lab, name), await rowsOf(lab, 'synthetic/speed_1')];
  expect(made.values).toHaveLength(4320);
  await expectNumbers(lab, real, made);
  expect(ks(sampleOf(real.values), sampleOf(made.values))?.statistic).toBeLessThan(0.1);
  const [, profile] = (await lab.recipe()).generated.flatMap((source) =>
    'synthetic' in source ? source.signal.filter((base) => 'profile' in base || 'constant' in base) : [],
  );
  expect(profile).toHaveProperty('profile.period', '1d');
  await lab.press('Control+z');
  await expect.poll(() => lab.seriesNames()).toEqual([name]);
});

/** The list puts the focus on its chosen option once it is open, which may come after ours. */
async function chooseOption(lab: Lab, label: string): Promise<void> {
  const option = lab.page.getByRole('option', { name: label });
  await expect(async () => {
    await option.focus();
    await expect(option).toBeFocused({ timeout: 500 });
    await lab.page.waitForTimeout(100);
    await expect(option).toBeFocused({ timeout: 100 });
  }).toPass();
  await lab.press('Enter');
}

test('a real series is held against what the steps made of it, and against its own history', async ({
  lab,
}) => {
  await open(lab);
  await lab.page.getByRole('tab', { name: 'Compare' }).click();
  await expectNumbers(lab, await rowsOf(lab, name), await rowsOf(lab, name, 'clean'));
  const other = panel(lab).getByRole('combobox', { name: 'Compared with' });
  await lab.tabTo(other);
  await lab.press('Enter');
  await chooseOption(lab, 'Same series: second half');
  await expect(other).toContainText('second half');
  const { times, values } = await rowsOf(lab, name);
  const part = (from: number, to: number): Rows => ({
    times: times.slice(from, to),
    values: values.slice(from, to),
  });
  await expectNumbers(lab, part(0, 2160), part(2160, 4320));
});

test('the numbers are copied with their headers', async ({ lab, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(lab);
  await lab.page.getByRole('tab', { name: 'Compare' }).click();
  await panel(lab).getByRole('button', { name: 'Copy numbers' }).click();
  await expect(panel(lab).getByRole('button', { name: 'Copied' })).toBeVisible();
  const text = await lab.page.evaluate(() => navigator.clipboard.readText());
  const cells = text.split('\n').map((line) => line.split('\t'));
  expect(cells[0]).toEqual(['measure', 'reference', 'other', 'between', 'reading']);
  const { values } = await rowsOf(lab, name);
  expect(cells.find(([measure]) => measure === 'mean')?.[1]).toBe(String(moments(values).mean));
});

for (const scheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious in a comparison, ${scheme}`, async ({ lab }) => {
    await lab.page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await open(lab);
    await command(lab, 'Model this series…');
    await expect.poll(() => lab.seriesNames()).toContain('synthetic/speed_1');
    await lab.run();
    await expect(panel(lab).getByRole('region', { name: 'Kolmogorov-Smirnov' })).toBeVisible();
    await panel(lab).getByRole('button', { name: 'Side by side' }).click();
    const { violations } = await new AxeBuilder({ page: lab.page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  });
}

test('ten million rows are compared from a sample, and the page says so', async ({ lab }) => {
  test.setTimeout(180_000);
  await open(lab, 600);
  const recipe = await lab.recipe();
  const source = (synthetic: string, sd: number) => ({
    synthetic,
    start: '2020-01-01T00:00:00Z',
    step: '1s',
    rows: 10_000_000,
    signal: [{ sine: { period: '1d', amplitude: 20 } }],
    noise: [{ gaussian: { sd } }],
  });
  await lab.setRecipe({ ...recipe, generated: [source('big', 3), source('bigger', 4)] });
  await lab.run();
  await lab.page.getByRole('button', { name: /^bigger/ }).click();
  await lab.page.getByRole('tab', { name: 'Compare' }).click();
  await panel(lab).getByRole('combobox', { name: 'Reference', exact: true }).click();
  await lab.page.getByRole('option', { name: 'big', exact: true }).click();
  const rows = panel(lab).getByRole('region', { name: 'Rows', exact: true });
  await expect(rows).toContainText('Reference: from 1,000,000 of 10,000,000 rows', { timeout: 60_000 });
  await expect(rows).toContainText('Other: from 1,000,000 of 10,000,000 rows');
  const [first, second] = [await rowsOfWhole(lab, 'big'), await rowsOfWhole(lab, 'bigger')];
  const shown = panel(lab)
    .getByRole('region', { name: 'Moments', exact: true })
    .getByRole('row', { name: /^mean/ });
  const cells = await shown.getByRole('cell').allTextContents();
  expect(Math.abs(Number(cells[1]) - first.mean)).toBeLessThan(0.01 * first.sd);
  expect(Math.abs(Number(cells[2]) - second.mean)).toBeLessThan(0.01 * second.sd);
});

async function rowsOfWhole(lab: Lab, series: string): Promise<{ mean: number; sd: number }> {
  const [row] = await lab.query(
    `SELECT avg(value) AS mean, stddev(value) AS sd FROM raw WHERE series = '${series}'`,
  );
  return { mean: Number(row?.['mean']), sd: Number(row?.['sd']) };
}
