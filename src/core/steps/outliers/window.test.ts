import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../engine/worker/duckdb/database';
import { openNodeDatabase } from '../../../engine/worker/duckdb/database.node';
import type { OutliersOptions } from '../../recipe/types';
import type { Moments } from '../../rows/measure';
import { ownRows, rowsOf, wholePiece } from '../../rows/piece';
import { changeKinds, OUTLIER, type Applied, type Changes, type Piece } from '../../rows/types';
import { double } from '../../sql';
import type { ReadyStep } from '../kernel';
import type { Counts } from '../types';
import { toSql } from './sql';
import { windowed } from './window';

let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
  await database.run('CREATE TABLE label_spans (sid INTEGER, start TIMESTAMP, "end" TIMESTAMP)');
  await database.run(
    'CREATE TABLE changes (step INTEGER, sid INTEGER, ts TIMESTAMP, action VARCHAR, before DOUBLE, after DOUBLE)',
  );
});

interface Series {
  times: Float64Array<ArrayBuffer>;
  values: Float64Array<ArrayBuffer>;
  spans: Float64Array<ArrayBuffer>;
}
const seriesOf = (values: readonly number[], spans: readonly number[] = []): Series => ({
  times: Float64Array.from(values, (_, row) => row),
  values: Float64Array.from(values),
  spans: Float64Array.from(spans),
});

type ChangeRow = { ts: number; action: string | undefined; before: number; after: number };
interface Outcome {
  rows: { ts: number; value: number; outlier: boolean }[];
  changes: ChangeRow[];
  counts: Counts;
}

function readyFor(options: OutliersOptions, { values }: Series): ReadyStep {
  const finite = values.filter((value) => Number.isFinite(value));
  const answer: Moments = {
    kind: 'moments',
    count: finite.length,
    low: Math.min(...finite),
    high: Math.max(...finite),
    mean: NaN,
    sd: NaN,
  };
  const step = windowed(options)([answer]);
  if (!('ready' in step)) throw new Error('expected a ready step');
  return step.ready;
}

const changeRows = (changes: Changes | null): ChangeRow[] =>
  Array.from({ length: changes?.length ?? 0 }, (_, i) => ({
    ts: changes?.times[i] ?? NaN,
    action: changeKinds[changes?.kinds[i] ?? -1],
    before: changes?.before[i] ?? NaN,
    after: changes?.after[i] ?? NaN,
  }));

/** What is left of the own rows of a piece. */
function outcomeOf(piece: Piece, { counts, changes, rowsIn, rowsOut }: Applied): Outcome {
  const { rows } = piece;
  const { start, end } = ownRows(piece);
  expect(rowsOut).toBe(end - start);
  return {
    rows: Array.from({ length: end - start }, (_, i) => ({
      ts: rows.times[start + i] ?? NaN,
      value: rows.values[start + i] ?? NaN,
      outlier: ((rows.flags[start + i] ?? 0) & OUTLIER) !== 0,
    })),
    changes: changeRows(changes),
    counts: { rowsIn, rowsOut, ...counts },
  };
}

function byKernel(series: Series, options: OutliersOptions): Outcome {
  const ready = readyFor(options, series);
  const piece = wholePiece('a', rowsOf(series.times.slice(), series.values.slice()), series.spans);
  const outcome = outcomeOf(piece, ready.apply(piece));
  return { ...outcome, counts: { ...ready.facts, ...outcome.counts } };
}

