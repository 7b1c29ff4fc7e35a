import { describe, expect, it } from 'vitest';
import type { LabFailure } from '../errors';
import * as limits from './limits';

const refusal = (check: () => void): { code?: string; message?: string } => {
  try {
    check();
  } catch (thrown) {
    return (thrown as LabFailure).error;
  }
  return {};
};

describe('a limit', () => {
  it.each<[string, string, (over: number) => void]>([
    [
      'file-too-large',
      '4,096 MB',
      (over) => limits.checkUnpacked('f', 2 ** 31, limits.MAX_UNPACKED_BYTES + over),
    ],
    ['file-too-large', '200 times', (over) => limits.checkUnpacked('f', 1e6, 2e8 + over)],
    [
      'file-too-large',
      '100,000,000 rows',
      (over) => limits.checkValueCount('f', limits.MAX_VALUES + over, 1),
    ],
    [
      'file-too-large',
      'values in 2 columns',
      (over) => limits.checkValueCount('f', limits.MAX_VALUES / 2 + over, 2),
    ],
    ['file-too-large', '256 MB', (over) => limits.checkJson('f', limits.MAX_JSON_BYTES + over)],
    [
      'file-too-wide',
      '10,000 at most',
      (over) =>
        limits.checkColumns(
          'f',
          Array.from({ length: limits.MAX_COLUMNS + over }, () => 'c'),
        ),
    ],
    [
      'file-too-wide',
      'column 2',
      (over) => limits.checkColumns('f', ['t', 'c'.repeat(limits.MAX_NAME_LENGTH + over)]),
    ],
    ['file-too-wide', '10,000 series', (over) => limits.checkSeriesCount('f', limits.MAX_SERIES + over, 's')],
    [
      'file-too-wide',
      '4,097 characters',
      (over) => limits.checkSeriesName('f', 'n'.repeat(limits.MAX_SERIES_NAME_LENGTH + over)),
    ],
    ['file-too-wide', '32 MB', (over) => limits.checkLine('f', limits.MAX_LINE_BYTES + over)],
  ])('refuses one more than it says with %s (%s), and not what it says', (code, words, check) => {
    expect(refusal(() => check(0))).toEqual({});
    const { code: got, message } = refusal(() => check(1));
    expect(got).toBe(code);
    expect(message).toContain(words);
  });

  it('of what the database keeps refuses a name that would come back as another', () => {
    for (const name of ['a\0b', '\ud800', '\ufeffa']) {
      expect(refusal(() => limits.checkSeriesName('f', name)).code).toBe('file-unsupported');
      expect(limits.keyProblem(name)).toContain('cannot be stored');
    }
    for (const name of ['a\ufeff', '🚀', "'; DROP TABLE series; --"]) {
      expect(refusal(() => limits.checkSeriesName('f', name))).toEqual({});
      expect(limits.keyProblem(name)).toBeUndefined();
    }
  });

  it('does not refuse a small file for its ratio', () => {
    expect(refusal(() => limits.checkUnpacked('f', 1000, 6e7))).toEqual({});
  });
});
