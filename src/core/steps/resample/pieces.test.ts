import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownRows, wholePiece } from '../../rows/piece';
import type { Piece } from '../../rows/types';
import type { ReadyStep } from '../kernel';
import type { Counts } from '../types';
import {
  bucketsFrom,
  changesOf,
  holdsOwn,
  optionsArbitrary,
  readyFor,
  rowsArbitrary,
  rowsFrom,
  whole,
  type Bucket,
  type Row,
} from './given.node';

describe('buckets of pieces', () => {
  it('are the same of a series that is cut into pieces', () => {
    const piecesArbitrary = fc.record({
      cuts: fc.array(fc.nat(500), { maxLength: 5 }),
      shift: fc.constantFrom(0, 0, -700_001),
      halo: fc.nat(3),
      spoilt: fc.nat(2),
      dropped: fc.oneof(fc.constant([]), fc.array(fc.boolean(), { maxLength: 60 })),
    });
    fc.assert(
      fc.property(rowsArbitrary(60), optionsArbitrary, piecesArbitrary, (all, options, cutting) => {
        const { dropped } = cutting;
        const rows = all.map((row, i) => ({
          ...row,
          dropped: dropped.length > 0 && dropped[i % dropped.length] === true,
        }));
        const left = rows.filter((row) => !row.dropped);
        const expected = whole(left, options);
        const ready = readyFor(left, options);
        const found = inPieces(rows, ready, cutting, expected.out);
        expect(found.out).toEqual(expected.out);
        expect({ ...found.counts, ...ready.facts }).toEqual(expected.counts);
        expect(found.changes).toEqual(changesOf(expected.applied));
      }),
      { numRuns: 1500 },
    );
  }, 120_000);
});

interface Cutting {
  cuts: readonly number[];
  shift: number;
  halo: number;
  /** So many rows at the ends of a piece are not what they are in the series. */
  spoilt: number;
}

/** Pieces that own the rows between some times, each made again with more rows around it until its own buckets are sure. */
function inPieces(
  rows: readonly Row[],
  ready: ReadyStep,
  { cuts, shift, halo, spoilt }: Cutting,
  expected: readonly Bucket[],
): { out: Bucket[]; counts: Counts; changes: number[][] } {
  const times = cuts.flatMap((cut) => {
    const row = rows[cut];
    return row ? [row.t + shift] : [];
  });
  const ends = [...new Set(times)].sort((a, b) => a - b);
  const out: Bucket[] = [];
  const counts: Counts = {};
  const changes: number[][] = [];
  for (let i = 0; i <= ends.length; i++) {
    const own = { from: ends[i - 1] ?? -Infinity, to: ends[i] ?? Infinity };
    for (let around = halo; ; around = 2 * around + 1) {
      const piece = cutPiece(rows, own, around, spoilt);
      if (!holdsOwn(piece)) continue;
      const applied = ready.apply(piece);
      expectSure(piece, expected);
      if (!holdsOwn(piece)) {
        if (piece.first && piece.last) throw new Error('expected a whole series to be sure');
        continue;
      }
      const { start, end } = ownRows(piece);
      // A bucket that is the first of the series has none before it.
      if (piece.first && start === 0 && end > start) expect(out).toEqual([]);
      out.push(...bucketsFrom(piece, start, end));
      changes.push(...changesOf(applied));
      const { rowsIn, rowsOut } = applied;
      for (const [name, n] of Object.entries({ rowsIn, rowsOut, ...applied.counts })) {
        counts[name] = (counts[name] ?? 0) + n;
      }
      break;
    }
  }
  return { out, counts, changes };
}

function cutPiece(
  rows: readonly Row[],
  own: { from: number; to: number },
  around: number,
  spoilt: number,
): Piece {
  const place = (time: number): number => {
    const found = rows.findIndex(({ t }) => t >= time);
    return found < 0 ? rows.length : found;
  };
  let start = Math.max(0, place(own.from) - around);
  let end = Math.min(rows.length, place(own.to) + around);
  while (start > 0 && rows[start - 1]?.t === rows[start]?.t) start--;
  while (end < rows.length && end > 0 && rows[end]?.t === rows[end - 1]?.t) end++;
  const [first, last] = [start === 0, end === rows.length];
  const taken = rows.slice(start, end);
  const [low, high] = [first ? 0 : spoilt, taken.length - (last ? 0 : spoilt)];
  const sure = taken.slice(low, Math.max(low, high)).filter(({ dropped }) => !dropped);
  const spoil = (row: Row): Row => ({ ...row, v: 77, filled: false });
  const given = [...taken.slice(0, low).map(spoil), ...sure, ...taken.slice(Math.max(low, high)).map(spoil)];
  const sureFrom = Math.min(low, taken.length);
  return {
    ...wholePiece('a', rowsFrom(given)),
    first,
    last,
    ...own,
    sureFrom,
    sureTo: sureFrom + sure.length,
  };
}

/** Buckets that are said to be sure are those of the whole series, without one left out. */
function expectSure(piece: Piece, expected: readonly Bucket[]): void {
  if (piece.sureTo <= piece.sureFrom) return;
  const sure = bucketsFrom(piece, piece.sureFrom, piece.sureTo);
  const [from, to] = [sure[0]?.t ?? NaN, sure.at(-1)?.t ?? NaN];
  expect(sure).toEqual(expected.filter(({ t }) => t >= from && t <= to));
}
