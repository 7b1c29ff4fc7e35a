import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Faults } from '../../recipe/types';
import { channelsOf, modelOf } from './fixtures';
import type { FaultRows } from './types';

const minute = 6e7;
const rows = 100_000;
const withFaults = (faults: Faults, more = {}) => modelOf({ rows, faults, ...more });
const share = (marks: ArrayLike<number>, what: number): number =>
  Array.from(marks).filter((mark) => mark === what).length / marks.length;
const error = (p: number): number => 4 * Math.sqrt((p * (1 - p)) / rows);

const everything: Faults = {
  jitter: 0.8,
  missing: {
    as: 'absent',
    random: 0.05,
    bursts: { perDay: 3, length: '20min' },
    pattern: { every: '6h', length: '10min' },
  },
  duplicates: 0.1,
  backward: 0.1,
};

describe('faults', () => {
  it('are the same for any split of the rows, with rows to spare', () => {
    const avoid = [
      [100, 150],
      [151, 152],
      [4000, 4500],
      [4990, 5000],
    ] as const;
    for (const as of ['absent', 'empty'] as const) {
      const faults = { ...everything, missing: { ...everything.missing, as } };
      const whole = withFaults(faults, { rows: 5000 }).faultRows(0, 5000, avoid);
      fc.assert(
        fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 4999 }), { maxLength: 8 }), (inner) => {
          const edges = [0, ...inner.toSorted((a, b) => a - b), 5000];
          const model = withFaults(faults, { rows: 5000 });
          const counts = { absent: 0, empty: 0, duplicated: 0, backward: 0 };
          for (const [k, to] of edges.slice(1).entries()) {
            const from = edges[k]!;
            const piece = model.faultRows(from, to, avoid);
            for (const key of ['times', 'copies', 'empty'] as const)
              expect(piece[key]).toEqual(whole[key].slice(from, to));
            for (const key of ['absent', 'empty', 'duplicated', 'backward'] as const)
              counts[key] += piece.counts[key];
          }
          expect(counts).toEqual(whole.counts);
        }),
        { seed: 3, numRuns: 40 },
      );
      for (const [from, to] of avoid) {
        for (let row = from; row < to; row++) {
          expect(whole.copies[row]).toBeLessThan(2);
          expect(whole.times[row]).toBe(withFaults(faults, { rows: 5000 }).timeOf(row));
        }
      }
    }
  });

  it('that leave values empty keep the grid, and take the same values whatever the stretch', () => {
    const { random, bursts, pattern } = everything.missing ?? {};
    const model = withFaults({ missing: { as: 'empty', random, bursts, pattern } }, { rows: 5000 });
    expect(model.onGrid).toBe(true);
    for (const faults of [everything, { jitter: 0.1 }, { duplicates: 0.1 }, { backward: 0.1 }])
      expect(withFaults(faults).onGrid).toBe(false);
    const { empty, times, copies } = model.faultRows(0, 5000);
    expect(times).toEqual(Float64Array.from(times, (_, row) => model.start + row * minute));
    expect(copies.every((copy) => copy === 1)).toBe(true);
    fc.assert(
      fc.property(fc.nat(4998), fc.nat(5000), (from, size) => {
        const to = Math.min(5000, from + size + 1);
        const values = Float64Array.from({ length: to - from }, (_, i) => i);
        model.leaveEmpty(from, to, values);
        expect(Array.from(values)).toEqual(
          Array.from(empty.subarray(from, to), (gone, i) => (gone === 1 ? NaN : i)),
        );
      }),
      { seed: 3, numRuns: 40 },
    );
  });

  it('are none where the recipe asks for none', () => {
    const model = withFaults({});
    expect(model.onGrid).toBe(true);
    const { times, copies, empty } = model.faultRows(10, 20);
    expect([...times]).toEqual(Array.from({ length: 10 }, (_, i) => model.start + (10 + i) * minute));
    expect([...copies]).toEqual(Array.from({ length: 10 }, () => 1));
    expect([...empty]).toEqual(Array.from({ length: 10 }, () => 0));
  });
});

