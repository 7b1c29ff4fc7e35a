import { describe, expect, it } from 'vitest';
import type { Label } from './types';
import { bucketStart, followLabels } from './follow';

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
const five = { every: 5 * minute, origin: 0 };

describe('labels that follow the data', () => {
  it('snap to the rows that are left, the end exclusive and the last row named', () => {
    const extent = { label: 0, rows: 3, first: 10, last: 30 };
    const [row] = followLabels({
      labels: [label(5, 40)],
      raw: [extent],
      clean: [extent],
    }).rows;
    expect(row).toMatchObject({ processedStart: 10, processedEnd: 31, processedLast: 30, processedRows: 3 });
  });

  it('cover after resampling each bucket from that of their first row to that of their last', () => {
    const extent = { label: 0, rows: 2, first: 7 * minute, last: 11 * minute };
    const [row] = followLabels({
      labels: [label(0, 12 * minute)],
      raw: [extent],
      clean: [extent],
      buckets: [{ ...five, policy: 'any' }],
    }).rows;
    expect(row).toMatchObject({
      processedStart: 5 * minute,
      processedEnd: 15 * minute,
      processedLast: 10 * minute,
    });
  });

  it('are reported, never dropped, when all of their rows are gone', () => {
    const before = { label: 0, rows: 2, first: 1, last: 2 };
    const after = { label: 0, rows: 0, first: null, last: null };
    const { rows, warnings } = followLabels({
      labels: [label(0, 5)],
      raw: [before],
      clean: [after],
    });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ processedStart: null, processedRows: 0 });
    expect(warnings).toEqual([expect.stringContaining('covered 2 rows, and the steps removed all of them')]);
  });

  it('leave a bucket at their end in which they have not the share of rows that the policy asks for', () => {
    const extent = { label: 0, rows: 9, first: 4 * minute, last: 12 * minute };
    const edges = [{ first: { covered: 1, all: 5 }, last: { covered: 3, all: 5 } }];
    const follow = (policy: 'majority' | number) =>
      followLabels({
        labels: [label(0, 13 * minute)],
        raw: [extent],
        clean: [extent],
        buckets: [{ ...five, policy }],
        edges,
      }).rows[0];
    expect(follow('majority')).toMatchObject({ processedStart: 5 * minute, processedLast: 10 * minute });
    expect(follow(0.2)).toMatchObject({ processedStart: 0, processedLast: 10 * minute });
    expect(follow(0.7)).toMatchObject({ processedStart: 5 * minute, processedLast: 5 * minute });
  });

  it('keep a bucket of whose rows they have exactly the share, also where the share is no double', () => {
    const extent = { label: 0, rows: 7, first: 0, last: 6 };
    const kept = (covered: number) =>
      followLabels({
        labels: [label(0, 7)],
        raw: [extent],
        clean: [extent],
        buckets: [{ ...five, policy: 0.28 }],
        edges: [{ first: { covered, all: 25 }, last: { covered, all: 25 } }],
      }).rows[0]?.processedStart;
    // As doubles 0.28 · 25 is more than 7.
    expect([7, 6].map(kept)).toEqual([0, null]);
  });

  it('are reported where no bucket keeps them', () => {
    const extent = { label: 0, rows: 1, first: minute, last: minute };
    const { rows, warnings } = followLabels({
      labels: [label(minute, minute + 1)],
      raw: [extent],
      clean: [extent],
      buckets: [{ ...five, policy: 'majority' }],
      edges: [{ first: { covered: 1, all: 5 }, last: { covered: 1, all: 5 } }],
    });
    expect(rows[0]?.processedStart).toBeNull();
    expect(warnings).toEqual([expect.stringContaining('no bucket keeps it')]);
  });
});

it('names the bucket of a time before 1970, and of a week from Monday', () => {
  expect(bucketStart(-1, five)).toBe(-5 * minute);
  expect(
    new Date(bucketStart(0, { every: 604_800_000_000, origin: 345_600_000_000 }) / 1000).toISOString(),
  ).toBe('1969-12-29T00:00:00.000Z');
});
