import AxeBuilder from '@axe-core/playwright';
import { Catalogue, expect, test, type Lab } from '../fixtures/catalogue';
import { nabCsv, wave } from '../fixtures/files';
import { test as strictTest } from '../fixtures/lab';
import { hasNab, nabMissing } from '../fixtures/nab';

const speed = 'realTraffic/speed_7578.csv';
const jump = 'artificialWithAnomaly/art_daily_jumpsup.csv';
const flat = 'artificialNoAnomaly/art_flatline.csv';
const windows = 'labels/combined_windows.json';
const pathOf = (name: string): string => `/nab/${name.startsWith('labels/') ? '' : 'data/'}${name}`;

const names = async (lab: Lab): Promise<string[]> => {
  const { sources, labels } = await lab.recipe();
  return [...sources, ...labels].map(({ file }) => file).sort();
};

test('nothing is asked for before Fetch is pressed, and chosen files come with their labels', async ({
  lab,
  catalogue,
  sources,
}) => {
  test.skip(!hasNab, nabMissing);
  await catalogue.choose(speed, jump, windows);
  await expect(catalogue.fetchButton).toContainText('Fetch 3 files (');
  expect(sources.asked).toEqual([]);
  await catalogue.fetch();
  for (const name of [speed, jump, windows]) await expect(catalogue.state(name)).toContainText('loaded');
  await expect(catalogue.said).toHaveText('3 of 3 files added');
  expect(await names(lab)).toEqual([jump, windows, speed]);
  await lab.run();
  expect(await lab.number('SELECT count(*)::INTEGER FROM labels')).toBe(5);
  expect(sources.asked.map(({ path }) => path).sort()).toEqual([speed, jump, windows].map(pathOf).sort());
});

test('each file and all of them say how far they are', async ({ lab, catalogue, sources }) => {
  sources.misbehave(pathOf(speed), { silentAfter: 12_964, times: 1 });
  await catalogue.choose(speed, jump);
  await catalogue.fetch();
  const one = catalogue.panel.getByRole('progressbar', { name: `Fetching ${speed}` });
  const all = catalogue.panel.getByRole('progressbar', { name: 'All files' });
  await expect(one).toHaveAttribute('aria-valuenow', '50');
  await expect(catalogue.state(jump)).toContainText('loaded');
  // 12,964 of 25,928 bytes, and all of 140,548.
  await expect(all).toHaveAttribute('aria-valuenow', '92');
  await lab.button('Cancel all').click();
  await expect(all).toHaveCount(0);
});

test('no more than four files are fetched at one time', async ({ catalogue, sources }) => {
  const list = Array.from({ length: 9 }, (_, index) => `/list/${index}.csv`);
  for (const path of list) {
    sources.offer(path, nabCsv(50, wave));
    sources.misbehave(path, { slowly: 20 });
  }
  await catalogue.setAddresses(list.map((path) => sources.origin + path).join('\n'));
  await catalogue.fetch();
  await expect(catalogue.said).toHaveText('9 of 9 files added', { timeout: 30_000 });
  expect(sources.most()).toBe(4);
});

test('one file is cancelled, and the others go on', async ({ lab, catalogue, sources }) => {
  sources.misbehave(pathOf(speed), { silentAfter: 4000 });
  await catalogue.choose(speed, jump);
  await catalogue.fetch();
  await expect(catalogue.state(jump)).toContainText('loaded');
  await catalogue.press('Cancel', speed);
  await expect(catalogue.state(speed)).toContainText('cancelled');
  expect(await names(lab)).toEqual([jump]);
});

test('all are cancelled, and only what is missing is fetched the next time', async ({
  lab,
  catalogue,
  sources,
}) => {
  sources.misbehave(pathOf(speed), { silentAfter: 4000, times: 1 });
  sources.misbehave(pathOf(jump), { silentAfter: 0, times: 1 });
  await catalogue.choose(speed, jump);
  await catalogue.fetch();
  await expect(catalogue.state(speed).getByText(/^\d+ %$/)).not.toHaveText('0 %');
  await lab.button('Cancel all').click();
  for (const name of [speed, jump]) await expect(catalogue.state(name)).toContainText('cancelled');
  await expect(catalogue.said).toHaveText('0 of 2 files added, 2 cancelled');
  expect(await names(lab)).toEqual([]);
  await catalogue.fetch();
  await expect(catalogue.said).toHaveText('2 of 2 files added');
  expect(sources.asked.filter(({ path }) => path === pathOf(speed)).map(({ range }) => range)).toEqual([
    undefined,
    'bytes=4000-',
  ]);
});

