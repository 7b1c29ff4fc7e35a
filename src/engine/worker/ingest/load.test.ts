import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { at } from '../../../core/list';
import { MAX_REJECTS } from '../../../core/ingest/parse/types';
import type { FileSource } from '../../../core/recipe/types';
import type { Inspection } from '../../../core/ingest/types';
import type { LoadRequest } from '../../protocol';
import { RowStore } from '../series/rowStore';
import { numbersOf, storedRows } from '../series/stored.node';
import { Undo } from '../transaction';
import { nodeEnvironment } from './environment.node';
import { inspectFiles } from './inspectFiles';
import { loadFiles, type IngestContext, type LoadOutcome } from './load';

let store: RowStore;
beforeEach(() => (store = new RowStore()));

const context = (more: Partial<IngestContext> = {}): IngestContext => ({
  store,
  environment: nodeEnvironment,
  existing: [],
  undo: new Undo(),
  signal: new AbortController().signal,
  progress: () => undefined,
  ...more,
});
const file = (content: string | Uint8Array<ArrayBuffer>, name = 'f.csv'): File =>
  new File([content], name, { lastModified: 1 });
const inspect = async (content: string | Uint8Array<ArrayBuffer>, name = 'f.csv'): Promise<Inspection> =>
  (await inspectFiles([{ name, file: file(content, name) }], context()))[0]!;
const load = (
  content: string | Uint8Array<ArrayBuffer>,
  source: FileSource,
  more: Partial<IngestContext> = {},
): Promise<LoadOutcome> =>
  loadFiles({ files: [{ name: source.file, file: file(content, source.file), source }] }, context(more));
/** A gzip file of `times` equal blocks behind a head, made without holding it unpacked. */
async function gzipBomb(head: string, block: string, times: number): Promise<File> {
  const packer = createGzip({ level: 9 });
  const parts: Uint8Array<ArrayBuffer>[] = [];
  packer.on('data', (part: Buffer) => parts.push(new Uint8Array(part)));
  const source = function* (): Generator<string, void> {
    yield head;
    for (let i = 0; i < times; i++) yield block;
  };
  await pipeline(Readable.from(source()), packer);
  return new File(parts, 'bomb.csv.gz', { lastModified: 1 });
}
const nab = (name = 'f.csv'): FileSource => ({
  file: name,
  csv: { delimiter: ',', decimal: '.', header: true, encoding: 'utf-8' },
  time: { column: 'timestamp', format: 'iso', zone: 'UTC' },
  values: ['value'],
});
const stored = () => storedRows(store);
const lines = (n: number): string =>
  'timestamp,value\n' +
  Array.from(
    { length: n },
    (_, i) =>
      `2024-01-01 00:${String(Math.floor(i / 60) % 60).padStart(2, '0')}:${String(i % 60).padStart(2, '0')},${i}.5\n`,
  ).join('');

