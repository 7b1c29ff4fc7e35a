import { describe, expect, it } from 'vitest';
import { at } from '../../list';
import { formatInstant } from '../../recipe/instant';
import type { FileSource } from '../../recipe/types';
import { inspectCsv } from '../inspect';
import type { Inspection } from '../types';

const look = (text: string, source?: FileSource): Inspection =>
  inspectCsv(
    'f.csv',
    { head: new TextEncoder().encode(text), others: [], complete: true },
    source ? { source } : {},
  );
const sourceOf = (found: Inspection): FileSource => {
  const { source } = found;
  if (!source || !('values' in source)) throw new TypeError(`expected a source: ${found.error?.message}`);
  return source;
};
const span = ({ outcome }: Inspection): (string | null)[] =>
  [outcome?.first ?? null, outcome?.last ?? null].map((us) => (us === null ? null : formatInstant(us)));
/** A column of times beside one of numbers. */
const withTimes = (times: readonly string[], delimiter = ';'): string =>
  `time${delimiter}v\n${times.map((time, i) => `${time}${delimiter}${i}\n`).join('')}`;

describe('times', () => {
  it.each([
    ['20240110', '20240111', 'yyyyMMdd', '2024-01-10T00:00:00Z', '2024-01-11T00:00:00Z'],
    ['2024011000', '2024011013', 'yyyyMMddHH', '2024-01-10T00:00:00Z', '2024-01-10T13:00:00Z'],
    ['202401100000', '202401101345', 'yyyyMMddHHmm', '2024-01-10T00:00:00Z', '2024-01-10T13:45:00Z'],
    ['20240110000000', '20240110134501', 'yyyyMMddHHmmss', '2024-01-10T00:00:00Z', '2024-01-10T13:45:01Z'],
    [
      '20240110T134500',
      '20240110T134501',
      "yyyyMMdd'T'HHmmss",
      '2024-01-10T13:45:00Z',
      '2024-01-10T13:45:01Z',
    ],
    [
      '20240110T134500Z',
      '20240110T134501Z',
      "yyyyMMdd'T'HHmmssXXX",
      '2024-01-10T13:45:00Z',
      '2024-01-10T13:45:01Z',
    ],
    ['2024-01-10T23:00', '2024-01-10T24:00', 'iso', '2024-01-10T23:00:00Z', '2024-01-11T00:00:00Z'],
    ['2024-W02-3', '2024-W02-4', "YYYY-'W'ww-e", '2024-01-10T00:00:00Z', '2024-01-11T00:00:00Z'],
    ['2020-W53', '2021-W01', "YYYY-'W'ww", '2020-12-28T00:00:00Z', '2021-01-04T00:00:00Z'],
    ['2024-01', '2024-02', 'yyyy-MM', '2024-01-01T00:00:00Z', '2024-02-01T00:00:00Z'],
    ['10/01/24 12:00', '31/01/24 12:00', 'dd/MM/yy HH:mm', '2024-01-10T12:00:00Z', '2024-01-31T12:00:00Z'],
    ['24-01-10 12:00', '24-02-11 12:00', 'yy-MM-dd HH:mm', '2024-01-10T12:00:00Z', '2024-02-11T12:00:00Z'],
    [
      'Wed Jan 10 12:00:00 2024',
      'Wed Jan 10 12:00:01 2024',
      'EEE MMM d HH:mm:ss yyyy',
      '2024-01-10T12:00:00Z',
      '2024-01-10T12:00:01Z',
    ],
    ['Q1 2024', 'Q2 2024', "'Q'Q yyyy", '2024-01-01T00:00:00Z', '2024-04-01T00:00:00Z'],
    ['2024M01', '2024M12', "yyyy'M'MM", '2024-01-01T00:00:00Z', '2024-12-01T00:00:00Z'],
    ['Jan-24', 'Feb-24', 'MMM-yy', '2024-01-01T00:00:00Z', '2024-02-01T00:00:00Z'],
    ['202401', '202412', 'yyyyMM', '2024-01-01T00:00:00Z', '2024-12-01T00:00:00Z'],
    ['10-JAN-2024', '31-JAN-2024', 'dd-MMM-yyyy', '2024-01-10T00:00:00Z', '2024-01-31T00:00:00Z'],
    ['Jan 10, 2024', 'Feb 1, 2024', 'MMM d, yyyy', '2024-01-10T00:00:00Z', '2024-02-01T00:00:00Z'],
    [
      'Wed, 10 Jan 2024 12:00:00 +0100',
      'Thu, 11 Jan 2024 12:00:00 +0100',
      'EEE, d MMM yyyy HH:mm:ss XXX',
      '2024-01-10T11:00:00Z',
      '2024-01-11T11:00:00Z',
    ],
    [
      '2024-01-10 12:05 AM',
      '2024-01-10 12:05 PM',
      'yyyy-MM-dd h:mm a',
      '2024-01-10T00:05:00Z',
      '2024-01-10T12:05:00Z',
    ],
    ['2024-01-10  12:00:00', '2024-01-10  12:00:01', 'iso', '2024-01-10T12:00:00Z', '2024-01-10T12:00:01Z'],
    [
      '31/01/2024 00:00:00+01:00',
      '31/01/2024 00:00:01+01:00',
      'dd/MM/yyyy HH:mm:ssXXX',
      '2024-01-30T23:00:00Z',
      '2024-01-30T23:00:01Z',
    ],
    [
      '31.01.2024 18.00.00',
      '31.01.2024 18.00.05',
      'dd.MM.yyyy HH.mm.ss',
      '2024-01-31T18:00:00Z',
      '2024-01-31T18:00:05Z',
    ],
    [
      '18:00:00 31/01/2024',
      '18:00:05 31/01/2024',
      'HH:mm:ss dd/MM/yyyy',
      '2024-01-31T18:00:00Z',
      '2024-01-31T18:00:05Z',
    ],
    [
      '1704844800.25',
      '1704844801.5',
      'epoch-s',
      '2024-01-10T00:00:00.250000Z',
      '2024-01-10T00:00:01.500000Z',
    ],
    [
      '1704844800123',
      '1704844800124',
      'epoch-ms',
      '2024-01-10T00:00:00.123000Z',
      '2024-01-10T00:00:00.124000Z',
    ],
  ])('%s is read as what it says', (first, second, format, from, to) => {
    const found = look(withTimes([first, second]));
    expect(sourceOf(found).time.format).toBe(format);
    expect(span(found)).toEqual([from, to]);
    expect(found.outcome).toMatchObject({ rows: 2, rejected: 0 });
  });

  it('that are years alone are the first of January', () => {
    const found = look('Year,Sales\n1990,1.5\n1991,2.5\n1992,3.5\n');
    expect(sourceOf(found)).toMatchObject({ time: { column: 'Year', format: 'yyyy' }, values: ['Sales'] });
    expect(span(found)).toEqual(['1990-01-01T00:00:00Z', '1992-01-01T00:00:00Z']);
  });

  it('with two digits for year, month and day ask for the order, the closest times first', () => {
    const days = Array.from({ length: 12 }, (_, i) => `24-01-${String(i + 1).padStart(2, '0')}`);
    const [question] = look(withTimes(days)).questions;
    expect(question?.field).toBe('format');
    expect(question?.options[0]).toMatchObject({ value: 'yy-MM-dd' });
    expect(question?.options.map(({ value }) => value)).toContain('dd-MM-yy');
  });

  it('of one date alone propose the order that its sign suggests', () => {
    expect(look(withTimes(['03/04/2024'])).questions[0]?.options[0]?.value).toBe('month-first');
    expect(look(withTimes(['03.04.2024'])).questions[0]?.options[0]?.value).toBe('day-first');
  });

  it('that are stamps cut short are none', () => {
    const text = withTimes(['202401101200', '202401101201', '20240110123', '202401101203', '202401101204']);
    expect(look(text).outcome).toMatchObject({ rows: 4, rejected: 1 });
  });

  it('that are intervals are read as their starts', () => {
    const found = look(
      withTimes(['01.01.2024 00:00 - 01.01.2024 01:00', '13.01.2024 01:00 - 13.01.2024 02:00']),
    );
    expect(sourceOf(found).time).toMatchObject({ format: 'day-first', interval: true });
    expect(span(found)).toEqual(['2024-01-01T00:00:00Z', '2024-01-13T01:00:00Z']);
  });

  it('with the abbreviation of a zone ask for the zone', () => {
    const found = look(withTimes(['2024-01-10 12:00:00 CET', '2024-01-10 13:00:00 CET']));
    expect(found.questions).toMatchObject([{ field: 'zone' }]);
    expect(found.questions[0]?.why).toContain('CET');
  });

  it('that may be calendar stamps or epochs are asked about, with both readings', () => {
    const found = look(withTimes(['2024011000', '2024011001']));
    expect(found.questions).toMatchObject([
      {
        field: 'format',
        options: [
          { value: 'yyyyMMddHH', reading: '2024-01-10T00:00:00Z to 2024-01-10T01:00:00Z' },
          { value: 'epoch-s', reading: '2034-02-20T01:16:40Z to 2034-02-20T01:16:41Z' },
        ],
      },
    ]);
  });

  it('that may be days as Excel counts them are asked about', () => {
    const found = look(withTimes(['45301.5', '45302.25']));
    expect(sourceOf(found).time.format).toBe('excel');
    expect(span(found)).toEqual(['2024-01-10T12:00:00Z', '2024-01-11T06:00:00Z']);
    expect(found.questions).toMatchObject([{ field: 'format' }]);
  });

  it('without an offset among times with one are in the zone of the source, and counted', () => {
    const text = 'time,v\n2024-07-01T00:00:00,1\n2024-07-01T00:00:00Z,2\n2024-07-01T01:00:00Z,3\n';
    const found = look(text);
    expect(found.outcome).toMatchObject({ assumed: 1, rejected: 0 });
    const source = sourceOf(found);
    const berlin = look(text, { ...source, time: { ...source.time, zone: 'Europe/Berlin' } });
    expect(span(berlin)).toEqual(['2024-06-30T22:00:00Z', '2024-07-01T01:00:00Z']);
  });

  it('whose order of day and month a line far down decides ask nothing', () => {
    const days = Array.from({ length: 900 }, (_, i) => `${String((i % 12) + 1).padStart(2, '0')}/03/2024`);
    expect(look(withTimes([...days, '25/03/2024']))).toMatchObject({
      questions: [],
      source: { time: { format: 'day-first' } },
    });
    expect(look(withTimes(days)).questions).toMatchObject([{ field: 'format' }]);
  });
});

