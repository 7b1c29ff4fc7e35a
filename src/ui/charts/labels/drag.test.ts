import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { between, movedBy, neighbour, nudged, resized } from './drag';
import { hitLabel, placed } from './placement';
import { nearestRow, rowsAway, rowsIn, type RowAxis } from './rowAxis';
import type { ChartLabel } from '../seriesView';

const label = (id: string, start: number, end: number): ChartLabel => ({
  id,
  start,
  end,
  type: 'anomaly',
  shape: end - start > 1 ? 'window' : 'point',
  origin: 'manual',
});
/** Rows every 10 µs from 100 to 1,100. */
const even: RowAxis = { first: 100, last: 1100, step: 10 };
/** The same, but rows are known one by one, and some are missing. */
const uneven: RowAxis = { ...even, exact: [200, 210, 250, 300, 310, 320] };

const axes = fc.record({
  rows: fc.uniqueArray(fc.integer({ min: 0, max: 5000 }), { minLength: 2, maxLength: 60 }),
  known: fc.boolean(),
});
/** Rows with labels that begin and end on them. */
const scenes = fc
  .tuple(axes, fc.array(fc.tuple(fc.nat(59), fc.nat(59)), { minLength: 1, maxLength: 4 }))
  .map(([{ rows, known }, pairs]) => {
    const sorted = rows.toSorted((a, b) => a - b);
    const first = sorted[0] ?? 0;
    const last = sorted.at(-1) ?? 0;
    const axis: RowAxis = known
      ? { first, last, step: 10, exact: sorted }
      : { first, last: first + Math.floor((last - first) / 10) * 10, step: 10 };
    const row = (at: number): number =>
      known
        ? (sorted[at % sorted.length] ?? first)
        : first + (at % (Math.floor((last - first) / 10) + 1)) * 10;
    const labels = pairs.map(([a, b], index) =>
      label(`${index}`, Math.min(row(a), row(b)), Math.max(row(a), row(b)) + 1),
    );
    return { axis, labels };
  });
const isRow = ({ exact, first, step }: RowAxis, time: number): boolean =>
  exact ? exact.includes(time) : (time - first) % step === 0;

describe('rows', () => {
  it('are those that are there where they are known, and stand evenly elsewhere', () => {
    expect(nearestRow(uneven, 240)).toBe(250);
    expect(nearestRow(even, 242)).toBe(240);
    expect(nearestRow(uneven, 688)).toBe(690);
    expect(rowsAway(uneven, 210, 1)).toBe(250);
    expect(rowsAway(uneven, 310, 3)).toBe(340);
    expect(rowsAway(even, 100, -1)).toBe(100);
    expect(rowsIn(uneven, 200, 301)).toBe(4);
    expect(rowsIn(even, 200, 301)).toBe(11);
  });
});

describe('dragging', () => {
  it('keeps the length of labels and their distances, and leaves none outside the series', () => {
    fc.assert(
      fc.property(scenes, fc.integer({ min: -9000, max: 9000 }), ({ axis, labels }, by) => {
        const [held] = labels;
        if (!held) return;
        const moved = movedBy(labels, held, by, axis);
        const shift = (moved[0]?.start ?? 0) - held.start;
        moved.forEach((one, index) => {
          const before = labels[index];
          expect(one.end - one.start).toBe((before?.end ?? 0) - (before?.start ?? 0));
          expect(one.start - (before?.start ?? 0)).toBe(shift);
          expect(one.start).toBeGreaterThanOrEqual(axis.first);
          expect(one.end - 1).toBeLessThanOrEqual(axis.last);
        });
      }),
    );
  });

  it('an end leaves at least one row, and both ends on rows', () => {
    fc.assert(
      fc.property(
        scenes,
        fc.constantFrom('start', 'end'),
        fc.integer({ min: -1000, max: 7000 }),
        ({ axis, labels }, part, time) => {
          const [held] = labels;
          if (!held) return;
          const after = resized(held, part, time, axis);
          expect(after.end).toBeGreaterThan(after.start);
          expect(isRow(axis, after.start)).toBe(true);
          expect(isRow(axis, after.end - 1)).toBe(true);
          expect(part === 'start' ? after.end : after.start).toBe(part === 'start' ? held.end : held.start);
        },
      ),
    );
  });

  it('over empty space makes the same interval from either side', () => {
    expect(between(243, 288, even)).toEqual({ start: 240, end: 291 });
    expect(between(288, 243, even)).toEqual({ start: 240, end: 291 });
    expect(between(243, 243, even)).toEqual({ start: 240, end: 241 });
  });
});

describe('keys', () => {
  const held = label('a', 200, 231);
  it.each([
    ['ArrowRight', false, 210],
    ['ArrowLeft', false, 190],
    ['ArrowRight', true, 300],
    ['PageUp', false, 240],
    ['PageDown', false, 160],
  ])('%s (Shift %s) moves a label of four rows from 200 to %i', (key, shift, start) => {
    expect(nudged([held], key, shift, even)).toEqual([{ ...held, start, end: start + 31 }]);
  });

  it('that mean nothing move nothing', () => {
    expect(nudged([held], 'x', false, even)).toBeUndefined();
    expect(nudged([], 'ArrowRight', false, even)).toBeUndefined();
  });

  it('go from label to label in order of time, and stay at the last', () => {
    const labels = [label('c', 30, 40), label('a', 0, 20), label('b', 10, 12)];
    expect(neighbour(labels, [], 1)?.id).toBe('a');
    expect(neighbour(labels, ['a'], 1)?.id).toBe('b');
    expect(neighbour(labels, ['c'], 1)?.id).toBe('c');
    expect(neighbour(labels, [], -1)?.id).toBe('c');
    expect(neighbour(labels, ['b', 'c'], -1)?.id).toBe('a');
    expect(neighbour([], [], 1)).toBeUndefined();
  });
});

describe('the pointer', () => {
  const box = { x: 60, y: 14, width: 500, height: 300 };
  /** A pixel for ten milliseconds. */
  const range = { from: 0, to: 5_000_000 };
  const at = (labels: ChartLabel[], x: number, y = 150, selected: string[] = []) =>
    hitLabel(placed({ labels, range }, box), new Set(selected), box, { x, y });
  const wide = label('wide', 1_000_000, 3_000_000);
  const narrow = label('narrow', 2_000_000, 2_030_000);

  it('meets the ends of a band within four pixels, and its body between them', () => {
    expect(at([wide], 163)).toMatchObject({ id: 'wide', part: 'start' });
    expect(at([wide], 357)).toMatchObject({ id: 'wide', part: 'end' });
    expect(at([wide], 250)).toMatchObject({ id: 'wide', part: 'body', whole: false });
    expect(at([wide], 150)).toBeNull();
  });

  it('meets the narrower of two labels, and beside a chosen narrow one its handles', () => {
    expect(at([wide, narrow], 261)).toMatchObject({ id: 'narrow', part: 'body' });
    expect(at([wide, narrow], 268, 150, ['narrow'])).toMatchObject({ id: 'narrow', part: 'end' });
  });

  it('knows a label whose ends are both out of sight', () => {
    expect(at([label('all', -1_000_000, 9_000_000)], 300)).toMatchObject({ id: 'all', whole: true });
  });

  it('meets ticks in their lane alone', () => {
    const many = Array.from({ length: 200 }, (_, index) =>
      label(`${index}`, index * 25_000, index * 25_000 + 1),
    );
    expect(at(many, 60 + 2.5 * 40)).toBeNull();
    expect(at(many, 60 + 2.5 * 40, 8)).toMatchObject({ id: '40', part: 'body' });
  });
});
