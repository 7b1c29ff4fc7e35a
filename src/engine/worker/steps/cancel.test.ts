/** What is heard while a run prepares its series, and what a cancelled run leaves to the next. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { emptyRecipe } from '../../../core/recipe';
import type { Step } from '../../../core/recipe/types';
import { lookup } from '../../../core/list';
import { orderedRows } from '../series/ordered';
import { inThisThread, type StepsPool } from './pool';
import { execute, type RunContext } from './run';
import { loaded, type TestSeries } from './running.node';

const hour = 3600 * 1e6;
const utc: Step = { utc: { ambiguous: 'earlier', nonexistent: 'drop', undecided: 'earlier' } };
const drop: Step = { missing: { sentinels: [], fill: 'drop' } };

/** A year of hours in local time, each two of them swapped. */
const year = (name: string, zone: string): TestSeries => ({
  name,
  zone,
  times: Float64Array.from({ length: 8760 }, (_, i) => (i ^ 1) * hour),
  values: Float64Array.from({ length: 8760 }, (_, i) => i),
});

function prepared(given: readonly TestSeries[], steps: readonly Step[]) {
  const { store, series } = loaded(given);
  const controller = new AbortController();
  const asked: string[] = [];
  const pool: StepsPool = {
    ...inThisThread,
    run: async (task, signal) => {
      asked.push(task.plan.series);
      controller.signal.throwIfAborted();
      return inThisThread.run(task, signal);
    },
  };
  const execution = (context: Partial<RunContext> = {}) =>
    execute(
      { ...emptyRecipe(), steps: [...steps] },
      {
        store,
        series,
        labels: [],
        pool,
        signal: controller.signal,
        progress: () => undefined,
        before: undefined,
        ...context,
      },
    );
  return { store, controller, asked, execution };
}

afterEach(() => void vi.restoreAllMocks());

describe('a cancel', () => {
  it('is heard between the series that are prepared', async () => {
    // Each look at the clock finds a second passed.
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 1000));
    const names = ['a', 'b', 'c', 'd'];
    const { store, controller, asked, execution } = prepared(
      names.map((name) => year(name, 'UTC')),
      [drop],
    );
    const need = vi.spyOn(store, 'need');
    setTimeout(() => controller.abort(), 0);
    await expect(execution()).rejects.toMatchObject({ name: 'AbortError' });
    expect(asked).toEqual([]);
    expect(need).toHaveBeenCalledTimes(1);
  });

  it('leaves to the next run what was converted and put in order', async () => {
    const { store, controller, execution } = prepared(
      [year('local', 'Europe/Berlin'), year('utc', 'UTC')],
      [utc, drop],
    );
    const stop: StepsPool = {
      ...inThisThread,
      run: async () => {
        controller.abort();
        return Promise.reject(controller.signal.reason);
      },
    };
    await expect(execution({ pool: stop })).rejects.toMatchObject({ name: 'AbortError' });
    const sorted = orderedRows(store.need(1));
    const { signal } = new AbortController();
    const next = await execution({ pool: inThisThread, signal });
    expect(next.report.steps.map(({ ms }) => ms > 0)).toEqual([false, true]);
    expect(next.report.steps[0]?.counts).toMatchObject({ converted: 8760 });
    expect(lookup(next.series, 1).ordered).toBe(sorted);
  });

  it('leaves no conversion of another zone', async () => {
    const { store, series } = loaded([year('local', 'Europe/Berlin')]);
    const context = {
      store,
      labels: [],
      pool: inThisThread,
      signal: new AbortController().signal,
      progress: () => undefined,
      before: undefined,
    };
    const recipe = { ...emptyRecipe(), steps: [utc] };
    const first = async (zone: string) => {
      const run = await execute(recipe, { ...context, series: series.map((one) => ({ ...one, zone })) });
      return lookup(run.series, 0).run.processed.first;
    };
    expect(await first('Europe/Berlin')).toBe(-hour);
    expect(await first('America/New_York')).toBe(5 * hour);
  });
});
