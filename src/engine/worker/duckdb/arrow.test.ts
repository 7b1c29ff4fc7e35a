import { tableFromIPC } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { rowsArrow, streamBuffer } from './arrow';

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
        const stream = streamBuffer(rows);
        stream?.times.set(times);
        stream?.values.set(values);
        const ipc = rowsArrow({ rows, ...(stream ?? { times, values }) }, 0, stream);
        expect(ipc === stream?.ipc).toBe(rows >= 65_536);
        const table = tableFromIPC(ipc);
        expect(table.numRows).toBe(rows);
        expect(table.getChild('value')?.toArray()).toEqual(values);
        expect(table.getChild('ts')?.data[0]?.values).toEqual(times);
      }
    },
  );

  it('in a prepared stream have the bytes that apache-arrow writes', () => {
    const rows = made(65_537, 5);
    const stream = streamBuffer(65_537);
    stream?.times.set(rows.times);
    stream?.values.set(rows.values);
    expect(Buffer.compare(stream?.ipc ?? Buffer.of(), rowsArrow(rows, 0))).toBe(0);
  });

  it('stand on the memory of rows before them where they are as many, and nothing of those is left', () => {
    const before = streamBuffer(70_000);
    const bytes = before?.ipc.slice();
    before?.ipc.fill(255);
    const after = streamBuffer(70_000, before?.ipc.buffer);
    expect(after?.ipc.buffer).toBe(before?.ipc.buffer);
    after?.times.fill(0n);
    after?.values.fill(0);
    expect(Buffer.compare(after?.ipc ?? Buffer.of(), bytes ?? Buffer.of())).toBe(0);
    expect(streamBuffer(70_001, before?.ipc.buffer)?.ipc.buffer).not.toBe(before?.ipc.buffer);
  });

  it('have nulls where a value is missing, in a prepared stream too', () => {
    const rows = made(70_000, 0);
    rows.values[69_999] = NaN;
    const stream = streamBuffer(70_000);
    stream?.times.set(rows.times);
    stream?.values.set(rows.values);
    const ipc = rowsArrow({ ...rows, ...stream }, 1, stream);
    expect(tableFromIPC(ipc).getChild('value')?.get(69_999)).toBeNull();
    expect(tableFromIPC(ipc).getChild('value')?.nullCount).toBe(1);
  });
});
