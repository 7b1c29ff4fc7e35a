import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filledShare, FilledStretches } from './filled';

/** Rows a millisecond apart, the filled ones marked x, as the facts of a stage list them. */
function stretchesOf(marks: string): Float64Array {
  return Float64Array.from(
    [...marks.matchAll(/x+/g)].flatMap(({ index, 0: { length } }) => [
      Math.max(0, index - 1) * 1000,
      index * 1000,
      Math.min(marks.length - 1, index + length) * 1000,
      length,
    ]),
  );
}
const spans = (marks: string, to: number, columns: number) =>
  new FilledStretches(stretchesOf(marks)).within(0, to * 1000, columns);

describe('stretches of filled values', () => {
  it('are counted, with where the longest begins and how long it is', () => {
    expect(filledShare(stretchesOf('.x..xxx.xx'))).toEqual({
      filled: 6,
      longest: { start: 4000, length: 3000 },
    });
    expect(filledShare(stretchesOf('xx..x'))).toEqual({ filled: 3, longest: { start: 0, length: 2000 } });
    expect(filledShare(stretchesOf('....'))).toEqual({ filled: 0, longest: null });
  });

  it('reach from the row before to the row after while columns are narrow enough to show them', () => {
    expect(spans('.x..xxx.xx', 10, 10)).toEqual([
      { fromMs: 0, toMs: 2 },
      { fromMs: 3, toMs: 9 },
    ]);
  });

  it('are shown at every zoom: as they are where longer than a column, as columns that they fill for the greater part where shorter', () => {
    const half = '.x'.repeat(200);
    const marks = `${half}${'.'.repeat(300)}${'x'.repeat(99)}.${'.'.repeat(90)}.x.......`;
    expect(spans(marks, 900, 9)).toEqual([
      { fromMs: 0, toMs: 400 },
      { fromMs: 699, toMs: 799 },
    ]);
  });

  it('are in any range what a look at each of them finds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('.', '.', 'x'), { minLength: 1, maxLength: 400, size: 'max' }),
        fc.tuple(
          fc.integer({ min: -50, max: 450 }),
          fc.integer({ min: 1, max: 450 }),
          fc.integer({ min: 1, max: 60 }),
        ),
        (rows, [start, length, columns]) => {
          const [from, to] = [start * 1000, (start + length) * 1000];
          const list = stretchesOf(rows.join(''));
          const width = Math.ceil((to - from) / columns);
          const expected: { f: number; t: number }[] = [];
          const short = new Map<number, number>();
          for (let at = 0; at < list.length; at += 4) {
            const [f = NaN, , t = NaN] = list.subarray(at);
            if (!(t > from && f < to)) continue;
            if (t - f >= width) expected.push({ f, t });
            else {
              const column = Math.floor((f - from) / width);
              short.set(column, (short.get(column) ?? 0) + t - f);
            }
          }
          for (const [column, filled] of short) {
            if (filled >= width / 2)
              expected.push({ f: from + column * width, t: from + (column + 1) * width });
          }
          const covered = (time: number, all: readonly { fromMs: number; toMs: number }[]): boolean =>
            all.some(({ fromMs, toMs }) => time >= fromMs * 1000 && time < toMs * 1000);
          const found = new FilledStretches(list).within(from, to, columns);
          for (let time = -60_500; time < 900_000; time += 500) {
            expect(covered(time, found)).toBe(expected.some(({ f, t }) => time >= f && time < t));
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
