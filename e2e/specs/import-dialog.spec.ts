import AxeBuilder from '@axe-core/playwright';
import { nabCsv, wave } from '../fixtures/files';
import { ImportDialog } from '../fixtures/importDialog';
import { expect, test, type Lab } from '../fixtures/lab';

const two = (n: number): string => String(n).padStart(2, '0');
const minutes = (rows: number, cells: (index: number) => string): string[] =>
  Array.from({ length: rows }, (_, i) => cells(i));
const csv = (...lines: string[]): string => `${lines.join('\n')}\n`;
const clock = (i: number): string => `${two(Math.floor(i / 60))}:${two(i % 60)}:00`;

async function serious(lab: Lab): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: lab.page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

test("NAB's layout asks nothing; any other shows first what would be loaded", async ({ lab }) => {
  const dialog = new ImportDialog(lab);
  await lab.addFiles([{ name: 'nab.csv', text: nabCsv(50, wave) }]);
  expect(await lab.seriesNames()).toEqual(['nab.csv']);
  const { added } = await dialog.add(
    'other.csv',
    csv(
      'time,a,b',
      ...minutes(60, (i) => `2024-01-10 ${clock(i)},${i === 3 ? 'oops' : i},${i === 5 ? '' : 1}`),
      'no time,1,2',
    ),
  );
  await expect(dialog.figure('First time (UTC)')).toContainText('2024-01-10 00:00:00');
  await expect(dialog.figure('Last time (UTC)')).toContainText('2024-01-10 00:59:00');
  await expect(dialog.figure('Usual step')).toContainText('1 min');
  await expect(dialog.figure('Series')).toContainText('2');
  await expect(dialog.figure('Lines refused')).toContainText('1');
  await expect(dialog.figure('Cells missing')).toContainText('2');
  await dialog.seen.getByText('1 line refused, and why').click();
  await expect(dialog.seen.getByRole('list', { name: 'Refused lines' })).toContainText(
    '"no time" is not a time',
  );
  await dialog.seen.getByText('Cells that cannot be read').click();
  await expect(dialog.seen).toContainText('a: 1 cell');
  expect(await serious(lab)).toEqual([]);
  await dialog.take('other.csv');
  await added;
  await lab.button(/rejected: show/).click();
  await expect(lab.page.getByRole('list', { name: 'Notes on files as read' })).toContainText(
    'a: 1 cell cannot be read and is missing',
  );
});

test('date and time in two columns are one time, and either can be taken alone', async ({ lab }) => {
  const dialog = new ImportDialog(lab);
  const { added } = await dialog.add(
    'two.csv',
    csv('Date;Clock;v', ...minutes(90, (i) => `31/01/2024;${clock(i)};${i}`)),
  );
  await expect(dialog.figure('Last time (UTC)')).toContainText('2024-01-31 01:29:00');
  await dialog.box.getByRole('button', { name: 'Without Clock' }).click();
  await expect(dialog.figure('Last time (UTC)')).toContainText('2024-01-31 00:00:00');
  await dialog.box.getByRole('button', { name: 'Add a time column' }).click();
  await expect(dialog.figure('Last time (UTC)')).toContainText('2024-01-31 01:29:00');
  await dialog.write('Time zone of the source', 'berlin');
  await expect(dialog.figure('First time (UTC)')).toContainText('2024-01-30 23:00:00');
  await expect(dialog.figure('First time (UTC)')).toContainText('2024-01-31 00:00:00 in Europe/Berlin');
  const source = await dialog.take('two.csv');
  await added;
  expect(source).toMatchObject({
    time: { column: ['Date', 'Clock'], format: 'day-first', zone: 'Europe/Berlin' },
    values: ['v'],
  });
  expect(await lab.number('SELECT count(*)::INTEGER FROM raw')).toBe(90);
});

