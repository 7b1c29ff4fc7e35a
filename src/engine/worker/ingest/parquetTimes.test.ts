import { expect, it } from 'vitest';
import { inspectOne, loadOne, loadProposed, parquetOf, sourceOf } from './parquetTest.node';

const us = (text: string): number => Date.parse(text) * 1000;

it('an epoch column has the unit that its name and size say: event_ms is read as milliseconds', async () => {
  const file = await parquetOf(
    'SELECT 1.5 * i AS reading, 1704844800000 + 60000 * i AS event_ms FROM range(50) t(i)',
  );
  const found = await inspectOne(file);
  expect(found.questions).toEqual([]);
  expect(sourceOf(found)).toMatchObject({
    time: { column: 'event_ms', format: 'epoch-ms', zone: 'UTC' },
    values: ['reading'],
  });
  expect(found.outcome).toMatchObject({
    rows: 50,
    first: us('2024-01-10T00:00:00Z'),
    step: 60e6,
    complete: true,
  });
  const { rows } = await loadOne(file, sourceOf(found));
  expect(rows[0]).toEqual({ name: 'p.parquet', zone: 'UTC', us: us('2024-01-10T00:00:00Z'), value: 0 });
});

it('an integer that may be a calendar stamp or an epoch is asked about, with both readings', async () => {
  const file = await parquetOf('SELECT 2024011000 + i AS time, i::DOUBLE AS v FROM range(20) t(i)');
  const { questions } = await inspectOne(file);
  expect(questions.map(({ field }) => field)).toEqual(['format']);
  expect(questions[0]?.options.map(({ value, reading }) => [value, reading])).toEqual([
    ['yyyyMMddHH', expect.stringContaining('2024-01-10T00:00')],
    ['epoch-s', expect.stringContaining('2034-02-20')],
  ]);
  const chosen = questions[0]?.options[0]?.source;
  const { rows } = await loadOne(file, chosen as NonNullable<typeof chosen>);
  expect([rows[0]?.us, rows[19]?.us]).toEqual([us('2024-01-10T00:00:00Z'), us('2024-01-10T19:00:00Z')]);
});

it('another time column has its format guessed anew, and a whole source is previewed live', async () => {
  const file = await parquetOf(
    "SELECT TIMESTAMP '2024-01-10 00:00:00' + INTERVAL 1 HOUR * i AS ts, strftime(TIMESTAMP '2024-02-01' + INTERVAL 1 DAY * i, '%d.%m.%Y') AS valid_from, i AS v FROM range(28) t(i)",
  );
  const again = await inspectOne({ ...file, time: ['valid_from'] });
  expect(sourceOf(again)).toMatchObject({
    time: { column: 'valid_from', format: 'day-first' },
    values: ['v'],
  });
  expect(again.outcome?.first).toBe(us('2024-02-01T00:00:00Z'));
  const back = await inspectOne({ ...file, time: ['ts'] });
  expect(sourceOf(back).time).toEqual({ column: 'ts', format: 'timestamp', zone: 'UTC' });
  const source = { ...sourceOf(back), time: { column: 'ts', format: 'timestamp', zone: 'Europe/Berlin' } };
  const live = await inspectOne({ ...file, source });
  expect(live.outcome).toMatchObject({ rows: 28, rejected: 0, first: us('2024-01-09T23:00:00Z') });
  expect((await inspectOne({ ...file, source: { ...source, values: ['gone'] } })).outcome).toBeUndefined();
});

it('an aware timestamp is a UTC moment whatever zone the source names; a naive one is local in it', async () => {
  const file = await parquetOf(
    "SELECT TIMESTAMPTZ '2024-07-01 12:00:00+00' + INTERVAL 1 HOUR * i AS aware, TIMESTAMP '2024-07-01 12:00:00' + INTERVAL 1 HOUR * i AS naive, i::DOUBLE AS v FROM range(5) t(i)",
  );
  const zoned = (column: string) =>
    ({
      file: 'p.parquet',
      time: { column, format: 'timestamp', zone: 'Europe/Berlin' },
      values: ['v'],
    }) as const;
  const aware = await inspectOne({ ...file, source: { ...zoned('aware'), values: ['v'] } });
  expect(aware.aware).toEqual(['aware']);
  expect(sourceOf(aware).time.zone).toBe('UTC');
  expect(aware.outcome?.first).toBe(us('2024-07-01T12:00:00Z'));
  const naive = await inspectOne({ ...file, source: { ...zoned('naive'), values: ['v'] } });
  expect(sourceOf(naive).time.zone).toBe('Europe/Berlin');
  expect(naive.outcome?.first).toBe(us('2024-07-01T10:00:00Z'));
  const loaded = await loadOne(file, { ...zoned('aware'), values: ['v'] });
  expect(loaded.rows[0]).toMatchObject({ zone: 'UTC', us: us('2024-07-01T12:00:00Z') });
  const local = await loadOne(file, { ...zoned('naive'), values: ['v'] });
  expect(local.rows[0]).toMatchObject({ zone: 'Europe/Berlin', us: us('2024-07-01T12:00:00Z') });
});

it('times finer than a microsecond are cut towards the past, and counted with those that fall together', async () => {
  const file = await parquetOf(
    'SELECT make_timestamp_ns(-1704844800000000001 + 50 * i) AS t, i::DOUBLE AS v FROM range(250) t(i)',
  );
  const found = await inspectOne(file);
  const loaded = await loadOne(file, sourceOf(found));
  expect(loaded.rows[0]?.us).toBe(-1704844800000001);
  const distinct = new Set(loaded.rows.map((row) => row.us)).size;
  expect(distinct).toBe(14);
  const finer = { rows: 250, merged: 250 - distinct };
  expect(found.outcome?.finer).toEqual(finer);
  expect(loaded.files[0]?.notes?.finer).toEqual(finer);
});

