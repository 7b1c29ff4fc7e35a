import { expect, it } from 'vitest';
import { inspectOne, loadOne, loadProposed, parquetOf, sourceOf } from './parquetTest.node';

const times = "TIMESTAMP '2024-01-10 00:00:00' + INTERVAL 1 HOUR * i AS t";
const source = (...values: string[]) => ({
  file: 'p.parquet',
  time: { column: 't', format: 'timestamp', zone: 'UTC' },
  values,
});

it('text values follow the rules of CSV: an empty one is missing, 0x10 and 1e999 are unreadable, 1.5 is a number', async () => {
  const file = await parquetOf(
    `SELECT ${times}, CASE i WHEN 0 THEN '' WHEN 1 THEN '0x10' WHEN 2 THEN ' 1.5 ' WHEN 3 THEN 'NA' WHEN 4 THEN '1e999' ELSE '-2e1' END AS v FROM range(6) t(i)`,
  );
  const loaded = await loadOne(file, source('v'));
  expect(loaded.rows.map(({ value }) => value)).toEqual([null, null, 1.5, null, null, -20]);
  expect(loaded.files[0]?.notes?.unreadable).toEqual([
    {
      column: 'v',
      cells: 2,
      examples: [
        { line: 2, reason: '"0x10" is not a number' },
        { line: 5, reason: '1e999 is too large for a 64-bit number' },
      ],
    },
  ]);
});

it('lists, maps, structs and times as values are unreadable cells, counted by column', async () => {
  const file = await parquetOf(
    `SELECT ${times}, [i::INT, 2::INT] AS list, {a: i} AS struct, MAP {'k': i} AS map, DATE '2024-01-01' AS day, CASE WHEN i = 0 THEN 'inf'::DOUBLE ELSE 'nan'::DOUBLE END AS f FROM range(3) t(i)`,
  );
  const loaded = await loadOne(file, source('list', 'struct', 'map', 'day', 'f'));
  expect(loaded.rows.every(({ value }) => value === null)).toBe(true);
  const unreadable = loaded.files[0]?.notes?.unreadable ?? [];
  expect(unreadable.map(({ column, cells }) => [column, cells])).toEqual([
    ['list', 3],
    ['struct', 3],
    ['map', 3],
    ['day', 3],
    ['f', 1],
  ]);
  expect(unreadable[0]?.examples[0]?.reason).toBe('"[0,2]" is not a number');
  expect(unreadable[3]?.examples[0]?.reason).toBe('"2024-01-01" is a time and no number');
});

it('no column of lists, texts or booleans is proposed as a value', async () => {
  const file = await parquetOf(
    `SELECT ${times}, [i] AS list, 'on' AS state, i % 2 = 0 AS open, i::DECIMAL(10, 2) AS v FROM range(9) t(i)`,
  );
  expect(sourceOf(await inspectOne(file)).values).toEqual(['v']);
});

it('integers beyond 2^53 are counted by column, in the preview and in the report', async () => {
  const file = await parquetOf(
    `SELECT ${times}, 9007199254740990 + i AS a, i AS b, 18446744073709551615::UBIGINT AS c FROM range(6) t(i)`,
  );
  const found = await inspectOne(file);
  expect(found.outcome?.inexact).toEqual([
    { column: 'a', cells: 3 },
    { column: 'c', cells: 6 },
  ]);
  const loaded = await loadOne(file, sourceOf(found));
  expect(loaded.files[0]?.notes?.inexact).toEqual(found.outcome?.inexact);
});

