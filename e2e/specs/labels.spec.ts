import { nabCsv, wave } from '../fixtures/files';
import { catalogueOf, expect, flaggedRows, test, type Labels } from '../fixtures/labels';

/** 501 rows, one a minute: a share of the chart is twice as many hundreds of minutes. */
const file = { name: 'one.csv', text: nabCsv(501, wave) };
const minute = (index: number): string => new Date(Date.UTC(2024, 0, 1, 0, index)).toISOString();
const iso = (index: number): string => minute(index).replace('.000Z', 'Z');
const minutesOf = (text: string): number => Math.floor((Date.parse(text) - Date.UTC(2024, 0, 1)) / 60_000);

/** One label by hand over the rows from minute 100 to minute 150, chosen. */
async function withLabel(labels: Labels): Promise<void> {
  const { lab } = labels;
  await lab.addFiles([file]);
  const recipe = await lab.recipe();
  const label = {
    id: 'm',
    series: 'one.csv',
    start: iso(100),
    end: iso(150).replace('Z', '.000001Z'),
    type: 'anomaly',
    shape: 'window',
    origin: 'manual',
  };
  expect(await lab.setRecipe({ ...recipe, steps: [], annotations: [label] })).toBeUndefined();
  await lab.run();
  await expect(lab.chart).toHaveAccessibleName(/501 raw rows.*1 label/);
  await labels.click(0.25);
}

const places = async (labels: Labels): Promise<[number, number][]> =>
  (await labels.annotations()).map(({ start, end }) => [minutesOf(start), minutesOf(end)]);

test('a range is added by dragging in label mode, a point by a click, and undo takes each back', async ({
  lab,
  labels,
}) => {
  await lab.addFiles([file]);
  await expect(lab.chart).toHaveAccessibleName(/501 raw rows/);
  await lab.press('l');
  await labels.drag(0.2, 0.3);
  const [[from, to] = [0, 0]] = await places(labels);
  expect(Math.abs(from - 100)).toBeLessThanOrEqual(1);
  expect(Math.abs(to - 150)).toBeLessThanOrEqual(1);
  await labels.click(0.6);
  await expect.poll(() => labels.annotations()).toHaveLength(2);
  expect((await labels.annotations())[1]).toMatchObject({ shape: 'point', origin: 'manual' });
  await lab.press('Control+z');
  await expect.poll(() => labels.annotations()).toHaveLength(1);
  await lab.press('Control+z');
  await expect.poll(() => labels.annotations()).toHaveLength(0);
  await lab.press('Control+Shift+z');
  await expect.poll(() => places(labels)).toEqual([[from, to]]);
});

test('dragging with Alt adds a range outside label mode, and dragging without it pans', async ({
  lab,
  labels,
}) => {
  await lab.addFiles([file]);
  await expect(lab.chart).toHaveAccessibleName(/501 raw rows/);
  await labels.drag(0.6, 0.7);
  expect(await labels.annotations()).toHaveLength(0);
  await lab.page.keyboard.down('Alt');
  await labels.drag(0.6, 0.7);
  await lab.page.keyboard.up('Alt');
  expect(await labels.annotations()).toHaveLength(1);
});

test('a label is moved by its body and resized by its ends, one step of undo each', async ({
  lab,
  labels,
}) => {
  await withLabel(labels);
  await labels.drag(0.25, 0.45);
  const [[from, to] = [0, 0]] = await places(labels);
  expect(to - from).toBe(50);
  expect(Math.abs(from - 200)).toBeLessThanOrEqual(1);
  await labels.drag(to / 501, 0.8);
  const [[start, end] = [0, 0]] = await places(labels);
  expect(start).toBe(from);
  expect(Math.abs(end - 400)).toBeLessThanOrEqual(2);
  await lab.press('Control+z');
  await expect.poll(() => places(labels)).toEqual([[from, to]]);
  await lab.press('Control+z');
  await expect.poll(() => places(labels)).toEqual([[100, 150]]);
});

test('Escape puts a label that is being dragged back', async ({ lab, labels }) => {
  await withLabel(labels);
  await labels.drag(0.25, 0.6, async () => {
    await expect(lab.page.getByRole('status').filter({ hasText: '51 rows' })).toBeVisible();
    await lab.press('Escape');
  });
  expect(await places(labels)).toEqual([[100, 150]]);
});

test('keys move a chosen label by a row, by ten, and by its own length', async ({ lab, labels }) => {
  await withLabel(labels);
  for (const [key, start] of [
    ['ArrowRight', 101],
    ['Shift+ArrowLeft', 91],
    ['PageUp', 142],
    ['PageDown', 91],
  ] as const) {
    await lab.press(key);
    await expect.poll(() => places(labels), key).toEqual([[start, start + 50]]);
  }
  for (const start of [142, 91, 101, 100]) {
    await lab.press('Control+z');
    await expect.poll(() => places(labels)).toEqual([[start, start + 50]]);
  }
  await lab.press('Control+Shift+z');
  await expect.poll(() => places(labels)).toEqual([[101, 151]]);
});