describe('jitter', () => {
  it.each([0.01, 0.5, 1])('of %d moves times evenly to either side and keeps their order', (jitter) => {
    const model = withFaults({ jitter });
    const { times } = model.faultRows(0, rows);
    const width = jitter * minute;
    let sum = 0;
    let least = Infinity;
    let most = -Infinity;
    for (const [row, time] of times.entries()) {
      if (row > 0 && !(time > times[row - 1]!)) throw new Error(`row ${row} is not after the row before`);
      const moved = time - model.start - row * minute;
      sum += moved;
      least = Math.min(least, moved);
      most = Math.max(most, moved);
    }
    expect(Math.abs(sum / rows)).toBeLessThan((4 * width) / Math.sqrt(12 * rows));
    expect(least).toBeGreaterThanOrEqual(-width / 2);
    expect(most).toBeLessThan(width / 2);
    expect(most - least).toBeGreaterThan(0.99 * width);
  });

  it('is common to the channels, and the row at a time is found whatever it is', () => {
    const [a, b] = channelsOf({ faults: { jitter: 1 }, channels: { list: [{ name: 'a' }, { name: 'b' }] } });
    fc.assert(
      fc.property(fc.integer({ min: -3, max: 5003 }), fc.integer({ min: -40, max: 40 }), (row, seconds) => {
        const time = a!.start + row * minute + seconds * 1e6;
        const found = a!.rowAt(time);
        expect(b!.timeOf(found)).toBe(a!.timeOf(found));
        if (found < a!.rows) expect(a!.timeOf(found)).toBeGreaterThanOrEqual(time);
        if (found > 0) expect(a!.timeOf(found - 1)).toBeLessThan(time);
      }),
      { seed: 4, numRuns: 500 },
    );
  });
});

describe('missing rows', () => {
  const missingOf = (missing: NonNullable<Faults['missing']>): FaultRows =>
    withFaults({ missing }).faultRows(0, rows);

  it('at random are their share of the rows, absent or empty', () => {
    const absent = missingOf({ as: 'absent', random: 0.05 });
    expect(Math.abs(share(absent.copies, 0) - 0.05)).toBeLessThan(error(0.05));
    expect(absent.counts.absent / rows).toBe(share(absent.copies, 0));
    const empty = missingOf({ as: 'empty', random: 0.05 });
    expect(share(empty.empty, 1)).toBe(share(absent.copies, 0));
    expect(share(empty.copies, 1)).toBe(1);
  });

  it('in a pattern are the first of every stretch', () => {
    const { copies } = missingOf({ as: 'absent', pattern: { every: '2h', length: '15min' } });
    for (let row = 0; row < rows; row++)
      if ((copies[row] === 0) !== row % 120 < 15) throw new Error(`row ${row}`);
    expect(share(copies, 0)).toBeCloseTo(0.125, 3);
  });

  it.each([
    [0.5, '3h'],
    [4, '30min'],
    [200, '3min'],
    [0.01, '1d'],
  ])('in bursts come %d times a day, each of %s', (perDay, length) => {
    const model = withFaults({ missing: { as: 'absent', bursts: { perDay, length } } }, { rows: 5_000_000 });
    const { copies } = model.faultRows(0, 5_000_000);
    const minutes = length.endsWith('h')
      ? parseInt(length) * 60
      : length.endsWith('d')
        ? 1440
        : parseInt(length);
    let [starts, gone, run, shortest] = [0, 0, 0, Infinity];
    for (const [row, copy] of copies.entries()) {
      if (copy !== 0) {
        if (run > 0 && run < row) shortest = Math.min(shortest, run);
        run = 0;
        continue;
      }
      if (run === 0) starts++;
      run++;
      gone++;
    }
    // Stretches that overlap or touch are one: a row begins one where a burst begins there and none covers the row before.
    const rate = perDay / 1440;
    const load = rate * minutes;
    const expected = 5_000_000 * Math.exp(-load) * (1 - Math.exp(-rate));
    expect(Math.abs(starts - expected)).toBeLessThan(5 * Math.sqrt(expected) + 1);
    expect(Math.abs(gone / 5_000_000 / (1 - Math.exp(-load)) - 1)).toBeLessThan(6 / Math.sqrt(expected));
    expect(shortest).toBe(minutes);
  });
});

describe('duplicates and steps backwards', () => {
  it('are their share of the rows', () => {
    const { copies, counts } = withFaults({ duplicates: 0.03 }).faultRows(0, rows);
    expect(Math.abs(share(copies, 2) - 0.03)).toBeLessThan(error(0.03));
    expect(counts.duplicated / rows).toBe(share(copies, 2));
    for (const backward of [0.01, 0.1, 0.25]) {
      const model = withFaults({ backward });
      const { times, counts: seen } = model.faultRows(0, rows);
      let back = 0;
      for (let row = 1; row < rows; row++) if (times[row]! < times[row - 1]!) back++;
      expect(back).toBe(seen.backward);
      expect(Math.abs(back / rows - backward)).toBeLessThan(error(backward));
    }
  });

  it('a step backwards has the time of two rows before, and never where one of these is absent', () => {
    const model = withFaults(everything);
    const { times, copies } = model.faultRows(0, rows);
    let back = 0;
    for (let row = 0; row < rows; row++) {
      if (times[row] === model.timeOf(row)) continue;
      back++;
      expect(times[row]).toBe(model.timeOf(row - 2));
      expect(copies[row]! * copies[row - 1]! * copies[row - 2]!).toBeGreaterThan(0);
    }
    expect(back).toBeGreaterThan(5000);
  });
});