/** The same piece by piece, each with as many rows around it as its step comes to need. */
function byPieces(series: Series, options: OutliersOptions, cuts: readonly number[], halo: number): Outcome {
  const { times, values, spans } = series;
  const ready = readyFor(options, series);
  const total: Outcome = { rows: [], changes: [], counts: { ...ready.facts } };
  const edges = [0, ...new Set(cuts.filter((cut) => cut > 0 && cut < times.length)), times.length];
  edges.sort((a, b) => a - b);
  for (let i = 0; i + 1 < edges.length; i++) {
    const [from = 0, to = 0] = [edges[i], edges[i + 1]];
    for (let around = halo; ; around = 2 * around + 1) {
      const [before, after] = [Math.max(0, from - around), Math.min(times.length, to + around)];
      const rows = rowsOf(times.slice(before, after), values.slice(before, after));
      const piece: Piece = {
        ...wholePiece('a', rows, spans),
        first: before === 0,
        last: after === times.length,
        from: from === 0 ? -Infinity : (times[from] ?? NaN),
        to: to === times.length ? Infinity : (times[to] ?? NaN),
      };
      const applied = ready.apply(piece);
      const own = ownRows(piece);
      if (own.start < piece.sureFrom || own.end > piece.sureTo) {
        expect(piece.first && piece.last).toBe(false);
        continue;
      }
      const outcome = outcomeOf(piece, applied);
      total.rows.push(...outcome.rows);
      total.changes.push(...outcome.changes);
      for (const [name, count] of Object.entries(outcome.counts))
        total.counts[name] = (total.counts[name] ?? 0) + count;
      break;
    }
  }
  return total;
}

const time = (us: number): string => `make_timestamp(${us}::BIGINT)`;

async function bySql({ times, values, spans }: Series, options: OutliersOptions): Promise<Outcome> {
  await database.run(
    'CREATE OR REPLACE TABLE given (sid INTEGER, "row" INTEGER, ts TIMESTAMP, value DOUBLE, outlier BOOLEAN, filled BOOLEAN)',
  );
  const rows = Array.from(
    values,
    (value, row) =>
      `(0, ${row}, ${time(times[row] ?? NaN)}, ${Number.isNaN(value) ? 'NULL' : double(value)}, false, false)`,
  );
  if (rows.length > 0) await database.run(`INSERT INTO given VALUES ${rows.join()}`);
  for (const table of ['changes', 'label_spans']) await database.run(`DELETE FROM ${table}`);
  for (let i = 0; i < spans.length; i += 2)
    await database.run(
      `INSERT INTO label_spans VALUES (0, ${time(spans[i] ?? NaN)}, ${time(spans[i + 1] ?? NaN)})`,
    );
  await database.run('DROP TABLE IF EXISTS done');
  const sql = toSql(options, { index: 0, input: 'given', output: 'done' });
  const [found] = await database.rows<Counts>(sql.probe);
  const plan = sql.act(found ?? {});
  for (const statement of plan.statements) await database.run(statement);
  const [report] = await database.rows<Counts>(plan.report);
  for (const statement of plan.cleanup) await database.run(statement);
  const { sid: _, ...counts } = report ?? {};
  const changes = await database.rows<ChangeRow>(
    `SELECT epoch_us(ts)::DOUBLE AS ts, action, before, coalesce("after", 'NaN'::DOUBLE) AS "after" FROM changes`,
  );
  return {
    rows: await database.rows<Outcome['rows'][number]>(
      `SELECT epoch_us(ts)::DOUBLE AS ts, coalesce(value, 'NaN'::DOUBLE) AS value, outlier FROM ${plan.output}`,
    ),
    changes: changes.map(({ ts, action, before, after }) => ({ ts, action, before, after })),
    counts,
  };
}

/** Equal but for the last digits of numbers that are summed: the SQL measures all windows in units of the series' greatest deviation. */
function nearly({ rows, changes, counts }: Outcome): Outcome {
  const greatest = rows.reduce(
    (most, { value }) => (Number.isFinite(value) ? Math.max(most, value) : most),
    1,
  );
  const digits = 11 - Math.ceil(Math.log10(greatest));
  const near = (value: number): number => (Number.isFinite(value) ? expect.closeTo(value, digits) : value);
  return {
    rows: rows.map((row) => ({ ...row, value: near(row.value) })),
    changes: changes.map((change) => ({ ...change, after: near(change.after) })),
    counts,
  };
}

