import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabFailure } from '../../../core/errors';
import type { Label } from '../../../core/label/types';
import { defaultSteps } from '../../../core/recipe';
import type { Step } from '../../../core/recipe/types';
import { inThisThread, type StepsPool } from './pool';
import { runOn } from './running.node';

const second = 1e6;

type Row = readonly [at: number, value: number | null];

async function run(rows: readonly Row[], labels: readonly Label[], steps: Step[]) {
  const a = { name: 'a', times: rows.map(([at]) => at * second), values: rows.map(([, value]) => value) };
  const ran = await runOn([a], steps, { labels });
  return { ...ran.report, times: (await ran.rows('a')).map(({ t }) => t) };
}

const anyRows = fc
  .array(
    fc.tuple(
      fc.integer({ min: 0, max: 120 }),
      fc.option(fc.double({ min: -50, max: 50, noNaN: true }), { freq: 4 }),
    ),
    { minLength: 1, maxLength: 60 },
  )
  .map((rows): Row[] => rows);

const anyLabels = fc
  .array(fc.tuple(fc.integer({ min: -10, max: 130 }), fc.integer({ min: 1, max: 40 })), { maxLength: 6 })
  .map((list) =>
    list.map(([start, length], index): Label => ({
      id: `label-${index}`,
      series: 'a',
      start: start * second,
      end: (start + length) * second,
      type: 'anomaly',
      shape: 'window',
      origin: 'manual',
    })),
  );

const one = <T extends string>(...values: T[]) => fc.constantFrom(...values);
const anySteps = fc
  .record({
    duplicates: fc.option(one('first', 'last', 'mean')),
    missing: fc.option(one('drop', 'linear', 'forward', 'leave')),
    outliers: fc.option(
      fc.record({
        rule: one('zscore', 'iqr', 'hampel'),
        threshold: fc.constantFrom(0.5, 1.5, 3),
        then: one('flag', 'remove', 'interpolate', 'clip'),
        protect: fc.boolean(),
      }),
    ),
    resample: fc.option(
      fc.record({
        every: one('source', '1s', '5s', '1min'),
        with: one('mean', 'count', 'last', 'sum'),
        empty: one('linear', 'null', 'omit'),
        labels: fc.constantFrom<'any' | 'majority' | number>('any', 'majority', 0.25, 1),
      }),
    ),
  })
  .map(({ duplicates, missing, outliers, resample }): Step[] => [
    ...(duplicates ? [{ duplicates: { keep: duplicates } }] : []),
    ...(missing ? [{ missing: { sentinels: [], fill: missing } }] : []),
    ...(outliers ? [{ outliers }] : []),
    ...(resample ? [{ resample }] : []),
  ]);

