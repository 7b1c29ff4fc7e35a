import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { groupParts } from '../../../core/ingest/parts';
import { IntervalIndex } from '../../../core/label/flags';
import { at } from '../../../core/list';
import type { NamedFile } from '../../protocol';
import { writeFile } from '../dataset/parquet/parquetFile';
import type { FileRows } from '../dataset/parquet/fileRows';
import { inspectOne, loadOne, loadProposed, parquetOf, sourceOf } from './parquetTest.node';

/** The one data set that files make. */
function dataset(files: readonly NamedFile[]): NamedFile {
  const groups = groupParts(files);
  expect(groups).toHaveLength(1);
  const { name, parts } = at(groups, 0);
  return { name, file: at(parts, 0).file, parts };
}

const hour = (i: number): number => Date.UTC(2024, 0, 1, i) * 1000;

it('a Hive-partitioned folder is one data set: keys of paths are keys, parts of the calendar are not', async () => {
  const part = (sensor: string, month: number): Promise<NamedFile> =>
    parquetOf(
      `SELECT TIMESTAMP '2024-0${month}-01' + INTERVAL 1 HOUR * i AS t, ${month} + i / 10.0 AS v FROM range(4) t(i)`,
      `plant/sensor=${sensor}/month=${month}/part-0.parquet`,
    );
  const item = dataset([await part('a%20b', 2), await part('c', 1), await part('a%20b', 1)]);
  const found = await inspectOne(item);
  expect(found).toMatchObject({ name: 'plant', kind: 'parquet', questions: [] });
  expect(found.columns).toEqual(['t', 'v', 'sensor', 'month']);
  expect(sourceOf(found)).toEqual({
    file: 'plant',
    parts: [
      { file: 'plant/sensor=a%20b/month=1/part-0.parquet' },
      { file: 'plant/sensor=a%20b/month=2/part-0.parquet' },
      { file: 'plant/sensor=c/month=1/part-0.parquet' },
    ],
    time: { column: 't', format: 'timestamp', zone: 'UTC' },
    values: ['v'],
    series: 'sensor',
  });
  expect(found.outcome).toMatchObject({
    complete: true,
    rows: 12,
    seriesCount: 2,
    series: ['plant:a b', 'plant:c'],
  });
  const { rows, files } = await loadOne(item, sourceOf(found));
  expect(files[0]?.error).toBeUndefined();
  expect(rows.filter(({ name }) => name === 'plant:a b').map(({ value }) => value)).toEqual([
    1, 1.1, 1.2, 1.3, 2, 2.1, 2.2, 2.3,
  ]);
  expect(rows.filter(({ name }) => name === 'plant:c').map(({ us }) => us)).toEqual([0, 1, 2, 3].map(hour));
});

it('the source keeps the hash of each part, and one hash of their list as sha256sum writes it', async () => {
  const files = [1, 2].map((day) =>
    parquetOf(`SELECT TIMESTAMP '2024-01-0${day}' AS t, ${day}.5 AS v`, `d/day=${day}/data.parquet`),
  );
  const item = dataset(await Promise.all(files));
  const { files: reports } = await loadProposed(item);
  const lines = [];
  for (const { name, file } of item.parts ?? []) {
    const sha256 = createHash('sha256')
      .update(new Uint8Array(await file.arrayBuffer()))
      .digest('hex');
    lines.push({ file: name, sha256, bytes: file.size });
  }
  expect(reports[0]?.source).toMatchObject({
    file: 'd',
    parts: lines,
    bytes: lines.reduce((sum, { bytes }) => sum + bytes, 0),
    sha256: createHash('sha256')
      .update(lines.map(({ file, sha256 }) => `${sha256}  ${file}\n`).join(''))
      .digest('hex'),
  });
});

it('partition columns can be the time, and a column that a file has itself is not taken from its path', async () => {
  const part = (year: number): Promise<NamedFile> =>
    parquetOf(
      `SELECT i + 1 AS month, 9 AS year, i + ${year}.5 AS v FROM range(3) t(i)`,
      `d/yr=${year}/year=${year}/x.parquet`,
    );
  const item = dataset([await part(2023), await part(2024)]);
  const source = {
    ...sourceOf(await inspectOne(item)),
    time: { column: ['yr', 'month'], format: 'y M', zone: 'UTC' },
    values: ['v', 'year'],
  };
  const { series: _series, ...plain } = source;
  const { rows } = await loadOne(item, plain);
  expect(rows.slice(0, 6).map(({ us }) => new Date(us / 1000).toISOString().slice(0, 7))).toEqual([
    '2023-01',
    '2023-02',
    '2023-03',
    '2024-01',
    '2024-02',
    '2024-03',
  ]);
  expect(new Set(rows.filter(({ name }) => name === 'd:year').map(({ value }) => value))).toEqual(
    new Set([9]),
  );
});

