import { describe, expect, test } from 'vitest';
import { inspectCsv } from '../../core/ingest/inspect';
import type { ImportPreview, Inspection } from '../../core/ingest/types';
import type { CsvFormat, FileSource } from '../../core/recipe/types';
import { ends } from '../kit/Name';
import { local, zoneMatters, zoneOf } from './formats';
import {
  alike,
  applied,
  carried,
  changedFields,
  explicit,
  freed,
  givenLayout,
  loses,
  normalOf,
  rolesOf,
  sourceOf,
  tidied,
  withKeyColumns,
  withLabels,
  withTime,
} from './layout';
import { openItems } from './open';

const look = (
  text: string,
  given: { csv?: Partial<CsvFormat>; time?: readonly string[]; source?: FileSource } = {},
  name = 'a.csv',
): Inspection =>
  inspectCsv(name, { head: new TextEncoder().encode(text), others: [], complete: true }, given);

const german = 'time;a;b\n01/04/2024 00:00;1,5;2,25\n02/04/2024 00:00;2,5;3,25\n';
const source = (text: string, change: Partial<FileSource> = {}): FileSource => {
  const found = sourceOf(look(text));
  if (!found) throw new Error('expected a source');
  return { ...found, ...change };
};
const layout = ({ csv }: FileSource, change: Partial<CsvFormat> = {}): CsvFormat => {
  if (!csv) throw new Error('expected a layout');
  return { ...csv, ...change };
};

test('a zone is found in any case, by its city, and not where it is none', () => {
  expect(zoneOf('europe/berlin')).toBe('Europe/Berlin');
  expect(zoneOf(' New York ')).toBe('America/New_York');
  expect(zoneOf('utc')).toBe('UTC');
  expect(zoneOf('Atlantis')).toBeUndefined();
});

test('a zone matters to times without an offset, and to formats that may lack one', () => {
  const matters = (format: string): boolean => zoneMatters({ format });
  expect(['iso', 'iso-offset', 'dd.MM.yyyy HH:mm', 'excel', 'dd.MM.'].map(matters)).toEqual(
    Array(5).fill(true),
  );
  expect(['epoch-s', 'index', 'yyyy-MM-dd HH:mm XXX'].map(matters)).toEqual([false, false, false]);
});

test('a time is shown as a clock in its zone has it, summer time included', () => {
  const us = Date.UTC(2024, 6, 1, 12, 30, 5) * 1000;
  expect(local(us, 'Europe/Berlin')).toBe('2024-07-01 14:30:05');
  expect(local(us, 'UTC')).toBe('2024-07-01 12:30:05');
});

test('both ends of a long name stay, and together they are the name', () => {
  const [head, tail] = ends('plant/line 7/very long name of a sensor: temperature, °C');
  expect(head + tail).toBe('plant/line 7/very long name of a sensor: temperature, °C');
  expect(tail).toBe('rature, °C');
  expect(ends('ab').join('|')).toBe('a|b');
});

describe('a layout', () => {
  test('that is given is not guessed', () => {
    expect(look(german).format).toEqual({ delimiter: ';', decimal: ',', header: true, encoding: 'utf-8' });
    expect(look(german, { csv: { decimal: '.' } })).toMatchObject({ error: { code: 'file-no-number' } });
    expect(look(german, { csv: { header: false, skip: 0 } }).columns).toEqual([
      'column 1',
      'column 2',
      'column 3',
    ]);
  });

  test('that is whole has no comment sign, no lines to skip and no lines behind the header of its own accord', () => {
    const text = '# made by hand\ntime,a\n,kW\n2024-01-01,1\n2024-01-02,2\n2024-01-03,3\n2024-01-04,4\n';
    expect(look(text).format).toMatchObject({ comment: '#', afterHeader: 1 });
    const csv = explicit({ delimiter: ',', decimal: '.', header: true, encoding: 'utf-8' });
    expect(look(text, { csv }).columns).toEqual(['# made by hand']);
  });

  test('is guessed anew under another delimiter, but for what a person has set of it', () => {
    const csv: CsvFormat = { delimiter: '~', decimal: ',', header: false, skip: 2, encoding: 'utf-8' };
    const first: CsvFormat = { ...csv, delimiter: ' ' };
    expect(changedFields(first, csv)).toEqual(['delimiter']);
    expect(givenLayout(csv, ['delimiter'], new Set(['delimiter', 'decimal']))).toEqual({
      delimiter: '~',
      decimal: ',',
    });
    expect(givenLayout(csv, ['header'], new Set(['header']))).toEqual(explicit(csv));
    expect(givenLayout(csv, ['comment'], new Set(['comment']))).toEqual(explicit(csv));
    const text = 'made by hand\ntime~b\n2024-01-10~1\n2024-01-11~2\n2024-01-12~3\n';
    expect(look(text, { csv: { delimiter: '~' } }).format).toMatchObject({ skip: 1, header: true });
  });

  test('of a source is taken as it is', () => {
    const whole = source(german);
    const again = look(german, { source: whole });
    expect(again.outcome).toMatchObject({ rows: 2, rejected: 0, seriesCount: 2 });
  });
});

