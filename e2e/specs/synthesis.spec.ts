import type { DrawnInjection, SyntheticSource } from '../../src/core/recipe/types';
import { catalogueOf, expect, flaggedRows, test, type Lab } from '../fixtures/labels';
import { readZip } from '../fixtures/zip';

const fieldOf = (lab: Lab, name: string) => lab.page.getByRole('textbox', { name, exact: true });

async function write(lab: Lab, name: string, text: string): Promise<void> {
  await fieldOf(lab, name).fill(text);
  await fieldOf(lab, name).press('Enter');
}

async function source(lab: Lab): Promise<SyntheticSource> {
  const [first] = (await lab.recipe()).generated;
  if (!first || !('synthetic' in first)) throw new Error('expected a synthetic source');
  return first;
}

/** A series of so many rows, one a second, made and run, without steps. */
async function make(lab: Lab, rows: number, change: Partial<SyntheticSource> = {}): Promise<void> {
  const made: SyntheticSource = {
    synthetic: 's',
    start: '2023-01-01T00:00:00Z',
    step: '1s',
    rows,
    signal: [{ sine: { period: '1h', amplitude: 5 } }],
    noise: [{ gaussian: { sd: 1 } }],
    ...change,
  };
  expect(await lab.setRecipe({ ...(await lab.recipe()), steps: [], generated: [made] })).toBeUndefined();
  await lab.run();
  await expect(lab.chart).toBeVisible();
}

test('ten million rows with 500 anomalies: one dragged, and catalogue and Parquet agree on all', async ({
  lab,
  labels,
}, info) => {
  test.setTimeout(240_000);
  await lab.button('Make a synthetic series').click();
  await write(lab, 'Rows', '10M');
  await lab.page.getByRole('tab', { name: /^Anomalies/ }).click();
  await lab.button('Random batch…').click();
  await expect.poll(async () => (await lab.recipe()).injections.length).toBe(1);
  expect(await lab.setRecipe({ ...(await lab.recipe()), steps: [] })).toBeUndefined();
  await lab.run();
  expect(await lab.number('SELECT count(*)::INTEGER FROM labels')).toBe(500);
  const name = (await source(lab)).synthetic;
  const anomalies = lab.page.getByRole('grid', { name: `Anomalies of ${name}` });
  await anomalies.locator('[data-index="3"]').click();
  await expect(lab.chart).toHaveAccessibleName(/1 label/);
  await labels.drag(0.5, 0.7);
  const changed = async (): Promise<NonNullable<DrawnInjection['changed']>> => {
    const [injection] = (await lab.recipe()).injections;
    return injection && 'draw' in injection ? (injection.changed ?? {}) : {};
  };
  await expect.poll(async () => Object.keys(await changed())).toHaveLength(1);
  const [moved] = Object.values(await changed());
  await lab.run();
  const zip = info.outputPath('bundle.zip');
  await lab.exportTo(zip);
  const entries = catalogueOf(zip);
  expect(entries).toHaveLength(500);
  expect(entries.map(({ start }) => start)).toContain(moved?.start);
  const flagged = await flaggedRows(zip, info.outputPath('bundle'));
  const told = entries.map(({ id, rows, labelStart, labelEnd, type }) => [
    id,
    { rows, first: labelStart, last: labelEnd, type },
  ]);
  expect(Object.fromEntries(flagged)).toEqual(Object.fromEntries(told));
});

test('the keyboard alone places an anomaly and moves it', async ({ lab }) => {
  await make(lab, 100_000);
  await lab.press('Control+k');
  await expect(lab.page.getByRole('combobox', { name: 'Commands' })).toBeFocused();
  await lab.page.keyboard.type('Add anomaly: Spike');
  await lab.press('Enter');
  await expect
    .poll(async () => (await lab.recipe()).injections)
    .toMatchObject([{ shape: { kind: 'spike' } }]);
  const start = async (): Promise<number> => {
    const [injection] = (await lab.recipe()).injections;
    return injection && 'start' in injection ? Date.parse(injection.start) : NaN;
  };
  const before = await start();
  await lab.run();
  await lab.tabTo(lab.chart);
  await lab.press(']');
  await lab.press('ArrowRight');
  await expect.poll(start).toBe(before + 1000);
  await lab.press('Shift+ArrowLeft');
  await expect.poll(start).toBe(before - 9000);
  await lab.run();
  expect(await lab.number('SELECT epoch_ms("start")::BIGINT FROM labels')).toBe(before - 9000);
});

