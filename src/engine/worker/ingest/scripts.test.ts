/** What the scripts of the pipeline read of files, against what the lab reads. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { lookup } from '../../../core/list';
import { pipelineFacts } from '../../../core/pipeline';
import { emptyRecipe } from '../../../core/recipe';
import type { FileSource } from '../../../core/recipe/types';
import { RowStore } from '../series/rowStore';
import { storedRows } from '../series/stored.node';
import { folderOf, python, runPython, runSql, type ScriptRow } from '../steps/scripts.node';
import { Undo } from '../transaction';
import { nodeEnvironment } from './environment.node';
import { inspectFiles } from './inspectFiles';
import { loadFiles } from './load';

type Content = string | Uint8Array<ArrayBuffer>;

const context = (store: RowStore) => ({
  store,
  environment: nodeEnvironment,
  existing: [],
  undo: new Undo(),
  signal: new AbortController().signal,
  progress: () => undefined,
});

/** The source that is proposed for a file, with what is given of it. */
async function proposed(
  name: string,
  content: Content,
  given: Partial<FileSource> = {},
): Promise<FileSource> {
  const file = new File([content], name);
  const [found] = await inspectFiles([{ name, file }], context(new RowStore()));
  if (!found?.source || !('time' in found.source)) throw new Error(`${name}: ${found?.error?.message}`);
  const { source } = found;
  return { ...source, ...given, time: { ...source.time, ...given.time } };
}

interface ReadRow {
  series: string;
  t: number;
  value: number | null;
}

/** What the lab reads, and what the scripts are told of it. */
async function byLab(name: string, content: Content, source: FileSource) {
  const store = new RowStore();
  const outcome = await loadFiles(
    { files: [{ name, file: new File([content], name), source }] },
    context(store),
  );
  const error = outcome.files[0]?.error;
  if (error) throw new Error(error.message);
  const recipe = { ...emptyRecipe(), sources: [source] };
  const series = outcome.series.map((one) => ({ ...one, source: 'file' as const, file: name }));
  const facts = pipelineFacts({ recipe, series, labels: [], last: 'clean' });
  const nameOf = new Map(outcome.series.map((one) => [one.sid, one.name]));
  const rows = storedRows(store).map(({ sid, us, value }): ReadRow => ({
    series: lookup(nameOf, sid),
    t: us,
    value,
  }));
  return { facts, rows };
}

const ordered = (rows: readonly ReadRow[]): ReadRow[] =>
  rows.toSorted((a, b) => (a.series < b.series ? -1 : a.series > b.series ? 1 : a.t - b.t));

const scripts = python === undefined ? [runSql] : [runSql, runPython];

/** The rows of a file as the lab reads them, and as each script does. */
async function readings(name: string, content: Content, given: Partial<FileSource> = {}) {
  const source = await proposed(name, content, given);
  const { facts, rows } = await byLab(name, content, source);
  const folder = await folderOf([[lookup(facts.paths, name), content]]);
  const found: ReadRow[][] = [];
  try {
    for (const run of scripts) {
      const read = (await run(facts, folder.path)).get('clean') ?? [];
      found.push(ordered(read.map(({ series, t, value }: ScriptRow) => ({ series, t, value }))));
      await rm(`${folder.path}/pipeline_output`, { recursive: true });
    }
  } finally {
    await folder.gone();
  }
  const lab = ordered(rows);
  return { found, expected: scripts.map(() => lab), rows: rows.length };
}

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

  it('a key column, whose text becomes part of the name', async () => {
    const content = table('time,host,value', (i) => `2024-01-01 ${clock(i)},h:${i % 3},${i}`);
    const one = await readings('a.csv', content, { series: 'host', values: ['value'] });
    expect(one.found).toEqual(one.expected);
    const more = table('time,host,disk,value', (i) => `2024-01-01 ${clock(i)},h:${i % 3},d\\${i % 2},${i}`);
    const two = await readings('b.csv', more, { series: ['host', 'disk'], values: ['value'] });
    expect(two.found).toEqual(two.expected);
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
