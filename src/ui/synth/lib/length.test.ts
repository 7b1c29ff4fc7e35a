import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lengthOf, lengthText, readCount, readLength, readTime, rowsOf, timeText } from './length';

describe('a length of time', () => {
  it('is read from one part or several', () => {
    expect(readLength('6h')).toBe(21_600e6);
    expect(readLength('11 d 13 h 46 min 40 s')).toBe(1e12);
    expect(readLength('1d12h')).toBe(129_600e6);
  });

  it.each(['', '6', 'h', '6h!', '-6h', '0s', '1 d and 2 h'])('is not read from "%s"', (text) => {
    expect(readLength(text)).toBeUndefined();
  });

  it('comes back exactly from the text that is shown', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000_000 }),
        fc.integer({ min: 1, max: 86_400_000 }),
        (rows, ms) => {
          const us = lengthOf(rows, ms * 1000);
          fc.pre(Number.isSafeInteger(us));
          expect(readLength(lengthText(us))).toBe(us);
        },
      ),
    );
  });
});

describe('rows and length', () => {
  it('give each other back at any step', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000_000 }),
        fc.integer({ min: 1, max: 86_400_000 }),
        (rows, ms) => {
          expect(rowsOf(lengthOf(rows, ms * 1000), ms * 1000)).toBe(rows);
        },
      ),
    );
  });

  it('are at least one row, and else the nearest whole number', () => {
    expect(rowsOf(1, 1e6)).toBe(1);
    expect(rowsOf(2.6e6, 1e6)).toBe(3);
  });
});

describe('a time that a person writes', () => {
  it.each([
    ['2023-01-01', '2023-01-01T00:00:00Z'],
    ['2023-01-01 06:30', '2023-01-01T06:30:00Z'],
    ['2023-01-01T06:30:15.5Z', '2023-01-01T06:30:15.5Z'],
  ])('is taken as UTC: %s', (text, iso) => {
    expect(readTime(text)).toBe(iso);
    expect(readTime(timeText(iso))).toBe(iso);
  });

  it.each(['2023-02-30', '2023-01-01 25:00', '01/02/2023', ''])(
    'is refused where it does not exist: "%s"',
    (text) => {
      expect(readTime(text)).toBeUndefined();
    },
  );
});

describe('a count', () => {
  it.each([
    ['1,000,000', 1_000_000],
    ['1 000', 1000],
    ['1e6', 1_000_000],
    ['10M', 10_000_000],
    ['1.5k', 1500],
    ['0', 0],
  ])('is read from %s', (text, value) => {
    expect(readCount(text)).toBe(value);
  });

  it.each(['', '-1', '1.5', 'many', '1e300'])('is not read from "%s"', (text) => {
    expect(readCount(text)).toBeUndefined();
  });
});
