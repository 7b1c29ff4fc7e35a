import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkOf } from '../../../core/checks/make';
import { plannedChecks } from '../../../core/checks/plan';
import { probes, propose } from '../../../core/checks/propose';
import type { CheckResult } from '../../../core/checks/types';
import type { LabelRow } from '../../../core/label/types';
import { parseRecipe } from '../../../core/recipe';
import { formatInstant } from '../../../core/recipe/instant';
import type { Check, Split } from '../../../core/recipe/types';
import { FILLED, OUTLIER, type Rows } from '../../../core/rows/types';
import { gatherFacts, mergeFacts, type StageFacts } from '../../../core/rows/facts';
import { MemoryStages } from '../series/memoryStages.node';
import type { Stage } from '../series/stages';
import { proposedChecks } from '.';
import { evaluateChecks, type EvaluateContext } from './evaluate';

const SECOND = 1e6;

/** A row as a person reads it. */
interface PlainRow {
  time: number;
  value: number | null;
  filled: boolean;
  outlier: boolean;
}
interface PlainSeries {
  name: string;
  rows: PlainRow[];
  labels: LabelRow[];
}

const rowsOf = (rows: readonly PlainRow[]): Rows => ({
  length: rows.length,
  times: Float64Array.from(rows, ({ time }) => time),
  values: Float64Array.from(rows, ({ value }) => value ?? NaN),
  flags: Uint8Array.from(rows, ({ filled, outlier }) => (filled ? FILLED : 0) + (outlier ? OUTLIER : 0)),
  observations: null,
});

const inside = (label: { start: number; end: number }, { time }: PlainRow): boolean =>
  time >= label.start && time < label.end;

function labelRow(rows: readonly PlainRow[], index: number, start: number, end: number): LabelRow {
  const covered = rows.filter((row) => inside({ start, end }, row));
  const [first, last] = [covered[0], covered.at(-1)];
  return {
    id: `l${index}`,
    series: '',
    start,
    end,
    type: index % 2 === 0 ? 'spike' : 'drift',
    shape: 'window',
    origin: 'manual',
    rawRows: covered.length,
    cleanRows: covered.length,
    processedRows: covered.length,
    processedStart: first?.time ?? null,
    processedEnd: last ? last.time + 1 : null,
    processedLast: last?.time ?? null,
  };
}

const values = fc.oneof(
  fc.constantFrom(0, 1, 2, 3, 5, -1),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }),
);
const anySeries = (name: string): fc.Arbitrary<PlainSeries> =>
  fc
    .record({
      distances: fc.oneof(
        fc.array(fc.constantFrom<number[]>(0, 1, 1, 1, 2, 7), { maxLength: 40 }),
        fc.array(fc.constant<number>(1), { maxLength: 40 }),
      ),
      cells: fc.array(
        fc.record({
          value: fc.option(values, { freq: 6 }),
          filled: fc.integer({ min: 0, max: 4 }).map((number) => number === 0),
          outlier: fc.boolean(),
        }),
        { minLength: 40, maxLength: 40 },
      ),
      spans: fc.array(fc.tuple(fc.integer({ min: -3, max: 45 }), fc.integer({ min: 1, max: 9 })), {
        maxLength: 4,
      }),
    })
    .map(({ distances, cells, spans }) => {
      let time = 0;
      const rows = distances.map((distance, index) => {
        time += distance * SECOND;
        return { time, ...(cells[index] ?? { value: 0, filled: false, outlier: false }) };
      });
      const labels = spans.map(([start, length], index) => ({
        ...labelRow(rows, index, start * SECOND, (start + length) * SECOND),
        series: name,
      }));
      return { name, rows, labels };
    });

/** Rows in memory with the facts that a run finds, and a level of detail however few the rows. */
class FactualStages extends MemoryStages {
  constructor(
    private readonly plain: readonly PlainSeries[],
    piece: number,
  ) {
    super(
      plain.map(({ name, rows }) => ({ name, clean: rowsOf(rows) })),
      piece,
    );
  }

