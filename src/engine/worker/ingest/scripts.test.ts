/** What the scripts of the pipeline read of files, against what the lab reads. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupParts } from '../../../core/ingest/parts';
import { at, lookup } from '../../../core/list';
import { pipelineFacts } from '../../../core/pipeline';
import { emptyRecipe } from '../../../core/recipe';
import type { FileSource } from '../../../core/recipe/types';
import type { NamedFile } from '../../protocol';
import { folderOf, python, runPython, runSql, type ScriptRow } from '../steps/scripts.node';
import { inspectOne, loadOne, parquetOf, sourceOf } from './parquetTest.node';

type Content = string | Uint8Array<ArrayBuffer>;

interface ReadRow {
  series: string;
  t: number;
  value: number | null;
}

const ordered = (rows: readonly ReadRow[]): ReadRow[] =>
  rows.toSorted((a, b) => (a.series < b.series ? -1 : a.series > b.series ? 1 : a.t - b.t));

const RUNS = Number(process.env['PIPELINE_RUNS'] ?? 60);
const scripts = python === undefined ? [runSql] : [runSql, runPython];

/** The rows of a file or data set as the lab reads them by the source that it proposes, with what is given of that; and as each script does. */
async function readingsOf(item: NamedFile, given: Partial<FileSource> = {}, by = scripts) {
  const proposed = sourceOf(await inspectOne(item));
  return readingsBy({ ...proposed, ...given, time: { ...proposed.time, ...given.time } }, item, by);
}

async function readingsBy(source: FileSource, item: NamedFile, by = scripts) {
  const loaded = await loadOne(item, source);
  const error = loaded.files[0]?.error;
  if (error) throw new Error(error.message);
  const series = loaded.series.map((one) => ({ ...one, source: 'file' as const, file: item.name }));
  const facts = pipelineFacts({
    recipe: { ...emptyRecipe(), sources: [source] },
    series,
    labels: [],
    last: 'clean',
  });
  const contents: [string, Uint8Array][] = [];
  for (const { name, file } of item.parts ?? [item])
    contents.push([lookup(facts.paths, name), new Uint8Array(await file.arrayBuffer())]);
  const folder = await folderOf(contents);
  const found: ReadRow[][] = [];
  try {
    for (const run of by) {
      const read = (await run(facts, folder.path)).get('clean') ?? [];
      found.push(ordered(read.map(({ series: name, t, value }: ScriptRow) => ({ series: name, t, value }))));
      await rm(`${folder.path}/pipeline_output`, { recursive: true });
    }
  } finally {
    await folder.gone();
  }
  const lab = ordered(loaded.rows.map(({ name, us, value }) => ({ series: name, t: us, value })));
  return { found, expected: by.map(() => lab), rows: lab.length };
}

const readings = (name: string, content: Content, given?: Partial<FileSource>, by?: typeof scripts) =>
  readingsOf({ name, file: new File([content], name) }, given, by);

const table = (header: string, row: (i: number) => string, rows = 30, end = '\n'): string =>
  [header, ...Array.from({ length: rows }, (_, i) => row(i))].join(end) + end;
const digits = (n: number): string => String(n).padStart(2, '0');
const clock = (i: number): string => `${digits(i % 24)}:${digits((i * 7) % 60)}:00`;

