import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isGrid, timeAt, type RawRows } from './rowStore';
import { TimesBuilder } from './timesBuilder';

it('times come back as they went in, as a grid where all are at one distance above zero and nowhere else', () => {
  const grid = fc
    .record({ start: fc.integer(), step: fc.integer({ min: 1, max: 1e9 }), rows: fc.nat(200) })
    .map(({ start, step, rows }) => Array.from({ length: rows }, (_, row) => start + row * step));
  const bent = fc
    .tuple(grid, fc.nat(200), fc.integer({ min: -5, max: 5 }))
    .map(([times, place, by]) => times.map((time, row) => (row >= place ? time + by : time)));
  const any = fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 6 });
  const cuts = fc.array(fc.nat(200), { maxLength: 5 });
  fc.assert(
    fc.property(fc.oneof(grid, bent, any), cuts, (times, places) => {
      const builder = new TimesBuilder();
      const ends = [
        0,
        ...places.map((place) => Math.min(place, times.length)).sort((a, b) => a - b),
        times.length,
      ];
      for (let i = 1; i < ends.length; i++)
        builder.append(Float64Array.from(times.slice(ends[i - 1], ends[i])));
      expect(builder.rows).toBe(times.length);
      const built = builder.done();
      const raw = { times: built } as RawRows;
      expect(times.map((_, row) => timeAt(raw, row))).toEqual(times);
      const distances = new Set(times.slice(1).map((time, row) => time - (times[row] as number)));
      const [step = 0] = distances;
      expect(isGrid(built)).toBe(distances.size === 1 && step > 0);
    }),
    { numRuns: 300 },
  );
});

it('a long grid that ends in a row of its own is written whole', () => {
  const builder = new TimesBuilder();
  const times = Float64Array.from({ length: 200_000 }, (_, row) => row * 7);
  builder.append(times);
  builder.append(Float64Array.of(5));
  const whole = new Float64Array(200_001);
  whole.set(times);
  whole[200_000] = 5;
  const built = builder.done();
  if (isGrid(built)) throw new Error('expected a column');
  expect(built.copy(0, 200_001)).toEqual(whole);
});