describe('a load', () => {
  it('puts rows in file order, missing values as NaN, and says what was refused', async () => {
    const outcome = await load(
      'timestamp,value\n2024-01-01 00:00:01,1.5\n2024-01-01 00:00:00,\nbad,2\n2024-01-01 00:00:02,NaN\n',
      nab(),
    );
    expect(stored()).toEqual([
      { sid: 0, row: 0, us: 1704067201000000, value: 1.5 },
      { sid: 0, row: 1, us: 1704067200000000, value: null },
      { sid: 0, row: 2, us: 1704067202000000, value: null },
    ]);
    expect(outcome.files[0]).toMatchObject({
      series: ['f.csv'],
      rows: 3,
      rejected: 1,
      source: { bytes: 91 },
    });
    expect(outcome.files[0]?.source?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(outcome.series).toEqual([
      {
        sid: 0,
        name: 'f.csv',
        file: 'f.csv',
        zone: 'UTC',
        rows: 3,
        first: 1704067200000000,
        last: 1704067202000000,
        sparkline: expect.arrayContaining([1.5]) as unknown,
      },
    ]);
    expect(outcome.rejects).toMatchObject([{ file: 'f.csv', line: 4, column: 'timestamp', text: 'bad,2' }]);
  });

  it('of gzip, UTF-16 and windows-1252 gives the same rows as of UTF-8', async () => {
    const text = 'timestamp,température\n2024-01-01 00:00:00,1.5\n';
    const utf16 = new Uint8Array(Buffer.from('\uFEFF' + text, 'utf16le'));
    for (const bytes of [
      new Uint8Array(gzipSync(text)),
      utf16,
      new Uint8Array(Buffer.from(text, 'latin1')),
      text,
    ]) {
      store = new RowStore();
      const found = await inspect(bytes);
      expect(found.source).toMatchObject({ values: ['température'] });
      const outcome = await load(bytes, found.source as FileSource);
      expect(outcome.files[0]?.error).toBeUndefined();
      expect(stored()).toEqual([{ sid: 0, row: 0, us: 1704067200000000, value: 1.5 }]);
    }
  });

  it('keeps the rows of each series together, by key and by column', async () => {
    const source: FileSource = { ...nab(), values: ['a', 'b'], series: 's' };
    const outcome = await load(
      'timestamp,s,a,b\n2024-01-01 00:00:00,x,1,2\n2024-01-01 00:00:00,y,3,4\n2024-01-01 00:00:01,x,5,\n',
      source,
    );
    expect(outcome.series.map(({ name, rows }) => [name, rows])).toEqual([
      ['f.csv:x:a', 2],
      ['f.csv:x:b', 2],
      ['f.csv:y:a', 1],
      ['f.csv:y:b', 1],
    ]);
    expect(stored().map(({ sid, row, value }) => [sid, row, value])).toEqual([
      [0, 0, 1],
      [0, 1, 5],
      [1, 0, 2],
      [1, 1, null],
      [2, 0, 3],
      [3, 0, 4],
    ]);
  });

  it('of 1,000 columns stores their times once', async () => {
    const names = Array.from({ length: 1000 }, (_, i) => `c${i}`);
    const row = (r: number): string =>
      `2024-01-01 00:00:0${r},${names.map((_, i) => (i % 7 === r ? '' : i * 10 + r)).join(',')}\n`;
    const text = `timestamp,${names.join(',')}\n${[0, 1, 2, 3].map(row).join('')}`;
    const outcome = await load(text, { ...nab(), values: names });
    expect(new Set(store.sids().map((sid) => store.need(sid).times)).size).toBe(1);
    expect(outcome.series.map(({ name, rows }) => [name, rows])).toEqual(
      names.map((name) => [`f.csv:${name}`, 4]),
    );
    expect(outcome.series[7]).toMatchObject({ sid: 7, first: 1704067200000000, last: 1704067203000000 });
    const wanted = names.flatMap((_, sid) =>
      [0, 1, 2, 3].map((r) => ({
        sid,
        row: r,
        us: 1704067200000000 + r * 1e6,
        value: sid % 7 === r ? null : sid * 10 + r,
      })),
    );
    expect(stored()).toEqual(wanted);
  });

  it('of a file in many chunks counts every line', async () => {
    const outcome = await load(lines(700_000), nab());
    expect(outcome.files[0]).toMatchObject({ rows: 700_000, rejected: 0 });
    const { values } = numbersOf(store.need(0));
    expect(values).toHaveLength(700_000);
    expect(values.every((value, row) => value === row + 0.5)).toBe(true);
  });

  it('never moves a value to another column: a cell too many is a reject, a trailing delimiter everywhere is none', async () => {
    const columns = { ...nab(), values: ['a', 'b'] };
    const shifted = await load(
      'timestamp,a,b\n2024-01-01 00:00:00,1,2\n,2024-01-01 00:00:01,1,2,\n2024-01-01 00:00:02,,1,\n',
      columns,
    );
    expect(shifted.files[0]).toMatchObject({ rows: 2, rejected: 2 });
    expect(shifted.rejects.map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'expected 3 cells, found 5'],
      [4, 'expected 3 cells, found 4'],
    ]);
    expect(shifted.files[0]?.reasons).toEqual([
      { reason: 'expected 3 cells, found 4', count: 1 },
      { reason: 'expected 3 cells, found 5', count: 1 },
    ]);
    const ended = 'timestamp,value,\n2024-01-01 00:00:00,1,\n2024-01-01 00:00:01,2,\n';
    expect((await load(ended, nab('g.csv'))).files[0]).toMatchObject({ rows: 2, rejected: 0 });
    const headerOnly = ended.replaceAll(',\n', '\n').replace('value', 'value,');
    expect((await load(headerOnly, nab('h.csv'))).files[0]).toMatchObject({ rows: 2, rejected: 0 });
  });

  it('counts every refused line by its reason, also those whose text is not kept', async () => {
    const times = (text: string, count: number): string => `${text}\n`.repeat(count);
    const bad = times('soon,1', MAX_REJECTS + 7) + times('2024-01-01 00:00:03,1,2', 3);
    const outcome = await load(`timestamp,value\n2024-01-01 00:00:00,1\n${bad}`, nab());
    expect(outcome.rejects).toHaveLength(MAX_REJECTS);
    const { rejected = 0, reasons = [] } = outcome.files[0] ?? {};
    expect(rejected).toBe(MAX_REJECTS + 10);
    expect(reasons.map(({ count }) => count)).toEqual([MAX_REJECTS + 7, 3]);
    expect(reasons[0]?.reason).toBe(outcome.rejects[0]?.reason);
    expect(reasons[1]?.reason).toBe('expected 2 cells, found 3');
  });

  it('tells of every row that a stray quote swallowed, and keeps the others', async () => {
    const row = (i: number, note = ''): string =>
      `2024-01-01 00:${String(Math.floor(i / 60)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')},${note},${i}\n`;
    const all = Array.from({ length: 500 }, (_, i) => row(i, i === 100 ? '"open' : i === 301 ? '"' : 'x'));
    const outcome = await load(`timestamp,note,value\n${all.join('')}`, nab());
    expect(outcome.files[0]).toMatchObject({ rows: 498, rejected: 2 });
    expect(outcome.rejects.map(({ line }) => line)).toEqual([102, 303]);
    expect(outcome.rejects[0]?.reason).toContain('the quoted cell takes 202 lines');
  });

  it('that fails leaves nothing, and the other files go on', async () => {
    const request: LoadRequest = {
      files: [
        { name: 'a.csv', file: file('timestamp,value\nx,y\n'), source: nab('a.csv') },
        { name: 'b.csv', file: file('timestamp,other\n2024-01-01 00:00:00,1\n'), source: nab('b.csv') },
        { name: 'c.csv', file: file(lines(2)), source: nab('c.csv') },
        { name: 'c.csv', file: file(lines(2)), source: nab('c.csv') },
      ],
    };
    const outcome = await loadFiles(request, context());
    expect(outcome.files.map(({ error }) => error?.code)).toEqual([
      'file-all-rejected',
      'column-unknown',
      undefined,
      'series-twice',
    ]);
    expect(outcome.files[0]?.error?.message).toContain('line 2, timestamp: "x" is not a time');
    expect(stored()).toHaveLength(2);
    expect(outcome.series.map(({ sid, name }) => [sid, name])).toEqual([[store.sids()[0], 'c.csv']]);
  });

  it('that is cancelled leaves nothing', async () => {
    const controller = new AbortController();
    const progress = (): void => controller.abort();
    await expect(load(lines(700_000), nab(), { signal: controller.signal, progress })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(stored()).toEqual([]);
  });

  it('of a file that is gone or changed says so', async () => {
    for (const [name, code] of [
      ['NotFoundError', 'file-gone'],
      ['NotReadableError', 'file-changed'],
    ]) {
      const lost = file(lines(2));
      lost.slice = () => {
        throw new DOMException('no', name);
      };
      const outcome = await loadFiles({ files: [{ name: 'f.csv', file: lost, source: nab() }] }, context());
      expect(outcome.files[0]?.error?.code).toBe(code);
    }
    const broken = await load(new Uint8Array(gzipSync(lines(5000))).slice(0, 2000), nab('f.csv.gz'));
    expect(broken.files[0]?.error?.code).toBe('file-unsupported');
    expect(stored()).toEqual([]);
  });

  it.each<[string, string]>([
    ['zeros', '\0'.repeat(1 << 20)],
    ['blank lines', '\n'.repeat(1 << 20)],
    ['equal lines', '2024-01-01 00:00:00,1\n'.repeat(50_000)],
  ])('of a bomb of %s ends with the limit named, and the next file loads', async (_, block) => {
    const bomb = await gzipBomb('timestamp,value\n2024-01-01 00:00:00,1\n', block, 70);
    const outcome = await loadFiles(
      {
        files: [
          { name: 'bomb.csv.gz', file: bomb, source: nab('bomb.csv.gz') },
          { name: 'a.csv', file: file(lines(2)), source: nab('a.csv') },
        ],
      },
      context(),
    );
    // A line of zeros alone is longer than a line may be, before the file is too large.
    expect(outcome.files.map(({ error }) => error?.code)).toEqual([
      block.startsWith('\0') ? 'file-too-wide' : 'file-too-large',
      undefined,
    ]);
    expect(outcome.files[0]?.error?.message).toMatch(/32 MB|200 times its size/);
    expect(stored()).toHaveLength(2);
  });

  it('of a file with too many columns, or a name that is too long, says so', async () => {
    const wide = `timestamp,${Array.from({ length: 10_001 }, (_, i) => i.toString(36)).join(',')}\n2024-01-01 00:00:00,1\n`;
    expect((await inspect(wide)).error).toMatchObject({ code: 'file-too-wide' });
    expect((await load(wide, nab())).files[0]?.error).toMatchObject({ code: 'file-too-wide' });
    const long = `timestamp,${'v'.repeat(1001)}\n2024-01-01 00:00:00,1\n`;
    expect((await inspect(long)).error?.message).toContain('more than 1,000 characters');
    const cut = `timestamp,${'v'.repeat(300_000)}\n2024-01-01 00:00:00,1\n`;
    expect((await inspect(cut)).error?.message).toContain('more than 1,000 characters');
    const key = `timestamp,s,value\n2024-01-01 00:00:00,${'k'.repeat(1001)},1\n2024-01-01 00:00:00,k,1\n`;
    expect((await load(key, { ...nab('k.csv'), series: 's' })).rejects[0]?.reason).toContain(
      'longer than 1,000',
    );
    const name = `${'n'.repeat(4090)}/f.csv`;
    expect(
      (await load('timestamp,a,b\n2024-01-01 00:00:00,1,2\n', { ...nab(name), values: ['a', 'b'] })).files[0]
        ?.error,
    ).toMatchObject({ code: 'file-too-wide' });
  });

  it('of gzip that is damaged anywhere has a code for it, whatever words the platform has', async () => {
    const packed = new Uint8Array(gzipSync(lines(500)));
    const codes = new Set<string | undefined>();
    for (let place = 10; place < packed.length; place += 7) {
      const damaged = packed.slice();
      damaged[place] = 255 - at(damaged, place);
      const outcome = await load(damaged, nab(`${place}.csv.gz`));
      codes.add(outcome.files[0]?.error?.code);
    }
    expect([...codes]).toEqual(['file-unsupported']);
  });

  it('of a label file nested 10,000 deep ends with a code', async () => {
    const deep = `{"a": ${'['.repeat(10_000)}${']'.repeat(10_000)}}`;
    expect((await inspect(deep, 'l.json')).error).toMatchObject({ code: 'labels-shape' });
    const request = { files: [{ name: 'l.json', file: file(deep), source: { file: 'l.json' } }] };
    expect((await loadFiles(request, context())).files[0]?.error?.code).toBe('labels-shape');
  });

  it('of a label file gives its entries', async () => {
    const outcome = await loadFiles(
      {
        files: [
          { name: 'l.json', file: file('{"f.csv": ["2024-01-01 00:00:00"]}'), source: { file: 'l.json' } },
        ],
      },
      context(),
    );
    expect(outcome.labelFiles[0]).toMatchObject({
      file: 'l.json',
      entries: [{ key: 'f.csv', shape: 'point' }],
    });
  });
});

