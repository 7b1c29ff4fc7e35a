import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Label } from '../../../core/label/types';
import { at } from '../../../core/list';
import { emptyRecipe } from '../../../core/recipe';
import type { Recipe, Step } from '../../../core/recipe/types';
import { listedTimes } from '../../../core/rows/times';
import type { SeriesInfo } from '../../protocol';
import { inThisThread } from '../steps/pool';
import { labelHistory } from '../steps/told';
import { runOn, type TestSeries } from '../steps/running.node';
import type { Stages } from '../series/stages';
import { checks } from '../view';
import { exportBundle } from './bundle';
import { context } from './bundleTest.node';
import { MemorySink } from './memorySink.node';
import { nabLabelTexts } from './nabFiles';
import { stageRows } from './rowSource';

const start = Date.UTC(2023, 2, 14) * 1000;
const minute = 60e6;
const { signal } = new AbortController();

const drop: Step = { missing: { sentinels: [], fill: 'drop' } };
const resample: Step = { resample: { every: '20min', with: 'mean', empty: 'omit' } };

/** Minutes from one row to the next, and whether the row has a value. */
const rows = fc.array(
  fc.tuple(fc.constantFrom(10, 10, 10, 10, 10, 30, 0), fc.constantFrom(true, true, true, false)),
  { minLength: 1, maxLength: 80 },
);
/** Which series, how many tens of minutes from the start, how long, and whether points are stated within. */
const label = fc.record({
  series: fc.constantFrom('a', 'b'),
  from: fc.integer({ min: -5, max: 80 }),
  length: fc.integer({ min: 0, max: 9 }),
  origin: fc.constantFrom('imported' as const, 'manual' as const),
  points: fc.array(fc.nat(80), { maxLength: 2 }),
});

function seriesOf(name: string, drawn: readonly (readonly [number, boolean])[]): TestSeries {
  let time = start;
  const times = drawn.map(([minutes]) => (time += minutes * minute));
  return { name, times, values: drawn.map(([, there], row) => (there ? row : null)) };
}

/** Stages that note which rows were asked for. */
function watched(stages: Stages, asked: string[]): Stages {
  return {
    processedKind: stages.processedKind,
    sidOf: (name) => stages.sidOf(name),
    facts: (sid, stage) => stages.facts(sid, stage),
    changes: (sid) => stages.changes(sid),
    rows(sid, stage, range, its) {
      asked.push(`${sid} ${stage} ${range.from ?? 'start'}`);
      return stages.rows(sid, stage, range, its);
    },
    files: (...given) => stages.files?.(...given) ?? null,
  };
}

it('label files of a bundle are those of the times of all rows, and no row is made twice for them', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(rows, { minLength: 1, maxLength: 2 }),
      fc.array(label, { minLength: 1, maxLength: 8 }),
      fc.constantFrom<Step[]>([], [drop], [drop, resample]),
      fc.constantFrom<Recipe['export']['stages']>(undefined, ['clean']),
      async (drawn, spans, steps, stages) => {
        const given = drawn.map((one, index) => seriesOf(at(['a', 'b'], index), one));
        const labels = spans.map(({ series, from, length, origin, points }, index): Label => {
          const begin = start + from * 10 * minute;
          const shape = length === 0 ? 'point' : 'window';
          const end = begin + (length === 0 ? 1 : length * 10 * minute);
          const stated = shape === 'window' && points.length > 0;
          return {
            id: `${index}`,
            series,
            start: begin,
            end,
            type: 'x',
            shape,
            origin,
            ...(stated ? { points: points.map((point) => start + point * 10 * minute + 1) } : {}),
          };
        });
        const mine = labels.filter(({ series }) => given.some(({ name }) => name === series));
        const ran = await runOn(given, steps, { labels: mine, pool: { ...inThisThread, pieceRows: 9 } });
        const recipe: Recipe = {
          ...emptyRecipe(),
          name: 'Trial',
          steps,
          export: {
            partition: ['year', 'month', 'day', 'hour'],
            codec: 'snappy',
            smallest: false,
            csv: false,
            raw: false,
            ...(stages ? { stages } : {}),
          },
        };
        const sink = new MemorySink();
        const base = context(sink);
        const series = given.map(({ name }, id): SeriesInfo => ({
          ...at(base.series, 0),
          id,
          name,
          file: name,
        }));
        const named = series.map(({ id: sid, name }) => ({ sid, name }));
        const asked: string[] = [];
        const written = exportBundle(
          { recipe, now: '2026-01-01T00:00:00Z', version: '0', raw: [] },
          {
            ...base,
            stages: watched(ran.stages, asked),
            ran: recipe,
            run: { ...ran.report, checks: checks(steps, named, ran.stages) },
            series,
            labels: ran.report.labels,
            history: labelHistory(ran.state, named),
            statistics: () => Promise.resolve(steps.map(() => [])),
          },
        );
        const stage = stages && steps.includes(resample) ? 'clean' : 'processed';
        const kind = steps.includes(resample) && !stages ? 'resampled' : 'clean';
        const source = stageRows(ran.stages, stage, kind);
        const all = await Promise.all(
          series.map(async ({ id }) => {
            const times: number[] = [];
            for await (const { length, times: some } of source.rows(id, {}, signal))
              times.push(...some.subarray(0, length));
            return Float64Array.from(times);
          }),
        );
        if (all.every(({ length }) => length === 0)) {
          await expect(written).rejects.toMatchObject({ error: { code: 'nothing-to-export' } });
          return;
        }
        await written;
        expect(new Set(asked).size).toBe(asked.length);
        if (mine.length === 0) return;
        const placed = JSON.parse(
          new TextDecoder().decode(sink.files.get('data/metadata/anomalies_v1.json')),
        ) as { anomalies: { id: string; labelStart: string | null; labelEnd: string | null }[] };
        const where = new Map(placed.anomalies.map((entry) => [entry.id, entry]));
        const us = (text: string | null | undefined): number | null =>
          text ? Date.parse(text) * 1000 : null;
        const expected = nabLabelTexts(series, {
          source,
          labels: ran.report.labels.map((one) => ({
            ...one,
            processedStart: us(where.get(one.id)?.labelStart),
            processedLast: us(where.get(one.id)?.labelEnd),
          })),
          times: (sid) => listedTimes(at(all, sid)),
          duplicates: (sid) => ran.stages.facts(sid, stage)?.duplicates ?? 0,
          signal,
        });
        const text = (path: string): string => new TextDecoder().decode(sink.files.get(path));
        expect(text('labels/combined_labels.json')).toBe(expected.labels);
        expect(text('labels/combined_windows.json')).toBe(expected.windows);
      },
    ),
    { numRuns: 150 },
  );
});
