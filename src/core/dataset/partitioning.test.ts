import { describe, expect, it } from 'vitest';
import { at } from '../list';
import {
  lineThrough,
  partitioningTable,
  partitionings,
  recommended,
  rowsTouched,
  type CodecFigures,
  type CountedFiles,
} from './partitioning';

const figures: CodecFigures = {
  codec: 'snappy',
  bytes: { base: 1000, each: 8 },
  write: { base: 0.5, each: 1e-4 },
  values: { base: 2, each: 2e-4 },
  labels: { base: 2, each: 3e-4 },
};

/** Files of equal size; the day and the anomalies are in one of them. */
function evenly(files: (number | null)[], rows: number): CountedFiles[] {
  return files.map((count, place) => {
    const each = rows / (count ?? 1);
    return {
      units: at(partitionings, place),
      rows: count === null ? null : Float64Array.from({ length: count }, () => each),
      day: { files: 1, rows: each },
      anomalies: { files: 0, rows: each },
    };
  });
}
const table = (files: (number | null)[], rows: number) =>
  partitioningTable(evenly(files, rows), figures, { rows, most: 100_000 });

describe('the line through two measurements', () => {
  it('goes through both', () => {
    const line = lineThrough({ rows: 10, y: 25 }, { rows: 110, y: 75 });
    expect(line).toEqual({ base: 20, each: 0.5 });
  });

  it('has no part below zero where the small file took longer than the large one', () => {
    expect(lineThrough({ rows: 10, y: 9 }, { rows: 100, y: 3 })).toEqual({ base: 9, each: 0 });
    expect(lineThrough({ rows: 10, y: 1 }, { rows: 100, y: 100 }).base).toBe(0);
  });

  it('is the share of a row where there is only one size', () => {
    expect(lineThrough({ rows: 5, y: 10 }, { rows: 5, y: 10 })).toEqual({ base: 0, each: 2 });
  });
});

describe('the table of partitionings', () => {
  it('extrapolates bytes, writing and questions as base a file and share a row', () => {
    const [one] = table([4, 4, 4, 4, 4], 400_000);
    expect(one).toMatchObject({
      files: 4,
      median: 801_000,
      largest: 801_000,
      small: 4,
      bytes: 3_204_000,
      write: 42,
      day: 22,
      mean: 88,
      anomalies: 38,
    });
  });

  it('says how many files are small, and which coarser partitioning gives fewer', () => {
    const entries = table([1, 1, 2, 38, 900], 6655);
    expect(at(entries, 3).warnings).toEqual([
      '6,655 rows in 38 files, all of them under 1 MB: month would give 2.',
    ]);
    expect(at(entries, 0).warnings).toEqual([]);
  });

  it('warns of thousands of files, of those that are not counted, and of one that is too large', () => {
    const many = table([6, 30, 40, 2160, null], 1e9);
    expect(at(many, 3).warnings).toContain('2,160 files have to be opened for a question about all rows.');
    expect(at(many, 4).warnings).toEqual([
      '1,000,000,000 rows in more than 100,000 files: day would give 2,160.',
    ]);
    expect(at(many, 0).warnings).toEqual([
      'A file of 1.3 GB, which is read or held as one by many tools: year would give 266.7 MB at most.',
    ]);
  });
});

describe('the recommendation', () => {
  it('is one file for few rows', () => {
    expect(recommended(table([1, 1, 2, 38, 900], 6655))).toBe(0);
  });

  it('is files of 16 to 256 MB where a finer partitioning makes small ones', () => {
    expect(recommended(table([1, 3, 36, 1096, null], 3e8))).toBe(2);
  });

  it('is the quicker one of those whose files are as near', () => {
    const counted = evenly([5, 5, 5, 300, null], 1e7);
    const quick = counted.map((one, place) => (place === 2 ? { ...one, day: { files: 1, rows: 10 } } : one));
    expect(recommended(partitioningTable(quick, figures, { rows: 1e7, most: 100_000 }))).toBe(2);
  });
});

it('a question about some rows reads the row group around them, and never more than the file', () => {
  expect(rowsTouched(1000, 10, 262_144)).toBe(1000);
  expect(rowsTouched(2_000_000, 86_400, 262_144)).toBe(348_544);
});