describe('times in several columns', () => {
  it.each([
    [
      'Date;Time;V\n16/12/2006;17:24:00;1\n16/12/2006;17:25:00;2\n',
      ['Date', 'Time'],
      '2006-12-16T17:24:00Z',
      '2006-12-16T17:25:00Z',
    ],
    [
      'OperDay,HourEnding,Load\n01/13/2024,01:00,5\n01/13/2024,24:00,6\n',
      ['OperDay', 'HourEnding'],
      '2024-01-13T01:00:00Z',
      '2024-01-14T00:00:00Z',
    ],
    [
      'Date,Hour,V\n2024-01-10,0,1\n2024-01-10,13,2\n',
      ['Date', 'Hour'],
      '2024-01-10T00:00:00Z',
      '2024-01-10T13:00:00Z',
    ],
    [
      'year,month,day,hour,v\n2024,1,10,0,1.5\n2024,1,10,13,2.5\n',
      ['year', 'month', 'day', 'hour'],
      '2024-01-10T00:00:00Z',
      '2024-01-10T13:00:00Z',
    ],
    [
      'day\tmonth\tyear\tv\n10\t1\t2024\t1.5\n31\t1\t2024\t2.5\n',
      ['year', 'month', 'day'],
      '2024-01-10T00:00:00Z',
      '2024-01-31T00:00:00Z',
    ],
    [
      'year,doy,v\n2024,32,1.5\n2024,366,2.5\n',
      ['year', 'doy'],
      '2024-02-01T00:00:00Z',
      '2024-12-31T00:00:00Z',
    ],
    [
      '2024-01-10 00:00:00 1.5\n2024-01-10 00:01:00 2.5\n',
      ['column 1', 'column 2'],
      '2024-01-10T00:00:00Z',
      '2024-01-10T00:01:00Z',
    ],
    [
      'Date;Zeit;V\n31.12.2023;18.30.00;1,5\n31.12.2023;18.45.00;2,5\n',
      ['Date', 'Zeit'],
      '2023-12-31T18:30:00Z',
      '2023-12-31T18:45:00Z',
    ],
    [
      'date,time,v\n20240110,0000,1\n20240110,1330,2\n'.replace('time', 'hour'),
      ['date', 'hour'],
      '2024-01-10T00:00:00Z',
      '2024-01-10T13:30:00Z',
    ],
  ])('%j are one time', (text, columns, first, last) => {
    const found = look(text);
    expect(sourceOf(found).time.column).toEqual(columns);
    expect(sourceOf(found).series).toBeUndefined();
    expect(span(found)).toEqual([first, last]);
    expect(found.outcome).toMatchObject({ rows: 2, rejected: 0 });
  });

  it('never make a time of day the key, or take the date alone', () => {
    const rows = Array.from(
      { length: 48 },
      (_, i) => `2024-01-${10 + Math.floor(i / 24)},${String(i % 24).padStart(2, '0')}:00,${i}\n`,
    );
    const found = look(`Date,Time,Value\n${rows.join('')}`);
    expect(sourceOf(found)).toMatchObject({ time: { column: ['Date', 'Time'] }, values: ['Value'] });
    expect(found.outcome).toMatchObject({ seriesCount: 1, rows: 48 });
  });
});

