/** The series of the variants: names that readers stumble over, rows without a value, filled rows, labels. What a reader should find is told from these alone. */
import { FILLED, type Rows } from '../../../src/core/rows/types';
import { rowsOf } from '../../../src/core/rows/piece';
import type { About } from '../../../src/core/recipe/types';
import type { LabelRow } from '../../../src/core/label/types';
import type { MemorySeries } from '../../../src/engine/worker/series/memoryStages.node';
import { exactSum, type SeriesExpectation } from '../../../e2e/fixtures/expectations';

export const names = [
  'plain.csv',
  'with blank and  two.csv',
  `it's "quoted".csv`,
  'größe/№ 1 – 温度.csv',
  '100% of a%20b.csv',
  '=SUM(A1),<b>&amp;.csv',
];

const HOUR = 3_600e6;
const start = Date.parse('2022-12-30T21:30:00Z') * 1000;

/** So many rows a step apart, the third of every eleven without a value, every seventh filled. */
function grid(from: number, step: number, count: number, shift: number): Rows {
  const rows = rowsOf(
    Float64Array.from({ length: count }, (_, row) => from + row * step),
    Float64Array.from({ length: count }, (_, row) =>
      row % 11 === 3 ? Number.NaN : Math.sin(row / 7) * 10 + shift + row / 3,
    ),
  );
  for (let row = 0; row < count; row += 7) rows.flags[row] = FILLED;
  return rows;
}

/** Each series is longer and begins later than the one before; 20 minutes clean, an hour resampled. */
export const series: readonly MemorySeries[] = names.map((name, index) => {
  const from = start + index * 5 * HOUR;
  const clean = grid(from, HOUR / 3, 150 + 30 * index, index);
  const buckets = grid(from, HOUR, 50 + 10 * index, index);
  const resampled = {
    ...buckets,
    observations: Int32Array.from({ length: buckets.length }, (_, row) => (row % 11 === 3 ? 0 : 3)),
  };
  return { name, raw: clean, clean, resampled };
});

/** An interval of each series, of six hours, ten hours after its start. */
export const labels: readonly LabelRow[] = names.map((name, index) => {
  const from = start + (index * 5 + 10) * HOUR;
  const to = from + 6 * HOUR;
  return {
    id: `label ${index}`,
    series: name,
    start: from,
    end: to,
    type: index % 2 === 0 ? 'spike' : 'level shift',
    shape: 'window',
    origin: 'imported',
    rawRows: 18,
    cleanRows: 18,
    processedRows: 6,
    processedStart: from,
    processedEnd: to,
    processedLast: to - HOUR,
  };
});

/** Texts that a format might take for its own marks. */
export const about: About = {
  title: 'Trial: "quoted" & <b>marked</b>',
  description: "Two lines,\nthe second with: a colon, # a hash and 'quotes'.",
  licence: 'CC-BY-4.0',
  url: 'https://example.org/trial?a=1&b=2',
  citation: '@misc{trial, title={A trial}, year={2026}}',
  creators: [
    {
      name: 'Ada Größe',
      kind: 'person',
      url: 'https://orcid.org/0000-0002-1825-0097',
      email: 'ada@example.org',
    },
    { name: 'Institute: of "Trials"', kind: 'organisation' },
  ],
  keywords: ['time series', 'anomaly: detection'],
  collection: 'Made for a test.',
  limitations: 'Not for anything else.',
  biases: 'Sines only.',
  personalInformation: 'None.',
  useCases: 'Tests of readers.',
  socialImpact: 'None known.',
};

export type Kind = 'clean' | 'resampled';
const rowsIn = (one: MemorySeries, kind: Kind): Rows =>
  one[kind] ?? rowsOf(new Float64Array(), new Float64Array());

/** What a reader finds of each series. */
export function expectedSeries(kind: Kind): Record<string, SeriesExpectation> {
  const found: Record<string, SeriesExpectation> = {};
  for (const [index, one] of series.entries()) {
    const { times, values, length } = rowsIn(one, kind);
    const label = labels[index];
    const present: number[] = [];
    const entry = { rows: length, missing: 0, sum: 0, anomalies: 0 };
    for (let row = 0; row < length; row++) {
      const time = times[row] ?? 0;
      const value = values[row] ?? 0;
      if (Number.isNaN(value)) entry.missing++;
      else present.push(value);
      if (label && time >= label.start && time < label.end) entry.anomalies++;
    }
    entry.sum = exactSum(present);
    found[one.name] = entry;
  }
  return found;
}

/** Rows of each split by shares of time, counted row by row; the last one has the rest. */
export function expectedSplits(
  kind: Kind,
  shares: readonly [name: string, share: number][],
): Record<string, number> {
  const counts = Object.fromEntries(shares.map(([name]) => [name, 0]));
  for (const one of series) {
    const { times, length } = rowsIn(one, kind);
    const [first, last] = [times[0] ?? 0, times[length - 1] ?? 0];
    for (const time of times) {
      let end = 0;
      const [name] = shares.find(([, share]) => time - first < Math.round((end += share) * (last - first))) ??
        shares.at(-1) ?? ['none'];
      counts[name] = (counts[name] ?? 0) + 1;
    }
  }
  return counts;
}

export const countRows = (found: Record<string, SeriesExpectation>): number =>
  Object.values(found).reduce((sum, { rows }) => sum + rows, 0);
