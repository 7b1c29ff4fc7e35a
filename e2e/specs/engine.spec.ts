import { nabCsv, wave } from '../fixtures/files';
import { expect, test, type Lab } from '../fixtures/lab';

/** Two files, a generated series, a label and a run with its tables. */
async function filled(lab: Lab): Promise<void> {
  await lab.addFiles([
    { name: 'a.csv', text: nabCsv(2000, wave) },
    { name: 'b.csv', text: nabCsv(3000, wave) },
  ]);
  const recipe = await lab.recipe();
  const refused = await lab.setRecipe({
    ...recipe,
    generated: [
      {
        synthetic: 's',
        start: '2023-01-01T00:00:00Z',
        step: '1min',
        rows: 4000,
        signal: [{ sine: { period: '1h', amplitude: 1 } }],
      },
    ],
    annotations: [
      {
        id: 'mine',
        series: 's',
        start: '2023-01-01T01:00:00Z',
        end: '2023-01-01T02:00:00Z',
        type: 'odd',
        shape: 'window',
        origin: 'manual',
      },
    ],
  });
  expect(refused).toBeUndefined();
  await lab.run();
}

const everything =
  "SELECT 'raw ' || series AS part, count(*)::INTEGER AS rows FROM raw GROUP BY series UNION ALL SELECT 'resampled', count(*)::INTEGER FROM resampled UNION ALL SELECT 'labels', count(*)::INTEGER FROM labels ORDER BY part";

test('a statement that ends DuckDB has its own code; the engine comes back with all that was there, and says so', async ({
  lab,
  page,
}) => {
  await filled(lab);
  const before = await lab.query(everything);
  expect(before.map(({ part }) => part)).toEqual(['labels', 'raw a.csv', 'raw b.csv', 'raw s', 'resampled']);
  const worker = page.workers().find((one) => one.url().includes('lab.worker'));
  for (const sql of ['SELECT reservoir_quantile(1, 0.5, 2147483647)', "SELECT repeat('a', 3000000000)"]) {
    expect(await lab.queryCode(sql)).toBe('engine-stopped');
    // At once, from the page's own SQL too: nothing is answered from half of the data.
    await expect(await lab.askInPage(everything)).toContainText('raw b.csv');
    expect(await lab.query(everything)).toEqual(before);
  }
  expect(page.workers()).not.toContain(worker);
  const notice = lab
    .notice('engine-stopped')
    .filter({ hasText: '2 files and 1 generated series are being loaded again.' });
  await expect(notice.first()).toContainText(/DuckDB stopped \(.+\) and was started again/);
});

test('after the engine was replaced no query answers from half of the data', async ({ lab, page }) => {
  await filled(lab);
  const answers = await page.evaluate(async () => {
    const counted = 'SELECT count(DISTINCT series)::INTEGER AS series FROM raw';
    await window.dataLab.query('SELECT reservoir_quantile(1, 0.5, 2147483647)').catch(() => undefined);
    const found: unknown[] = [];
    for (let asked = 0; asked < 30; asked++) {
      const answer = await window.dataLab.query(counted).catch((thrown: { code: string }) => [thrown.code]);
      found.push(JSON.stringify(answer));
    }
    return [...new Set(found)];
  });
  expect(answers).toEqual(['[{"series":3}]']);
});

test('one long native operation is ended within 2 s of its cancel, and the tables are back', async ({
  lab,
  page,
}) => {
  await filled(lab);
  const before = await lab.query(everything);
  await lab.askInPage("SELECT levenshtein(repeat('a', 300000), repeat('b', 300000)) AS far");
  await page.waitForTimeout(500);
  // By the page's own clock: from the click to the message that another engine is there.
  const took = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let from = Infinity;
        addEventListener('click', () => (from = performance.now()), { capture: true, once: true });
        new MutationObserver((_changes, observer) => {
          if (!document.querySelector('[data-code="engine-stopped"]')) return;
          observer.disconnect();
          resolve(performance.now() - from);
        }).observe(document.body, { subtree: true, childList: true, attributes: true });
      }),
  );
  await lab.button('Cancel', true).click();
  expect(await took).toBeLessThan(2000);
  await expect(lab.notice('engine-stopped')).toContainText('could not be interrupted');
  // What was asked while nothing answered is answered, and what was typed is there.
  await expect(await lab.askInPage(everything)).toContainText('raw b.csv');
  expect(await lab.query(everything)).toEqual(before);
});

test('a long statement of many operations is cancelled without that, and the tables stay', async ({
  lab,
  page,
}) => {
  await filled(lab);
  const before = await lab.query(everything);
  const worker = page.workers().find((one) => one.url().includes('lab.worker'));
  for (const sql of [
    'SELECT max(range) FROM range(100000000000)',
    'SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range < b.range',
    'SELECT sum(x) FROM (SELECT (random() * 1e9)::INTEGER AS x FROM generate_series(1, 60000000) ORDER BY x)',
  ]) {
    await lab.askInPage(sql);
    await page.waitForTimeout(400);
    await lab.button('Cancel', true).click();
    await expect(lab.button(/^Run Ctrl/)).toBeVisible({ timeout: 2000 });
    expect(await lab.query(everything)).toEqual(before);
  }
  expect(page.workers()).toContain(worker);
  await expect(lab.notice('engine-stopped')).toHaveCount(0);
});