describe('keys', () => {
  const at10 = '2024-01-10 00:00:00';
  const at11 = '2024-01-10 00:01:00';
  it('are none where times alone are unique: no column of words splits anything', () => {
    const found = look(
      `time,temp,door_open,quality\n${at10},1,true,Good\n${at11},2,true,Good\n2024-01-10 00:02:00,3,false,Uncertain\n`,
    );
    expect(sourceOf(found)).toMatchObject({ values: ['temp'] });
    expect(sourceOf(found).series).toBeUndefined();
    expect(sourceOf(found).labels).toBeUndefined();
  });

  it('are one column where it makes times unique', () => {
    const found = look(`time,site,note,v\n${at10},a,x,1\n${at10},b,x,2\n${at11},a,x,3\n${at11},b,y,4\n`);
    expect(sourceOf(found).series).toBe('site');
    expect(found.outcome?.series).toEqual(['f.csv:a', 'f.csv:b']);
  });

  it('are several columns together where none alone does, and never merge two series', () => {
    const found = look(
      `time,location,field,v\n${at10},a:b,c,1\n${at10},a,b:c,2\n${at10},a,c,3\n${at10},a:b,b:c,4\n`,
    );
    expect(sourceOf(found).series).toEqual(['location', 'field']);
    expect(new Set(found.outcome?.series).size).toBe(4);
  });
});

