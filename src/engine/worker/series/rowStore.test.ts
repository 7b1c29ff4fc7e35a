import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHUNK_ROWS, Column } from './rowStore';

describe('a column', () => {
  it('gives back any stretch of the numbers that were appended, however they came', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.double(), { maxLength: 40 }), { maxLength: 12 }),
        fc.nat(500),
        fc.nat(500),
        (parts, a, b) => {
          const column = new Column();
          for (const part of parts) column.append(Float64Array.from(part));
          const all = Float64Array.from(parts.flat());
          const [from, to] = [Math.min(a, b, all.length), Math.min(Math.max(a, b), all.length)];
          expect(column.length).toBe(all.length);
          expect(column.copy(from, to)).toEqual(all.slice(from, to));
          column.trim();
          expect(column.copy(0, all.length)).toEqual(all);
        },
      ),
    );
  });

  it('goes on beyond a chunk, and knows the rows on both sides of the border', () => {
    const column = new Column();
    const part = new Float64Array(300_000);
    for (let n = 0; n < 8; n++) column.append(part.map((_, row) => n * part.length + row));
    column.trim();
    expect(column.length).toBe(2_400_000);
    for (const row of [0, CHUNK_ROWS - 1, CHUNK_ROWS, 2 * CHUNK_ROWS, 2_399_999])
      expect(column.at(row)).toBe(row);
    expect(column.copy(CHUNK_ROWS - 2, CHUNK_ROWS + 2)).toEqual(
      Float64Array.of(CHUNK_ROWS - 2, CHUNK_ROWS - 1, CHUNK_ROWS, CHUNK_ROWS + 1),
    );
    expect(() => column.at(2_400_000)).toThrow(RangeError);
  });
});
