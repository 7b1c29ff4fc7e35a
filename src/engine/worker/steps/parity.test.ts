/** Whole runs by pieces against the SQL of the steps. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Step } from '../../../core/recipe/types';
import type { RunReport } from '../../protocol';
import { anyClock, anyLabels, anySeries, anySteps, atClock, expectSameRows } from './anyRun.node';
import { inThisThread } from './pool';
import { referenceRun } from './reference/run.node';
import { loaded, runOn } from './running.node';

const withoutTimes = ({ steps, stages, ...report }: RunReport): unknown => ({
  ...report,
  steps: steps.map(({ ms: _ms, ...step }) => step),
  stages: stages.map(({ ms: _ms, ...stage }) => stage),
});

describe('a run by pieces', () => {
  it('leaves the rows and the counts that the SQL of the steps does, whatever series, labels and steps', async () => {
    await fc.assert(
      fc.asyncProperty(
        anySeries('a'),
        anySeries('b'),
        anyLabels('a'),
        anySteps,
        anyClock,
        async (a, b, labels, others, clock) => {
          const given = [a, atClock(b, clock?.local ?? false)];
          const steps: Step[] = clock ? [{ utc: clock.utc }, ...others] : others;
          const { series } = loaded(given);
          const expected = await referenceRun(given, series, steps, labels).catch((error: unknown) => error);
          if (expected instanceof Error) {
            await expect(runOn(given, steps, { labels })).rejects.toMatchObject({
              message: expected.message,
            });
            return;
          }
          const reference = expected as Awaited<ReturnType<typeof referenceRun>>;
          const ran = await runOn(given, steps, { labels });
          for (const { name } of series) expectSameRows(await ran.rows(name), await reference.rows(name));
          for (const { name } of series)
            expectSameRows(await ran.rows(name, 'clean'), await reference.clean(name));
          for (const step of ran.report.steps)
            expect(step.series, step.kind).toEqual(reference.steps.get(step.index));
          const cut = await runOn(given, steps, { labels, pool: { ...inThisThread, pieceRows: 7 } });
          for (const { name } of series) expectSameRows(await cut.rows(name), await reference.rows(name));
          expect(withoutTimes(cut.report)).toEqual(withoutTimes(ran.report));
        },
      ),
      { numRuns: 40 },
    );
  }, 240_000);
});