test('trouble that passes is waited out, as long as the server asks', async ({ catalogue, sources }) => {
  sources.misbehave(pathOf(speed), { status: 503, times: 2 });
  sources.misbehave(pathOf(jump), { status: 429, headers: { 'Retry-After': '2' }, times: 1 });
  await catalogue.choose(speed, jump);
  await catalogue.fetch();
  await expect(catalogue.problem(jump)).toContainText('too many requests. It asks to come back in 2 s.');
  await expect(catalogue.state(jump)).toContainText(/retry 2 of 5 in [12] s/);
  await expect(catalogue.said).toHaveText('2 of 2 files added');
  expect(sources.asked.filter(({ path }) => path === pathOf(speed))).toHaveLength(3);
});

for (const noRanges of [false, true]) {
  test(`an answer that breaks off half-way is made up for, the server ${noRanges ? 'without' : 'with'} ranges`, async ({
    lab,
    catalogue,
    sources,
  }) => {
    sources.misbehave(pathOf(speed), { breakAfter: 9000, times: 1 }, noRanges ? { noRanges: true } : {});
    await catalogue.choose(speed);
    await catalogue.fetch();
    await expect(catalogue.state(speed)).toContainText('loaded');
    expect(sources.asked.map(({ range }) => range)).toEqual([undefined, 'bytes=9000-']);
    expect((await lab.recipe()).sources[0]).toMatchObject({ file: speed, bytes: 25_928 });
  });
}

test('what is wrong with a file is said of that file alone, and the others go on', async ({
  lab,
  catalogue,
  sources,
}) => {
  sources.misbehave(pathOf(speed), { lie: true });
  sources.misbehave(pathOf(flat), { status: 404 });
  await catalogue.choose(speed, jump, flat);
  await catalogue.fetch();
  await expect(catalogue.state(jump)).toContainText('loaded');
  await expect(catalogue.problem(speed)).toHaveAttribute('data-code', 'source-checksum');
  await expect(catalogue.problem(speed)).toContainText('Expected sha256');
  await expect(catalogue.problem(flat)).toContainText('answered 404: there is no such file');
  await expect(catalogue.said).toHaveText('1 of 3 files added, 2 failed');
  expect(await names(lab)).toEqual([jump]);
  sources.misbehave(pathOf(speed), {});
  await lab.button('Retry 2 failed').click();
  await expect(catalogue.said).toHaveText('1 of 2 files added, 1 failed');
  expect(await names(lab)).toEqual([jump, speed]);
});

test('no network is said, and once it is back the file comes', async ({ lab, catalogue }) => {
  await lab.page.context().setOffline(true);
  await catalogue.choose(speed);
  await catalogue.fetch();
  await expect(catalogue.state(speed)).toContainText('failed', { timeout: 30_000 });
  await expect(catalogue.problem(speed)).toHaveAttribute('data-code', 'source-unreachable');
  await lab.page.context().setOffline(false);
  await catalogue.press('Retry', speed);
  await expect(catalogue.state(speed)).toContainText('loaded');
});

test('an answer that falls silent is given up, and the rest asked for', async ({
  lab,
  catalogue,
  sources,
}) => {
  await lab.page.clock.install();
  sources.misbehave(pathOf(speed), { silentAfter: 4000, times: 1 });
  await catalogue.choose(speed);
  await catalogue.fetch();
  await expect.poll(() => sources.asked.length).toBe(1);
  await expect
    .poll(async () => {
      await lab.page.clock.fastForward(5000);
      return sources.asked.map(({ range }) => range);
    })
    .toEqual([undefined, 'bytes=4000-']);
});

