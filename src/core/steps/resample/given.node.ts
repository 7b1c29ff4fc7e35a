/** What tests of the kernel are given: rows and buckets as objects. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Aggregate, ResampleOptions } from '../../recipe/types';
import { gatherDistances } from '../../rows/distances';
import type { Answer } from '../../rows/measure';
import { ownRows, wholePiece } from '../../rows/piece';
import { FILLED, OUTLIER, type Applied, type Piece, type Rows } from '../../rows/types';
import type { ReadyStep } from '../kernel';
import type { Counts } from '../types';
import { resampleKernel } from './rows';

const second = 1e6;

export interface Row {
  /** Microseconds. */
  t: number;
  v: number;
  filled?: boolean;
  /** Not there any more where a step before has looked at it. */
  dropped?: boolean;
}
export interface Bucket {
  t: number;
  v: number | null;
  observations: number;
  filled: boolean;
}

export const rowsFrom = (rows: readonly Row[]): Rows => ({
  length: rows.length,
  times: Float64Array.from(rows, ({ t }) => t),
  values: Float64Array.from(rows, ({ v }) => v),
  flags: Uint8Array.from(rows, ({ filled }) => (filled ? FILLED : 0) | OUTLIER),
  observations: null,
});

export const bucketsFrom = ({ rows }: Piece, start = 0, end = rows.length): Bucket[] =>
  Array.from({ length: end - start }, (_, i) => {
    const v = rows.values[start + i] ?? NaN;
    const flags = rows.flags[start + i];
    if (flags !== 0 && flags !== FILLED) throw new Error(`expected no other flags, got ${flags}`);
    return {
      t: rows.times[start + i] ?? NaN,
      v: Number.isNaN(v) ? null : v,
      observations: rows.observations?.[start + i] ?? NaN,
      filled: flags === FILLED,
    };
  });

const defaults: ResampleOptions = { every: '5s', with: 'mean', empty: 'linear' };

export function readyFor(
  rows: readonly Row[],
  options: Partial<ResampleOptions>,
  before?: number,
): ReadyStep {
  const all = rowsFrom(rows);
  const kernel = resampleKernel({ ...defaults, ...options }, before);
  const answers: Answer[] = [];
  for (;;) {
    const next = kernel(answers);
    if ('ready' in next) return next.ready;
    expect(next.ask).toEqual({ kind: 'distances' });
    answers.push({ kind: 'distances', distances: gatherDistances(all, 0, all.length, null) });
  }
}

export interface Done {
  out: Bucket[];
  counts: Counts;
  applied: Applied;
}

export function whole(rows: readonly Row[], options: Partial<ResampleOptions>, before?: number): Done {
  const ready = readyFor(rows, options, before);
  const piece = wholePiece('a', rowsFrom(rows));
  const applied = ready.apply(piece);
  expect([piece.sureFrom, piece.sureTo]).toEqual([0, piece.rows.length]);
  const { rowsIn, rowsOut, counts } = applied;
  return { out: bucketsFrom(piece), counts: { rowsIn, rowsOut, ...counts, ...ready.facts }, applied };
}

export const changesOf = ({ changes }: Applied): number[][] =>
  Array.from({ length: changes?.length ?? 0 }, (_, i) => [
    changes?.times[i] ?? NaN,
    changes?.kinds[i] ?? NaN,
    changes?.before[i] ?? NaN,
    changes?.after[i] ?? NaN,
  ]);

export function holdsOwn(piece: Piece): boolean {
  const { start, end } = ownRows(piece);
  return piece.sureFrom <= start && end <= piece.sureTo;
}

const aggregates: Aggregate[] = ['mean', 'sum', 'min', 'max', 'median', 'std', 'count', 'first', 'last'];
const policies = ['linear', 'forward', 'null', 'omit'] as const;

/** Rows in order of time, many of them at one distance, some at one time, some without a value, also before 1970. */
export const rowsArbitrary = (maxLength: number) =>
  fc
    .record({
      from: fc.integer({ min: -60, max: 5 }),
      step: fc.constantFrom(1, 2.5, 5),
      rows: fc.array(
        fc.record({
          steps: fc.oneof(
            { weight: 6, arbitrary: fc.constant(1) },
            { weight: 2, arbitrary: fc.nat(6) },
            { weight: 1, arbitrary: fc.constantFrom(0.3, 1.7, 12) },
          ),
          v: fc.oneof(
            { weight: 5, arbitrary: fc.integer({ min: -90, max: 90 }).map((tenth) => tenth / 10) },
            { weight: 1, arbitrary: fc.constantFrom(NaN, NaN, Infinity) },
          ),
          filled: fc.boolean(),
        }),
        { maxLength },
      ),
    })
    .map(({ from, step, rows }) => {
      let t = from * second;
      // A row without a value that is marked as filled is none that a step makes.
      return rows.map(({ steps, v, filled }): Row => {
        t += steps * step * second;
        return { t, v, filled: filled && Number.isFinite(v) };
      });
    });

export const optionsArbitrary = fc
  .record({
    every: fc.constantFrom('1s', '5s', '7.5s', '1min', 'source'),
    with: fc.constantFrom(...aggregates),
    empty: fc.constantFrom(...policies),
    longest: fc.constantFrom(undefined, '12s', '1h'),
  })
  .map(({ longest, ...options }): ResampleOptions => ({ ...options, ...(longest && { longest }) }));