test('an anomaly is placed by dragging over the chart, and one that would overlap another is refused there', async ({
  lab,
  labels,
}) => {
  await make(lab, 20_000);
  await lab.press('l');
  await lab.page.getByRole('combobox', { name: 'Dragging adds' }).click();
  await lab.page.getByRole('option', { name: 'level shift' }).click();
  await labels.drag(0.3, 0.4);
  await expect
    .poll(async () => (await lab.recipe()).injections)
    .toMatchObject([{ shape: { kind: 'level-shift' } }]);
  await labels.drag(0.45, 0.35);
  await expect(lab.errors.filter({ hasText: 'anomalies that do not overlap' })).toBeVisible();
  expect((await lab.recipe()).injections).toHaveLength(1);
});

test('rows, periods, counts and formulas that make no sense are refused at their field, and nothing is lost', async ({
  lab,
}) => {
  await make(lab, 10_000, {
    signal: [{ sine: { period: '1h', amplitude: 5 } }, { formula: { expression: '2*d' } }],
  });
  const before = await lab.recipe();
  const refused = async (name: string, text: string, words: RegExp): Promise<void> => {
    await write(lab, name, text);
    await expect(fieldOf(lab, name)).toHaveAccessibleDescription(words);
    expect(await lab.recipe()).toEqual(before);
    await fieldOf(lab, name).press('Escape');
  };
  await refused('Rows', '0', /Expected.*1/);
  await refused('Rows', '101M', /Expected.*100,000,000/);
  await lab.button('Sine 1', true).click();
  await refused('Sine 1, period', '0s', /Expected a length of time/);
  await lab.button('Formula 2', true).click();
  await refused('Formula 2, expression', 'log(-1)', /Expected/);
  await lab.page.getByRole('tab', { name: /^Anomalies/ }).click();
  await lab.button('Random batch…').click();
  const [drawn] = (await lab.recipe()).injections;
  const card = lab.page.getByRole('list', { name: 'Injections' });
  const many = card.getByRole('textbox', { name: /, count$/ });
  await many.fill('9000');
  await many.press('Enter');
  await expect(many).toHaveAccessibleDescription(/fit/);
  expect((await lab.recipe()).injections).toEqual([drawn]);
});

test('a matrix that is no correlation is refused with its reason', async ({ lab }) => {
  await make(lab, 1000, {
    channels: {
      list: [{ name: 'a' }, { name: 'b' }, { name: 'c' }],
      correlation: [
        [1, 0.45, 0],
        [0.45, 1, 0.45],
        [0, 0.45, 1],
      ],
    },
  });
  const before = await lab.recipe();
  const cell = lab.page.getByRole('textbox', { name: 'Correlation of a and c' });
  await cell.fill('-0.9');
  await cell.press('Enter');
  await expect(lab.page.getByRole('alert').filter({ hasText: /definite/ })).toBeVisible();
  expect(await lab.recipe()).toEqual(before);
});

test('a series that could not be generated stands in the list, says why when it is chosen, and can be removed', async ({
  lab,
}) => {
  await make(lab, 4000);
  const recipe = await lab.recipe();
  const copy = { name: 'twin', copy: 'nowhere.csv' };
  expect(await lab.setRecipe({ ...recipe, generated: [...recipe.generated, copy] })).toBeUndefined();
  await lab.run();
  const unmade = lab.page.getByRole('list', { name: 'Series that could not be generated' });
  await unmade.getByRole('button', { name: /^twin/ }).click();
  const panel = lab.page.getByRole('complementary', { name: 'Series and steps' });
  await expect(panel.getByRole('alert')).toContainText('nowhere.csv, which is not loaded');
  await expect(lab.page.getByText(/^twin could not be generated/)).toBeVisible();
  expect(await lab.number('SELECT count(*)::INTEGER FROM raw')).toBe(4000);
  await unmade.getByRole('button', { name: 'Remove twin' }).click();
  await expect(unmade).toBeHidden();
  expect((await lab.recipe()).generated).toHaveLength(1);
});

