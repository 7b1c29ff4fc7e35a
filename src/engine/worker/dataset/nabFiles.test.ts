import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LabelRow } from '../../../core/label/types';
import { at } from '../../../core/list';
import { rowsOf } from '../../../core/rows/piece';
import { listedTimes } from '../../../core/rows/times';
import type { Recipe } from '../../../core/recipe/types';
import { MemoryStages } from '../series/memoryStages.node';
import { exportBundle } from './bundle';
import { context, labels, recipe, request } from './bundleTest.node';
import { MemorySink } from './memorySink.node';
import { nabLabelTexts } from './nabFiles';
import { stageRows } from './rowSource';

const { signal } = new AbortController();
const minute = 60e6;
const start = Date.UTC(2023, 2, 14) * 1000;

/** A bundle in NAB's layout of a file of five rows, of which the run left these values. */
async function nabFile(values: readonly number[]): Promise<string | undefined> {
  // Numbers as NAB does not write them, to see whether the file is as it came.
  const text = 'timestamp,value\n' + [0, 1, 2, 3, 4].map((n) => `2023-03-14 00:0${n}:00,${n}.50\n`).join('');
  const raw = rowsOf(
    Float64Array.from([0, 1, 2, 3, 4], (n) => start + n * minute),
    Float64Array.from([0, 1, 2, 3, 4], (n) => n + 0.5),
  );
  const clean = rowsOf(raw.times.slice(0, values.length), Float64Array.from(values));
  const plain = recipe();
  const wanted: Recipe = {
    ...plain,
    sources: plain.sources.map((source) => ({
      ...source,
      csv: { delimiter: ',', header: true, encoding: 'utf-8', decimal: '.' },
    })),
    export: { ...plain.export, csv: false, raw: false, nab: true },
  };
  const sink = new MemorySink();
  const base = context(sink);
  await exportBundle(
    { ...request(), recipe: wanted, raw: [{ name: '../a.csv', file: new File([text], 'a.csv') }] },
    {
      ...base,
      ran: wanted,
      labels: [],
      stages: new MemoryStages([{ name: '../a.csv', raw, clean }], 2),
      series: base.series.map((one) => ({ ...one, rows: 5 })),
    },
  );
  const path = [...sink.files.keys()].find((name) => name.startsWith('nab/data/'));
  const written = path === undefined ? undefined : new TextDecoder().decode(sink.files.get(path));
  return written === text ? 'as it came' : written;
}

describe('a series in the layout of NAB', () => {
  it('is the file as it came where no step changed it', async () => {
    expect(await nabFile([0.5, 1.5, 2.5, 3.5, 4.5])).toBe('as it came');
  });

  it.each([
    ['another value', [0.5, 1.5, 2.5, 3.5, 4]],
    ['fewer rows', [0.5, 1.5, 2.5, 3.5]],
  ])('is written from its rows where a step left %s', async (_, values) => {
    const written = await nabFile(values);
    expect(written?.trimEnd().split('\n')).toHaveLength(values.length + 1);
    expect(written?.split('\n')[1]).toBe('2023-03-14 00:00:00,0.5');
  });
});

it('windows that stand at rows are the same whether the times of all rows are asked for or none', () => {
  const plain = at(labels, 0);
  const window = fc.tuple(fc.nat(60), fc.nat(9));
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 70, maxLength: 90 }),
      fc.array(window, { minLength: 1, maxLength: 8 }),
      (steps, windows) => {
        let time = start;
        const times = Float64Array.from(steps, (step) => (time += step * minute));
        const rows = rowsOf(times, new Float64Array(times.length));
        const placed = windows.map(([from, length], index): LabelRow => {
          const [first, last] = [at(times, from), at(times, from + length)];
          const where = { start: first, end: last + 1, processedStart: first, processedLast: last };
          return { ...plain, ...where, processedEnd: last + 1, id: `${index}`, series: 'a' };
        });
        let asked = 0;
        const texts = (duplicates: number): ReturnType<typeof nabLabelTexts> =>
          nabLabelTexts(
            context(new MemorySink()).series.map((one) => ({ ...one, name: 'a' })),
            {
              source: stageRows(new MemoryStages([{ name: 'a', clean: rows }]), 'clean', 'clean'),
              labels: placed,
              times: () => {
                asked++;
                return listedTimes(times);
              },
              duplicates: () => duplicates,
              signal,
            },
          );
        const none = texts(0);
        expect(asked).toBe(0);
        expect(none).toEqual(texts(1));
        expect(asked).toBe(1);
      },
    ),
  );
});