test('a file whose times are not recognised is loaded by a pattern that is written, checked as it is', async ({
  lab,
}) => {
  const dialog = new ImportDialog(lab);
  const { added } = await dialog.add(
    'odd.csv',
    csv('time;power', ...minutes(28, (i) => `day ${two(i + 1)} of 01 in 2024 at 18h00;${i},5`)),
  );
  await expect(lab.error('file-no-time')).toContainText('odd.csv');
  await expect(dialog.load).toBeDisabled();
  await dialog.pick('Time format', 'A pattern of your own');
  const pattern = dialog.box.getByRole('combobox', { name: 'Time pattern' });
  await pattern.fill("'day' dd 'of MM");
  await expect(dialog.box).toContainText('a quote is opened');
  await expect(dialog.load).toBeDisabled();
  await pattern.fill("'day' dd 'of' MM 'in' yyyy 'at' HH'h'mm");
  await expect(dialog.figure('Last time (UTC)')).toContainText('2024-01-28 18:00:00');
  await expect(dialog.figure('Lines refused')).toContainText('0');
  const source = await dialog.take('odd.csv');
  await added;
  expect(source.time.format).toBe("'day' dd 'of' MM 'in' yyyy 'at' HH'h'mm");
  expect(await lab.number('SELECT count(*)::INTEGER FROM raw')).toBe(28);
});

test('an order of day and month that is open is asked with both readings, and loads as answered', async ({
  lab,
}) => {
  const dialog = new ImportDialog(lab);
  const { added } = await dialog.add(
    'order.csv',
    csv(
      'time,reading',
      ...minutes(20, (i) => `0${(i % 9) + 1}/04/2024 ${two(Math.floor(i / 9))}:00:00,${i}`),
    ),
  );
  const question = dialog.box.getByRole('group', { name: 'How are the times read?' });
  await expect(question).toContainText('2024-01-04 00:00:00 to 2024-09-04');
  await expect(question).toContainText('2024-04-01 00:00:00 to 2024-04-09');
  await expect(dialog.load).toBeDisabled();
  await expect(dialog.open).toContainText('choose how the times are read');
  expect(await serious(lab)).toEqual([]);
  await question.getByRole('radio', { name: /Day first/ }).check();
  await expect(dialog.figure('First time (UTC)')).toContainText('2024-04-01 00:00:00');
  const source = await dialog.take('order.csv');
  await added;
  expect(source.time.format).toBe('day-first');
  expect(await lab.number('SELECT month(max(ts))::INTEGER FROM raw')).toBe(4);
});

test('row numbers are times once their start and step are given', async ({ lab }) => {
  const dialog = new ImportDialog(lab);
  const { added } = await dialog.add(
    'index.csv',
    csv('timestamp,value-0', ...minutes(50, (i) => `${i},${i % 7}`)),
  );
  await expect(dialog.load).toBeDisabled();
  await dialog.write('Time of the first row, asked', '2024-03-01 12:00');
  await dialog.write('Step between rows, asked', '10min');
  await expect(dialog.figure('Last time (UTC)')).toContainText('2024-03-01 20:10:00');
  const source = await dialog.take('index.csv');
  await added;
  expect(source.time).toMatchObject({ format: 'index', start: '2024-03-01T12:00:00Z', step: '10min' });
});

test('none, one or several key columns tell series apart', async ({ lab }) => {
  const dialog = new ImportDialog(lab);
  const places = ['north', 'south'];
  const fields = ['t', 'h'];
  const { added } = await dialog.add(
    'keys.csv',
    csv(
      'time,place,field,value',
      ...Array.from({ length: 30 }, (_, i) => i).flatMap((i) =>
        places.flatMap((place) => fields.map((field) => `2024-01-10 ${clock(i)},${place},${field},1`)),
      ),
    ),
  );
  await expect(dialog.figure('Series')).toContainText('4');
  await dialog.box.getByRole('button', { name: 'Without field' }).click();
  await expect(dialog.figure('Series')).toContainText('2');
  await dialog.select('Key column', 'None: all rows are one series');
  await expect(dialog.figure('Series')).toContainText('1');
  await dialog.select('Key column', 'field');
  await dialog.box.getByRole('button', { name: 'Add a key column' }).click();
  await dialog.select('Key column 2', 'place');
  await dialog.seen.getByText('4 series by name').click();
  await expect(dialog.seen.getByRole('list', { name: 'Series to come' })).toContainText('keys.csv:t:north');
  const source = await dialog.take('keys.csv');
  await added;
  expect(source.series).toEqual(['field', 'place']);
  expect(await lab.seriesNames()).toHaveLength(4);
});

