import { describe, expect, it } from 'vitest';
import { describeLabels, labelEffect } from './effect';

const extent = (label: number, rows: number) => ({ label, rows, first: 0, last: 1 });
const labels = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];

describe('what a step did to labels', () => {
  it('names the labels that it left without a row', () => {
    const before = [extent(0, 5), extent(1, 2), extent(2, 0)];
    const after = [extent(0, 4), extent(1, 0), extent(2, 0)];
    const effect = labelEffect(labels, before, after);
    expect(effect).toMatchObject({ labels: 2, rowsBefore: 7, rowsAfter: 4, shortened: 2, emptied: ['b'] });
    expect(describeLabels(effect)).toBe('2 labels lost 3 rows; 1 label left without a row');
  });

  it('says so where nothing happened to them', () => {
    const same = [extent(0, 5), extent(1, 2), extent(2, 1)];
    expect(describeLabels(labelEffect(labels, same, same))).toBe('3 labels untouched');
    expect(describeLabels(labelEffect(labels, same, same, 4))).toBe('4 values under labels changed');
    expect(describeLabels(undefined)).toBe('');
  });

  it('counts buckets where a step resampled', () => {
    const effect = labelEffect(
      labels,
      [extent(0, 10), extent(1, 1), extent(2, 1)],
      [extent(0, 2), extent(1, 1), extent(2, 1)],
    );
    expect(describeLabels(effect, true)).toBe('3 labels cover 4 buckets');
  });
});