it('decimals, dates and uuids as key have their text', async () => {
  const key = async (expression: string): Promise<string[]> => {
    const file = await parquetOf(`SELECT ${times}, ${expression} AS k, 1.0 AS v FROM range(2) t(i)`);
    const { rows } = await loadOne(file, { ...source('v'), series: 'k' });
    return rows.map(({ name }) => name.replace('p.parquet:', ''));
  };
  expect(await key('(12.5 - i)::DECIMAL(9, 2)')).toEqual(['12.50', '11.50']);
  expect(await key('(-0.05 + i)::DECIMAL(38, 2)')).toEqual(['-0.05', '0.95']);
  expect(await key("DATE '1969-12-31' + i::INT")).toEqual(['1969-12-31', '1970-01-01']);
  expect(await key("('00112233-4455-6677-8899-aabbccddee' || lpad(i::VARCHAR, 2, '0'))::UUID")).toEqual([
    '00112233-4455-6677-8899-aabbccddee00',
    '00112233-4455-6677-8899-aabbccddee01',
  ]);
  expect(await key("TIMESTAMP '2024-01-10 12:00:00.000250' + INTERVAL 1 DAY * i")).toEqual([
    '2024-01-10 12:00:00.00025',
    '2024-01-11 12:00:00.00025',
  ]);
  expect(await key("('k' || i)::BLOB")).toEqual(['k0', 'k1']);
});

it('a decimal column of an epoch and a uuid beside it are time and key', async () => {
  const file = await parquetOf(
    "SELECT (1704844800 + i // 2)::DECIMAL(18, 3) + 0.25 AS epoch, ('00112233-4455-6677-8899-aabbccddee' || lpad((i % 2)::VARCHAR, 2, '0'))::UUID AS device, i::DOUBLE AS v FROM range(20) t(i)",
  );
  const found = await inspectOne(file);
  expect(sourceOf(found)).toMatchObject({
    time: { column: 'epoch', format: 'epoch-s' },
    series: 'device',
    values: ['v'],
  });
  expect((await loadOne(file, sourceOf(found))).rows[0]).toMatchObject({ us: 1704844800250000, value: 0 });
});

it('a text column is the key only where times alone are not unique: comments are none', async () => {
  const comments = await parquetOf(
    `SELECT ${times}, 'note ' || i AS comment, i::DOUBLE AS v FROM range(300) t(i)`,
  );
  expect(sourceOf(await inspectOne(comments)).series).toBeUndefined();
  const sensors = await parquetOf(
    "SELECT TIMESTAMP '2024-01-10' + INTERVAL 1 MINUTE * (i // 3) AS t, 'note ' || i AS comment, ['a', 'b', 'c'][1 + i % 3] AS sensor, i::DOUBLE AS v FROM range(30000) t(i)",
    'p.parquet',
    'ROW_GROUP_SIZE 4096',
  );
  const found = await inspectOne(sensors);
  expect(sourceOf(found).series).toBe('sensor');
  expect(found.outcome?.seriesCount).toBe(3);
});

it('the inspection decides from the head, the middle and the end: a column whose values begin late is one of values', async () => {
  const file = await parquetOf(
    `SELECT TIMESTAMP '2024-01-10' + INTERVAL 1 MINUTE * i AS t, CASE WHEN i > 20000 THEN (i / 10.0)::VARCHAR END AS late, i::DOUBLE AS v FROM range(50000) t(i)`,
    'p.parquet',
    'ROW_GROUP_SIZE 4096',
  );
  const found = await inspectOne(file);
  expect(sourceOf(found).values).toEqual(['late', 'v']);
  expect(found.outcome).toMatchObject({
    complete: false,
    last: (Date.UTC(2024, 0, 10) + 49999 * 60000) * 1000,
  });
  expect(found.outcome?.rows).toBeGreaterThanOrEqual(10_000);
});

it('0 and 1 under a name for labels are labels, and neither a series nor a key', async () => {
  const file = await parquetOf(
    `SELECT ${times}, i::DOUBLE AS value, (i BETWEEN 5 AND 7)::TINYINT AS is_anomaly FROM range(20) t(i)`,
  );
  const found = await inspectOne(file);
  expect(sourceOf(found)).toMatchObject({
    values: ['value'],
    labels: { column: 'is_anomaly', normal: ['0'] },
  });
  expect(found.outcome?.labels).toEqual({ runs: 1, rows: 3 });
  const loaded = await loadProposed(file);
  const start = Date.UTC(2024, 0, 10, 5) * 1000;
  expect(loaded.labelFiles[0]?.entries).toEqual([
    { key: 'p.parquet', start, end: start + 2 * 3600e6 + 1, type: 'anomaly', shape: 'window', ofRows: true },
  ]);
});