  override facts(sid: number, stage: Stage): StageFacts | null {
    const series = this.plain[sid];
    if (!series || stage === 'raw') return null;
    const rows = rowsOf(series.rows);
    const part = gatherFacts(rows, 0, rows.length, 2 ** 22);
    return { ...mergeFacts([part]), levels: part.finest ? [part.finest] : [] };
  }
}

const contextOf = (
  series: readonly PlainSeries[],
  piece: number,
  splits: readonly Split[],
): EvaluateContext => ({
  stages: new FactualStages(series, piece),
  series: series.map(({ name }, id) => ({ id, name })),
  utc: () => true,
  labels: series.flatMap(({ labels }) => labels),
  splits,
  answers: new Map(),
  signal: new AbortController().signal,
  progress: () => undefined,
});

const results = (
  checks: readonly Check[],
  series: readonly PlainSeries[],
  piece: number,
  splits: readonly Split[] = [],
): Promise<CheckResult[]> =>
  evaluateChecks(
    plannedChecks(
      checks,
      series.map(({ name }) => name),
      'clean',
    ),
    contextOf(series, piece, splits),
  );

/** Of several labels at a row the one that starts first, then ends first, then by id. */
function labelAt({ labels }: PlainSeries, row: PlainRow): LabelRow | undefined {
  return labels
    .filter(
      ({ processedStart: start, processedEnd: end }) =>
        start !== null && end !== null && inside({ start, end }, row),
    )
    .toSorted(
      (a, b) =>
        (a.processedStart ?? 0) - (b.processedStart ?? 0) ||
        (a.processedEnd ?? 0) - (b.processedEnd ?? 0) ||
        (a.id < b.id ? -1 : 1),
    )[0];
}

type Failing = [looked: number, unexpected: PlainRow[]];

/** What checks of rows say, row by row. */
const naive: Record<string, (series: PlainSeries) => Failing> = {
  present: ({ rows }) => [rows.length, rows.filter(({ value }) => value === null)],
  between: ({ rows }) => {
    const there = rows.filter(({ value }) => value !== null);
    return [there.length, there.filter(({ value }) => (value ?? 0) <= 0 || (value ?? 0) > 3)];
  },
  unique: ({ rows }) => [
    rows.length,
    rows.filter(({ time }) => rows.filter((other) => other.time === time).length > 1),
  ],
  strictly: ({ rows }) => [
    rows.length,
    rows.filter(({ time }, index) => index > 0 && time <= (rows[index - 1]?.time ?? 0)),
  ],
  rising: ({ rows }) => {
    const there = rows.filter(({ value }) => value !== null);
    return [
      there.length,
      there.filter(({ value }, index) => index > 0 && (value ?? 0) < (there[index - 1]?.value ?? 0)),
    ];
  },
  types: (series) => {
    const labelled = series.rows.filter((row) => labelAt(series, row));
    return [labelled.length, labelled.filter((row) => labelAt(series, row)?.type !== 'spike')];
  },
  regular: ({ rows }) => {
    const above = rows
      .slice(1)
      .map(({ time }, index) => time - (rows[index]?.time ?? 0))
      .filter((distance) => distance > 0)
      .toSorted((a, b) => a - b);
    const step = above[(above.length - 1) >> 1];
    return [
      Math.max(0, rows.length - 1),
      rows.filter(({ time }, index) => index > 0 && time - (rows[index - 1]?.time ?? 0) !== step),
    ];
  },
  gap: ({ rows }) => [
    Math.max(0, rows.length - 1),
    rows.filter(({ time }, index) => index > 0 && time - (rows[index - 1]?.time ?? 0) > 2 * SECOND),
  ],
  train: (series) => {
    const { rows } = series;
    const [first, last] = [rows[0]?.time ?? 0, rows.at(-1)?.time ?? 0];
    const end = Math.round(first + 0.6 * (last - first));
    const train = rows.filter(({ time }) => time < end);
    return [train.length, train.filter((row) => labelAt(series, row))];
  },
};
const splits: Split[] = [{ name: 'train', share: 0.6 }, { name: 'test' }];
const rowChecks = (mostly: number): Check[] => [
  checkOf('expect_column_values_to_not_be_null', { mostly }, { id: 'present' }),
  checkOf(
    'expect_column_values_to_be_between',
    { min_value: 0, strict_min: true, max_value: 3, mostly },
    { id: 'between' },
  ),
  checkOf('expect_column_values_to_be_unique', { mostly }, { id: 'unique' }),
  checkOf('expect_column_values_to_be_increasing', { strictly: true, mostly }, { id: 'strictly' }),
  checkOf('expect_column_values_to_be_increasing', { column: 'value', mostly }, { id: 'rising' }),
  checkOf(
    'expect_column_values_to_be_in_set',
    { column: 'anomaly_type', value_set: ['spike'], mostly },
    { id: 'types' },
  ),
  checkOf('expect_step_to_be_regular', {}, { id: 'regular' }),
  checkOf('expect_gaps_to_be_at_most', { longest: '2s' }, { id: 'gap' }),
  checkOf('expect_split_without_anomalies', {}, { id: 'train' }),
];
const withoutMostly = new Set(['regular', 'gap', 'train']);

