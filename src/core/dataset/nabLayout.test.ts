import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at } from '../list';
import { listedTimes } from '../rows/times';
import { acceptedWindows, nabPaths } from './nabLayout';

it("paths in NAB's layout have a category, end in .csv, and are all different", () => {
  expect(nabPaths(['realTraffic/a.csv', 'a.csv', 'b.parquet:x', 'c.csv:flow', 'other/a.csv'])).toEqual([
    'realTraffic/a.csv',
    'other/a.csv',
    'other/b.parquet_x.csv',
    'other/c_flow.csv',
    'other/a~2.csv',
  ]);
});

/** `acceptedWindows` of a list of all rows, each looked at. */
function acceptedOfAll(times: Float64Array, windows: readonly { startRow: number; endRow: number }[]) {
  const only = (row: number): boolean => times[row - 1] !== times[row] && times[row + 1] !== times[row];
  const seek = (from: number, step: 1 | -1, last: number): number => {
    for (let row = from; step > 0 ? row <= last : row >= last; row += step) if (only(row)) return row;
    return -1;
  };
  const found: { startRow: number; endRow: number }[] = [];
  let lost = 0;
  for (const { startRow, endRow } of windows) {
    const inside = seek(startRow, 1, endRow);
    const [from, to] =
      inside >= 0
        ? [inside, seek(endRow, -1, inside)]
        : [seek(startRow, -1, 0), seek(endRow, 1, times.length - 1)];
    const before = found.at(-1);
    if (from < 0 || to < 0) lost++;
    else if (before && from <= before.endRow) before.endRow = Math.max(before.endRow, to);
    else found.push({ startRow: from, endRow: to });
  }
  const ends = found.map(({ startRow, endRow }) => ({ start: at(times, startRow), end: at(times, endRow) }));
  return { windows: ends, lost };
}

describe('windows for NAB', () => {
  it('stay as they are where times come once', () => {
    const times = listedTimes(Float64Array.of(0, 1, 2, 3, 4));
    expect(acceptedWindows(times, [{ startRow: 1, endRow: 3 }])).toEqual({
      windows: [{ start: 1, end: 3 }],
      lost: 0,
    });
  });

  it('move ends whose time comes twice inwards, or else outwards', () => {
    const times = listedTimes(Float64Array.of(0, 1, 1, 2, 3, 3, 4));
    expect(acceptedWindows(times, [{ startRow: 1, endRow: 5 }]).windows).toEqual([{ start: 2, end: 2 }]);
    expect(acceptedWindows(times, [{ startRow: 4, endRow: 5 }]).windows).toEqual([{ start: 2, end: 4 }]);
    expect(acceptedWindows(listedTimes(Float64Array.of(1, 1)), [{ startRow: 0, endRow: 1 }])).toEqual({
      windows: [],
      lost: 1,
    });
  });

  it("of any rows are what NAB's CorpusLabel and validateLabels accept: ends that exactly one row has, in order, none overlapping the next", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 25 }),
        fc.array(fc.tuple(fc.nat(24), fc.nat(6)), { maxLength: 6 }),
        (drawn, spans) => {
          const times = Float64Array.from(drawn).sort();
          let next = 0;
          const windows = spans
            .sort((a, b) => a[0] - b[0])
            .flatMap(([from, length]) => {
              const startRow = Math.max(from, next);
              const endRow = Math.min(startRow + length, times.length - 1);
              if (startRow > endRow) return [];
              next = endRow + 1;
              return [{ startRow, endRow }];
            });
          expect(acceptedWindows(listedTimes(times), windows)).toEqual(acceptedOfAll(times, windows));
          let before = -Infinity;
          for (const { start, end } of acceptedWindows(listedTimes(times), windows).windows) {
            for (const time of [start, end]) expect(times.filter((one) => one === time)).toHaveLength(1);
            expect(start).toBeGreaterThanOrEqual(before);
            expect(end).toBeGreaterThanOrEqual(start);
            before = end;
          }
        },
      ),
    );
  });
});
