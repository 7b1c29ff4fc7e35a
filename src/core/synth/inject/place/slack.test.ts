import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stream } from '../../../random';
import { arrange, freeSegments, type Segment } from './slack';

const streams = (seed: number) => ({ shares: stream(seed, 'shares'), places: stream(seed, 'places') });

const segmentsArb = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 20 })), { maxLength: 8 })
  .map((parts) => {
    let at = 0;
    const obstacles = parts.map(([free, blocked]): Segment => {
      const from = at + free;
      at = from + blocked;
      return { from, to: at };
    });
    return { size: at + 10, obstacles };
  });

describe('free segments', () => {
  it('are what obstacles leave, whatever their order and overlap', () => {
    const obstacles = [
      { from: 50, to: 60 },
      { from: 10, to: 20 },
      { from: 15, to: 30 },
      { from: 95, to: 120 },
    ];
    expect(freeSegments(100, obstacles, 0)).toEqual([
      { from: 0, to: 10 },
      { from: 30, to: 50 },
      { from: 60, to: 95 },
    ]);
  });

  it('end earlier where an obstacle is shorter than the least distance', () => {
    expect(freeSegments(100, [{ from: 40, to: 45 }], 20)).toEqual([
      { from: 0, to: 25 },
      { from: 45, to: 100 },
    ]);
  });

  it('are cut by an obstacle without length', () => {
    expect(freeSegments(10, [{ from: 4, to: 4 }], 0)).toEqual([
      { from: 0, to: 4 },
      { from: 4, to: 10 },
    ]);
  });
});

describe('an arrangement', () => {
  it('keeps inside the free segments, in order, and at its distance', () => {
    fc.assert(
      fc.property(
        segmentsArb,
        fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 12 }),
        fc.integer({ min: 0, max: 7 }),
        fc.nat(),
        ({ size, obstacles }, lengths, apart, seed) => {
          const free = freeSegments(size, obstacles, apart);
          const arranged = arrange(Float64Array.from(lengths), apart, free, streams(seed));
          if ('fit' in arranged) return;
          const { starts } = arranged;
          for (const [k, start] of starts.entries()) {
            const end = start + (lengths[k] ?? 0);
            expect(free.some(({ from, to }) => from <= start && end <= to)).toBe(true);
            expect(obstacles.some(({ from, to }) => start < to && end > from)).toBe(false);
            const next = starts[k + 1];
            if (next !== undefined) expect(next).toBeGreaterThanOrEqual(end + apart);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is found wherever there is one, and otherwise says how many fit', () => {
    fc.assert(
      fc.property(
        segmentsArb,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 7 }),
        fc.nat(),
        ({ size, obstacles }, length, apart, seed) => {
          const free = freeSegments(size, obstacles, apart);
          const most = free.reduce((sum, { from, to }) => {
            return sum + Math.max(0, Math.floor((to - from + apart) / (length + apart)));
          }, 0);
          const tight = arrange(new Float64Array(most).fill(length), apart, free, streams(seed));
          expect('starts' in tight && tight.starts.length).toBe(most);
          const over = arrange(new Float64Array(most + 1).fill(length), apart, free, streams(seed));
          expect(over).toEqual({ fit: most });
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is spread evenly: a single item stands at every place equally often', () => {
    const counts = new Array<number>();
    const runs = 20_000;
    for (let seed = 0; seed < runs; seed++) {
      const arranged = arrange(Float64Array.of(3), 0, [{ from: 0, to: 12 }], streams(seed));
      if ('starts' in arranged) {
        const at = arranged.starts[0] ?? NaN;
        counts[at] = (counts[at] ?? 0) + 1;
      }
    }
    expect(counts).toHaveLength(10);
    const expected = runs / 10;
    const chi = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // The 0.999 quantile of chi squared with 9 degrees of freedom.
    expect(chi).toBeLessThan(27.9);
  });

  it.each([
    ['two segments', [70, 30]],
    ['three segments', [50, 30, 20]],
  ])('shares items among %s as the volumes of their arrangements', (_, sizes) => {
    const [items, length, apart] = [4, 2, 1];
    let at = 0;
    const segments = sizes.map((size) => {
      const from = at;
      at += size + 5;
      return { from, to: from + size };
    });
    const volume = (size: number, m: number): number => {
      const slack = size - m * length - Math.max(0, m - 1) * apart;
      return m === 0 ? 1 : slack < 0 ? 0 : (slack + 1) ** m / [1, 1, 2, 6, 24][m]!;
    };
    const wanted = new Map<string, number>();
    const split = (prefix: number[], left: number, product: number): void => {
      const size = sizes[prefix.length];
      if (size === undefined) {
        if (left === 0) wanted.set(prefix.join(), product);
        return;
      }
      for (let m = 0; m <= left; m++) split([...prefix, m], left - m, product * volume(size, m));
    };
    split([], items, 1);
    const total = [...wanted.values()].reduce((sum, one) => sum + one, 0);
    const runs = 20_000;
    const counts = new Map<string, number>();
    for (let seed = 0; seed < runs; seed++) {
      const arranged = arrange(new Float64Array(items).fill(length), apart, segments, streams(seed));
      if (!('starts' in arranged)) continue;
      const { starts } = arranged;
      const key = segments
        .map(({ from, to }) => starts.filter((one) => one >= from && one < to).length)
        .join();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    for (const [key, weight] of wanted) {
      const share = (counts.get(key) ?? 0) / runs;
      // 0.01 is three deviations of a share of one half; the approximation for the third segment stays within it.
      expect(Math.abs(share - weight / total), key).toBeLessThan(0.0106);
    }
  });
});