describe('a layout that a later line contradicts', () => {
  const dated = (name: string): FileSource => ({
    ...nab(name),
    time: { column: 'timestamp', format: 'month-first', zone: 'UTC' },
  });
  const text = 'timestamp,value\n01/02/2024,1\n02/02/2024,2\n25/02/2024,3\n';

  it('stops the reading where day and month were guessed, with nothing in place', async () => {
    const request = {
      files: [{ name: 'd.csv', file: file(text, 'd.csv'), source: dated('d.csv'), guessed: true }],
    };
    const { files } = await loadFiles(request, context());
    expect(files[0]?.error).toMatchObject({ code: 'layout-contradicted', file: 'd.csv' });
    expect(files[0]?.error?.message).toContain('line 4');
    expect(stored()).toEqual([]);
  });

  it('is a refused line where a person chose it', async () => {
    const { files } = await load(text, dated('d.csv'));
    expect(files[0]).toMatchObject({ rows: 2, rejected: 1 });
  });

  it('refuses by name a file whose lines have another delimiter from some line on', async () => {
    const part = (sign: string): string =>
      Array.from(
        { length: 1500 },
        (_, i) => `2024-01-01 00:00:${String(i % 60).padStart(2, '0')}${sign}1\n`,
      ).join('');
    const { files } = await load(`timestamp,value\n${part(',')}${part(';').repeat(2)}`, nab('d.csv'));
    expect(files[0]?.error).toMatchObject({ code: 'file-unsupported', file: 'd.csv' });
    expect(files[0]?.error?.message).toContain('another delimiter');
    expect(stored()).toEqual([]);
  });
});

