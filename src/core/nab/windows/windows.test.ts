import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { csvFacts, csvFiles, hasNab, nabData, nabMissing } from '../../../../e2e/fixtures/nab';
import { readNabLabels } from '../files/readLabels';
import { readTime } from '../time';
import { windowsFromLabels } from './fromLabels';
import { probationRows, windowsToRows } from './rows';

const rising = (rows: number): Float64Array => Float64Array.from({ length: rows }, (_, i) => 1000 * i);
const rowsOf = (list: readonly { startRow: number; endRow: number }[]): [number, number][] =>
  list.map(({ startRow, endRow }) => [startRow, endRow]);

const labelsOf = (name: string) => {
  const json = readFileSync(join(nabData, `../labels/${name}.json`), 'utf8');
  const read = readNabLabels(json, name);
  if (!read.ok) throw new Error(read.error.message);
  const { files, entries } = read.value;
  return new Map(files.map((file) => [file, entries.filter(({ key }) => key === file)]));
};

describe('windows from labels', () => {
  it.skipIf(!hasNab)(`are those of NAB for each of its files${hasNab ? '' : ` (${nabMissing})`}`, () => {
    const labels = labelsOf('combined_labels');
    const expected = labelsOf('combined_windows');
    for (const path of csvFiles(nabData)) {
      const { name, rows } = csvFacts(nabData, path);
      const times = Float64Array.from(rows, ([time]) => readTime(time));
      const points = (labels.get(name) ?? []).map(({ start }) => start);
      const { windows, snapped, outside } = windowsFromLabels(times, points, { file: name });
      const pairs = (expected.get(name) ?? []).map(({ start, end }) => ({ start, end: end - 1 }));
      expect({ name, windows: windows.map(({ start, end }) => ({ start, end })) }).toEqual({
        name,
        windows: pairs,
      });
      expect([snapped, outside]).toEqual([[], []]);
      expect(windowsToRows(times, pairs)).toEqual({ windows, problems: [] });
    }
  });

  it('share a tenth of the rows, and end at the ends of the file', () => {
    // W = int(0.1 · 1000 / 2) = 50, 25 rows to both sides.
    const { windows, labelRows, probation } = windowsFromLabels(rising(1000), [990_000, 500_000]);
    expect(rowsOf(windows)).toEqual([
      [475, 525],
      [965, 999],
    ]);
    expect([labelRows, probation]).toEqual([[500, 990], 150]);
    expect(windows[0]).toMatchObject({ start: 475_000, end: 525_000 });
  });

  it('that touch are merged, and a gap of one row keeps them apart', () => {
    expect(rowsOf(windowsFromLabels(rising(1000), [500_000, 550_000]).windows)).toEqual([[475, 575]]);
    expect(rowsOf(windowsFromLabels(rising(1000), [500_000, 551_000]).windows)).toEqual([
      [475, 525],
      [526, 576],
    ]);
  });

  it('lose the first where it starts within the probation, and only the first', () => {
    const { windows, dropped } = windowsFromLabels(rising(1000), [174_000, 400_000]);
    expect(rowsOf(windows)).toEqual([[375, 425]]);
    expect(dropped).toMatchObject({ startRow: 149, endRow: 199 });
    expect(windowsFromLabels(rising(1000), [175_000, 400_000]).dropped).toBeUndefined();
    expect(rowsOf(windowsFromLabels(rising(1000), [20_000, 100_000]).windows)).toEqual([[75, 125]]);
  });

  it('take the next row for a label between rows, and leave out one outside', () => {
    const { windows, labelRows, snapped, outside } = windowsFromLabels(rising(1000), [
      499_001,
      -1,
      999_001,
      NaN,
    ]);
    expect(labelRows).toEqual([500]);
    expect(rowsOf(windows)).toEqual([[450, 550]]);
    expect(snapped).toEqual([{ time: 499_001, row: 500 }]);
    expect(outside).toEqual([-1, 999_001, NaN]);
  });

  it("count every row at a label's time, and find it behind a step back", () => {
    const times = rising(1000);
    times[501] = 500_000;
    expect(windowsFromLabels(times, [500_000]).labelRows).toEqual([500, 501]);
    times[700] = 0;
    expect(windowsFromLabels(times, [500_000, 0, 650_500])).toMatchObject({
      labelRows: [0, 500, 501, 651, 700],
      snapped: [{ time: 650_500, row: 651 }],
    });
  });

  it('of a file without labels or without rows are none', () => {
    expect(windowsFromLabels(rising(10), [])).toEqual({
      windows: [],
      labelRows: [],
      snapped: [],
      outside: [],
      probation: 1,
    });
    expect(windowsFromLabels(rising(0), [5])).toMatchObject({ windows: [], outside: [5] });
    expect(windowsFromLabels(rising(1), [0]).windows).toEqual([{ startRow: 0, endRow: 0, start: 0, end: 0 }]);
  });

  it("use the corrected label of NAB's one file while its labels are the corpus's", () => {
    const file = 'data/realAWSCloudwatch/iio_us-east-1_i-a2eb1cd9_NetworkIn.csv';
    expect(windowsFromLabels(rising(1243), [206_000, 339_000], { file }).labelRows).toEqual([249, 339]);
    expect(windowsFromLabels(rising(1243), [207_000, 339_000], { file }).labelRows).toEqual([207, 339]);
    expect(windowsFromLabels(rising(1243), [206_000, 339_000]).labelRows).toEqual([206, 339]);
  });

  it('are in order, apart, and hold their labels, but for one in the probation', () => {
    const rows = fc.array(fc.nat(499), { maxLength: 30 });
    fc.assert(
      fc.property(rows, (labels) => {
        const { windows, dropped, labelRows } = windowsFromLabels(
          rising(500),
          labels.map((row) => row * 1000),
        );
        windows.forEach(({ startRow }, i) => expect(startRow).toBeGreaterThan(windows[i - 1]?.endRow ?? -1));
        for (const row of labelRows) {
          const held = windows.some(({ startRow, endRow }) => startRow <= row && row <= endRow);
          expect(held || (dropped && row <= dropped.endRow)).toBe(true);
        }
      }),
    );
  });
});

