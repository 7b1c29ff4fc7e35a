import { describe, expect, it } from 'vitest';
import type { Label } from '../label/types';
import { bucketStart, extentsSql, followLabels } from './labels';

const label = (start: number, end: number): Label => ({
  id: 'a',
  series: 's',
  start,
  end,
  type: 'anomaly',
  shape: 'window',
  origin: 'imported',
});
const minute = 60_000_000;

describe('labels that follow the data', () => {
  it('snap to the rows that are left, the end exclusive and the last row named', () => {
    const extent = { label: 0, rows: 3, first: 10, last: 30 };
    const [row] = followLabels([label(5, 40)], [extent], [extent], () => 3).rows;
    expect(row).toMatchObject({ processedStart: 10, processedEnd: 31, processedLast: 30, processedRows: 3 });
  });

  it('cover after resampling each bucket from that of their first row to that of their last', () => {
    const extent = { label: 0, rows: 2, first: 7 * minute, last: 11 * minute };
    const [row] = followLabels([label(0, 12 * minute)], [extent], [extent], () => 2, '5min').rows;
    expect(row).toMatchObject({
      processedStart: 5 * minute,
      processedEnd: 15 * minute,
      processedLast: 10 * minute,
    });
  });

  it('are reported, never dropped, when all of their rows are gone', () => {
    const before = { label: 0, rows: 2, first: 1, last: 2 };
    const after = { label: 0, rows: 0, first: null, last: null };
    const { rows, warnings } = followLabels([label(0, 5)], [before], [after], () => 0);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ processedStart: null, processedRows: 0 });
    expect(warnings).toEqual([expect.stringContaining('covered 2 rows, and the steps removed all of them')]);
  });

  it('are asked about some at a time', () => {
    expect(
      extentsSql(
        't',
        Array.from({ length: 101 }, () => label(0, 1)),
        () => 1,
      ),
    ).toHaveLength(3);
  });
});

it('names the bucket of a time before 1970, and of a week from Monday', () => {
  expect(bucketStart(-1, 5 * minute)).toBe(-5 * minute);
  expect(new Date(bucketStart(0, 604_800_000_000) / 1000).toISOString()).toBe('1969-12-29T00:00:00.000Z');
});