describe('checks of rows', () => {
  it('find the rows that a look at each row finds, whatever pieces these come in', async () => {
    await fc.assert(
      fc.asyncProperty(
        anySeries('a'),
        fc.integer({ min: 1, max: 50 }),
        fc.constantFrom(1, 0.9, 0.5, 0.05),
        async (series, piece, mostly) => {
          const found = await results(rowChecks(mostly), [series], piece, splits);
          for (const result of found) {
            const of = naive[result.id];
            if (!of) throw new Error(`no plain evaluation of ${result.id}`);
            const [looked, unexpected] = of(series);
            const share = looked === 0 ? 1 : (looked - unexpected.length) / looked;
            expect({
              id: result.id,
              rows: result.rows,
              unexpected: result.unexpected,
              at: result.examples?.map(({ timestamp }) => timestamp),
              pass: result.pass,
            }).toEqual({
              id: result.id,
              rows: looked,
              unexpected: unexpected.length,
              at: unexpected.slice(0, 20).map(({ time }) => formatInstant(time)),
              pass: share >= (withoutMostly.has(result.id) ? 1 : mostly),
            });
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('count those of all series together where they are about all rows', async () => {
    await fc.assert(
      fc.asyncProperty(
        anySeries('a'),
        anySeries('b'),
        fc.integer({ min: 1, max: 50 }),
        async (a, b, piece) => {
          const together = rowChecks(1).map((check): Check => ({ ...check, scope: 'all' }));
          for (const result of await results(together, [a, b], piece, splits)) {
            const of = naive[result.id];
            if (!of) throw new Error(`no plain evaluation of ${result.id}`);
            const [[inA, failA], [inB, failB]] = [of(a), of(b)];
            expect([result.id, result.series, result.rows, result.unexpected]).toEqual([
              result.id,
              undefined,
              inA + inB,
              failA.length + failB.length,
            ]);
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});

const numberOf = (result: CheckResult | undefined): number | null => result?.value ?? null;
const close = (a: number | null, b: number | null): void => {
  if (a === null || b === null) expect(a).toBe(b);
  else expect(a).toBeCloseTo(b, 6);
};

describe('checks of statistics', () => {
  const checks: Check[] = [
    checkOf('expect_table_row_count_to_be_between', { min_value: 0 }),
    checkOf('expect_column_mean_to_be_between', { min_value: 0 }),
    checkOf('expect_column_stdev_to_be_between', { min_value: 0 }),
    checkOf('expect_column_median_to_be_between', { min_value: 0 }),
    checkOf('expect_column_quantile_values_to_be_between', {
      quantile_ranges: { quantiles: [0.3], value_ranges: [[0, null]] },
    }),
    checkOf('expect_filled_share_to_be_between', { max_value: 0.3 }),
    checkOf('expect_anomaly_share_to_be_between', { max_value: 0.3 }),
    checkOf('expect_anomaly_count_to_be_between', { min_value: 1 }),
  ];

  /** The same, by the textbook. */
  function textbook(all: readonly PlainSeries[]): (number | null)[] {
    const rows = all.flatMap((series) => series.rows);
    const numbers = rows.flatMap(({ value }) => (value === null ? [] : [value])).toSorted((a, b) => a - b);
    const mean = numbers.reduce((sum, value) => sum + value / numbers.length, 0);
    const squares = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const quantile = (part: number): number | null => {
      if (numbers.length === 0) return null;
      const place = (numbers.length - 1) * part;
      const [low, high] = [numbers[Math.floor(place)] ?? 0, numbers[Math.ceil(place)] ?? 0];
      return low + (high - low) * (place - Math.floor(place));
    };
    const share = (part: number): number => (rows.length === 0 ? 0 : part / rows.length);
    const labelled = all.flatMap((series) => series.rows.filter((row) => labelAt(series, row)));
    return [
      rows.length,
      numbers.length === 0 ? null : mean,
      numbers.length < 2 ? null : Math.sqrt(squares / (numbers.length - 1)),
      quantile(0.5),
      quantile(0.3),
      share(rows.filter(({ filled }) => filled).length),
      share(labelled.length),
      all.flatMap(({ labels }) => labels).length,
    ];
  }

  it('are those of the textbook, of each series and of all together, and pass where they lie within the limits', async () => {
    await fc.assert(
      fc.asyncProperty(
        anySeries('a'),
        anySeries('b'),
        fc.integer({ min: 1, max: 50 }),
        async (a, b, piece) => {
          const each = await results(checks, [a, b], piece);
          const all = await results(
            checks.map((check): Check => ({ ...check, scope: 'all' })),
            [a, b],
            piece,
          );
          const expected = [textbook([a]), textbook([b]), textbook([a, b])];
          checks.forEach((_, index) => {
            close(numberOf(each[2 * index]), expected[0]?.[index] ?? null);
            close(numberOf(each[2 * index + 1]), expected[1]?.[index] ?? null);
            close(numberOf(all[index]), expected[2]?.[index] ?? null);
          });
          for (const { kind, value, pass } of [...each, ...all]) {
            if (value === null || value === undefined) expect(pass).toBe(false);
            else if (kind.includes('share')) expect(pass).toBe(value <= 0.3);
            else expect(pass).toBe(value >= (kind.includes('anomaly_count') ? 1 : 0));
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('checks of what is not there', () => {
  const one: PlainSeries = {
    name: 'a',
    rows: [{ time: 0, value: 1, filled: false, outlier: false }],
    labels: [],
  };
  it.each([
    ['a stage that no step makes', checkOf('expect_times_to_be_utc', {}, { stage: 'resampled' })],
    ['a series that no name or pattern is', checkOf('expect_times_to_be_utc', {}, { for: ['b*'] })],
    ['a column that the rows lack', checkOf('expect_column_mean_to_be_between', { column: 'observations' })],
    ['a split that the recipe lacks', checkOf('expect_split_without_anomalies', { split: 'dev' })],
  ])('do not pass: %s', async (_name, check) => {
    expect(await results([check], [one], 10)).toMatchObject([{ pass: false, value: null }]);
  });
});

describe('checks of labels', () => {
  const rows = Array.from({ length: 10 }, (_, row) => ({
    time: row * SECOND,
    value: row,
    filled: false,
    outlier: false,
  }));
  const label = (start: number, end: number, more: Partial<LabelRow> = {}): LabelRow => ({
    ...labelRow(rows, start, start * SECOND, end * SECOND),
    series: 'a',
    ...more,
  });
  const injected = (sigma: number | null, effect: number | null): Partial<LabelRow> => ({
    origin: 'injected',
    severitySigma: sigma,
    realised: { effect },
  });

  it('count labels that begin before the first row, or end after the step that follows the last', async () => {
    const labels = [label(-1, 2), label(8, 10), label(8, 11), label(12, 13)];
    const found = await results(
      [checkOf('expect_labels_inside_series', {}), checkOf('expect_labels_to_cover_rows', {})],
      [{ name: 'a', rows, labels }],
      10,
    );
    expect(found).toMatchObject([
      { rows: 4, unexpected: 3, examples: [{ value: 'l-1' }, { value: 'l8' }, { value: 'l12' }] },
      { rows: 4, unexpected: 1, examples: [{ value: 'l12' }] },
    ]);
  });

  it('hold the effect of injected anomalies against deviations; one that changes equal values is beyond all', async () => {
    const labels = [
      label(1, 2, injected(0.5, 1)),
      label(2, 3, injected(2, 1)),
      label(3, 4, injected(null, 1)),
      label(4, 5, injected(null, null)),
      label(5, 6),
    ];
    const found = await results(
      [checkOf('expect_injected_effect_to_be_at_least', { deviations: 1 })],
      [{ name: 'a', rows, labels }],
      10,
    );
    expect(found).toMatchObject([{ rows: 3, unexpected: 1, value: 0.5, pass: false }]);
  });
});

describe('a proposal', () => {
  it('holds for the data that it was made of, and is not made twice', async () => {
    await fc.assert(
      fc.asyncProperty(anySeries('a'), anySeries('b'), fc.boolean(), async (a, b, both) => {
        const series = both ? [a, b] : [a];
        const names = series.map(({ name }) => name);
        const context = contextOf(series, 7, splits);
        const unfiltered = propose(await results(probes(splits), series, 7, splits), names, splits);
        const found = await results(unfiltered, series, 7, splits);
        expect(found.filter(({ pass }) => !pass)).toEqual([]);
        expect(await proposedChecks(context, names, 'clean')).toEqual(unfiltered);
        expect(await proposedChecks(context, names, 'clean', unfiltered)).toEqual([]);
        expect(parseRecipe({ recipe: 1, checks: unfiltered, splits })).toMatchObject({ ok: true });
      }),
      { numRuns: 150 },
    );
  });

  it('has round limits with a margin', async () => {
    const rows = Array.from({ length: 1000 }, (_, row) => ({
      time: row * 60 * SECOND,
      value: 20 + (row % 10),
      filled: row < 3,
      outlier: false,
    }));
    const context = contextOf([{ name: 'a', rows, labels: [] }], 300, []);
    expect(await proposedChecks(context, ['a'], 'clean')).toMatchObject([
      { expect_times_to_be_utc: {} },
      { expect_column_values_to_be_increasing: { strictly: true } },
      { expect_step_to_be_regular: {} },
      { expect_gaps_to_be_at_most: { longest: '1min' } },
      { scope: 'all', expect_table_row_count_to_be_between: { min_value: 900 } },
      { expect_column_values_to_not_be_null: {} },
      { expect_filled_share_to_be_between: { max_value: 0.0045 } },
      { expect_column_values_to_be_between: { min_value: 19.1, max_value: 29.9 } },
      { expect_column_mean_to_be_between: { min_value: 21.6, max_value: 27.4 } },
      { expect_column_stdev_to_be_between: { min_value: 1.4, max_value: 5.8 } },
    ]);
  });
});

describe('a cancel', () => {
  it('ends between two pieces, and keeps no half answer', async () => {
    const rows = Array.from({ length: 100 }, (_, row) => ({
      time: row * SECOND,
      value: row,
      filled: false,
      outlier: false,
    }));
    const plain: PlainSeries[] = [
      { name: 'a', rows, labels: [] },
      { name: 'b', rows, labels: [] },
    ];
    const control = new AbortController();
    const context: EvaluateContext = {
      ...contextOf(plain, 10, []),
      signal: control.signal,
      progress: ({ stage }) => stage.endsWith('b') && control.abort(),
    };
    const planned = plannedChecks(
      [checkOf('expect_column_mean_to_be_between', { max_value: 50 })],
      ['a', 'b'],
      'clean',
    );
    await expect(evaluateChecks(planned, context)).rejects.toThrow('abort');
    expect(context.answers.size).toBe(1);
    const { signal } = new AbortController();
    expect(await evaluateChecks(planned, { ...context, signal, progress: () => undefined })).toMatchObject([
      { series: 'a', value: 49.5, pass: true },
      { series: 'b', value: 49.5, pass: true },
    ]);
  });
});
