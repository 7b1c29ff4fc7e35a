import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lookup } from '../../../core/list';
import type { Label } from '../../../core/label/types';
import { emptyRecipe } from '../../../core/recipe';
import type { Recipe, Step } from '../../../core/recipe/types';
import type { ChartRequest } from '../../../core/view/types';
import { SessionStages } from '../series/sessionStages';
import { inThisThread, type StepsPool } from '../steps/pool';
import { execute, type RunState } from '../steps/run';
import { loaded } from '../steps/running.node';
import { chartAhead } from './ahead';
import { chart } from './charts';
import { ViewCache } from './context';

const second = 1e6;
const { signal } = new AbortController();
const progress = (): void => undefined;

/** Numbers below one that look drawn, the same each time. */
function* drawn(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** Rows long enough for levels of detail: at uneven distances where `ragged`, with gaps, missing values, peaks, and times that occur twice. */
function rowsOf(rows: number, ragged: boolean): { times: Float64Array; values: Float64Array } {
  const next = drawn(rows);
  const times = new Float64Array(rows);
  const values = new Float64Array(rows);
  let time = 1_700_000_000 * second;
  for (let row = 0; row < rows; row++) {
    times[row] = time;
    const kind = next.next().value;
    values[row] = kind < 0.02 || (row > 70_000 && row < 71_500) ? NaN : 10 * next.next().value;
    if (kind > 0.999) values[row] = 100 * kind - 150 * next.next().value;
    const jump = next.next().value;
    time +=
      !ragged || (jump > 0.001 && jump < 0.9)
        ? second
        : jump < 0.0002
          ? 2000 * second
          : Math.floor(2 * jump) * 3 * second;
  }
  return { times, values };
}

interface Lab {
  run: (steps: readonly Step[], before: RunState | undefined) => Promise<RunState>;
  /** The chart that a run left. */
  after: (state: RunState, request: ChartRequest) => ReturnType<typeof chart>;
  ahead: (
    steps: readonly Step[],
    before: RunState,
    request: ChartRequest,
    labels?: readonly Label[],
  ) => ReturnType<typeof chartAhead>;
}

function lab(
  rows: { times: Float64Array; values: Float64Array },
  labels: readonly Label[] = [],
  pool: StepsPool = inThisThread,
): Lab {
  const { store, series } = loaded([{ name: 'a', ...rows }]);
  const recipe = (steps: readonly Step[]): Recipe => ({ ...emptyRecipe(), steps: [...steps] });
  const cache = new ViewCache();
  return {
    run: (steps, before) => execute(recipe(steps), { store, series, labels, pool, before, signal, progress }),
    after: (state, request) => {
      const stages = new SessionStages({ series, store, lastRun: state, pool });
      return chart(request, { stages, cache: new ViewCache(), signal, progress });
    },
    ahead: (steps, before, request, others) =>
      chartAhead(
        { recipe: recipe(steps), labels: others, chart: request },
        { series, store, pool, before, cache, signal, progress },
      ),
  };
}

const one = <T>(...values: T[]) => fc.constantFrom(...values);
const anySteps = fc
  .record({
    duplicates: fc.option(one('first' as const, 'mean' as const), { freq: 2 }),
    missing: fc.option(one('drop' as const, 'linear' as const, 'leave' as const), { freq: 4 }),
    outliers: fc.option(
      fc.record({
        rule: one('zscore' as const, 'iqr' as const),
        threshold: one(1.5, 2, 2.5, 3, 6),
        then: one('flag' as const, 'interpolate' as const, 'clip' as const, 'remove' as const),
        protect: fc.boolean(),
      }),
      { freq: 8 },
    ),
    resample: fc.option(
      fc.record({
        every: one('source' as const, '5s', '1min'),
        with: one('mean' as const, 'max' as const),
        empty: one('linear' as const, 'null' as const, 'omit' as const),
      }),
      { freq: 2 },
    ),
  })
  .map(({ duplicates, missing, outliers, resample }): Step[] => [
    ...(duplicates ? [{ duplicates: { keep: duplicates } }] : []),
    ...(missing ? [{ missing: { sentinels: [], fill: missing } }] : []),
    ...(outliers ? [{ outliers }] : []),
    ...(resample ? [{ resample }] : []),
  ]);
/** A window as shares of the series: where it begins, and how long it is. */
const anyWindow = fc.tuple(
  fc.double({ min: -0.1, max: 1, noNaN: true }),
  one(0.000_01, 0.001, 0.01, 0.1, 0.5, 2),
  one(300, 1000),
);

const labels = Array.from({ length: 40 }, (_, index): Label => {
  const start = (1_700_000_000 + 5000 * index) * second;
  const [series, type, shape, origin] = ['a', 'anomaly', 'window', 'manual'] as const;
  return { id: `label-${index}`, series, start, end: start + 900 * second, type, shape, origin };
});

const withThreshold = (steps: readonly Step[], threshold: number): Step[] =>
  steps.map((step) => ('outliers' in step ? { outliers: { ...step.outliers, threshold } } : step));

describe('the chart of a window ahead of its run', () => {
  it.each([
    ['at even distances', false],
    ['at uneven distances, with gaps and times that occur twice', true],
  ])(
    'is the one after the run, on rows %s',
    async (_, ragged) => {
      const rows = rowsOf(260_000, ragged);
      const { run, after, ahead } = lab(rows, labels);
      const [first, last] = [rows.times[0] ?? 0, rows.times.at(-1) ?? 0];
      let told = 0;
      let asked = 0;
      await fc.assert(
        fc.asyncProperty(
          anySteps,
          one(1.7, 2.2, 3.5),
          fc.array(anyWindow, { minLength: 3, maxLength: 3 }),
          async (steps, threshold, windows) => {
            const before = await run(steps, undefined);
            const turned = withThreshold(steps, threshold);
            const requests = windows.map(([from, length, columns]): ChartRequest => {
              const start = Math.round(first + from * (last - first));
              const end = Math.round(start + length * (last - first));
              return { series: 'a', from: start, to: end, columns, layers: ['raw', 'processed'] };
            });
            const drawnAhead = [];
            for (const request of requests) drawnAhead.push(await ahead(turned, before, request));
            const state = await run(turned, before);
            for (const [index, request] of requests.entries()) {
              asked++;
              const found = drawnAhead[index];
              if (!found) continue;
              told++;
              expect(found).toEqual(await after(state, request));
            }
          },
        ),
        { numRuns: 20 },
      );
      expect(told).toBeGreaterThan(asked / 2);
    },
    120_000,
  );

  const outliers = (threshold: number, then: 'flag' | 'interpolate' = 'interpolate'): Step => ({
    outliers: { rule: 'zscore', threshold, then, protect: false },
  });
  const linear: Step = { missing: { sentinels: [], fill: 'linear' } };

  it('knows the ends of filled stretches, and rows beyond gaps, that lie outside of the window', async () => {
    const rows = rowsOf(260_000, true);
    const { run, after, ahead } = lab(rows);
    const before = await run([linear, outliers(3)], undefined);
    const turned = [linear, outliers(2)];
    const state = await run(turned, before);
    const time = (row: number): number => rows.times[row] ?? NaN;
    const jumps = Array.from(rows.times.subarray(1), (later, row) => ({ row, gap: later - time(row) }));
    const { row: gap } = jumps.reduce((most, jump) => (jump.gap > most.gap ? jump : most));
    for (const [from, to] of [
      [time(70_600), time(70_800)],
      [time(69_000), time(70_600)],
      [time(70_800), time(90_000)],
      [time(gap) + 500 * second, time(gap) + 1000 * second],
      [time(gap - 100), time(gap) + 1000 * second],
      [time(gap) + 500 * second, time(gap + 40_000)],
    ] as const) {
      const request: ChartRequest = { series: 'a', from, to, columns: 500, layers: ['raw', 'processed'] };
      const found = await ahead(turned, before, request);
      expect(found).not.toBeNull();
      expect(found).toEqual(await after(state, request));
    }
  });

  it('waits where rows that no step may have changed are drawn in other columns', async () => {
    const rows = rowsOf(260_000, true);
    const { run, after, ahead } = lab(rows);
    const before = await run([outliers(9, 'flag')], undefined);
    const turned = [outliers(2, 'flag')];
    const state = await run(turned, before);
    const [from, to] = [rows.times[1000] ?? NaN, rows.times[200_000] ?? NaN];
    let waited = 0;
    for (let columns = 50; columns < 1000; columns += 50) {
      const request: ChartRequest = { series: 'a', from, to, columns, layers: ['raw', 'processed'] };
      const found = await ahead(turned, before, request);
      if (found) expect(found).toEqual(await after(state, request));
      else waited++;
    }
    expect(waited).toBeGreaterThan(0);
  });

  it('is the same of several pieces, some at once', async () => {
    const rows = rowsOf(260_000, true);
    const { run, after, ahead } = lab(rows, [], { ...inThisThread, width: 3, pieceRows: 50_000 });
    const before = await run([linear, outliers(3)], undefined);
    const turned = [linear, outliers(2)];
    const state = await run(turned, before);
    const request: ChartRequest = {
      series: 'a',
      from: rows.times[20_000] ?? 0,
      columns: 800,
      layers: ['processed'],
    };
    expect(await ahead(turned, before, request)).toEqual(await after(state, request));
  });

  it('follows labels that are other than those of the run before', async () => {
    const rows = rowsOf(260_000, false);
    const protecting: Step = { outliers: { rule: 'zscore', threshold: 2, then: 'clip', protect: true } };
    const before = await lab(rows).run([protecting], undefined);
    const { run, after, ahead } = lab(rows, labels);
    const state = await run([protecting], undefined);
    const request: ChartRequest = {
      series: 'a',
      from: rows.times[0] ?? 0,
      to: rows.times[30_000] ?? 0,
      columns: 800,
      layers: ['processed'],
    };
    const left = {
      ...before,
      series: new Map(
        [...before.series].map(([sid, its]) => [sid, { ...its, raw: lookup(state.series, sid).raw }]),
      ),
    };
    const found = await ahead([protecting], left, request, labels);
    expect(found?.protectedOutliers.total).toBeGreaterThan(0);
    expect(found).toEqual(await after(state, request));
  });

  it('waits for answers about the whole series that no run has found yet', async () => {
    const rows = rowsOf(260_000, false);
    const { run, after, ahead } = lab(rows);
    const before = await run([outliers(3)], undefined);
    const other: Step[] = [{ outliers: { rule: 'iqr', threshold: 1.5, then: 'clip', protect: false } }];
    const request: ChartRequest = {
      series: 'a',
      from: rows.times[9] ?? 0,
      to: rows.times[9999] ?? 0,
      columns: 800,
      layers: ['processed'],
    };
    expect(await ahead(other, before, request)).toBeNull();
    const state = await run(other, before);
    expect(await ahead(other, before, request)).toEqual(await after(state, request));
  });

  it('waits where the window is too long', async () => {
    const rows = rowsOf(260_000, false);
    const { run, ahead } = lab(rows);
    const fine: Step[] = [outliers(3), { resample: { every: '100ms', with: 'mean', empty: 'linear' } }];
    const before = await run(fine, undefined);
    const [, resample] = fine;
    const request: ChartRequest = { series: 'a', columns: 800, layers: ['processed'] };
    expect(await ahead([outliers(2), ...(resample ? [resample] : [])], before, request)).toBeNull();
  });
});