describe('times in columns that were chosen', () => {
  const text = 'Date;Clock;also;v\n31/01/2024;10:00;5;1\n31/01/2024;10:05;6;2\n31/01/2024;10:10;7;3\n';

  test('are guessed anew in these columns, in their order', () => {
    const one = sourceOf(look(text, { time: ['Date'] }));
    expect(one?.time).toMatchObject({ column: 'Date', format: 'day-first' });
    const both = look(text, { time: ['Date', 'Clock'] });
    expect(sourceOf(both)?.time).toMatchObject({ column: ['Date', 'Clock'] });
    expect(both.outcome).toMatchObject({ rows: 3, rejected: 0, step: 300e6 });
  });

  test('that have none stay chosen, with every line refused', () => {
    const found = look('a;b;v\nx;1;2\ny;2;3\n', { time: ['a'] });
    expect(sourceOf(found)?.time).toMatchObject({ column: 'a', format: 'iso' });
    expect(found.outcome).toMatchObject({ rows: 0, rejected: 2 });
  });

  test('may be none: rows are numbered, which is asked about', () => {
    const found = look(text, { time: [] });
    expect(sourceOf(found)?.time).toMatchObject({ column: [], format: 'index', step: '1s' });
    expect(found.questions.map(({ field }) => field)).toEqual(['start', 'step']);
  });

  test('are no values, keys or labels any more, and keep the zone', () => {
    const before = source(text, {
      values: ['also', 'v'],
      time: { column: 'Date', format: 'iso', zone: 'Asia/Tokyo' },
    });
    expect(withTime(before, { column: ['Date', 'also'], format: 'iso', zone: 'UTC' })).toMatchObject({
      values: ['v'],
      time: { column: ['Date', 'also'], zone: 'Asia/Tokyo' },
    });
  });
});

describe('a column', () => {
  const base: FileSource = {
    file: 'a.csv',
    time: { column: 't', format: 'iso', zone: 'UTC' },
    values: ['a', 'b', 'c'],
    series: ['k', 'l'],
    labels: { column: 'x', normal: ['0'], type: 'y' },
  };

  test('has one role', () => {
    expect(withKeyColumns(base, ['a'])).toMatchObject({ series: 'a', values: ['b', 'c'] });
    expect(withLabels(base, { column: 'k', normal: [''] })).toMatchObject({ series: 'l' });
    expect(freed(base, ['x']).labels).toBeUndefined();
    expect(freed(base, ['y']).labels).toEqual({ column: 'x', normal: ['0'] });
    expect('series' in withKeyColumns(base, [])).toBe(false);
  });

  test('is marked with it', () => {
    expect(Object.fromEntries(rolesOf(base))).toEqual({
      a: 'value',
      b: 'value',
      c: 'value',
      k: 'key',
      l: 'key',
      t: 'time',
      x: 'label',
      y: 'type',
    });
  });

  test('of labels has a usual word for normal, or the one that occurs most', () => {
    expect(normalOf(['Attack', 'Normal', 'Attack', ''])).toBe('normal');
    expect(normalOf(['1', '0.0', '1'])).toBe('0');
    expect(normalOf(['run', 'run', 'stop'])).toBe('run');
    expect(normalOf([])).toBe('0');
  });
});

test('a source leaves out what is not set', () => {
  const made = tidied({
    file: 'a.csv',
    csv: explicit({ delimiter: ',', decimal: '.', header: true, encoding: 'utf-8' }),
    time: { column: 't', format: 'iso', zone: 'UTC', start: '2000-01-01T00:00:00Z', step: '1s' },
    values: ['a'],
    missing: [],
    units: { a: '', b: 'kW' },
  });
  expect(made).toEqual({
    file: 'a.csv',
    csv: { delimiter: ',', decimal: '.', header: true, encoding: 'utf-8' },
    time: { column: 't', format: 'iso', zone: 'UTC' },
    values: ['a'],
  });
});

