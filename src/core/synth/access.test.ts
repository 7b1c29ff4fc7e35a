import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SeriesAccess } from './inject/types';
import { compileSource } from './signal';
import { copyAccess, modelAccess } from './access';

const ROWS = 5000;

function model(): SeriesAccess {
  const models = compileSource(
    {
      synthetic: 's',
      start: '2023-01-01T00:00:00Z',
      step: '1s',
      rows: ROWS,
      signal: [{ sine: { period: '5min', amplitude: 3 } }],
      noise: [{ gaussian: { sd: 1 } }],
    },
    7,
  );
  if (!models.ok || !models.value[0]) throw new Error('the source makes no sense');
  return modelAccess(models.value[0]);
}

const copy = (): SeriesAccess =>
  copyAccess('c', {
    times: Float64Array.from({ length: ROWS }, (_, row) => row * 1e6),
    values: Float64Array.from({ length: ROWS }, (_, row) => (row % 7 === 0 ? NaN : Math.sin(row))),
    zone: 'UTC',
  });

describe.each([
  ['a synthetic series', model()],
  ['a copy', copy()],
])('rows of %s', (_, access) => {
  it('read into memory that was used before are the same bytes as in an array of their own', () => {
    const used = new Float64Array(3000).fill(-1);
    const range = fc.tuple(fc.nat(ROWS), fc.nat(2000)).map(([from, count]) => ({
      from,
      to: Math.min(ROWS, from + count),
    }));
    fc.assert(
      fc.property(range, ({ from, to }) => {
        const out = used.subarray(0, to - from);
        access.read(from, to, out);
        expect(out).toEqual(access.values(from, to));
      }),
    );
  });
});
