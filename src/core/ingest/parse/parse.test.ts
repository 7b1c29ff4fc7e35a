import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { append } from '../../list';
import type { FileSource } from '../../recipe/types';
import { RecordSplitter } from '../split';
import { createChunkParser } from './chunk';
import type { ParsedChunk } from './types';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const source = (format: string = 'iso', more: Partial<FileSource> = {}): FileSource => ({
  file: 'f.csv',
  csv: { delimiter: ',', decimal: '.', header: true, encoding: 'utf-8' },
  time: { column: 't', format, zone: 'UTC' },
  values: ['v'],
  ...more,
});
const parse = (text: string, from = source(), columns = ['t', 'v'], header = false): ParsedChunk =>
  createChunkParser(from, columns).parse(encode(text), header);
const times = (chunk: ParsedChunk): number[] => Array.from(chunk.times.subarray(0, chunk.rows), Number);
const values = (chunk: ParsedChunk, column = 0): number[] => [
  ...(chunk.values[column] ?? new Float64Array(0)).subarray(0, chunk.rows),
];
const oneTime = (text: string, format: string): number | string => {
  const chunk = parse(`"${text}",1\n`, source(format));
  return chunk.rows === 1 ? times(chunk)[0]! : (chunk.rejects[0]?.reason ?? '');
};

describe('numbers', () => {
  it('are read to the bit that was written', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 50 }),
        (numbers) => {
          const text = numbers
            .map((x) => `2024-01-01 00:00:00,${Object.is(x, -0) ? '-0' : String(x)}\n`)
            .join('');
          const read = values(parse(text));
          expect(read.length).toBe(numbers.length);
          numbers.forEach((x, i) => expect(Object.is(read[i], x), String(x)).toBe(true));
        },
      ),
    );
  });

  it('are the nearest double of any decimal text, on every path', () => {
    const digits = fc.stringMatching(/^[0-9]{1,20}$/);
    fc.assert(
      fc.property(digits, digits, fc.boolean(), (whole, fraction, crlf) => {
        const text = `${whole}.${fraction}`;
        expect(values(parse(`2024-01-01 00:00:00,${text}${crlf ? '\r' : ''}\n`))).toEqual([Number(text)]);
        expect(values(parse(`2024-01-01 00:00:00,${text}`))).toEqual([Number(text)]);
      }),
    );
  });

  it('may be missing: empty, NaN, NA and null are rows without a value', () => {
    const chunk = parse(
      ['', 'NaN', 'nan', 'NA', 'null', 'NULL', '""', ' '].map((v) => `2024-01-01 00:00:00,${v}\n`).join(''),
    );
    expect(chunk).toMatchObject({ rows: 8, missing: [8], rejected: 0 });
  });

  it('that cannot be read are missing in their column and counted with the reason; the row stays', () => {
    const chunk = parse(
      ['abc', 'inf', '-Infinity', '1e999', '"1,234"', '1 2', '0x10']
        .map((v) => `2024-01-01 00:00:00,${v}\n`)
        .join(''),
    );
    expect(chunk).toMatchObject({ rows: 7, rejected: 0, missing: [7], unreadable: [7] });
    expect(chunk.examples.map((r) => r.reason)).toEqual([
      '"abc" is not a number',
      '"inf" is not a finite number',
      '"-Infinity" is not a finite number',
      '1e999 is too large for a 64-bit number',
      '"1,234" is not a number',
      '"1 2" is not a number',
      '"0x10" is not a number',
    ]);
    expect(chunk.examples[3]).toMatchObject({ line: 3, column: 0 });
  });

  it.each([
    'None',
    '<NA>',
    '#NA',
    '-',
    '--',
    '?',
    '.',
    'NIL',
    '1.#QNAN',
    '#DIV/0!',
    '#VALUE!',
    'unavailable',
    'unknown',
  ])('%s is a word for no value, and counts as none that cannot be read', (word) => {
    expect(parse(`2024-01-01 00:00:00,${word}\n`)).toMatchObject({ rows: 1, missing: [1], unreadable: [0] });
  });

  it('take further words for no value from the source, whatever their case', () => {
    const chunk = parse('2024-01-01 00:00:00,Bad Input\n', source('iso', { missing: ['bad input'] }));
    expect(chunk).toMatchObject({ rows: 1, missing: [1], unreadable: [0] });
  });

  it('take a number as a further word for no value', () => {
    const text = '2024-01-01 00:00:00,-999\n2024-01-01 00:01:00,-99\n';
    expect(parse(text, source('iso', { missing: ['-999'] }))).toMatchObject({
      rows: 2,
      missing: [1],
      unreadable: [0],
    });
  });

  it('have thousands signs, a unit and the minus of typography where the source says so', () => {
    const csv = { delimiter: ';', decimal: '.', header: true, encoding: 'utf-8' } as const;
    const read = (text: string, more: object, units?: Record<string, string>): number | undefined =>
      values(
        parse(
          `2024-01-01 00:00:00;${text}\n`,
          source('iso', { csv: { ...csv, ...more }, ...(units ? { units } : {}) }),
        ),
      )[0];
    expect(read('1,209.5', { thousands: ',' })).toBe(1209.5);
    expect(read('1 200,5', { decimal: ',', thousands: ' ' })).toBe(1200.5);
    expect(read('1\u00a0200,5', { decimal: ',', thousands: ' ' })).toBe(1200.5);
    expect(read('1.299,99', { decimal: ',', thousands: '.' })).toBe(1299.99);
    expect(read("12'345'678.9", { thousands: "'" })).toBe(12345678.9);
    expect(read('\u221220.5', {})).toBe(-20.5);
    expect(read('79 %', {}, { v: '%' })).toBe(79);
    expect(read('1,20', { thousands: ',' })).toBeNaN();
  });

  it('take a decimal comma where the source says so', () => {
    const from = source('iso', { csv: { delimiter: ';', decimal: ',', header: true, encoding: 'utf-8' } });
    const chunk = parse('2024-01-01 00:00:00;-1,5\n2024-01-01 00:00:00;1.5\n2024-01-01 00:00:00;7\n', from);
    expect(values(chunk)).toEqual([-1.5, NaN, 7]);
    expect(chunk.examples[0]?.reason).toBe('"1.5" is not a number with a decimal comma');
  });
});

