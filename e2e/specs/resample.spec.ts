import { expect, test } from '../fixtures/lab';

/** A file of one row every so many minutes from 2024-01-01. */
const file = (rows: number, minutes: number): string =>
  [
    'timestamp,value',
    ...Array.from({ length: rows }, (_, i) => {
      const time = new Date(Date.UTC(2024, 0, 1) + i * minutes * 60_000).toISOString();
      return `${time.slice(0, 19).replace('T', ' ')},${(i * 7) % 10}`;
    }),
  ].join('\n');

test('hourly and five-minute series keep their own steps by default; a fixed step says before the run what it invents', async ({
  lab,
}) => {
  await lab.addFiles([{ name: 'hourly.csv', text: file(200, 60) }]);
  await lab.addFiles([{ name: 'five.csv', text: file(600, 5) }]);
  await lab.run();
  const rows = async (series: string): Promise<number> =>
    lab.number(`SELECT count(*)::INTEGER FROM resampled WHERE series = '${series}'`);
  expect([await rows('hourly.csv'), await rows('five.csv')]).toEqual([200, 600]);
  const foot = lab.page.getByRole('contentinfo');
  await expect(foot.locator('.good', { hasText: 'UTC, regular grid ✓' })).toBeVisible();

  const card = lab.page.locator('[data-step=resample]');
  await lab.button('5 Resample').click();
  await lab.page.getByLabel('Longest gap to fill with buckets').fill('1h');
  await lab.page.getByLabel('Longest gap to fill with buckets').press('Enter');
  await lab.page.getByLabel('Length of a bucket').fill('5min');
  await lab.page.getByLabel('Length of a bucket').press('Enter');
  await expect(card.locator('.warn')).toHaveText(
    ' hourly.csv: 11 values invented for each real one, whose own step is 1 h.',
  );
  await lab.run();
  expect([await rows('hourly.csv'), await rows('five.csv')]).toEqual([2389, 600]);
  await lab.page.getByText('hourly.csv').first().click();
  await expect(foot.locator('.warn')).toHaveText(
    'UTC, regular grid ✓; 91.6 % of values filled, longest stretch 55 min',
  );

  await lab.page.getByLabel('Series that the step is for').fill('five*');
  await lab.page.getByLabel('Series that the step is for').press('Enter');
  await expect(card).toContainText('Series: five*');
  await expect(card.locator('.warn')).toHaveCount(0);
  await lab.run();
  expect([await rows('hourly.csv'), await rows('five.csv')]).toEqual([200, 600]);
  expect((await lab.recipe()).steps.at(-1)).toEqual({
    resample: { every: '5min', with: 'mean', empty: 'linear', longest: '1h' },
    for: ['five*'],
  });
});