describe('columns of labels', () => {
  const rows = (words: readonly string[], name = 'label'): string =>
    `timestamp,value,${name}\n${words.map((word, i) => `2024-01-10 00:00:0${i},${i}.5,${word}\n`).join('')}`;

  it.each([
    ['label', ['0', '1', '1', '0'], 2],
    ['is_anomaly', ['0.0', '0.0', '1.0', '0.0'], 1],
    ['anomaly', ['false', 'True', 'TRUE', 'false'], 2],
    ['Normal/Attack', ['Normal', 'Attack', 'A ttack', 'Normal'], 2],
    ['status', ['normal', 'normal', 'anomaly', 'normal'], 1],
    ['class', ['normal', 'drift', 'drift', 'spike'], 3],
    ['state', ['Normal', '', 'leak', 'Normal'], 1],
    ['label', ['', 'leak', '', ''], 1],
  ])('%s with %j become labels, never a series or a key', (name, words, anomalous) => {
    const found = look(rows(words, name));
    expect(sourceOf(found)).toMatchObject({ values: ['value'], labels: { column: name } });
    expect(sourceOf(found).series).toBeUndefined();
    expect(found.outcome?.labels?.rows).toBe(anomalous);
  });

  it.each([
    ['door_open', ['true', 'true', 'false', 'true']],
    ['quality', ['Good', 'Good', 'Uncertain', 'Good']],
    ['comment', ['on', 'off', 'on', 'off']],
  ])('%s is none', (name, words) => {
    expect(sourceOf(look(rows(words, name))).labels).toBeUndefined();
  });
});

