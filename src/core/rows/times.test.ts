import fc from 'fast-check';
import { expect, it } from 'vitest';
import { at } from '../list';
import { gridTimes, joinedTimes, listedTimes, packTimes } from './times';

/** Distances as they come: mostly one, some longer, some of none, or any. */
const distances = fc.oneof(
  fc.array(fc.constantFrom(10, 10, 10, 10, 10, 10, 20, 70, 0), { maxLength: 200 }),
  fc.array(fc.nat(5000), { maxLength: 200 }),
  fc.array(fc.constantFrom(0, 3), { maxLength: 60 }),
);
const cuts = fc.array(fc.nat(200), { maxLength: 6 });

it('packed times are found by row and by time as in the list of all, however they are cut', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e6, max: 1e6 }), distances, cuts, (start, steps, places) => {
      let time = start;
      const times = Float64Array.from([0, ...steps], (step) => (time += step));
      const bounds = [0, ...places.map((place) => Math.min(place, times.length)), times.length];
      bounds.sort((a, b) => a - b);
      const parts = bounds.flatMap((to, index) => {
        const from = index === 0 ? 0 : at(bounds, index - 1);
        return to > from ? [packTimes(times, from, to)] : [];
      });
      const joined = joinedTimes(parts);
      const listed = listedTimes(times);
      expect(joined.length).toBe(times.length);
      for (let row = 0; row < times.length; row++) {
        const own = at(times, row);
        expect(joined.at(row)).toBe(own);
        for (const asked of [own - 1, own, own + 1, own + 5])
          expect(joined.from(asked)).toBe(listed.from(asked));
      }
      expect(joined.from(-Infinity)).toBe(0);
      expect(joined.from(Infinity)).toBe(times.length);
    }),
  );
});

it('a grid is packed as one stretch, one with gaps as some, and times without a common distance as they are', () => {
  const grid = Float64Array.from({ length: 1000 }, (_, row) => row * 60e6);
  expect(packTimes(grid, 0, 1000)).toMatchObject({ step: 60e6, starts: Float64Array.of(0) });
  const gaps = grid.filter((_, row) => row % 100 !== 7);
  expect(packTimes(gaps, 0, gaps.length)).toMatchObject({ firsts: { length: 11 } });
  const squares = Float64Array.from({ length: 1000 }, (_, row) => row * row);
  expect(packTimes(squares, 0, 1000)).toEqual({ rows: 1000, times: squares });
});

it('a row that is not there is an error, also where there is none', () => {
  const none = joinedTimes([]);
  expect([none.length, none.from(5)]).toEqual([0, 0]);
  const two = joinedTimes([packTimes(Float64Array.of(1, 2, 3), 0, 2)]);
  for (const row of [-1, 0, NaN]) expect(() => none.at(row)).toThrow(RangeError);
  for (const row of [-1, 2, NaN]) expect(() => two.at(row)).toThrow(RangeError);
});

it('times of a grid are found as in the list of them', () => {
  fc.assert(
    fc.property(
      fc.nat(50),
      fc.integer(),
      fc.integer({ min: 1, max: 100 }),
      fc.integer(),
      (rows, start, step, asked) => {
        const listed = listedTimes(Float64Array.from({ length: rows }, (_, row) => start + row * step));
        const grid = gridTimes(rows, start, step);
        for (let row = 0; row < rows; row++) expect(grid.at(row)).toBe(listed.at(row));
        for (const time of [
          asked,
          start,
          start + step,
          start + 1,
          start + rows * step,
          start + rows * step - 1,
        ])
          expect(grid.from(time)).toBe(listed.from(time));
        expect(() => grid.at(rows)).toThrow(RangeError);
      },
    ),
  );
});
