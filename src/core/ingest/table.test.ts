import { describe, expect, it } from 'vitest';
import { columnNames, hasTrailingDelimiter } from './table';

describe('a delimiter at the end of lines', () => {
  it('belongs to the layout only where the header and most rows end with it', () => {
    const header = ['t', 'v', ''];
    const ended = ['1', '2', ''];
    expect(hasTrailingDelimiter([header, ended, ended, ['1', '2']], true)).toBe(true);
    expect(hasTrailingDelimiter([header], true)).toBe(true);
    expect(hasTrailingDelimiter([header, ['1', '2'], ['1', '2']], true)).toBe(false);
    expect(hasTrailingDelimiter([['t', 'v'], ended, ended], true)).toBe(false);
    expect(hasTrailingDelimiter([ended, ended], false)).toBe(false);
    expect(hasTrailingDelimiter([], true)).toBe(false);
  });

  it('makes no column of its own below a header', () => {
    expect(columnNames(['t', 'v', ''], true)).toEqual(['t', 'v']);
    expect(columnNames(['1', '2', ''], false)).toEqual(['column 1', 'column 2', 'column 3']);
  });
});
