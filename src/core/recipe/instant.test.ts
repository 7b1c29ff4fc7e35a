import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatInstant, instant, parseInstant } from './instant';

describe('a time of the recipe', () => {
  it('is what the platform makes of the same text', () => {
    fc.assert(
      fc.property(
        fc.date({ noInvalidDate: true, min: new Date('0000-01-01'), max: new Date('9999-12-31') }),
        (date) => {
          expect(parseInstant(date.toISOString())).toBe(date.getTime() * 1000);
        },
      ),
    );
  });

  it('comes back from its text to the microsecond', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_000_000_000_000_000 / 1000, max: 8_000_000_000_000_000 }), (us) => {
        expect(parseInstant(formatInstant(us))).toBe(us);
      }),
    );
  });

  it.each([
    '2023-02-29T00:00:00Z',
    '2023-13-01T00:00:00Z',
    '2023-01-01T24:00:00Z',
    '2023-01-01T00:00:00.1x3Z',
    '2o23-01-01T00:00:00Z',
    '2023-01-01 00:00:00',
    '',
  ])('is refused where there is no such moment: %s', (text) => {
    expect(parseInstant(text)).toBeUndefined();
    expect(() => instant(text)).toThrow(RangeError);
  });
});
