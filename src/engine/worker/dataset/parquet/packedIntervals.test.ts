import fc from 'fast-check';
import { expect, it } from 'vitest';
import { IntervalIndex, labelledRuns } from '../../../../core/label/flags';
import { cutIntervals, packIntervals } from './packedIntervals';

const text = fc.string({ unit: 'grapheme', maxLength: 5 });
const interval = fc
  .record({ start: fc.nat(60), length: fc.nat(25), id: text, type: text })
  .map(({ length, start, ...names }) => ({ ...names, start, end: start + length }));

it('packed intervals give rows the ids and types that those not packed do', () => {
  fc.assert(
    fc.property(
      fc.array(interval, { maxLength: 12 }),
      fc.array(fc.nat(80), { minLength: 1, maxLength: 30 }),
      (intervals, drawn) => {
        const times = Float64Array.from(drawn).sort();
        const [first, last] = [times[0]!, times.at(-1)!];
        const all = new IntervalIndex(intervals).touching(-Infinity, Infinity);
        const cut = cutIntervals(packIntervals(all), first, last);
        const named = (columns: typeof all): unknown[] => {
          const runs = labelledRuns(times, 0, times.length, columns);
          const found = [];
          for (let at = 0; at < runs.length; at += 2) {
            const index = runs[at]!;
            found.push([index < 0 ? null : [columns.ids[index], columns.types[index]], runs[at + 1]]);
          }
          return found;
        };
        expect(named(cut)).toEqual(named(all));
        for (const [index, start] of cut.starts.entries()) expect(start <= last, `${index}`).toBe(true);
      },
    ),
  );
});