describe('the scripts read what the lab reads of', () => {
  it.each([
    [
      'line ends of Windows and blank lines',
      table(
        'timestamp,value',
        (i) => `2024-01-0${1 + (i % 9)} ${clock(i)},${i}.5${i === 4 ? '\r\n' : ''}`,
        30,
        '\r\n',
      ),
    ],
    [
      'quoted cells with delimiters and quotes',
      table('timestamp,name,value', (i) => `2024-01-01 ${clock(i)},"a ""b"", c",${i}`),
    ],
    [
      'several value columns and words for no value',
      table('time,a,b', (i) => `2024-01-01T${clock(i)},${i % 3 ? i : 'n/a'},${i % 4 ? -i / 7 : '#DIV/0!'}`),
    ],
    [
      'decimal commas and groups of thousands',
      table('Zeit;Wert', (i) => `31.12.2023 ${clock(i)};${i}.234.567,25`),
    ],
    [
      'a unit behind the numbers and a minus sign of text',
      table('time,load', (i) => `2024-02-03 ${clock(i)},\u2212${i}.5 %`),
    ],
    [
      'records that lack cells or have too many',
      table(
        'time,a,b',
        (i) => `2024-01-01 ${clock(i)},${i}${i % 5 === 0 ? '' : `,${i * 2}`}${i === 7 ? ',9' : ''}`,
      ),
    ],
    ['lines that end with a delimiter', table('time,a,', (i) => `2024-01-01 ${clock(i)},${i},`)],
    ['seconds since 1970 with fractions', table('ts,v', (i) => `${1700000000 + i * 60}.${i}5,${i}`)],
    ['milliseconds', table('ts,v', (i) => `${1700000000123 + i * 60000},${i}`)],
    ['offsets from UTC', table('ts,v', (i) => `2024-01-01T${clock(i)}+0${i % 3}:30,${i}`)],
    ['months by name', table('ts,v', (i) => `0${1 + (i % 9)}-Feb-2024 ${clock(i)},${i}`)],
    [
      'AM and PM',
      table('ts,v', (i) => `1/${13 + (i % 9)}/2024 ${1 + (i % 12)}:05 ${i % 2 ? 'PM' : 'AM'},${i}`),
    ],
    ['blanks as delimiters', table('date time v', (i) => `2024-01-0${1 + (i % 9)}   ${clock(i)}  ${i}`)],
    ['a byte order mark', `\ufeff${table('timestamp,value', (i) => `2024-01-01 ${clock(i)},${i}`)}`],
    [
      'a preamble of comments',
      `# made by a logger\n# unit: %\n${table('timestamp,value', (i) => `2024-01-01 ${clock(i)},${i}`)}`,
    ],
  ])('%s', async (name, content) => {
    const { found, expected, rows } = await readings(`${name}.csv`, content);
    expect(rows).toBeGreaterThan(0);
    expect(found).toEqual(expected);
  });

  it('a packed file', async () => {
    const content = new Uint8Array(gzipSync(table('timestamp,value', (i) => `2024-01-01 ${clock(i)},${i}`)));
    const { found, expected } = await readings('a.csv.gz', content);
    expect(found).toEqual(expected);
  });

  it('files whose names have characters that SQL, patterns and Python give a meaning', async () => {
    for (const name of [
      'a [1] b.csv',
      `it's "quoted" \\ $x {y}.csv`,
      'größe/№ 1 – 温度.csv',
      '100% of a%20b; --.csv',
      'line=3/k.csv',
    ]) {
      const content = table('timestamp,value', (i) => `2024-01-01 ${clock(i)},${i}`);
      const { found, expected } = await readings(name, content);
      expect(found, name).toEqual(expected);
      const parquet = await parquetOf(
        `SELECT TIMESTAMP '2024-01-01' + INTERVAL 1 MINUTE * i AS t, i AS v FROM range(20) r(i)`,
        name.replace('.csv', '.parquet'),
      );
      const read = await readingsOf(parquet);
      expect(read.found, name).toEqual(read.expected);
    }
  });

  it('a key column, whose text becomes part of the name', async () => {
    const content = table('time,host,value', (i) => `2024-01-01 ${clock(i)},h:${i % 3},${i}`);
    const one = await readings('a.csv', content, { series: 'host', values: ['value'] });
    expect(one.found).toEqual(one.expected);
    const more = table('time,host,disk,value', (i) => `2024-01-01 ${clock(i)},h:${i % 3},d\\${i % 2},${i}`);
    const two = await readings('b.csv', more, { series: ['host', 'disk'], values: ['value'] });
    expect(two.found).toEqual(two.expected);
  });

  it.each([
    [
      'moments and numbers of several types',
      `SELECT TIMESTAMPTZ '2024-01-01 00:00:00+00' + INTERVAL 1 MINUTE * i AS t, i::INTEGER AS a, (i / 7)::FLOAT AS b, (i * 1.01)::DECIMAL(9,2) AS c, i % 2 = 0 AS d FROM range(50) r(i)`,
    ],
    [
      'local times to the nanosecond, and text',
      `SELECT make_timestamp_ns(1700000000000000123 + i * 60000000007) AS t, CASE WHEN i % 5 = 0 THEN 'n/a' ELSE i || '.5' END AS v FROM range(50) r(i)`,
    ],
    [
      'days, keys of text, infinities and nothing',
      `SELECT DATE '2024-01-01' + i::INTEGER AS day, 'k' || i % 3 AS host, CASE WHEN i % 7 = 0 THEN 'inf'::DOUBLE WHEN i % 5 = 0 THEN NULL ELSE i * 0.1 END AS v FROM range(50) r(i)`,
    ],
    [
      'times as text and seconds beside them',
      `SELECT strftime(TIMESTAMP '2024-02-01' + INTERVAL 1 HOUR * i, '%Y-%m-%d %H:%M') AS t, i * 2 AS v FROM range(50) r(i)`,
    ],
  ])('Parquet: %s', async (name, query) => {
    const { found, expected, rows } = await readingsOf(await parquetOf(query, `${name}.parquet`));
    expect(rows).toBeGreaterThan(0);
    expect(found).toEqual(expected);
  });

  it('a folder of Parquet whose paths name columns', async () => {
    const part = (sensor: string, month: number): Promise<NamedFile> =>
      parquetOf(
        `SELECT TIMESTAMP '2024-0${month}-01' + INTERVAL 1 HOUR * i AS t, ${month} + i / 10.0 AS v FROM range(4) t(i)`,
        `plant/sensor=${sensor}/month=${month}/part-0.parquet`,
      );
    const parts = groupParts([await part('a%20b', 2), await part('c', 1), await part('a%20b', 1)]);
    const { name, parts: its } = at(parts, 0);
    const { found, expected, rows } = await readingsOf({ name, file: at(its, 0).file, parts: its });
    expect(rows).toBe(12);
    expect(found).toEqual(expected);
  });

  it('the cases of people that are at hand', async () => {
    const folder =
      process.env['LAB_CASES'] ?? fileURLToPath(new URL('../../../../../../shared/cases', import.meta.url));
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder).filter((one) => /\.(csv|txt)$/.test(one))) {
      const { found, expected } = await readings(name, new Uint8Array(readFileSync(`${folder}/${name}`)));
      expect(found, name).toEqual(expected);
    }
  }, 300_000);
});

