import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokenAt, grown, identity, shrunk } from './matrix';

describe('a correlation matrix', () => {
  it('is refused at the row that contradicts those before it', () => {
    expect(brokenAt(identity(4))).toBeUndefined();
    expect(
      brokenAt([
        [1, 0.9, -0.9],
        [0.9, 1, 0.9],
        [-0.9, 0.9, 1],
      ]),
    ).toBe(2);
    expect(
      brokenAt([
        [1, 1],
        [1, 1],
      ]),
    ).toBe(1);
  });

  it('holds where it was made from vectors of length one', () => {
    const numbers = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(numbers, numbers), { minLength: 1, maxLength: 6 }), (pairs) => {
        // Own parts keep the vectors apart, so that no two point the same way.
        const vectors = pairs.map(([a, b], i) =>
          pairs.reduce<number[]>((v, _, j) => [...v, i === j ? 1 : 0], [a, b]),
        );
        const dot = (u: number[], v: number[]): number => u.reduce((sum, x, k) => sum + x * (v[k] ?? 0), 0);
        const matrix = vectors.map((u) => vectors.map((v) => dot(u, v) / Math.sqrt(dot(u, u) * dot(v, v))));
        expect(brokenAt(matrix)).toBeUndefined();
      }),
    );
  });

  it('is what it was after a row is put in and taken out', () => {
    const matrix = [
      [1, 0.5],
      [0.5, 1],
    ];
    expect(shrunk(grown(matrix, 1), 1)).toEqual(matrix);
    expect(grown(matrix, 2)).toEqual([
      [1, 0.5, 0],
      [0.5, 1, 0],
      [0, 0, 1],
    ]);
  });
});