describe('a column that counts rows beside times', () => {
  it.each(['', 'id', 'index', 'Unnamed: 0'])('named "%s" is no series', (name) => {
    const found = look(
      `${name},time,v\n0,2024-01-10 00:00:00,12\n1,2024-01-10 00:01:00,13\n2,2024-01-10 00:02:00,9\n`,
    );
    expect(sourceOf(found)).toMatchObject({ time: { column: 'time' }, values: ['v'] });
  });
});

describe('row numbers', () => {
  it.each([
    ['TSB-AD', 'Data,Label\n1.5,0\n2.5,1\n3.5,0\n', [], ['Data'], 'Label'],
    [
      'TimeEval',
      'timestamp,value-0,is_anomaly\n0,1.5,0\n1,2.5,1\n2,3.5,0\n',
      'timestamp',
      ['value-0'],
      'is_anomaly',
    ],
    [
      'Yahoo S5',
      'timestamp,value,is_anomaly\n1,1.5,0\n2,2.5,1\n3,3.5,0\n',
      'timestamp',
      ['value'],
      'is_anomaly',
    ],
    ['one value a line', '1.5\n2.5\n3.5\n', [], ['column 1'], undefined],
    ['SMD', '0.1,0.2\n0.3,0.4\n0.5,0.6\n', [], ['column 1', 'column 2'], undefined],
  ])('of %s take the place of times once start and step are given', (_, text, column, values, label) => {
    const found = look(text);
    expect(found.questions.map(({ field }) => field)).toEqual(['start', 'step']);
    const source = sourceOf(found);
    expect(source).toMatchObject({
      time: { column, format: 'index', start: '2000-01-01T00:00:00Z', step: '1s' },
      values,
    });
    expect(source.labels?.column).toBe(label);
    const given = look(text, {
      ...source,
      time: { ...source.time, start: '2024-01-01T00:00:00Z', step: '1min' },
    });
    const first = text.includes('\n1,1.5') ? '2024-01-01T00:01:00Z' : '2024-01-01T00:00:00Z';
    expect(span(given)[0]).toBe(first);
    expect(given.outcome).toMatchObject({ rows: 3, rejected: 0, step: 60e6 });
  });
});

describe('the UCR anomaly archive', () => {
  it('has its anomaly in the name of the file, counted from 1', () => {
    const name = '004_UCR_Anomaly_park3m_4_7_8.txt';
    const text = Array.from({ length: 10 }, (_, i) => `   ${i}.5e+00\n`).join('');
    const found = inspectCsv(name, { head: new TextEncoder().encode(text), others: [], complete: true });
    expect(found.source).toMatchObject({ time: { column: [], format: 'index' }, anomalies: [[6, 7]] });
    expect(found.outcome).toMatchObject({ rows: 10, labels: { runs: 1, rows: 2 } });
  });
});

