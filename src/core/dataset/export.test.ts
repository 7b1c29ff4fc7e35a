import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvCell, isoTime } from './csv';
import { partitionOf } from './partition';
import { safePath, safePaths } from './path';

describe('paths', () => {
  it('stay in their folder, whatever the name', () => {
    const hostile = fc.stringMatching(/^[a./\\: \u0000~]{0,12}$/u);
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string()), (name) => {
        const path = safePath(name);
        expect(path.startsWith('/')).toBe(false);
        expect(path).not.toMatch(/[\p{Cc}\\:]/u);
        for (const part of path.split('/')) expect(['', '.', '..']).not.toContain(part);
      }),
    );
  });

  it('are unique, and none is the folder of another', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[aB./~2]{1,5}$/u)), (names) => {
        const paths = safePaths(names).map((path) => path.toLowerCase());
        expect(new Set(paths).size).toBe(paths.length);
        for (const path of paths) expect(paths.some((other) => other.startsWith(`${path}/`))).toBe(false);
      }),
    );
  });

  it('avoid device names and drive letters', () => {
    expect(safePath('C:\\con.csv')).toBe('C_/_con.csv');
  });
});

describe('partitions', () => {
  it('are zero-padded and half-open, before 1970 too', () => {
    expect(partitionOf(-1, ['year', 'month', 'day'])).toEqual({
      start: -86400e6,
      end: 0,
      folder: 'year=1969/month=12/day=31',
    });
    expect(partitionOf(0, ['year', 'month', 'day', 'hour']).folder).toBe('year=1970/month=01/day=01/hour=00');
  });
});

describe('CSV', () => {
  it('quotes what a spreadsheet program might run, and changes nothing', () => {
    expect(csvCell('=1+"2"')).toBe('"=1+""2"""');
    expect(isoTime(-1)).toBe('1969-12-31T23:59:59.999999Z');
  });
});
