import fc from 'fast-check';
import { expect, it } from 'vitest';
import { timeParser } from '../ingest/parse/time';
import { formatTime, formatWindowTime, readTime } from './time';

const anyTime = fc.integer({ min: Date.UTC(1686, 0, 1) * 1000, max: Date.UTC(2254, 11, 31) * 1000 });

it('gives back every microsecond that it wrote', () => {
  fc.assert(
    fc.property(anyTime, (us) => {
      expect(readTime(formatTime(us))).toBe(us);
      expect(readTime(formatWindowTime(us))).toBe(us);
      expect(formatWindowTime(us)).toHaveLength(26);
    }),
  );
});

it('writes the clock time that Date does', () => {
  fc.assert(
    fc.property(anyTime, (us) => {
      const text = new Date(Math.floor(us / 1e6) * 1000).toISOString();
      expect(formatTime(us).slice(0, 19)).toBe(`${text.slice(0, 10)} ${text.slice(11, 19)}`);
    }),
  );
});

it.each([
  ['2014-04-11 00:00:00', Date.UTC(2014, 3, 11) * 1000],
  ['2014-04-11T23:59:59', Date.UTC(2014, 3, 11, 23, 59, 59) * 1000],
  ['2014-04-10 07:15:00.000001', Date.UTC(2014, 3, 10, 7, 15) * 1000 + 1],
  ['2014-04-11', Date.UTC(2014, 3, 11) * 1000],
  ['2014-4-1 7:05', Date.UTC(2014, 3, 1, 7, 5) * 1000],
  ['2014-04-11 00:00:00.1234567', Date.UTC(2014, 3, 11) * 1000 + 123456],
  ['2014-04-11T02:00:00+02:00', Date.UTC(2014, 3, 11) * 1000],
  ['2014-04-11T00:00:00Z', Date.UTC(2014, 3, 11) * 1000],
  ['2016-02-29 00:00:00', Date.UTC(2016, 1, 29) * 1000],
  ['1969-12-31 23:59:59.5', -500_000],
])('reads %s', (text, us) => {
  expect(readTime(text)).toBe(us);
  const bytes = new TextEncoder().encode(text);
  const reader = timeParser({ format: /Z|\+/.test(text) ? 'iso-offset' : 'iso' });
  expect(reader(bytes, 0, bytes.length)).toBe(us);
});

it.each([
  '',
  'soon',
  '2014-02-29 00:00:00',
  '2014-13-01 00:00:00',
  '2014-00-01 00:00:00',
  '2014-04-31 00:00:00',
  '2014-04-11 24:00:00',
  '2014-04-11 00:60:00',
  '2014-04-11 00:00:60',
  '2014-04-11 00:00:0x',
  '0050-04-11 00:00:00',
  '2014-04-11 00:00:00 CET',
  '2014-04-11 00:00:00+19:00',
  '2014-04/11 00:00:00',
])('finds no time in "%s"', (text) => {
  expect(readTime(text)).toBeNaN();
});