describe('choices on a file read anew', () => {
  const names = ['time', 'a', 'b'];

  test('keep their columns', () => {
    const before = source(german, {
      values: ['b'],
      missing: ['x'],
      units: { b: 'kW' },
      time: { column: 'time', format: 'day-first', zone: 'Europe/Berlin' },
    });
    expect(
      carried(before, names, look(german, { csv: layout(before, { decimal: '.', skip: 0 }) })),
    ).toMatchObject({
      csv: { decimal: '.' },
      values: ['b'],
      missing: ['x'],
      units: { b: 'kW' },
      time: { format: 'day-first', zone: 'Europe/Berlin' },
    });
  });

  test('keep their places where the header goes, and back', () => {
    const before = source(german, { values: ['b'] });
    const without = look(german, { csv: layout(before, { header: false, skip: 0 }) });
    const middle = carried(before, names, without);
    expect(middle).toMatchObject({ values: ['column 3'], time: { column: 'column 1' } });
    const back = look(german, { csv: layout(middle, { header: true, skip: 0 }) });
    expect(carried(middle, without.columns, back)).toMatchObject({ values: ['b'], time: { column: 'time' } });
  });

  test('are guessed anew where the columns are others, with the zone that was chosen', () => {
    const before = source(german, { time: { column: 'time', format: 'day-first', zone: 'Asia/Tokyo' } });
    const tab = look(german, { csv: layout(before, { delimiter: '\t', skip: 0 }) });
    const lost = carried(before, names, tab);
    expect(lost.values).toEqual([]);
    const back = look(german, { csv: layout(before, { skip: 0 }) });
    expect(carried(lost, tab.columns, back)).toMatchObject({
      values: ['a', 'b'],
      time: { column: 'time', zone: 'Asia/Tokyo' },
    });
  });
});

test('choices that were none are guessed anew where the columns are others, and stay none where they are the same', () => {
  const text = 'by hand\ntime;a\n2024-01-01;1\n2024-01-02;2\n';
  const skipped = look(text, { csv: { delimiter: ';', skip: 1 } });
  const none = source('by hand\nx\ny\n', { values: [], time: { column: [], format: 'index', zone: 'UTC' } });
  expect(loses(none, ['by hand'], skipped)).toBe(true);
  expect(carried(none, ['by hand'], skipped)).toMatchObject({ time: { column: 'time' }, values: ['a'] });
  const chosen = source(german, { values: [] });
  expect(loses(chosen, ['time', 'a', 'b'], look(german))).toBe(false);
});

test('files are alike by columns and delimiter, unless their dates are decided otherwise', () => {
  const one = look(german);
  expect(alike(one, look(german, {}, 'b.csv'))).toBe(true);
  expect(alike(one, look(german.replaceAll(';', '|'), {}, 'b.csv'))).toBe(false);
  expect(alike(one, look(german.replace('01/04', '04/29').replace('02/04', '04/30')))).toBe(false);
});

test('answers go to a file with the encoding that was found for it, unless one was chosen', () => {
  const answer = source(german, { sha256: 'a'.repeat(64), bytes: 5 });
  const other = look(german, { csv: { encoding: 'windows-1252' } }, 'b.csv');
  expect(applied(answer, other, false)).toMatchObject({ file: 'b.csv', csv: { encoding: 'windows-1252' } });
  expect(applied(answer, other, true)).toMatchObject({ file: 'b.csv', csv: { encoding: 'utf-8' } });
  expect(applied(answer, other, true).sha256).toBeUndefined();
});

describe('what is open', () => {
  const answered = new Set<never>();
  const chosen = { source: source(german), questions: [], answered, zoneKnown: true, outcome: undefined };
  const outcome = look(german).outcome as ImportPreview;

  test('is each question that nobody has answered', () => {
    const { questions } = look(german);
    expect(questions.map(({ field }) => field)).toEqual(['format']);
    expect(openItems({ ...chosen, questions })).toEqual(['choose how the times are read']);
    expect(openItems({ ...chosen, questions, answered: new Set(['format'] as const) })).toEqual([]);
  });

  test('is a pattern that is none, a zone that is none, and no value column', () => {
    const broken: FileSource = {
      ...chosen.source,
      values: [],
      time: { column: 't', format: 'dd.MM', zone: 'UTC' },
    };
    expect(openItems({ ...chosen, source: broken, zoneKnown: false })).toEqual([
      'correct the time pattern: it has no year (yyyy, yy or YYYY)',
      'choose a time zone',
      'choose at least one value column',
    ]);
  });

  test('is a choice that reads no line', () => {
    expect(openItems({ ...chosen, outcome: { ...outcome, rows: 0 } })).toEqual([
      'choose settings that can read at least one line',
    ]);
    expect(openItems({ ...chosen, outcome })).toEqual([]);
  });
});
