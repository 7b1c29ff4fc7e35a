import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { encodings, nabCsv, troubles, wave, writeFile } from '../fixtures/files';
import { expect, test } from '../fixtures/lab';

for (const { title, name, content, code } of troubles) {
  test(`${title} gets a message of its own (${code}), and what was loaded stays`, async ({ lab }, info) => {
    await lab.addFiles([{ name: 'good.csv', text: nabCsv(50, wave) }]);
    await lab.drop(writeFile(info.outputPath('in'), name, content));
    await expect(lab.error(code)).toContainText(name);
    expect(await lab.seriesNames()).toEqual(['good.csv']);
  });
}

for (const { title, name, content, column } of encodings) {
  test(`${title} is read as what it is`, async ({ lab }, info) => {
    await lab.drop(writeFile(info.outputPath('in'), name, content));
    await lab.answerQuestion();
    await expect.poll(async () => (await lab.recipe()).sources.length).toBe(1);
    await lab.run();
    expect(await lab.number('SELECT count(*)::INTEGER FROM raw')).toBe(30);
    expect((await lab.recipe()).sources[0]?.values).toEqual([column]);
  });
}

test('a folder without data says so', async ({ lab }, info) => {
  const folder = info.outputPath('nothing-here');
  mkdirSync(folder, { recursive: true });
  await lab.drop(folder);
  await expect(lab.error('folder-empty')).toBeVisible();
});

test('the same series twice is refused by name', async ({ lab }, info) => {
  const path = writeFile(info.outputPath('in'), 'twice.csv', nabCsv(50, wave));
  const other = writeFile(info.outputPath('other'), 'twice.csv', nabCsv(60, wave));
  await lab.drop(path);
  await lab.waitForSeries(1);
  await lab.drop(other);
  await expect(lab.error('series-twice')).toContainText('twice.csv');
  expect(await lab.number('SELECT count(*)::INTEGER FROM raw')).toBe(50);
});

for (const [title, code, spoil] of [
  ['changes', 'file-changed', (path: string) => appendFileSync(path, '2024-02-01 00:00:00,1\n')],
  ['disappears', 'file-gone', (path: string) => rmSync(path)],
] as const) {
  test(`a file that ${title} before it is read (${code})`, async ({ lab }, info) => {
    await lab.addFiles([{ name: 'good.csv', text: nabCsv(50, wave) }]);
    const path = writeFile(info.outputPath('in'), 'fickle.csv', nabCsv(50, wave));
    const picker = await lab.holdFile(path);
    spoil(path);
    await picker.add();
    await expect(lab.error(code)).toContainText('fickle.csv');
    expect(await lab.seriesNames()).toEqual(['good.csv']);
  });
}

test('a line without a time is kept with its reason, a value that cannot be read is missing, the others are loaded', async ({
  lab,
}) => {
  const text = nabCsv(50, (index) => (index === 7 ? 'seven' : wave(index)));
  const lines = text.split('\n');
  lines[20] = (lines[20] ?? '').replace(/^[^,]*/, 'yesterday');
  const { series, rejected } = await lab.addFiles([{ name: 'mixed.csv', text: lines.join('\n') }]);
  expect(series).toEqual(['mixed.csv']);
  expect(rejected).toBe(1);
  await lab.run();
  expect(await lab.number('SELECT count(*)::INTEGER FROM raw')).toBe(49);
  expect(await lab.number('SELECT count(value)::INTEGER FROM raw')).toBe(48);
});