describe('rows that are only numbered', () => {
  it('have the labels that their source names by row', async () => {
    const source: FileSource = {
      ...nab('u.txt'),
      csv: { delimiter: ',', decimal: '.', header: false, encoding: 'utf-8' },
      time: { column: [], format: 'index', zone: 'UTC', start: '2024-01-01T00:00:00Z', step: '1min' },
      values: ['column 1'],
      anomalies: [[2, 3]],
    };
    const { labelFiles, files } = await load('1\n2\n3\n4\n5\n', source);
    const second = Date.UTC(2024, 0, 1, 0, 2) * 1000;
    expect(labelFiles[0]?.entries).toEqual([
      { key: 'u.txt', start: second, end: second + 60e6 + 1, type: 'anomaly', shape: 'window', ofRows: true },
    ]);
    expect(files[0]).toMatchObject({ labelled: 1 });
  });
});

describe('an inspection', () => {
  it.each([
    ['', 'file-empty'],
    ['\n \n', 'file-empty'],
    ['timestamp,value\n', 'file-header-only'],
    ['timestamp,value\r2024-01-01 00:00:00,1\r', 'file-unsupported'],
    ['time,value\nsoon,1\nlater,2\n', 'file-no-time'],
    ['timestamp,name\n2024-01-01 00:00:00,a\n', 'file-no-number'],
    ['a,b\n\u0000\u0001\u0002,1\n', 'file-binary'],
  ])('names what is wrong with %j', async (content, code) => {
    expect((await inspect(content)).error?.code).toBe(code);
  });

  it('confirms nothing about NAB, and a complete guess about any other', async () => {
    expect(await inspect(lines(3))).toMatchObject({
      kind: 'csv',
      questions: [],
      confirm: false,
      source: nab(),
      types: ['time', 'number'],
      outcome: { complete: true, rows: 3, rejected: 0 },
    });
    const german = await inspect(
      'Datum;Ort;Wert\n31.12.2023 10:00;A;1,5\n31.12.2023 10:00;B;2,5\n01.12.2023 10:00;B;1,25\n02.12.2023 10:00;B;3\n',
    );
    expect(german).toMatchObject({
      questions: [],
      confirm: true,
      source: {
        csv: { delimiter: ';', decimal: ',' },
        time: { column: 'Datum', format: 'day-first' },
        values: ['Wert'],
        series: 'Ort',
      },
    });
    const open = await inspect('date,x\n01/02/2023 10:00,1\n03/04/2023 10:00,2\n');
    expect(open.questions).toMatchObject([
      {
        field: 'format',
        options: [
          { value: 'month-first', reading: '2023-01-02T10:00:00Z to 2023-03-04T10:00:00Z' },
          { value: 'day-first', reading: '2023-02-01T10:00:00Z to 2023-04-03T10:00:00Z' },
        ],
      },
    ]);
    expect(await inspect('ts,x\n1700000000000,1\n1700000001000,2\n')).toMatchObject({
      source: { time: { format: 'epoch-ms' } },
    });
    expect(await inspect('2024-01-01T00:00:00Z,1\n2024-01-01T00:00:01Z,2\n')).toMatchObject({
      source: {
        csv: { header: false },
        time: { column: 'column 1', format: 'iso-offset' },
        values: ['column 2'],
      },
    });
    expect(
      (await inspect('timestamp,value\n2024-01-01 00:00:00,1,5\n2024-01-01 00:00:01,2,5\n')).questions,
    ).toMatchObject([{ field: 'decimal' }]);
  });

  it('of a long file sees its middle and its end', async () => {
    const line = (day: string, i: number): string =>
      `${day}.03.2024 ${String(Math.floor(i / 3600) % 24).padStart(2, '0')}:${String(Math.floor(i / 60) % 60).padStart(2, '0')}:${String(i % 60).padStart(2, '0')},${i}\n`;
    const early = Array.from({ length: 300_000 }, (_, i) => line('05', i % 86400)).join('');
    const found = await inspect(`time,v\n${early}${line('17', 0)}`);
    expect(found.outcome?.complete).toBe(false);
    expect(found).toMatchObject({ questions: [], source: { time: { format: 'day-first' } } });
  });
});

const corpus = fileURLToPath(new URL('../../../../../shared/nab/data', import.meta.url));
describe.skipIf(!existsSync(corpus))('the NAB corpus', () => {
  it('loads every line of every file without a question', async () => {
    const names = readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.csv'),
    );
    const contents = new Map(names.map((name) => [name, new Uint8Array(readFileSync(`${corpus}/${name}`))]));
    const files = names.map((name) => ({ name, file: file(contents.get(name)!, name) }));
    const found = await inspectFiles(files, context());
    expect(found.flatMap(({ questions }) => questions)).toEqual([]);
    const outcome = await loadFiles(
      { files: files.map((f, i) => ({ ...f, source: found[i]!.source! })) },
      context(),
    );
    for (const report of outcome.files) {
      const text = new TextDecoder().decode(contents.get(report.file));
      expect(report, report.file).toMatchObject({
        rejected: 0,
        rows: text.split('\n').filter((line) => line.trim() !== '').length - 1,
      });
    }
  });
});
