import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Column } from './rowStore';
import { sparkOf } from './spark';

it('a sparkline has the lowest and the highest value of each thirtieth of the time, in the order in which they came', () => {
  const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 2000 }), fc.double()), {
    minLength: 1,
    maxLength: 80,
  });
  fc.assert(
    fc.property(rows, (list) => {
      const [times, values] = [new Column(), new Column()];
      times.append(Float64Array.from(list, ([time]) => time));
      values.append(Float64Array.from(list, ([, value]) => value));
      const [first, last] = [Math.min(...list.map(([t]) => t)), Math.max(...list.map(([t]) => t))];
      const line = sparkOf(times, values, { rows: list.length, first, last });
      const finite = list.filter(([, value]) => Number.isFinite(value));
      if (finite.length === 0) return expect(line).toEqual([]);
      const expected = Array.from({ length: 30 }, (_, part) => {
        const own = finite.filter(([t]) => Math.floor(((t - first) * 30) / (last - first + 1)) === part);
        if (own.length === 0) return [null, null];
        const [low] = own.toSorted((a, b) => a[1] - b[1] || list.indexOf(a) - list.indexOf(b));
        const [high] = own.toSorted((a, b) => b[1] - a[1] || list.indexOf(a) - list.indexOf(b));
        if (!low || !high) throw new Error('expected rows');
        return low[0] <= high[0] ? [low[1], high[1]] : [high[1], low[1]];
      }).flat();
      expect(line.map((value) => (value === 0 ? 0 : value))).toEqual(
        expected.map((value) => (value === 0 ? 0 : value)),
      );
    }),
  );
});