test('fetched files are kept for the next time, and can be thrown away', async ({
  lab,
  catalogue,
  sources,
}) => {
  await catalogue.choose(speed, jump);
  await catalogue.fetch();
  await expect(catalogue.said).toHaveText('2 of 2 files added');
  await expect(lab.button(/^Delete saved files/)).toContainText('(166 kB)');
  await lab.page.reload();
  await lab.ready();
  expect(await lab.setRecipe({ ...(await lab.recipe()), sources: [], labels: [] })).toBeUndefined();
  await expect.poll(() => names(lab)).toEqual([]);
  sources.reset();
  await catalogue.open();
  await expect(catalogue.state(speed)).toContainText('saved');
  await catalogue.choose(speed);
  await catalogue.fetch();
  await expect(catalogue.state(speed)).toContainText('loaded');
  expect(sources.asked).toEqual([]);
  await catalogue.press('Delete', jump);
  await expect(catalogue.state(jump)).not.toContainText('saved');
  await lab.button(/^Delete saved files/).click();
  await expect(lab.button(/^Delete saved files/)).toHaveCount(0);
  expect(await names(lab)).toEqual([speed]);
  await lab.run();
  await catalogue.choose(jump);
  await catalogue.fetch();
  await expect(catalogue.state(jump)).toContainText('loaded');
  expect(sources.asked.map(({ path }) => path)).toEqual([pathOf(jump)]);
});

test('any addresses are fetched; lines that are none are refused with their reason', async ({
  lab,
  catalogue,
  sources,
}) => {
  sources.offer('/list/mine.csv', nabCsv(40, wave));
  sources.offer('/list/bad.csv', 'timestamp,word\n2024-01-01 00:00:00,one\n');
  await catalogue.setAddresses(
    [
      '# mine',
      `${sources.origin}/list/mine.csv`,
      `${sources.origin}/list/bad.csv`,
      'ftp://host/a.csv',
      'https://host/..%2f..%2fetc%2fpasswd.csv',
      'javascript:alert(1)',
    ].join('\n'),
  );
  const refused = catalogue.panel.getByRole('list', { name: 'Invalid lines' }).getByRole('listitem');
  await expect(refused).toHaveText([/^Line 4, .*ftp/, /^Line 5, .*a name without/, /^Line 6, .*javascript/]);
  await catalogue.fetch();
  const asked = lab.page.getByRole('dialog', { name: /^Import .*bad\.csv$/ });
  await expect(asked).toContainText('has no column of numbers');
  await asked.getByRole('button', { name: 'Skip this file' }).click();
  await expect(catalogue.state('mine.csv')).toContainText('loaded');
  await expect(catalogue.state('bad.csv')).toContainText('cancelled');
  expect(await names(lab)).toEqual(['mine.csv']);
});

test('the panel leaves the page in use, is worked by keyboard alone, and axe finds nothing serious in it', async ({
  lab,
  catalogue,
}) => {
  await lab.press('Escape');
  await expect(catalogue.panel).toHaveCount(0);
  await lab.tabTo(lab.button('+ sources'));
  await lab.press('Enter');
  await expect(catalogue.panel).toBeVisible();
  await lab.tabTo(catalogue.box(speed));
  await lab.press('Space');
  await lab.tabTo(catalogue.fetchButton);
  await lab.press('Enter');
  await expect(catalogue.state(speed)).toContainText('loaded');
  await lab.seriesList.getByRole('button', { name: /^speed_7578\.csv [\d,]+ rows/ }).click();
  await expect(catalogue.panel).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await lab.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page: lab.page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  }
});

strictTest('a lab that nobody configured says so in advance, and asks nobody', async ({ lab }) => {
  const catalogue = new Catalogue(lab.page);
  await catalogue.open();
  await expect(catalogue.panel.getByRole('status').first()).toContainText('npm start -- --sources https://');
  await catalogue.choose(speed);
  await catalogue.fetch();
  await expect(catalogue.problem(speed)).toHaveAttribute('data-code', 'source-blocked');
});

strictTest('files that lie beside the page need no leave', async ({ lab, baseURL }) => {
  const catalogue = new Catalogue(lab.page);
  await catalogue.open();
  await catalogue.setAddresses(`${baseURL}samples/${speed}`);
  await catalogue.fetch();
  await expect(catalogue.state('speed_7578.csv')).toContainText('loaded');
});
