import AxeBuilder from '@axe-core/playwright';
import { nabCsv, wave } from '../fixtures/files';
import { expect, test } from '../fixtures/lab';
import { readZip } from '../fixtures/zip';

test('what is said about the data set is in the exported document, can be undone, and is offered for the next data set', async ({
  lab,
}, info) => {
  await lab.addFiles([{ name: 'one.csv', text: nabCsv(600, wave) }]);
  await lab.run();
  const dialog = lab.page.getByRole('dialog');
  const field = (name: string) => dialog.getByRole('textbox', { name, exact: true });
  await lab.press('Control+e');
  await expect(dialog).toContainText('no title, description, licence or creators');
  await dialog.getByRole('button', { name: 'About this data set…' }).click();
  await expect(dialog.getByRole('heading', { name: 'About this data set' })).toBeVisible();

  await field('Title').fill('Pumps of one site');
  await field('Description').fill('Pressure of a pump.\n\nOne minute apart.');
  await dialog.getByRole('combobox', { name: 'Licence' }).click();
  await lab.page.getByRole('option', { name: /^CC-BY-4\.0/ }).click();
  await field('Address of its page').fill('https://data.example.org/pumps');
  await field('To cite').fill('A. Person (2026): Pumps of one site.');
  await field('Keywords').fill('pump, pressure');
  await field('Name of a creator to add').fill('A. Person');
  await lab.press('Enter');
  await field('Address of A. Person').fill('https://orcid.org/0000-0002-1825-0097');
  await field('Name of a creator to add').fill('An Institute');
  await lab.press('Enter');
  await dialog.getByRole('combobox', { name: 'Kind of An Institute' }).click();
  await lab.page.getByRole('option', { name: 'Organisation' }).click();
  await dialog.getByRole('button', { name: /^For those who train models/ }).click();
  await field('Biases').fill('One site alone.');
  await field('Personal data').fill('None.');
  await field('Biases').focus();
  const said = {
    title: 'Pumps of one site',
    description: 'Pressure of a pump.\n\nOne minute apart.',
    licence: 'CC-BY-4.0',
    url: 'https://data.example.org/pumps',
    citation: 'A. Person (2026): Pumps of one site.',
    creators: [
      { name: 'A. Person', url: 'https://orcid.org/0000-0002-1825-0097' },
      { name: 'An Institute', kind: 'organisation' },
    ],
    keywords: ['pump', 'pressure'],
    biases: 'One site alone.',
    personalInformation: 'None.',
  };
  await expect.poll(async () => (await lab.recipe()).about).toEqual(said);
  for (const scheme of ['light', 'dark'] as const) {
    await lab.page.emulateMedia({ colorScheme: scheme });
    await info.attach(`about, ${scheme}`, { body: await lab.page.screenshot(), contentType: 'image/png' });
    const { violations } = await new AxeBuilder({ page: lab.page }).include('[role=dialog]').analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  }

  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(dialog).toContainText('title, description, CC-BY-4.0, 2 creators');
  const download = lab.page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Download zip' }).click();
  const zip = info.outputPath('bundle.zip');
  await (await download).saveAs(zip);
  const entry = readZip(zip).find(({ path }) => path.endsWith('data/metadata/dataset_v1.json'));
  const document = JSON.parse(entry?.bytes().toString('utf8') ?? '') as { about: Record<string, unknown> };
  expect(document.about).toEqual({
    collection: null,
    limitations: null,
    useCases: null,
    socialImpact: null,
    ...said,
  });
  await lab.press('Escape');

  await lab.press('Control+z');
  await expect.poll(async () => (await lab.recipe()).about?.personalInformation).toBeUndefined();

  // Another data set: nothing is said of it, and what was said before is a click away.
  await lab.setRecipe({ ...(await lab.recipe()), about: undefined });
  await lab.press('Control+e');
  await dialog.getByRole('button', { name: 'About this data set…' }).click();
  await dialog.getByRole('button', { name: 'CC-BY-4.0 again' }).click();
  await dialog.getByRole('button', { name: '+ An Institute' }).click();
  await expect
    .poll(async () => (await lab.recipe()).about)
    .toEqual({ licence: 'CC-BY-4.0', creators: [{ name: 'An Institute', kind: 'organisation' }] });
  await dialog.getByRole('button', { name: 'Remove An Institute' }).click();
  await expect.poll(async () => (await lab.recipe()).about).toEqual({ licence: 'CC-BY-4.0' });
  await dialog.getByRole('combobox', { name: 'Licence' }).click();
  await lab.page.getByRole('option', { name: 'Another…' }).click();
  await field('Other licence').fill('https://data.example.org/terms');
  await expect.poll(async () => (await lab.recipe()).about?.licence).toBe('https://data.example.org/terms');
  await field('Other licence').fill('');
  await expect.poll(async () => (await lab.recipe()).about).toBeUndefined();
});