describe('times', () => {
  const moment = fc.date({ min: new Date('1700-01-01'), max: new Date('2250-01-01'), noInvalidDate: true });

  it('agree with Date for every moment and format', () => {
    fc.assert(
      fc.property(moment, (date) => {
        const iso = date.toISOString();
        const us = date.getTime() * 1000;
        const [, y, m, d, clock] = /^(\d+)-(\d+)-(\d+)T(.*)Z$/.exec(iso) ?? [];
        expect(oneTime(iso.slice(0, -1), 'iso')).toBe(us);
        expect(oneTime(iso, 'iso-offset')).toBe(us);
        expect(oneTime(`${d}/${m}/${y} ${clock}`, 'day-first')).toBe(us);
        expect(oneTime(`${m}-${d}-${y} ${clock}`, 'month-first')).toBe(us);
        expect(oneTime(String(date.getTime()), 'epoch-ms')).toBe(us);
        expect(oneTime(String(us), 'epoch-us')).toBe(us);
        expect(oneTime(`${BigInt(us) * 1000n}`, 'epoch-ns')).toBe(us);
        const whole = Math.floor(us / 1e6);
        expect(parse(`${iso.slice(0, 19)},1\n`).times[0]).toBe(whole * 1e6);
      }),
    );
  });

  it('of every day of a leap and a common year exist, and no others', () => {
    for (const year of [2023, 2024, 1900, 2000]) {
      for (let month = 0; month <= 13; month++) {
        for (let day = 0; day <= 32; day++) {
          const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')} 00:00:00`;
          const date = new Date(Date.UTC(year, month - 1, day));
          const real =
            date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCFullYear() === year;
          expect(parse(`${text},1\n`).rows, text).toBe(real ? 1 : 0);
        }
      }
    }
  });

  it('keep microseconds and cut off what is finer', () => {
    expect(oneTime('1970-01-01 00:00:00.1234569', 'iso')).toBe(123456);
    expect(oneTime('1970-01-01T00:00:01.5', 'iso')).toBe(1500000);
    expect(oneTime('1.0000019', 'epoch-s')).toBe(1000001);
    expect(oneTime('1700000000123456789', 'epoch-ns')).toBe(1700000000123456);
    expect(oneTime('-1.5', 'epoch-s')).toBe(-1500000);
    expect(oneTime('-1.0000019', 'epoch-s')).toBe(-1000002);
    expect(oneTime('-1', 'epoch-ns')).toBe(-1);
    expect(oneTime('1.7e9', 'epoch-s')).toBe(1700000000000000);
  });

  it('take offsets, dates alone and short clock times', () => {
    const us = Date.UTC(2024, 0, 1, 10) * 1000;
    for (const text of [
      '2024-01-01 12:00:00+02:00',
      '2024-01-01T12:00:00+0200',
      '2024-01-01 12:00+02',
      '2024-01-01T04:30:00-05:30',
    ]) {
      expect(oneTime(text, 'iso-offset'), text).toBe(us);
    }
    expect(oneTime('2024-01-01', 'iso')).toBe(Date.UTC(2024, 0, 1) * 1000);
    expect(oneTime('1/2/2024 9:05', 'month-first')).toBe(Date.UTC(2024, 0, 2, 9, 5) * 1000);
    expect(oneTime('1/2/2024 9:05:00 PM', 'day-first')).toBe(Date.UTC(2024, 1, 1, 21, 5) * 1000);
  });

  it('that are none are refused with the reason', () => {
    expect(oneTime('2024-02-30 00:00:00', 'iso')).toBe('there is no day 30 in 2024-02');
    expect(oneTime('2016-12-31 23:59:60', 'iso')).toContain('leap second');
    expect(oneTime('2024-01-01 24:00:01', 'iso')).toContain('there is no time');
    expect(oneTime('1600-01-01 00:00:00', 'iso')).toContain('1685 to 2255');
    expect(oneTime('2024-01-01 00:00:00Z', 'iso')).toContain('has an offset');
    expect(oneTime('31/12/2024', 'month-first')).toBe('there is no month 31');
    expect(oneTime('soon', 'epoch-s')).toBe('"soon" is not an epoch number');
    expect(oneTime('', 'iso')).toBe('the time is empty');
  });
});

