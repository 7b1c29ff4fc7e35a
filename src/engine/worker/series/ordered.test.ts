import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at } from '../../../core/list';
import { forgetOrder, orderedRows, rowsAround, stretchesOf, timeOf } from './ordered';
import { rawOf } from '../steps/running.node';

const anyTimes = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 80 });

describe('a series cut into stretches', () => {
  it('covers all time once, and no cut parts rows of one time', () => {
    fc.assert(
      fc.property(anyTimes, fc.integer({ min: 1, max: 30 }), (times, rows) => {
        const ordered = orderedRows(rawOf(Float64Array.from(times), new Float64Array(times.length)));
        const stretches = stretchesOf(ordered, rows);
        expect(stretches[0]?.from).toBe(-Infinity);
        expect(stretches.at(-1)?.to).toBe(Infinity);
        for (const [index, { to }] of stretches.entries())
          if (index < stretches.length - 1) expect(at(stretches, index + 1).from).toBe(to);
        let covered = 0;
        for (const stretch of stretches) {
          const part = rowsAround(ordered, stretch, 0);
          covered += part.times instanceof Float64Array ? part.times.length : 0;
        }
        if (ordered.times instanceof Float64Array || 'copy' in ordered.times)
          expect(covered).toBe(times.length);
      }),
    );
  });

  it('has around each at least the rows that were asked for, those of one time whole', () => {
    fc.assert(
      fc.property(anyTimes, fc.nat(20), fc.nat(60), (times, halo, cut) => {
        const sorted = times.toSorted((a, b) => a - b);
        const ordered = orderedRows(rawOf(Float64Array.from(times), Float64Array.from(times)));
        const part = rowsAround(ordered, { from: cut, to: cut + 10 }, halo);
        const { times: around } = part;
        if (!(around instanceof Float64Array) || around.length === 0) return;
        const own = sorted.filter((time) => time >= cut && time < cut + 10).length;
        const before = sorted.filter((time) => time < cut).length;
        const start = sorted.indexOf(at(around, 0));
        expect(part.first).toBe(start === 0);
        expect(part.last).toBe(start + around.length === sorted.length);
        expect(around.length).toBeGreaterThanOrEqual(own + Math.min(halo, before));
        expect(around).toEqual(Float64Array.from(sorted.slice(start, start + around.length)));
        expect(sorted[start + around.length]).not.toBe(around.at(-1));
      }),
    );
  });

  it('of rows out of order is of them in order, those of one time as in the file', () => {
    const ordered = orderedRows(rawOf(Float64Array.of(3, 1, 2, 1), Float64Array.of(30, 10, 20, 11)));
    expect([0, 1, 2, 3].map((row) => timeOf(ordered, row))).toEqual([1, 1, 2, 3]);
    expect(rowsAround(ordered, { from: -Infinity, to: Infinity }, 0).values).toEqual(
      Float64Array.of(10, 11, 20, 30),
    );
    expect(ordered.backward).toBe(2);
  });

  it('sorts rows out of order once, until their order is let go', () => {
    const raw = rawOf(Float64Array.of(3, 1, 2), Float64Array.of(30, 10, 20));
    const ordered = orderedRows(raw);
    expect(orderedRows(raw)).toBe(ordered);
    forgetOrder(raw);
    expect(orderedRows(raw)).not.toBe(ordered);
    expect(orderedRows(raw)).toEqual(ordered);
  });
});