describe('a run over random rows, labels and steps', () => {
  it('keeps every label in its report, and warns of each that it leaves without a row', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, anyLabels, anySteps, async (rows, labels, steps) => {
        const report = await run(rows, labels, steps);
        expect(report.labels.map(({ id }) => id)).toEqual(labels.map(({ id }) => id));
        for (const { id, processedRows, processedStart } of report.labels) {
          const warned = report.warnings.some((warning) => warning.includes(`${id} `));
          expect(warned).toBe(processedStart === null);
          expect(processedRows > 0).toBe(processedStart !== null);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('gives each label ends that are rows, and counts the rows between them', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, anyLabels, anySteps, async (rows, labels, steps) => {
        const { times, labels: followed } = await run(rows, labels, steps);
        for (const { processedStart, processedEnd, processedLast, processedRows } of followed) {
          if (processedStart === null || processedEnd === null || processedLast === null) continue;
          const inside = times.filter((t) => t >= processedStart && t < processedEnd);
          expect(inside).toHaveLength(processedRows);
          expect(inside[0]).toBe(processedStart);
          expect(inside.at(-1)).toBe(processedLast);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('says of each cleaning step how many rows under labels it took', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, anyLabels, anySteps, async (rows, labels, steps) => {
        const report = await run(rows, labels, steps);
        const clean = report.steps.filter(({ kind }) => kind !== 'resample');
        if (labels.length === 0 || clean.length === 0) return;
        const first = clean[0]?.labels;
        const last = clean.at(-1)?.labels;
        const sum = (of: (row: (typeof report.labels)[number]) => number): number =>
          report.labels.reduce((total, row) => total + of(row), 0);
        expect(last?.rowsAfter).toBe(sum(({ cleanRows }) => cleanRows));
        expect(first?.rowsBefore).toBe(sum(({ rawRows }) => rawRows));
        clean.slice(1).forEach((step, index) => {
          expect(step.labels?.rowsBefore).toBe(clean[index]?.labels?.rowsAfter);
        });
      }),
      { numRuns: 20 },
    );
  });
});

describe('steps for some series', () => {
  const minute = 60 * second;
  const grid = (name: string, count: number, step: number, sign: number) => ({
    name,
    times: Array.from({ length: count }, (_, i) => i * step * minute),
    values: Array.from({ length: count }, (_, i) => sign * i),
  });

  async function runTwo(steps: Step[], labels: readonly Label[] = []) {
    const ran = await runOn([grid('five', 25, 5, 1), grid('hourly', 3, 60, -1)], steps, { labels });
    const of = async (name: string) =>
      (await ran.rows(name)).map(({ t, value }) => ({ t: t / minute, value: value === 0 ? 0 : value }));
    return { report: ran.report, five: await of('five'), hourly: await of('hourly') };
  }
  const resample = (every: string, ...names: string[]): Step => ({
    resample: { every, with: 'mean', empty: 'linear' },
    ...(names.length > 0 && { for: names }),
  });

  it('leave the others as they are: hourly and five-minute data live in one recipe', async () => {
    const { five, hourly, report } = await runTwo([resample('10min', 'fi*')]);
    expect(five.map(({ t }) => t)).toEqual(Array.from({ length: 13 }, (_, i) => i * 10));
    expect(hourly).toEqual([0, 1, 2].map((i) => ({ t: i * 60, value: i === 0 ? 0 : -i })));
    expect(report.steps[0]?.series.map((entry) => entry.series)).toEqual(['five']);
  });

  it('resample each group to a step of its own, and labels follow', async () => {
    const label = (name: string, at: number): Label => ({
      id: name,
      series: name,
      start: at * minute,
      end: at * minute + 1,
      type: 'anomaly',
      shape: 'point',
      origin: 'manual',
    });
    const { five, hourly, report } = await runTwo(
      [resample('30min', 'five'), resample('2h', 'hourly')],
      [label('five', 35), label('hourly', 60)],
    );
    expect(five.map(({ t }) => t)).toEqual([0, 30, 60, 90, 120]);
    expect(hourly).toEqual([
      { t: 0, value: -0.5 },
      { t: 120, value: -2 },
    ]);
    expect(report.labels.map((row) => [row.processedStart, row.processedEnd, row.processedRows])).toEqual([
      [30 * minute, 60 * minute, 1],
      [0, 120 * minute, 1],
    ]);
  });

  it('are refused where two resample one series', async () => {
    await expect(runTwo([resample('30min', 'f*'), resample('2h', '*')])).rejects.toMatchObject({
      error: { code: 'recipe-order', path: '$.steps[1].for' },
    });
  });

  it('change no other series, whatever they do', async () => {
    const { five, hourly, report } = await runTwo([
      { duplicates: { keep: 'first' }, for: ['five'] },
      { missing: { sentinels: [3, 4], fill: 'drop' }, for: ['five'] },
      { missing: { sentinels: [-1], fill: 'linear' }, for: ['hourly'] },
      { outliers: { rule: 'zscore', threshold: 1, then: 'remove', protect: true }, for: ['none'] },
    ]);
    expect(five.map(({ value }) => value)).not.toContain(3);
    expect(five).toHaveLength(23);
    expect(hourly.map(({ value }) => value)).toEqual([0, -1, -2]);
    expect(report.steps.map(({ rowsIn, rowsOut }) => [rowsIn, rowsOut])).toEqual([
      [25, 25],
      [25, 23],
      [3, 3],
      [0, 0],
    ]);
  });

  it('are warned about in the report where the step is another than that of the series', async () => {
    const { report } = await runTwo([resample('10min')]);
    expect(report.steps[0]?.warnings).toEqual([
      'five: 2× fewer rows than at its own step of 5 min.',
      'hourly: 5 empty buckets for each real one, whose own step is 1 h.',
    ]);
  });

  it('put each series on its own usual step by default', async () => {
    const { five, hourly, report } = await runTwo(defaultSteps());
    expect([five.length, hourly.length]).toEqual([25, 3]);
    const resampled = report.steps.find(({ kind }) => kind === 'resample');
    expect(resampled?.series.map(({ counts }) => [counts['everyUs'], counts['filled']])).toEqual([
      [5 * minute, 0],
      [60 * minute, 0],
    ]);
  });
});

describe('a run of many series of which one is refused', () => {
  const refusal = new LabFailure({ code: 'duplicates-refused', message: 'Expected each time once.' });
  const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

  it('begins no other series, and rejects with the refusal when those under way have ended', async () => {
    const [begun, ended]: [string[], string[]] = [[], []];
    const pool: StepsPool = {
      ...inThisThread,
      run: async (task, signal) => {
        const { series } = task.plan;
        begun.push(series);
        if (series === 'a') throw refusal;
        await later();
        ended.push(series);
        return inThisThread.run(task, signal);
      },
    };
    const series = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, times: [0, second], values: [1, 2] }));
    const refused = runOn(series, [{ missing: { sentinels: [], fill: 'drop' } }], { pool });
    await expect(refused).rejects.toBe(refusal);
    expect(begun).toEqual(['a', 'b']);
    expect(ended).toEqual(['b']);
    await later();
    expect(begun).toEqual(['a', 'b']);
  });
});