describe('lines', () => {
  it('may hold delimiters, quotes and line ends within quotes', () => {
    const cell = fc
      .string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r\n', ' ', 'é'), minLength: 1 })
      .filter((s) => s.trim() !== '');
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 20 }), (names) => {
        const text = names
          .map((name, i) => `2024-01-01 00:00:00,"${name.replaceAll('"', '""')}",${i}\n`)
          .join('');
        const chunk = parse(text, source('iso', { series: 's' }), ['t', 's', 'v']);
        expect(values(chunk)).toEqual(names.map((_, i) => i));
        const keys = chunk.keys;
        expect(Array.from(keys?.index.subarray(0, chunk.rows) ?? [], (k) => keys?.names[k])).toEqual(
          names.map((name) => name.replace(/^[ \t\r]+|[ \t\r]+$/g, '')),
        );
        expect(chunk.lines).toBe(text.split('\n').length - 1);
      }),
    );
  });

  it('give the same result cut anywhere as in one piece', () => {
    const good = '2024-01-01 00:00:00,1.5';
    const line = fc.constantFrom(
      good,
      '2024-01-01T00:00:01,-2',
      '',
      '"2024-01-01 00:00:02","3"',
      'x,y',
      '2024-01-01 00:00:00,"a\n""b"',
      good + '\r',
      good + ',',
      good + ',1,2',
      '"open,1',
      '"a"b,1',
    );
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 30 }),
        fc.array(fc.nat(700), { maxLength: 6 }),
        (lines, cuts) => {
          const bytes = encode(`t,v\n${lines.join('\n')}`);
          const parser = createChunkParser(source(), ['t', 'v']);
          const whole = parser.parse(bytes, true);
          const splitter = new RecordSplitter(44);
          const edges = [
            0,
            ...cuts.map((c) => Math.min(c, bytes.length)).sort((a, b) => a - b),
            bytes.length,
          ];
          const pieces = edges.slice(1).map((edge, i) => splitter.push(bytes.subarray(edges[i], edge)));
          pieces.push(splitter.flush());
          let lineCount = 0;
          let header = true;
          const got = { times: [] as number[], values: [] as number[], rejects: [] as object[] };
          for (const piece of pieces.filter((p) => p.length > 0)) {
            const chunk = parser.parse(piece, header);
            header = false;
            append(got.times, times(chunk));
            append(got.values, values(chunk));
            for (const reject of chunk.rejects)
              got.rejects.push({ ...reject, line: reject.line + lineCount });
            lineCount += chunk.lines;
          }
          expect(got).toEqual({ times: times(whole), values: values(whole), rejects: whole.rejects });
          expect(lineCount).toBe(whole.lines);
        },
      ),
    );
  });

  it('with too many cells are refused, an empty last one included; with too few they lack their last ones', () => {
    const chunk = parse('2024-01-01 00:00:00\n2024-01-01 00:00:00,1,2\n2024-01-01 00:00:00,1,\n');
    expect(chunk).toMatchObject({ rows: 1, short: 1, missing: [1] });
    expect(chunk.rejects.map((r) => r.reason)).toEqual([
      'expected 2 cells, found 3',
      'expected 2 cells, found 3',
    ]);
  });

  it('that are short because a quote joined two cells are refused: no value moves', () => {
    const chunk = parse('2024-01-01 00:00:00,"x,1",2\n', source('iso', { values: ['v', 'w'] }), [
      't',
      'n',
      'v',
      'w',
    ]);
    expect(chunk).toMatchObject({ rows: 0, rejected: 1 });
    const trailing = createChunkParser(source(), ['n', 't', 'v', 'w'], true).parse(
      encode('"some text,2024-01-01 00:00:00",2024-01-01 00:01:00,101,""\n'),
    );
    expect(trailing).toMatchObject({ rows: 0, rejected: 1 });
  });

  it('that all end with a delimiter are read, and no value moves to another column', () => {
    const text =
      '2024-01-01 00:00:00,1,\n,2024-01-01 00:00:01,2\n2024-01-01 00:00:02,3\n2024-01-01 00:00:03,4,5\n';
    const chunk = createChunkParser(source(), ['t', 'v'], true).parse(encode(text));
    expect(values(chunk)).toEqual([1, 3]);
    expect(chunk.rejects.map((r) => r.reason)).toEqual([
      'the cell behind the last delimiter has no column and is not empty',
      'the cell behind the last delimiter has no column and is not empty',
    ]);
  });

  it('before the header, between header and rows, and comments are passed over, and counted', () => {
    const csv = {
      delimiter: ',',
      decimal: '.',
      header: true,
      encoding: 'utf-8',
      skip: 2,
      afterHeader: 1,
      comment: '#',
    } as const;
    const text = 'Logger "7\n\nt,v\ns,m\n2024-01-01 00:00:00,1\n# pause\n2024-01-01 00:00:01,2\nbad,3\n';
    const chunk = parse(text, source('iso', { csv }), ['t', 'v'], true);
    expect(values(chunk)).toEqual([1, 2]);
    expect(chunk).toMatchObject({ lines: 8, rejects: [{ line: 7 }] });
  });

  it('with blanks between cells have as many as they like, and none at their ends count', () => {
    const csv = { delimiter: ' ', decimal: '.', header: false, encoding: 'utf-8' } as const;
    const from = source('iso', { csv, time: { column: ['d', 't'], format: 'iso', zone: 'UTC' } });
    const chunk = parse('  2024-01-10  00:00:00   20.5 \r\n2024-01-10 00:00:01 21\n', from, ['d', 't', 'v']);
    expect(values(chunk)).toEqual([20.5, 21]);
    expect(times(chunk)).toEqual([Date.UTC(2024, 0, 10) * 1000, Date.UTC(2024, 0, 10, 0, 0, 1) * 1000]);
  });

  it('are counted by their place in the file, the header and blank lines included', () => {
    const chunk = parse('\nt,v\n\n2024-01-01 00:00:00,1\r\n\r\nbad,1\n', source(), ['t', 'v'], true);
    expect(chunk).toMatchObject({ lines: 6, rows: 1, rejects: [{ line: 5, column: 't', text: 'bad,1' }] });
  });

  it('with several value columns give several values, and one bad cell harms one cell', () => {
    const chunk = parse(
      '2024-01-01 00:00:00,1,2\n2024-01-01 00:00:00,1,x\n2024-01-01 00:00:00,,4\n',
      source('iso', { values: ['v', 'w'] }),
      ['t', 'v', 'w'],
    );
    expect([values(chunk, 0), values(chunk, 1)]).toEqual([
      [1, 1, NaN],
      [2, NaN, 4],
    ]);
    expect(chunk).toMatchObject({ missing: [1, 1], unreadable: [0, 1], rejected: 0 });
  });

  it('survive a stray quote: its own line is lost, the next is not', () => {
    const rest = '2024-01-01 00:00:00,1\n'.repeat(5000);
    const chunk = parse(`2024-01-01 00:00:00,"oops\n${rest}`);
    expect(chunk).toMatchObject({ rows: 5000, rejected: 1, lines: 5001 });
  });

  it('that a quoted cell swallowed are read as rows, and the reject says how many they were', () => {
    const columns = ['t', 'note', 'v'];
    const at = (i: number): string => `2024-01-01 00:${String(i).padStart(2, '0')}:00`;
    const row = (i: number, note = 'x'): string => `${at(i)},${note},${i}\n`;
    const between = Array.from({ length: 8 }, (_, i) => row(i + 1)).join('');
    // The quote of line 10 closes that of line 1 and stands where a cell may end.
    const chunk = parse(`${at(0)},"open,0\n${between}${at(9)},",9\n${row(10)}`, source(), columns);
    expect(values(chunk)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 10]);
    expect(chunk.lines).toBe(11);
    expect(chunk.rejects).toEqual([
      {
        line: 0,
        column: '',
        reason:
          'a quote is closed behind the start of another row; the quoted cell takes 10 lines, of which the other 9 were read as lines of their own',
        text: `${at(0)},"open,0`,
      },
      { line: 9, column: '', reason: 'a quote is opened and not closed', text: `${at(9)},",9` },
    ]);
    // A number or a time of several lines is none, whatever the lines are.
    const broken = parse(`${at(0)},"1\n${at(1)},2\n${at(2)},3"\n${at(3)},4\n`);
    expect(values(broken)).toEqual([2, NaN, 4]);
    expect(broken.rejects.map(({ line }) => line)).toEqual([0]);
    expect(broken.examples.map(({ line }) => line)).toEqual([2]);
  });

  it('of known rows with stray quotes or stray delimiters give those values, none or rejects, never others', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom('"', ','),
        fc.array(fc.nat(3000), { maxLength: 12 }),
        fc.constantFrom(['t', 'v', 'note', 'w'], ['note', 't', 'v', 'w'], ['v', 'w', 'note', 't']),
        fc.constantFrom('iso', 'epoch-s'),
        fc.boolean(),
        (count, stray, places, columns, format, trailing) => {
          const cells = (i: number): Record<string, string> => ({
            t:
              format === 'iso'
                ? `2024-01-01 00:${String(i).padStart(2, '0')}:00`
                : String(1704067200 + 60 * i),
            v: `${i}.25`,
            w: `${i + 100}`,
            note: 'some text',
          });
          let text = '';
          for (let i = 0; i < count; i++)
            text += `${columns.map((name) => cells(i)[name]).join(',')}${trailing ? ',' : ''}\n`;
          for (const at of places) {
            const place = at % text.length;
            text = text.slice(0, place) + stray + text.slice(place);
          }
          const from = source(format, { values: ['v', 'w'] });
          const chunk = createChunkParser(from, columns, trailing).parse(encode(text));
          const rows = times(chunk).map((us, i) => [
            us / 6e7 - 1704067200 / 60,
            values(chunk)[i],
            values(chunk, 1)[i],
          ]);
          for (const [minute = NaN, v = NaN, w = NaN] of rows) {
            expect(Number.isNaN(v) || v === minute + 0.25, String(v)).toBe(true);
            expect(Number.isNaN(w) || w === minute + 100, String(w)).toBe(true);
          }
          expect(new Set(rows.map(([minute]) => minute)).size).toBe(rows.length);
          expect(chunk.lines).toBe(count);
          // A stray character costs at most the two lines that it may join.
          expect(rows.length).toBeGreaterThanOrEqual(count - 2 * places.length);
          expect(chunk.rows + chunk.rejected).toBe(count);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('name a column that is missing', () => {
    expect(() => createChunkParser(source(), ['time', 'v'])).toThrow('no column "t"');
  });
});