const rules = ['zscore', 'iqr', 'hampel'] as const;
const anyOptions = fc.record({
  rule: fc.constantFrom(...rules),
  threshold: fc.constantFrom(0.77, 1.37, 2.37),
  window: fc.constantFrom(3, 5, 7, 11, 31),
  then: fc.constantFrom('flag' as const, 'remove' as const, 'interpolate' as const, 'clip' as const),
  protect: fc.boolean(),
});
const calm = fc.integer({ min: 0, max: 4 });
const anyValue = fc.oneof(
  { weight: 6, arbitrary: calm },
  { weight: 2, arbitrary: fc.integer({ min: -3000, max: 3000 }).map((value) => value / 1000) },
  { weight: 2, arbitrary: fc.constantFrom(-90, 60, NaN, Infinity, 1e4) },
);
/** Values of one kind, or stretches of several, as of a sensor that is stuck at times. */
const anyValues = fc.oneof(
  fc.array(anyValue, { maxLength: 90 }),
  fc
    .array(fc.tuple(anyValue, fc.integer({ min: 1, max: 12 })), { maxLength: 14 })
    .map((stretches) => stretches.flatMap(([value, times]) => Array.from({ length: times }, () => value))),
);
const anySpans = fc
  .array(fc.integer({ min: -3, max: 90 }), { maxLength: 8 })
  .map((ends) => [...new Set(ends)].sort((a, b) => a - b))
  .map((ends) => ends.slice(0, ends.length - (ends.length % 2)));

describe('outliers by windows of rows', () => {
  it('agree with the SQL for every rule, window and treatment', async () => {
    await fc.assert(
      fc.asyncProperty(anyValues, anySpans, anyOptions, async (values, spans, options) => {
        fc.pre(values.length > 0);
        const series = seriesOf(values, spans);
        expect(byKernel(series, options)).toEqual(nearly(await bySql(series, options)));
      }),
      { numRuns: 200 },
    );
  }, 120_000);

  it('are the same wherever the series is cut', () => {
    const cuts = fc.array(fc.nat(90), { maxLength: 5 });
    fc.assert(
      fc.property(anyValues, anySpans, anyOptions, cuts, fc.nat(20), (values, spans, options, at, halo) => {
        const series = seriesOf(values, spans);
        expect(byPieces(series, options, at, halo)).toEqual(byKernel(series, options));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    [1e15, 1],
    [0, 1e-170],
    [3e307, 1e300],
  ])('take the deviation of values about %f with a spread of %f whole', (base, unit) => {
    const values = [0, 1, 2, 3, 4, 3, 2, 1, 0, 1, 2, 30].map((x) => base + unit * x);
    // The deviation of the twelve is 8.2513 units, the mean 4.0833: the last one is 3.1409 deviations above.
    const within = (threshold: number) =>
      byKernel(seriesOf(values), { rule: 'zscore', threshold, window: 101, then: 'flag', protect: true })
        .counts['found'];
    expect([within(3.11), within(3.17)]).toEqual([1, 0]);
  });

  it.each(rules)('find nothing where there is nothing to find (%s)', (rule) => {
    const options: OutliersOptions = { rule, threshold: 1e-6, window: 9, then: 'interpolate', protect: true };
    const tenths = Array.from({ length: 999 }, () => 0.1);
    expect(byKernel(seriesOf(tenths), options).counts).toMatchObject({ found: 0, constant: 1, short: 0 });
    for (const values of [[], [5], [NaN, NaN], [NaN, Infinity, -Infinity]]) {
      const { rows, counts } = byKernel(seriesOf(values), options);
      expect(rows.map(({ value }) => value)).toEqual(values);
      expect(counts).toMatchObject({ found: 0, constant: values.length === 1 ? 1 : 0 });
    }
    const short: OutliersOptions = { ...options, threshold: 3 };
    expect(byKernel(seriesOf([1, 2]), short).counts).toMatchObject({ found: 0, short: 1 });
  });

  it('ask for the moments of the series, and for nothing else', () => {
    const kernel = windowed({ rule: 'iqr', threshold: 3, window: 9, then: 'flag', protect: true });
    expect(kernel([])).toEqual({ ask: { kind: 'moments' } });
    expect(() => kernel([{ kind: 'meanDistance', count: 1, mean: 1 }])).toThrow('expected moments');
    expect(() => windowed({ rule: 'iqr', threshold: 3, then: 'flag', protect: true })([])).toThrow('window');
  });
});