test('a column of labels is chosen with its words for normal', async ({ lab }) => {
  const dialog = new ImportDialog(lab);
  const { added } = await dialog.add(
    'state.csv',
    csv(
      'time,v,phase',
      ...minutes(
        60,
        (i) => `2024-01-10 ${clock(i)},${i},${i >= 20 && i < 25 ? 'stuck' : i < 40 ? 'run' : 'idle'}`,
      ),
    ),
  );
  await dialog.select('Label column', 'phase');
  await dialog.write('Words for normal', 'run\nidle');
  await expect(dialog.figure('Labels')).toContainText('5 rows labelled');
  const source = await dialog.take('state.csv');
  await added;
  expect(source.labels).toEqual({ column: 'phase', normal: ['run', 'idle'] });
  expect(await lab.number('SELECT count(*)::INTEGER FROM labels')).toBe(1);
});

test('370 columns are filtered, and all or none of those found are taken', async ({ lab }) => {
  const dialog = new ImportDialog(lab);
  const names = Array.from(
    { length: 370 },
    (_, i) => `plant/hall ${i % 7}/a sensor with a long name ${String(i).padStart(3, '0')}`,
  );
  const { added } = await dialog.add(
    'wide.csv',
    csv(
      ['time', ...names].join(),
      ...minutes(30, (i) => [`2024-01-10 ${clock(i)}`, ...names.map(() => i)].join()),
    ),
  );
  await expect(dialog.figure('Series')).toContainText('370');
  expect((await dialog.box.getByRole('checkbox').all()).length).toBeLessThan(60);
  await dialog.box.getByRole('button', { name: 'None', exact: true }).click();
  await expect(dialog.load).toBeDisabled();
  await dialog.box.getByRole('searchbox', { name: 'Filter columns' }).fill('hall 3');
  await dialog.box.getByRole('button', { name: 'All found' }).click();
  await dialog.box.getByRole('checkbox', { name: /long name 003$/ }).uncheck();
  await expect(dialog.figure('Series')).toContainText('52');
  await expect(dialog.box.getByRole('region', { name: 'First rows' })).toBeInViewport({ ratio: 0.9 });
  const source = await dialog.take('wide.csv');
  await added;
  expect(source.values).toHaveLength(52);
  expect(source.values[0]).toBe(names[10]);
});

test('further words for no value, a unit and another layout are set, and keep what was chosen', async ({
  lab,
}) => {
  const dialog = new ImportDialog(lab);
  const { added } = await dialog.add(
    'words.csv',
    csv(
      'made by hand',
      'time~load~b',
      ...minutes(30, (i) => `2024-01-10 ${clock(i)}~${i % 3 === 0 ? 'offline' : i}~-999`),
    ),
  );
  await dialog.unfold('Text layout');
  await dialog.pick('Delimiter', 'Another sign');
  await dialog.write('Delimiter sign', '~');
  await expect(dialog.box.getByRole('textbox', { name: 'Lines to skip' })).toHaveValue('1');
  await dialog.box.getByRole('checkbox', { name: 'load', exact: true }).check();
  await expect(dialog.figure('Series')).toContainText('2');
  await dialog.write('Further words for no value', 'offline\n-999');
  await expect(dialog.figure('Cells missing')).toContainText('40');
  await expect(dialog.seen).not.toContainText('cannot be read');
  await dialog.box.getByRole('checkbox', { name: 'b', exact: true }).uncheck();
  await expect(dialog.figure('Cells missing')).toContainText('10');
  await dialog.box.getByRole('switch', { name: 'First line is a header' }).click();
  await expect(dialog.figure('Lines refused')).toContainText('1');
  await dialog.box.getByRole('switch', { name: 'First line is a header' }).click();
  await expect(dialog.figure('Lines refused')).toContainText('0');
  const source = await dialog.take('words.csv');
  await added;
  expect(source).toMatchObject({
    csv: { delimiter: '~', skip: 1 },
    values: ['load'],
    missing: ['offline', '-999'],
  });
});

