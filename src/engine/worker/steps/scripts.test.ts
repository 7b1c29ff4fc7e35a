/** The pipeline as a script against the lab's own run. */
import { rm } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOrder } from '../../../core/label/flags';
import type { LabelRow } from '../../../core/label/types';
import type { Step } from '../../../core/recipe/types';
import { anyClock, anyLabels, anySeries, anySteps, atClock, expectSameRows } from './anyRun.node';
import { runOn, type TestSeries } from './running.node';
import { csvOf, factsOf, folderOf, python, runPython, runSql } from './scripts.node';

const RUNS = Number(process.env['PIPELINE_RUNS'] ?? 60);

/** The label that a row belongs to. */
function labelOf(labels: readonly LabelRow[], final: boolean): (t: number) => string | null {
  const intervals = labels.flatMap(({ id, type, ...label }) => {
    const start = final ? label.processedStart : label.start;
    const end = final ? label.processedEnd : label.end;
    return start === null || end === null ? [] : [{ id, type, start, end }];
  });
  const ordered = inOrder(intervals);
  return (t) => ordered.find(({ start, end }) => start <= t && t < end)?.id ?? null;
}

/** Local times about the hour that the clock skips in spring instead. */
const skipped = ({ times, ...one }: TestSeries): TestSeries => ({
  ...one,
  times: Array.from(times, (time) => time - Date.UTC(2023, 9, 29) * 1000 + Date.UTC(2023, 2, 26) * 1000),
});

/** A step that resamples some series, with one for the others behind it, and one that is off. */
function apart(steps: readonly Step[]): Step[] {
  const last = steps.at(-1);
  if (!last || !('resample' in last) || last.for?.[0] !== 'a') return [...steps];
  return [
    ...steps,
    { missing: { sentinels: [], fill: 'drop' }, off: true },
    { resample: { every: '20s', with: 'max', empty: 'forward' }, for: ['b'] },
  ];
}

const scripts = python === undefined ? [runSql] : [runSql, runPython];

describe('the pipeline as a script', () => {
  it('gives the rows that a run gives, whatever series, labels and steps', async () => {
    await fc.assert(
      fc.asyncProperty(
        anySeries('a'),
        anySeries('b'),
        anyLabels('a'),
        anySteps,
        anyClock,
        fc.boolean(),
        async (a, b, labels, others, clock, forward) => {
          const given = [a, atClock(b, clock?.local ?? false)].map((one) =>
            one.zone !== 'UTC' && forward ? skipped(one) : one,
          );
          const steps: Step[] = [...(clock ? [{ utc: clock.utc }] : []), ...apart(others)];
          const ran = await runOn(given, steps, { labels });
          const facts = factsOf(given, steps, ran.report.labels);
          const folder = await folderOf(given.map((one) => [`data/raw/${one.name}`, csvOf(one)]));
          try {
            for (const run of scripts) {
              const found = await run(facts, folder.path);
              for (const kind of facts.stages)
                for (const { name } of given) {
                  const rows = (found.get(kind) ?? []).filter(({ series }) => series === name);
                  const plain = rows.map(({ series: _series, label: _label, ...row }) => row);
                  const final = kind === facts.stages.at(-1);
                  const mine = ran.report.labels.filter(({ series }) => series === name);
                  const its = labelOf(mine, final);
                  expect(rows.map(({ label }) => label)).toEqual(rows.map(({ t }) => its(t)));
                  expectSameRows(plain, await ran.rows(name, final ? 'processed' : 'clean'));
                }
              await rm(`${folder.path}/pipeline_output`, { recursive: true });
            }
          } finally {
            await folder.gone();
          }
        },
      ),
      { numRuns: RUNS },
    );
  }, 240_000);
});