it('a part that lacks a column is refused by its name, and nothing of the data set stays', async () => {
  const item = dataset([
    await parquetOf("SELECT TIMESTAMP '2024-01-01' AS t, 1.0 AS v", 'd/day=1/a.parquet'),
    await parquetOf("SELECT TIMESTAMP '2024-01-02' AS t, 1.0 AS w", 'd/day=2/a.parquet'),
  ]);
  const { files, rows } = await loadProposed(item);
  expect(files[0]?.error).toMatchObject({ code: 'column-unknown', file: 'd/day=2/a.parquet' });
  expect(files[0]?.error?.message).toContain('d/day=2/a.parquet has no column "v"');
  expect(rows).toEqual([]);
});

it('refused rows are named by their part and their place in it', async () => {
  const part = (day: number): Promise<NamedFile> =>
    parquetOf(
      `SELECT CASE WHEN i = 2 THEN NULL ELSE TIMESTAMP '2024-01-0${day}' + INTERVAL 1 HOUR * i END AS t, i AS v FROM range(4) t(i)`,
      `d/day=${day}/a.parquet`,
    );
  const { rejects } = await loadProposed(dataset([await part(1), await part(2)]));
  expect(rejects.map(({ file, line }) => [file, line])).toEqual([
    ['d/day=1/a.parquet', 3],
    ['d/day=2/a.parquet', 3],
  ]);
});

/** A part of a bundle's processed data, by the bundle's own writer: hourly rows of each series with one anomaly. */
function processed(path: string, from: number, names: readonly string[], labelled: boolean): NamedFile {
  const hours = 500;
  const times = names.flatMap(() => Array.from({ length: hours }, (_, i) => hour(from + i)));
  const rows: FileRows = {
    path,
    rows: times.length,
    runs: names.map((series) => ({
      series,
      rows: hours,
      intervals: new IntervalIndex(
        labelled ? [{ start: hour(from + 10), end: hour(from + 12) + 1, id: 'a1', type: 'spike' }] : [],
      ).touching(-Infinity, Infinity),
    })),
    times: Float64Array.from(times),
    values: Float64Array.from(times, (_, i) => i / 4),
    flags: new Uint8Array(times.length),
    observations: Int32Array.from(times, () => 12),
  };
  return { name: path, file: new File([writeFile(rows, 'snappy')], 'part-0.parquet', { lastModified: 1 }) };
}

it('the processed data of a bundle, dropped alone, comes back as its series with their labels', async () => {
  const names = ['a.csv', 'b.csv', 'dir/c.csv:x'];
  const item = dataset([
    processed('processed/year=2024/month=01/part-0.parquet', 0, names, false),
    processed('processed/year=2024/month=02/part-0.parquet', 744, names, true),
  ]);
  const found = await inspectOne(item);
  expect(sourceOf(found)).toMatchObject({
    file: 'processed',
    time: { column: 'timestamp', format: 'timestamp', zone: 'UTC' },
    series: 'series',
    values: ['value'],
    labels: { column: 'is_anomaly', normal: ['false'], type: 'anomaly_type' },
  });
  const loaded = await loadOne(item, sourceOf(found));
  expect(loaded.files[0]?.series).toEqual(['processed:a.csv', 'processed:b.csv', 'processed:dir/c.csv:x']);
  expect(loaded.files[0]?.rows).toBe(3000);
  expect(loaded.labelFiles[0]?.entries).toEqual(
    names.map((name) => ({
      key: `processed:${name}`,
      start: hour(754),
      end: hour(756) + 1,
      type: 'spike',
      shape: 'window',
      ofRows: true,
    })),
  );
});

it('a data set of which some files have times with a zone and others without is refused, in either order', async () => {
  const aware = "TIMESTAMPTZ '2024-01-01 00:00:00+00'";
  const naive = "TIMESTAMP '2024-01-02'";
  for (const [first, second] of [
    [aware, naive],
    [naive, aware],
  ]) {
    const item = dataset([
      await parquetOf(`SELECT ${first} AS t, 1.5 AS v`, 'd/day=1/data.parquet'),
      await parquetOf(`SELECT ${second} AS t, 2.5 AS v`, 'd/day=2/data.parquet'),
    ]);
    const { rows, files } = await loadProposed(item);
    expect(files[0]?.error).toMatchObject({ code: 'file-unsupported' });
    expect(files[0]?.error?.message).toContain('have a zone in some of its files');
    expect(rows).toEqual([]);
  }
});