test('Edit import… changes the source of a loaded file, as one step of undo', async ({ lab }) => {
  const dialog = new ImportDialog(lab);
  await lab.addFiles([{ name: 'one.csv', text: nabCsv(50, wave) }]);
  const first = await lab.number('SELECT min(epoch(ts))::INTEGER FROM raw');
  await lab.button('Menu of one.csv').click();
  await lab.page.getByRole('menuitem', { name: 'Edit import…' }).click();
  await expect(dialog.box).toContainText('Edit import of one.csv');
  await dialog.write('Time zone of the source', 'Asia/Tokyo');
  await expect(dialog.figure('First time (UTC)')).toContainText('in Asia/Tokyo');
  const source = await dialog.take('one.csv');
  expect(source.time.zone).toBe('Asia/Tokyo');
  expect(await lab.number('SELECT min(epoch(ts))::INTEGER FROM resampled')).toBe(first - 9 * 3600);
  await lab.press('Control+z');
  expect((await lab.recipe()).sources).toMatchObject([{ file: 'one.csv', time: { zone: 'UTC' } }]);
});

test('a file of the layout of a loaded one asks nothing, and says so', async ({ lab }) => {
  const dialog = new ImportDialog(lab);
  const text = (month: string): string =>
    csv(
      'when,reading,x',
      ...minutes(20, (i) => `0${(i % 9) + 1}/${month}/2024 ${two(Math.floor(i / 9))}:00:00,${i},1`),
    );
  const { added } = await dialog.add('april.csv', text('04'));
  await dialog.box.getByRole('radio', { name: /Day first/ }).check();
  await dialog.box.getByRole('checkbox', { name: 'x', exact: true }).uncheck();
  await dialog.take('april.csv');
  await added;
  await lab.addFiles([{ name: 'may.csv', text: text('05') }]);
  await expect(dialog.box).toHaveCount(0);
  await expect(lab.seriesList).toContainText(
    'may.csv has the columns and the layout of april.csv and is read like it',
  );
  expect((await lab.recipe()).sources).toMatchObject([
    { file: 'april.csv', values: ['reading'], time: { format: 'day-first' } },
    { file: 'may.csv', values: ['reading'], time: { format: 'day-first' } },
  ]);
  const other = await dialog.add('june.csv', text('06').replace('reading', 'level'));
  await dialog.box.getByRole('button', { name: 'Skip this file' }).click();
  await other.added;
});

test('numbers that can be read in two ways are asked about with both readings', async ({ lab }) => {
  const dialog = new ImportDialog(lab);
  const { added } = await dialog.add(
    'signs.csv',
    csv('when;a', ...minutes(30, (i) => `2024-01-10 ${clock(i)};1.${String(200 + i)}`)),
  );
  const question = dialog.box.getByRole('group', { name: 'How are the numbers read?' });
  await expect(question).toContainText('1.200 is 1.2');
  await expect(question).toContainText('1.200 is 1200');
  await expect(dialog.load).toBeDisabled();
  await question.getByRole('radio', { name: /points between thousands/ }).check();
  await expect(question.getByRole('radio', { name: /points between thousands/ })).toBeChecked();
  const source = await dialog.take('signs.csv');
  await added;
  expect(source.csv).toMatchObject({ decimal: ',', thousands: '.' });
  expect(await lab.number('SELECT max(value)::INTEGER FROM raw')).toBe(1229);
});

test('abbreviations of zones are asked about', async ({ lab }) => {
  const dialog = new ImportDialog(lab);
  const { added } = await dialog.add(
    'zones.csv',
    csv('when,a', ...minutes(30, (i) => `2024-01-10 ${clock(i)} CET,${i}`)),
  );
  await expect(dialog.load).toBeDisabled();
  await expect(dialog.open).toContainText('choose the time zone');
  await dialog.write('Zone of the abbreviations', 'Berlin');
  await expect(dialog.figure('First time (UTC)')).toContainText('2024-01-09 23:00:00');
  const source = await dialog.take('zones.csv');
  await added;
  expect(source.time.zone).toBe('Europe/Berlin');
});
