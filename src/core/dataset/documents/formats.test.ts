import { describe, expect, it } from 'vitest';
import { idOf } from './croissant/ids';
import { uuidOf } from './openLineage';

describe('names in the documents for other tools', () => {
  it('of files hold no white space and are never shared', () => {
    const paths = [
      'a b.csv',
      'a+b.csv',
      'a%20b.csv',
      'a%2Bb.csv',
      'a\tb.csv',
      'ä/№.csv',
      'split=train/a=b.csv',
    ];
    const ids = paths.map(idOf);
    for (const id of ids) expect(id).not.toMatch(/\s|%20/);
    expect(new Set(ids).size).toBe(paths.length);
    expect(idOf('data/split=train/part-0.parquet')).toBe('data/split=train/part-0.parquet');
  });

  it('of runs are UUIDs of version 8 and variant 10', () => {
    expect(uuidOf('0123456789abcdef0123456789abcdef'.repeat(2))).toBe('01234567-89ab-8def-8123-456789abcdef');
    for (const digit of '0123456789abcdef')
      expect(uuidOf(`${'f'.repeat(16)}${digit}${'f'.repeat(47)}`)).toMatch(
        /^ffffffff-ffff-8fff-[89ab]fff-ffffffffffff$/,
      );
  });
});
