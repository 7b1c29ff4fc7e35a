import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partitionOf } from '../../../core/dataset/partition';
import { at } from '../../../core/list';
import type { Label } from '../../../core/label/types';
import type { PartitionUnit, Step } from '../../../core/recipe/types';
import type { BundleSink } from '../dataset/sink';
import { putTable } from '../dataset/parquet/putTable';
import { inProcessWriter } from '../dataset/parquet/writer';
import { stageRows } from '../dataset/rowSource';
import { inThisThread } from '../steps/pool';
import { runOn } from '../steps/running.node';
import { orderedRows, partitionStretches, timeOf } from './ordered';
import { rawOf } from '../steps/running.node';

const hour = 3600e6;
const units: PartitionUnit[] = ['year', 'month', 'day', 'hour'];

describe('a series cut at the ends of partitions', () => {
  it('has each partition in one stretch, or is not cut where one is too large', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 10 }),
        (times, rows) => {
          const ordered = orderedRows(
            rawOf(
              Float64Array.from(times, (t) => (t * hour) / 4),
              new Float64Array(times.length),
            ),
          );
          const stretches = partitionStretches(ordered, (time) => partitionOf(time, units).end, rows);
          const inHour = new Map<number, number>();
          for (const t of times) inHour.set(Math.floor(t / 4), (inHour.get(Math.floor(t / 4)) ?? 0) + 1);
          const largest = Math.max(...inHour.values());
          if (largest > 4 * rows) return expect(stretches).toBeNull();
          if (!stretches) throw new Error('expected stretches');
          expect(at(stretches, 0).from).toBe(-Infinity);
          expect(stretches.at(-1)?.to).toBe(Infinity);
          for (const [index, { to }] of stretches.entries()) {
            if (index === stretches.length - 1) continue;
            expect(at(stretches, index + 1).from).toBe(to);
            expect(to % hour).toBe(0);
          }
          for (const { from, to } of stretches) {
            const own = times.filter((t) => (t * hour) / 4 >= from && (t * hour) / 4 < to);
            expect(own.length).toBeGreaterThan(0);
          }
          expect(timeOf(ordered, 0)).toBe((Math.min(...times) * hour) / 4);
        },
      ),
    );
  });
});

describe('files that are encoded beside the steps', () => {
  it('are those of the rows gathered before, byte for byte, whatever labels, partitions and steps', async () => {
    const anySteps = fc.constantFrom<Step[][]>(
      [],
      [{ missing: { sentinels: [], fill: 'drop' } }],
      [
        { missing: { sentinels: [], fill: 'linear' } },
        { outliers: { rule: 'zscore', threshold: 1.5, then: 'interpolate', protect: true } },
      ],
      [{ resample: { every: '10min', with: 'mean', empty: 'linear' } }],
    );
    const rows = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 1200 }), fc.option(fc.integer({ min: -9, max: 9 }), { freq: 5 })),
      { minLength: 3, maxLength: 80 },
    );
    const labels = fc
      .array(fc.tuple(fc.integer({ min: 0, max: 1200 }), fc.integer({ min: 1, max: 200 })), { maxLength: 5 })
      .map((list) =>
        list.map(([start, length], index): Label => ({
          id: `l${index}`,
          series: 'a',
          start: start * 60e6,
          end: (start + length) * 60e6,
          type: index % 2 === 0 ? 'spike' : 'shift',
          shape: 'window',
          origin: 'manual',
        })),
      );
    let used = 0;
    await fc.assert(
      fc.asyncProperty(
        rows,
        labels,
        anySteps,
        fc.constantFrom(1, 2, 3, 4),
        fc.integer({ min: 5, max: 40 }),
        async (given, marks, steps, depth, pieceRows) => {
          const series = {
            name: 'a',
            times: given.map(([minute]) => minute * 60e6),
            values: given.map(([, value]) => value),
          };
          const { stages, report } = await runOn([series], steps, {
            labels: marks,
            pool: { ...inThisThread, pieceRows },
          });
          const kind = stages.processedKind ?? 'clean';
          const source = stageRows(stages, 'processed', kind);
          const written = async (beside: boolean) => {
            const files = new Map<string, Buffer>();
            const sink: BundleSink = {
              write: async (path, content) => {
                if (content instanceof Uint8Array) files.set(path, Buffer.from(content));
              },
              finish: () => Promise.resolve({ bytes: 0 }),
              abort: () => Promise.resolve(),
            };
            const { files: _files, ...gathered } = source;
            const table = await putTable(
              {
                source: beside
                  ? {
                      ...source,
                      files: (...request) => {
                        const made = source.files?.(...request) ?? null;
                        if (made) used++;
                        return made;
                      },
                    }
                  : gathered,
                units: units.slice(0, depth),
                series: [{ id: 0, name: 'a' }],
                intervals: () =>
                  report.labels.flatMap(({ id, type, processedStart: start, processedEnd: end }) =>
                    start === null || end === null ? [] : [{ id, type, start, end }],
                  ),
                root: 'data',
                stage: 'writing',
                total: 1,
              },
              { partition: units, codec: 'snappy', smallest: false, csv: false, raw: false },
              { signal: new AbortController().signal, progress: () => undefined },
              {
                sink,
                writer: inProcessWriter(() => {
                  throw new Error('expected our own writer');
                }),
              },
            );
            return { bytes: files, counts: table.counts, list: table.files };
          };
          const [beside, gathered] = [await written(true), await written(false)];
          expect(beside.list).toEqual(gathered.list);
          expect(beside.counts).toEqual(gathered.counts);
          expect([...beside.bytes.keys()]).toEqual([...gathered.bytes.keys()]);
          for (const [path, bytes] of beside.bytes)
            expect(Buffer.compare(bytes, gathered.bytes.get(path) ?? Buffer.of())).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
    expect(used).toBeGreaterThan(20);
  }, 120_000);
});