describe('numbers', () => {
  const numbers = (cells: readonly string[], delimiter = ';'): Inspection =>
    look(
      `time${delimiter}v\n${cells.map((cell, i) => `2024-01-1${i} 00:00:00${delimiter}${delimiter === ',' ? `"${cell}"` : cell}\n`).join('')}`,
    );
  it.each([
    [['1,209.5', '3,000.25'], ',', { decimal: '.', thousands: ',' }],
    [['1 200,5', '990,25'], ';', { decimal: ',', thousands: ' ' }],
    [['1.299,99', '12,50'], ';', { decimal: ',', thousands: '.' }],
    [['20,55', '21,10'], ',', { decimal: ',' }],
    [['1.5', '2.25'], ';', { decimal: '.' }],
    [['1,234,567', '2,345,678'], ';', { decimal: '.', thousands: ',' }],
  ])('%j between "%s" are written with their signs', (cells, delimiter, csv) => {
    const found = numbers(cells, delimiter);
    expect(sourceOf(found).csv).toMatchObject(csv);
    expect(sourceOf(found).csv?.thousands).toBe('thousands' in csv ? csv.thousands : undefined);
    expect(found).toMatchObject({ questions: [], outcome: { missing: 0 } });
  });

  it.each([
    [['1.200', '3.400'], ';'],
    [['1,200', '3,400'], ','],
    [['1,200', '3,400'], ';'],
  ])('%j between "%s" may be read in two ways, and are asked about with both', (cells, delimiter) => {
    const [question] = numbers(cells, delimiter).questions;
    expect(question?.field).toBe('decimal');
    expect(question?.options.map(({ reading }) => reading.replace(/^\S+ is /, '')).sort()).toEqual([
      '1.2',
      '1200',
    ]);
  });

  it('keep the unit behind them as that of the column', () => {
    const found = numbers(['40%', '41 %', '42%']);
    expect(sourceOf(found)).toMatchObject({ values: ['v'], units: { v: '%' } });
    expect(found.outcome).toMatchObject({ missing: 0 });
  });
});

describe('layouts', () => {
  const body = '2024-01-10 00:00:00;1\n2024-01-10 00:01:00;2\n2024-01-10 00:02:00;3\n';
  it.each([
    ['sep=;', `sep=;\ntime;v\n${body}`, { delimiter: ';', skip: 1 }],
    ['a preamble', `Device 7\nSerial 12\n\ntime;v\n${body}`, { delimiter: ';', skip: 3 }],
    ['comments', `# a\n# b; c\ntime;v\n${body}`, { delimiter: ';', comment: '#' }],
    ['a row of units', `time;v\ns;m\n${body}`, { delimiter: ';', afterHeader: 1 }],
    ['TOA5', `"TOA5";"CR6";"x"\ntime;v\nTS;m\n;Smp\n${body}`, { delimiter: ';', skip: 1, afterHeader: 2 }],
    ['names that are numbers', `time;400001\n${body}`, { delimiter: ';', header: true }],
    ['no header', body, { delimiter: ';', header: false }],
    ['blanks behind delimiters', `time; v\n${body.replaceAll(';', '; ')}`, { delimiter: ';', header: true }],
    ['a header behind a #', `#time;v\n${body}`, { delimiter: ';', header: true }],
  ])('with %s are read whole', (_, text, csv) => {
    const found = look(text);
    expect(sourceOf(found).csv).toMatchObject(csv);
    expect(found.outcome).toMatchObject({ rows: 3, rejected: 0, missing: 0, seriesCount: 1 });
    expect(span(found)).toEqual(['2024-01-10T00:00:00Z', '2024-01-10T00:02:00Z']);
  });

  it('with a cell that holds a NUL lose that cell at most', () => {
    const lines = Array.from(
      { length: 200 },
      (_, i) => `2024-01-10 00:0${i % 10}:${10 + (i % 50)};1.5\n`,
    ).join('');
    const found = look(`time;v\n${lines}2024-01-10 01:00:00;\0\n`);
    expect(found.outcome).toMatchObject({ rows: 201, missing: 1, rejected: 0 });
  });

  it('whose guess fails still have a source to start from', () => {
    const found = look('time;v\nsoon;1\nlater;2\n');
    expect(found).toMatchObject({
      error: { code: 'file-no-time' },
      source: { time: { column: 'time' }, values: ['v'] },
    });
    expect(at(found.questions, 0).field).toBe('time');
  });
});
