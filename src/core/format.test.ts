import { describe, expect, it } from 'vitest';
import { bytes, measure, percent, plural, score, signed } from './format';

describe('numbers as a person reads them', () => {
  it('count in thousands, with the noun in its number', () => {
    expect([plural(1, 'row'), plural(12_000, 'row'), plural(2, 'entry', 'entries')]).toEqual([
      '1 row',
      '12,000 rows',
      '2 entries',
    ]);
  });

  it('have six significant digits where they are measured, and a dash where there are none', () => {
    expect([measure(1234.5678), measure(0.000012345678), measure(null), measure(undefined)]).toEqual([
      '1,234.57',
      '0.0000123457',
      '–',
      '–',
    ]);
  });

  it('show a sign where they add or take away, none where they do nothing', () => {
    expect([signed(0.98765), signed(-0.11), signed(0), signed(-0.0001)]).toEqual([
      '+0.988',
      '−0.11',
      '0',
      '0',
    ]);
  });

  it('have two to four decimals as scores', () => {
    expect([score(42), score(-3.20511), score(-0.00001)]).toEqual(['42.00', '−3.2051', '0.00']);
  });

  it('reach 100 % only where all is done', () => {
    expect([percent(0.999), percent(1)]).toEqual(['99 %', '100 %']);
  });

  it('are sizes in units of a thousand', () => {
    expect([bytes(812), bytes(166_476), bytes(1_250_000), bytes(3_400_000_000)]).toEqual([
      '812 B',
      '166 kB',
      '1.3 MB',
      '3.4 GB',
    ]);
  });
});
