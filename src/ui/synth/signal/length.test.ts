import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lengthText, readLength, rowsOf } from './length';

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
          const us = rows * ms * 1000;
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
          expect(rowsOf(rows * ms * 1000, ms * 1000)).toBe(rows);
        },
      ),
    );
  });

  it('are at least one row, and else the nearest whole number', () => {
    expect(rowsOf(1, 1e6)).toBe(1);
    expect(rowsOf(2.6e6, 1e6)).toBe(3);
  });
});
