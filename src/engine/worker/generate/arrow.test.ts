import { tableFromIPC } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { rowsArrow } from './arrow';

const made = (rows: number, first: number) => ({
  rows,
  times: BigInt64Array.from({ length: rows }, (_, i) => BigInt(first + i) * 1_000_000n),
  values: Float64Array.from({ length: rows }, (_, i) => Math.sin(first + i)),
});

describe('rows as Arrow', () => {
  it.each([1, 1000, 65_536, 70_001])(
    'read back as they were, %i of them, one chunk after another',
    (rows) => {
      for (const first of [0, rows]) {
        const { times, values } = made(rows, first);
        const { ipc, nulls } = rowsArrow({ rows, times, values });
        const table = tableFromIPC(ipc);
        expect(nulls).toBe(0);
        expect(table.numRows).toBe(rows);
        expect(table.getChild('value')?.toArray()).toEqual(values);
        expect(table.getChild('ts')?.data[0]?.values).toEqual(times);
      }
    },
  );

  it('have nulls where a value is missing, in long chunks too', () => {
    const rows = made(70_000, 0);
    rows.values[69_999] = NaN;
    const { ipc, nulls } = rowsArrow(rows);
    expect(nulls).toBe(1);
    expect(tableFromIPC(ipc).getChild('value')?.get(69_999)).toBeNull();
    expect(tableFromIPC(ipc).getChild('value')?.nullCount).toBe(1);
  });
});
