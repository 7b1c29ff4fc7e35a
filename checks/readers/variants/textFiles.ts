/** Text files of every layout that a recipe can describe, with their sources. */
import { gzipSync } from 'node:zlib';
import type { CsvFormat, FileSource } from '../../../src/core/recipe/types';

export interface DescribedFile {
  content: Uint8Array<ArrayBuffer>;
  source: FileSource;
}

const plain: CsvFormat = { delimiter: ',', decimal: '.', header: true, encoding: 'utf-8' };
const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => `${line(i)}\n`).join('');

/** Minutes after midnight of 2024-03-09, as a local time. */
const minute = (i: number): string => new Date(Date.UTC(2024, 2, 9) + i * 60_000).toISOString().slice(0, 16);
const clock = (i: number): string => minute(i).replace('T', ' ');

function utf16(text: string, bigEndian: boolean): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(2 * text.length + 2);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xfeff, !bigEndian);
  for (let i = 0; i < text.length; i++) view.setUint16(2 + 2 * i, text.charCodeAt(i), !bigEndian);
  return bytes;
}

function file(
  name: string,
  content: string | Uint8Array<ArrayBuffer>,
  source: Omit<Partial<FileSource>, 'csv'> & { csv?: Partial<CsvFormat> },
): [string, DescribedFile] {
  const { csv, ...more } = source;
  return [
    name,
    {
      content: typeof content === 'string' ? utf8(content) : content,
      source: {
        file: name,
        time: { column: 'timestamp', format: 'iso', zone: 'UTC' },
        values: ['value'],
        ...more,
        csv: { ...plain, ...csv },
      },
    },
  ];
}

/** Letters of two units in UTF-16, and ones whose bytes are line ends in another alphabet. */
const places = ['Ж ਊ', '😀, "north"', 'ਊਊ\u010a'];
const keyed = (i: number): string => `"${(places[i % 3] ?? '').replaceAll('"', '""')}"`;

export const textFiles = new Map<string, DescribedFile>([
  file(
    'wide/le.csv',
    utf16(
      `timestamp,place,value\r\n${lines(300, (i) => `${clock(i)},${keyed(i)},${(i * 37) % 101}`)}`,
      false,
    ),
    { csv: { encoding: 'utf-16le' }, series: 'place' },
  ),
  file(
    'wide/be.csv',
    utf16(`timestamp;place;value\n${lines(300, (i) => `${clock(i)};${keyed(i)};${i / 8}`)}`, true),
    { csv: { encoding: 'utf-16be', delimiter: ';' }, series: 'place' },
  ),
  file(
    'old.txt',
    Uint8Array.from(
      `Messwert Straße\r\n# gemessen in Köln\r\nZeit\tWert °C\tOrt\r\neins\tzwei\tdrei\r\n${lines(120, (i) => `0${1 + (i % 9)}.03.2024 1${i % 10}:0${i % 7}:05,25\t1'2${i % 10}${i % 10}5,${i} °C\tStraße ${i % 2}\r`)}`,
      (letter) => letter.charCodeAt(0),
    ),
    {
      csv: {
        encoding: 'windows-1252',
        delimiter: '\t',
        decimal: ',',
        thousands: "'",
        skip: 1,
        comment: '#',
        afterHeader: 1,
      },
      time: { column: 'Zeit', format: 'dd.MM.yyyy HH:mm:ss', zone: 'UTC' },
      values: ['Wert °C'],
      units: { 'Wert °C': '°C' },
      series: 'Ort',
    },
  ),
  file(
    'notes.csv',
    `timestamp,note,value\n${lines(200, (i) =>
      i % 40 === 7
        ? `${clock(i)},"two\nlines, ""quoted""",${i}`
        : i % 40 === 13
          ? `${clock(i)},"never closed,${i}`
          : i % 40 === 21
            ? `${clock(i)},"three\n${clock(i + 1)},is a row,4\n${clock(i + 2)},b",${i}`
            : i % 40 === 30
              ? `${clock(i)},"closed" and more,${i}`
              : i % 40 === 35
                ? `${clock(i)},a,b,c,${i}`
                : `${clock(i)},plain,${i}`,
    )}`,
    {},
  ),
  file(
    'packed.data',
    new Uint8Array(gzipSync(`timestamp,value\n${lines(500, (i) => `${clock(i)},${(i * i) % 977}`)}`)),
    {},
  ),
  file(
    'states.csv',
    `when,host,cpu,mem,state,kind\n${lines(
      400,
      (i) =>
        `${clock(i >> 1)},h${i % 2},${i % 50 === 3 ? 'n.a.' : i},${i % 77 === 5 ? 'broken' : -i},${[3, 4, 5, 20].includes(i % 60) ? ['1', '1.0', 'TRUE', 'Odd'][(i >> 1) % 4] : ['0', 'ok ', ''][i % 3]},${i % 60 === 4 ? 'spike' : ''}`,
    )}`,
    {
      time: { column: 'when', format: 'iso', zone: 'America/New_York' },
      values: ['cpu', 'mem'],
      series: 'host',
      missing: ['-17', 'Off'],
      labels: { column: 'state', normal: ['0', 'OK'], type: 'kind' },
    },
  ),
  file(
    'parted.csv',
    `day,hour,a,b,value\n${lines(300, (i) => `${minute(i * 60).slice(0, 10)},${i % 24}:00,x${i % 2},y:${i % 3}\\,${i % 29 === 0 ? '' : i}`)}`,
    { time: { column: ['day', 'hour'], format: 'iso', zone: 'Europe/Berlin' }, series: ['a', 'b'] },
  ),
  file('numbered.csv', `value\n${lines(250, (i) => (i % 50 === 9 ? `${i},too many` : `${i * 3}`))}`, {
    time: {
      column: [],
      format: 'index',
      zone: 'UTC',
      start: '1969-12-31T22:00:00Z',
      step: '90s',
    },
    anomalies: [
      [10, 20],
      [100, 100],
    ],
  }),
  file(
    'spans.csv',
    `span,value\n${lines(
      200,
      (i) =>
        `${clock(i)}:00.5 ${['-', '–', 'to', '/'][i % 4]} ${clock(i + 1)}:00,${i % 31 === 0 ? 'inf' : `−${i}`}`,
    )}`,
    { time: { column: 'span', format: 'iso', zone: 'UTC', interval: true } },
  ),
  file(
    'blanks.txt',
    `a  b   value\n${lines(200, (i) => `${'  '.slice(i % 3)}1.${710_000_000 + i * 60}e9   'it''s'    ${i}${' '.repeat(i % 2)}`)}`,
    {
      csv: { delimiter: ' ', quote: "'" },
      time: { column: 'a', format: 'epoch-s', zone: 'UTC' },
    },
  ),
  file(
    'bare.csv',
    lines(200, (i) => `${45_000 + i / 1440};"${i}"`),
    {
      csv: { delimiter: ';', header: false, quote: '' },
      time: { column: 'column 1', format: 'excel', zone: 'UTC' },
      values: ['column 2'],
      missing: ['"7"'],
    },
  ),
  file(
    'offsets.csv',
    `timestamp,value\n${lines(200, (i) => `2024-10-27T0${i % 4}:${String(i % 60).padStart(2, '0')}:00${['Z', '+02:00', ' +0130', ''][i % 4]},${i}`)}`,
    { time: { column: 'timestamp', format: 'iso-offset', zone: 'Europe/Berlin' } },
  ),
]);