test('labels are duplicated, chosen together, moved together and deleted', async ({ lab, labels }) => {
  await withLabel(labels);
  await lab.press('Control+d');
  await expect
    .poll(() => places(labels))
    .toEqual([
      [100, 150],
      [202, 252],
    ]);
  await lab.page.keyboard.down('Shift');
  await labels.click(0.25);
  await lab.page.keyboard.up('Shift');
  await lab.press('ArrowRight');
  await expect
    .poll(() => places(labels))
    .toEqual([
      [101, 151],
      [203, 253],
    ]);
  await lab.press('Delete');
  await expect.poll(() => places(labels)).toEqual([]);
  await lab.press('Control+z');
  await expect.poll(() => places(labels)).toHaveLength(2);
});

test('the table writes in labels, filters them, and keeps them as CSV', async ({ lab, labels }, info) => {
  await withLabel(labels);
  await lab.press('Control+d');
  await labels.tab.click();
  await expect(labels.rows()).toHaveCount(2);
  await expect(labels.chosen()).toHaveCount(1);
  await labels.rows().first().dblclick();
  const written = labels.rows().first();
  await labels.write('Type', 'drift', written);
  await labels.write('Confidence', '0.75', written);
  await labels.write('Note', '=1+1', written);
  await labels.write('Start (UTC)', '2024-01-01 09:00:00', written);
  await expect(written.getByRole('alert')).toContainText('Expected a start at or before the end');
  await lab.press('Escape');
  await expect
    .poll(() => labels.annotations())
    .toMatchObject([{ type: 'drift', confidence: 0.75, note: '=1+1', start: iso(100) }, { type: 'anomaly' }]);
  await lab.run();
  await lab.page.getByRole('combobox', { name: 'Type' }).click();
  await lab.page.getByRole('option', { name: 'drift' }).click();
  await expect(labels.rows()).toHaveCount(1);
  await expect(labels.rows().first()).toContainText('51');
  expect(await labels.saved('CSV', info.outputDir)).toBe(
    'id,series,start,end,type,shape,origin,rows_raw,rows_processed,severity_sigma,confidence,detector,note\n' +
      'm,one.csv,2024-01-01T01:40:00.000000Z,2024-01-01T02:30:00.000001Z,drift,window,manual,51,51,,0.75,,"=1+1"\n',
  );
});

test('what is chosen in the table is chosen on the chart, and the keyboard alone edits it', async ({
  lab,
  labels,
}) => {
  await withLabel(labels);
  await lab.chart.focus();
  await lab.press('Escape');
  await labels.tab.click();
  await labels.grid.focus();
  await lab.press('ArrowDown');
  await expect(labels.chosen()).toHaveCount(1);
  await lab.chart.focus();
  await lab.press('Enter');
  await expect(labels.editor).toBeVisible();
  await labels.write('Type', 'level-shift');
  await lab.press('Escape');
  await expect(labels.editor).toHaveCount(0);
  await expect.poll(() => labels.annotations()).toMatchObject([{ type: 'level-shift' }]);
});

test('labels survive a reload', async ({ lab, labels }) => {
  await withLabel(labels);
  const before = await labels.annotations();
  await lab.settle();
  await lab.page.reload();
  await lab.ready();
  await expect.poll(() => labels.annotations()).toEqual(before);
  await lab.run();
  expect(await lab.number('SELECT raw_rows FROM labels')).toBe(51);
});

test('a label of a file is changed by hand, and the exported catalogue and rows say the same', async ({
  lab,
}, info) => {
  const windows = { 'one.csv': [['2024-01-01 01:40:00.000000', '2024-01-01 02:30:00.000000']] };
  await lab.addFiles([file, { name: 'labels/combined_windows.json', text: JSON.stringify(windows) }]);
  expect(await lab.setRecipe({ ...(await lab.recipe()), steps: [] })).toBeUndefined();
  await lab.run();
  await expect(lab.chart).toHaveAccessibleName(/501 raw rows.*1 label/);
  await lab.chart.focus();
  await lab.press(']');
  await lab.press('Shift+ArrowRight');
  await expect.poll(async () => (await lab.recipe()).edits).toMatchObject([{ start: iso(110) }]);
  const zip = info.outputPath('bundle.zip');
  await lab.exportTo(zip);
  const [entry] = catalogueOf(zip);
  expect(entry).toMatchObject({
    origin: 'imported',
    start: iso(110),
    labelStart: iso(110),
    labelEnd: iso(160),
    rows: 51,
  });
  expect([...(await flaggedRows(zip, info.outputPath('bundle')))]).toEqual([
    [entry?.id, { rows: 51, first: iso(110), last: iso(160), type: 'anomaly' }],
  ]);
});

test('all series are seen at a glance, and one is chosen from there', async ({ lab }) => {
  await lab.addFiles([file, { name: 'two.csv', text: nabCsv(300, wave) }]);
  await expect(lab.chart).toBeVisible();
  await lab
    .button(/^All series/)
    .first()
    .click();
  const rows = lab.page.getByRole('list', { name: 'All series' }).getByRole('button');
  await expect(rows).toHaveCount(2);
  await rows.filter({ hasText: 'two.csv' }).click();
  await expect(lab.chart).toHaveAccessibleName(/^two\.csv/);
});
