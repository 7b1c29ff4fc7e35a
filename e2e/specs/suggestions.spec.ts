import { nabCsv, wave } from '../fixtures/files';
import { expect, test } from '../fixtures/lab';

/** Four proposals of the Z-score, each with a higher score than the one before. */
const csv = nabCsv(2000, (row) => (row % 500 === 499 ? row : wave(row)));

test('A and R act on the proposal that the list has in focus, and on nothing else', async ({ lab }) => {
  await lab.addFiles([{ name: 'one.csv', text: csv }]);
  await lab.page.getByRole('tab', { name: 'Suggestions' }).click();
  await lab.page.getByRole('combobox', { name: 'Detector' }).click();
  await lab.page.getByRole('option', { name: 'Z-score' }).click();
  await lab.button('Find anomalies').click();
  const list = lab.page.getByRole('listbox', { name: 'Proposals for one.csv' });
  await expect(list.getByRole('option')).toHaveCount(4);
  const standing = (open: number, accepted: number, rejected: number) =>
    expect(lab.page.getByText(`${open} open, ${accepted} accepted, ${rejected} rejected`)).toBeVisible();
  const onChart = lab.chart.first();

  // Nothing is chosen, then a button or a switch of the tab has the focus.
  await list.focus();
  await lab.press('a');
  await lab.press('r');
  await lab.press('ArrowDown');
  for (const control of [
    lab.button('Reject all open'),
    lab.page.getByRole('switch', { name: 'Skip probation' }),
  ]) {
    await control.focus();
    await lab.press('a');
    await lab.press('r');
  }
  await standing(4, 0, 0);
  await expect(onChart).toBeVisible();

  // By the mouse, then by key.
  await lab.button(/^Accept A/).click();
  await standing(3, 1, 0);
  await lab.press('r');
  await standing(2, 1, 1);
  await expect(list.getByRole('option').nth(2)).toHaveAttribute('aria-selected', 'true');

  // The chosen one is not in the list of a higher threshold: the one in its place is not chosen.
  await list.getByRole('option').first().click();
  await lab.page.getByRole('tabpanel').getByLabel('Threshold').fill('10');
  await lab.press('Enter');
  await expect(list.getByRole('option')).toHaveCount(3);
  await list.focus();
  await lab.press('a');
  await standing(2, 0, 1);
  expect((await lab.recipe()).annotations).toHaveLength(1);
  await expect(onChart).toBeVisible();
});

test('"Accept all open" leaves out those that are labelled already, and says how many', async ({ lab }) => {
  await lab.addFiles([{ name: 'one.csv', text: csv }]);
  const recipe = await lab.recipe();
  const label = {
    id: 'one.csv#manual-1',
    series: 'one.csv',
    type: 'known',
    shape: 'window',
    origin: 'manual',
    start: '2024-01-01T08:00:00Z',
    end: '2024-01-01T09:00:00Z',
  };
  await lab.setRecipe({ ...recipe, annotations: [label] });
  await lab.page.getByRole('tab', { name: 'Suggestions' }).click();
  await lab.page.getByRole('combobox', { name: 'Detector' }).click();
  await lab.page.getByRole('option', { name: 'Z-score' }).click();
  await lab.button('Find anomalies').click();
  await expect(lab.page.getByText('1 of the open ones labelled already')).toBeVisible();
  await lab.button('Accept all open').click();
  expect((await lab.recipe()).annotations.map(({ origin }) => origin)).toEqual([
    'manual',
    'detected',
    'detected',
    'detected',
  ]);
  await expect(lab.page.getByText('1 open, 3 accepted, 0 rejected')).toBeVisible();
  await expect(lab.button('Accept all open')).toBeDisabled();
  // The focus is in the list: A is not the page's key.
  await lab.press('a');
  await expect(lab.chart.first()).toBeVisible();
});
