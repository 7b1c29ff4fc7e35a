import { describe, expect, it } from 'vitest';
import { shareText, verdictOn, type ObservedRows } from './verdict';

const hour = 3.6e9;
const whole: ObservedRows = {
  rows: 1000,
  utc: true,
  ordered: true,
  gaps: 0,
  regular: true,
  missing: 0,
  filled: 0,
  longestFilled: null,
  filledLimit: 3 * hour,
};
const stretch = (filled: number, length: number) => ({ filled, longestFilled: { start: 0, length } });

describe('a verdict', () => {
  it('is green for a regular grid of observed values', () => {
    expect(verdictOn(whole)).toEqual({ good: true, grid: 'regular grid ✓', values: '' });
  });

  it('tells the grid from the values: half of them filled is amber', () => {
    expect(verdictOn({ ...whole, ...stretch(490, 2 * hour) })).toEqual({
      good: false,
      grid: 'regular grid ✓',
      values: '49 % of values filled, longest stretch 2 h',
    });
  });

  it('is green up to 5 % filled, amber above', () => {
    expect(verdictOn({ ...whole, ...stretch(50, hour) })).toMatchObject({
      good: true,
      values: '5 % of values filled',
    });
    expect(verdictOn({ ...whole, ...stretch(51, hour) }).good).toBe(false);
  });

  it('is amber for one filled stretch longer than the recipe allows, however few its values', () => {
    expect(verdictOn({ ...whole, ...stretch(4, 4 * hour) })).toMatchObject({
      good: false,
      values: '0.4 % of values filled, longest stretch 4 h',
    });
    expect(verdictOn({ ...whole, ...stretch(3, 3 * hour) }).good).toBe(true);
  });

  it('is amber for values that are missing, gaps, and rows out of order', () => {
    expect(verdictOn({ ...whole, missing: 79 })).toMatchObject({
      good: false,
      values: '7.9 % without a value',
    });
    expect(verdictOn({ ...whole, gaps: 2, regular: false })).toMatchObject({ good: false, grid: '2 gaps' });
    expect(verdictOn({ ...whole, ordered: false }).good).toBe(false);
    expect(verdictOn({ ...whole, regular: false })).toMatchObject({ good: true, grid: 'no gaps ✓' });
  });

  it('never rounds a share above zero to 0 %', () => {
    expect(shareText(1, 100_000)).toBe('under 0.1 %');
    expect(shareText(0, 0)).toBe('0 %');
  });
});
