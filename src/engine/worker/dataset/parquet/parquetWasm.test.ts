import { tableFromIPC } from 'apache-arrow';
import { expect, it } from 'vitest';
import { IntervalIndex } from '../../../../core/label/flags';
import type { FileRows } from './fileRows';
import { toArrow } from './parquetWasm';

it('a file of 200,000 labels has them all in its Arrow stream', () => {
  const rows = 200_000;
  const intervals = Array.from({ length: rows }, (_, row) => ({
    start: row,
    end: row + 1,
    id: `label ${row}`,
    type: row % 2 === 0 ? 'even' : 'odd',
  }));
  const file: FileRows = {
    path: 'x.parquet',
    rows,
    runs: [{ series: 'a', rows, intervals: new IntervalIndex(intervals).touching(0, rows) }],
    times: Float64Array.from({ length: rows }, (_, row) => row),
    values: new Float64Array(rows),
    flags: null,
    observations: null,
  };
  const table = tableFromIPC(toArrow(file));
  expect(table.numRows).toBe(rows);
  expect(table.getChild('anomaly_id')?.nullCount).toBe(0);
  expect(table.getChild('anomaly_id')?.get(rows - 1)).toBe(`label ${rows - 1}`);
  expect(table.getChild('anomaly_type')?.get(rows - 1)).toBe('odd');
});