test('the same seed gives the same rows after a reload, another seed gives others', async ({ lab }) => {
  const print = (): Promise<Record<string, unknown>[]> =>
    lab.query('SELECT count(*)::VARCHAR AS n, bit_xor(hash(ts, value))::VARCHAR AS bits FROM raw');
  await make(lab, 200_000);
  const before = await print();
  await lab.page.reload();
  await lab.ready();
  await lab.run();
  expect(await print()).toEqual(before);
  expect(await lab.setRecipe({ ...(await lab.recipe()), seed: 7 })).toBeUndefined();
  await lab.run();
  expect(await print()).not.toEqual(before);
});

test('making a series can be cancelled, and what was there before is still whole', async ({ lab }) => {
  await make(lab, 100_000);
  const before = await lab.recipe();
  const [made] = before.generated;
  expect(await lab.setRecipe({ ...before, generated: [{ ...made, rows: 60_000_000 }] })).toBeUndefined();
  await lab.button('Cancel generating').click();
  await expect(lab.button('Cancel generating')).toHaveCount(0);
  await expect(lab.seriesList).toContainText('100,000 rows');
  expect(await lab.setRecipe(before)).toBeUndefined();
  await lab.run();
  expect(await lab.query('SELECT DISTINCT series FROM raw')).toEqual([{ series: 's' }]);
  expect(await lab.number('SELECT count(*)::INTEGER FROM raw')).toBe(100_000);
});

test('the clean twin is offered where anomalies are injected, and the bundle then holds it', async ({
  lab,
}, info) => {
  await make(lab, 2000);
  const dialog = lab.page.getByRole('dialog');
  const twin = dialog.getByRole('switch', { name: /clean twin/ });
  await lab.press('Control+e');
  await expect(dialog.getByRole('switch', { name: 'Raw files' })).toBeVisible();
  await expect(twin).toHaveCount(0);
  await lab.press('Escape');
  const spike = {
    id: 'spike-1',
    series: 's',
    start: '2023-01-01T00:10:00Z',
    shape: { kind: 'spike', length: '1s' },
  };
  expect(await lab.setRecipe({ ...(await lab.recipe()), injections: [spike] })).toBeUndefined();
  await lab.run();
  await lab.press('Control+e');
  await twin.click();
  await expect.poll(async () => (await lab.recipe()).export.twin).toBe(true);
  const download = lab.page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Download zip' }).click();
  const zip = info.outputPath('bundle.zip');
  await (await download).saveAs(zip);
  expect(readZip(zip).map(({ path }) => path)).toContainEqual(
    expect.stringMatching(/data\/twin\/.*\.parquet$/),
  );
});

test('one drag of a slider is one step of undo, however long it is held', async ({ lab }) => {
  await make(lab, 2000);
  const before = await lab.recipe();
  await lab.button('Sine 1', true).click();
  const box = await lab.page.getByRole('slider', { name: 'Sine 1, amplitude, slider' }).boundingBox();
  if (!box) throw new Error('expected a slider');
  const { mouse } = lab.page;
  const y = box.y + box.height / 2;
  await mouse.move(box.x + box.width / 2, y);
  await mouse.down();
  await mouse.move(box.x + 20, y, { steps: 4 });
  const written = await fieldOf(lab, 'Sine 1, amplitude').inputValue();
  expect(written).not.toBe('5');
  // Longer than the pause after which what is typed is kept.
  await lab.page.waitForTimeout(600);
  expect(await lab.recipe()).toEqual(before);
  await mouse.move(box.x + 30, y, { steps: 4 });
  await mouse.up();
  await expect.poll(() => lab.recipe()).not.toEqual(before);
  await lab.press('Control+z');
  await expect.poll(() => lab.recipe()).toEqual(before);
});