describe('windows as rows', () => {
  it('move an end that no row has inwards, and name it', () => {
    const { windows, problems } = windowsToRows(rising(10), [
      { start: 1500, end: 4500 },
      { start: 6000, end: 7000 },
    ]);
    expect(windows).toEqual([
      { startRow: 2, endRow: 4, start: 2000, end: 4000 },
      { startRow: 6, endRow: 7, start: 6000, end: 7000 },
    ]);
    expect(problems).toEqual([{ window: 0, kind: 'snapped' }]);
  });

  it('without a row inside are left out, and overlapping ones joined', () => {
    const { windows, problems } = windowsToRows(rising(10), [
      { start: 5000, end: 8000 },
      { start: 1100, end: 1900 },
      { start: 3000, end: 5000 },
      { start: 20_000, end: 30_000 },
      { start: 9000, end: 1000 },
    ]);
    expect(rowsOf(windows)).toEqual([[3, 8]]);
    expect(problems).toEqual([
      { window: 1, kind: 'empty' },
      { window: 3, kind: 'empty' },
      { window: 4, kind: 'empty' },
      { window: 0, kind: 'joined' },
    ]);
  });

  it('end at the first of rows with one time, also behind a step back', () => {
    const times = Float64Array.of(0, 1, 2, 2, 3, 4, 2.5, 5);
    expect(rowsOf(windowsToRows(times, [{ start: 1, end: 2 }]).windows)).toEqual([[1, 2]]);
    expect(rowsOf(windowsToRows(times, [{ start: 2.25, end: 4.5 }]).windows)).toEqual([[4, 6]]);
    expect(rowsOf(windowsToRows(times.subarray(0, 6), [{ start: 1, end: 2 }]).windows)).toEqual([[1, 2]]);
  });
});

it.each([
  [0, 0],
  [1, 0],
  [10, 1],
  [4999, 749],
  [5000, 750],
  [22_695, 750],
])('of %i rows %i are on probation', (rows, probation) => {
  expect(probationRows(rows)).toBe(probation);
});