it('nanoseconds that are whole microseconds are no finer times, and those of two series do not fall together', async () => {
  const whole = await parquetOf(
    'SELECT make_timestamp_ns(1704844800000000000 + 1000 * i) AS t, i::DOUBLE AS v FROM range(9) t(i)',
  );
  expect((await loadProposed(whole)).files[0]?.notes?.finer).toBeUndefined();
  const keyed = await parquetOf(
    "SELECT make_timestamp_ns(1704844800000000000 + 1000 * (i // 2) + 100 * (i % 2)) AS t, CASE WHEN i % 2 = 0 THEN 'a' ELSE 'b' END AS k, i::DOUBLE AS v FROM range(20) t(i)",
  );
  const source = {
    file: 'p.parquet',
    time: { column: 't', format: 'timestamp', zone: 'UTC' },
    values: ['v'],
    series: 'k',
  };
  expect((await loadOne(keyed, source)).files[0]?.notes?.finer).toEqual({ rows: 10, merged: 0 });
});

it('integers of nanoseconds have the same count', async () => {
  const file = await parquetOf(
    'SELECT 1704844800000000000 + 250 * i AS time_ns, i::DOUBLE AS v FROM range(8) t(i)',
  );
  const loaded = await loadProposed(file);
  expect(loaded.rows.map((row) => row.us - us('2024-01-10T00:00:00Z'))).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
  expect(loaded.files[0]?.notes?.finer).toEqual({ rows: 6, merged: 6 });
});

it('a date beside a time of day, an hour, or year and month are one time', async () => {
  const clock = await parquetOf(
    "SELECT DATE '2024-01-10' + (i // 24)::INT AS day, make_time((i % 24)::INT, 30, 0) AS clock, i::DOUBLE AS v FROM range(72) t(i)",
  );
  const first = await inspectOne(clock);
  expect(sourceOf(first)).toMatchObject({ time: { column: ['day', 'clock'] }, values: ['v'] });
  const loaded = await loadOne(clock, sourceOf(first));
  expect(loaded.rows).toHaveLength(72);
  expect([loaded.rows[0]?.us, loaded.rows[71]?.us]).toEqual([
    us('2024-01-10T00:30:00Z'),
    us('2024-01-12T23:30:00Z'),
  ]);
  const hours = await parquetOf(
    "SELECT TIMESTAMP '2024-01-10' + INTERVAL 1 DAY * (i // 24) AS date, (i % 24)::TINYINT AS hour, i::DOUBLE AS v FROM range(72) t(i)",
  );
  const hourly = await loadProposed(hours);
  expect([hourly.rows[1]?.us, hourly.rows[71]?.us]).toEqual([
    us('2024-01-10T01:00:00Z'),
    us('2024-01-12T23:00:00Z'),
  ]);
  expect(new Set(hourly.rows.map(({ name }) => name))).toEqual(new Set(['p.parquet']));
  const parts = await parquetOf(
    'SELECT 2024 AS year, 1 + i // 24 AS month, 3 AS day, i % 24 AS hour, i::DOUBLE AS v FROM range(48) t(i)',
  );
  const calendar = await loadProposed(parts);
  expect([calendar.rows[0]?.us, calendar.rows[47]?.us]).toEqual([
    us('2024-01-03T00:00:00Z'),
    us('2024-02-03T23:00:00Z'),
  ]);
});

it('a column of days is a time, and a finer epoch beside it is taken before it', async () => {
  const days = await parquetOf("SELECT DATE '2024-01-10' + i::INT AS day, i::DOUBLE AS v FROM range(9) t(i)");
  const found = await inspectOne(days);
  expect(sourceOf(found).time).toEqual({ column: 'day', format: 'timestamp', zone: 'UTC' });
  expect((await loadOne(days, sourceOf(found))).rows[8]?.us).toBe(us('2024-01-18T00:00:00Z'));
  const finer = await parquetOf(
    "SELECT DATE '2024-01-10' AS day, 1704844800 + i AS epoch, i::DOUBLE AS v FROM range(9) t(i)",
  );
  expect(sourceOf(await inspectOne(finer)).time).toMatchObject({ column: 'epoch', format: 'epoch-s' });
});

it('a later row that contradicts a guessed order of day and month stops the reading', async () => {
  const file = await parquetOf(
    "SELECT CASE WHEN i = 30000 THEN '25/01/2024 00:00' ELSE strftime(TIMESTAMP '2024-01-01' + INTERVAL 1 MINUTE * (i % 10000), '%m/%d/%Y %H:%M') END AS t, i::DOUBLE AS v FROM range(60000) t(i)",
  );
  const source = {
    file: 'p.parquet',
    time: { column: 't', format: 'month-first', zone: 'UTC' },
    values: ['v'],
  };
  const loaded = await loadOne(file, source, true);
  expect(loaded.files[0]?.error?.code).toBe('layout-contradicted');
  expect(loaded.rows).toEqual([]);
});

it('rows without a time are numbered through all row groups, once start and step are given', async () => {
  const file = await parquetOf(
    'SELECT sin(i) AS v FROM range(50000) t(i)',
    'p.parquet',
    'ROW_GROUP_SIZE 4096',
  );
  const found = await inspectOne(file);
  expect(found.questions.map(({ field }) => field)).toEqual(['start', 'step']);
  const source = sourceOf(found);
  expect(source.time).toMatchObject({
    column: [],
    format: 'index',
    start: '2000-01-01T00:00:00Z',
    step: '1s',
  });
  const { rows } = await loadOne(file, source);
  expect(rows).toHaveLength(50000);
  expect(rows.every((row, i) => row.us === us('2000-01-01T00:00:00Z') + i * 1e6)).toBe(true);
});