describe('the scripts never read other rows in silence', () => {
  const anyCell = fc.constantFrom(
    '1',
    '-2.5',
    '+.5',
    '7.',
    '1e3',
    '1e999',
    'inf',
    'NaN',
    'n/a',
    '-',
    '',
    ' 3 ',
    '\u00a04\u00a0',
    '\u22125',
    '1_0',
    '"6"',
    '"a,b"',
    '"7""8"',
    '"9',
    'x"y',
    '"z"w',
    '#1',
    '1,234',
    '0x1F',
    '\t8',
    '1 000',
    '٣',
  );
  const anyTime = fc.constantFrom(
    '2024-01-01 00:00:00',
    '2024-1-2',
    '2024/03/04T5:06',
    '2024-01-01 24:00',
    '2024-02-30',
    '"2024-01-05 06:07:08,25"',

    '2024-01-01 00:00:60',
    '2024-01-01 00:00:00Z',
    'soon',
    '',
    '2024-01-06 01:02:03.1234567',
    ' 2024-01-07  08:09',
  );
  const anyLine = fc.oneof(
    { weight: 8, arbitrary: fc.tuple(anyTime, anyCell, anyCell).map((cells) => cells.join(',')) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '',
        '   ',
        ',',
        ',,',
        ',,,,',
        '2024-01-08',
        '2024-01-08 00:00:00,1',
        'a,b,c,d',
      ),
    },
  );
  const source: FileSource = {
    file: 'a.csv',
    csv: { delimiter: ',', decimal: '.', header: true, encoding: 'utf-8' },
    time: { column: 'timestamp', format: 'iso', zone: 'UTC' },
    values: ['value'],
  };

  it('whatever lines a file has', async () => {
    let read = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(anyLine, { maxLength: 12 }), fc.boolean(), async (lines, quoteless) => {
        const text = `timestamp,value,note\n2024-06-01,1,ok\n${lines.join('\n')}\n`;
        const item = { name: 'a.csv', file: new File([text], 'a.csv') };
        const csv = { ...source.csv, ...(quoteless ? { quote: '' as const } : {}) } as FileSource['csv'] &
          object;
        const told = await readingsBy({ ...source, csv }, item).catch((error: unknown) => String(error));
        if (typeof told === 'string') {
          // The script has said that it reads otherwise.
          expect(told).toMatch(
            /quoted cell that this script cannot read|Expected the rows that the lab read/,
          );
          return;
        }
        read++;
        expect(told.found).toEqual(told.expected);
      }),
      { numRuns: RUNS },
    );
    expect(read).toBeGreaterThan(RUNS / 4);
  }, 120_000);
});

describe('what a script cannot read the same way', () => {
  const utf16be = (text: string): Uint8Array<ArrayBuffer> =>
    new Uint8Array(
      Array.from(`\ufeff${text}`, (char) => [char.charCodeAt(0) >> 8, char.charCodeAt(0) & 255]).flat(),
    );

  it('is named at the top of the SQL, which ends there: text in UTF-16, big-endian', async () => {
    const content = utf16be(table('timestamp,value', (i) => `2024-01-01 ${clock(i)},${i}`));
    await expect(readings('a.csv', content)).rejects.toThrow(
      'This script cannot give the rows of the lab: a.csv is in utf-16be, which DuckDB does not read',
    );
  });

  it('ends the SQL where it stands: a quoted cell over several lines', async () => {
    const content = table('timestamp,note,value', (i) => `2024-01-01 ${clock(i)},"a\nb ${i}",${i}`);
    await expect(readings('a.csv', content)).rejects.toThrow(
      'has a quoted cell that this script cannot read',
    );
  });

  it.skipIf(python === undefined)('is read by the Python', async () => {
    for (const content of [
      utf16be(table('timestamp,value', (i) => `2024-01-01 ${clock(i)},${i}`)),
      table('timestamp,note,value', (i) => `2024-01-01 ${clock(i)},"a\nb ${i}",${i}`),
      table('timestamp,note,value', (i) => `2024-01-01 ${clock(i)},${i === 7 ? '"' : ''}a ${i},${i}`),
    ]) {
      const { found, expected } = await readings('a.csv', content, {}, [runPython]);
      expect(found).toEqual(expected);
    }
  });
});
