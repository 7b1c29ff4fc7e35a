import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasNab, nabData, nabMissing } from '../../../../e2e/fixtures/nab';
import { at } from '../../../core/list';
import { defaultSteps } from '../../../core/recipe';
import type { ResampleOptions } from '../../../core/recipe/types';
import { FILLED } from '../../../core/rows/types';
import { runOn, type TestSeries } from './running.node';

/** What the steps of a new data set make of a series. */
async function withDefaults(series: TestSeries, resample?: ResampleOptions) {
  const steps = resample ? [...defaultSteps().slice(0, -1), { resample }] : defaultSteps();
  const { report, stages } = await runOn([series], steps);
  const found = { rows: 0, filled: 0, missing: 0, times: 0, greatest: -Infinity };
  let before = -Infinity;
  for await (const { length, times, values, flags } of stages.rows(
    0,
    'processed',
    {},
    new AbortController().signal,
  )) {
    for (let row = 0; row < length; row++) {
      const value = at(values, row);
      found.rows++;
      if (at(times, row) > before) found.times++;
      before = at(times, row);
      if ((at(flags, row) & FILLED) > 0) found.filled++;
      if (Number.isNaN(value)) found.missing++;
      else found.greatest = Math.max(found.greatest, value);
    }
  }
  const step = report.steps.find(({ kind }) => kind === 'resample');
  return { ...found, every: (step?.counts['everyUs'] ?? 0) / 1e6 };
}

describe.skipIf(!hasNab)(`the default steps on NAB's corpus${hasNab ? '' : ` (${nabMissing})`}`, () => {
  const load = (name: string): TestSeries => {
    const lines = readFileSync(join(nabData, name), 'utf8').trim().split(/\r?\n/).slice(1);
    const cells = lines.map((line) => line.split(','));
    return {
      name,
      times: cells.map(([time = '']) => Date.parse(`${time.replace(' ', 'T')}Z`) * 1000),
      values: cells.map(([, value = '']) => Number(value)),
    };
  };

  it('give an hourly series its own hourly step, and invent nothing', async () => {
    const ambient = load('realKnownCause/ambient_temperature_system_failure.csv');
    expect(await withDefaults(ambient)).toMatchObject({ every: 3600, rows: 7888, filled: 0, missing: 621 });
  });

  it('fill an hourly series on a grid of five minutes only where a longest gap says so, each bucket once', async () => {
    const ambient = load('realKnownCause/ambient_temperature_system_failure.csv');
    const options: ResampleOptions = { every: '5min', with: 'mean', empty: 'linear' };
    expect(await withDefaults(ambient, options)).toMatchObject({ rows: 94_645, times: 94_645, filled: 0 });
    expect(await withDefaults(ambient, { ...options, longest: '30d' })).toMatchObject({
      rows: 94_645,
      times: 94_645,
      filled: 87_378,
      missing: 0,
    });
  });

  it('fill in a series with gaps only those of up to fifteen minutes', async () => {
    const speed = load('realTraffic/speed_6005.csv');
    expect(await withDefaults(speed)).toMatchObject({
      rows: 4873,
      filled: 630,
      missing: 1748,
      every: 300,
    });
  });
});

describe('the default steps on long series', () => {
  const seconds = (keep: (second: number) => boolean): TestSeries => {
    const times = Float64Array.from({ length: 10_000_000 }, (_, i) => i * 1e6).filter((t) => keep(t / 1e6));
    return {
      name: 'long',
      times,
      values: times.map((t) => (t === 5e12 ? 1e6 : (t / 1e6) % 100)),
    };
  };

  it('keep ten million one-second rows, and a spike of one row', async () => {
    const found = await withDefaults(seconds(() => true));
    expect(found).toMatchObject({ rows: 10_000_000, filled: 0, missing: 0, greatest: 1e6, every: 1 });
    const gaps = await withDefaults(seconds((i) => i !== 5000 && !(i >= 6000 && i < 7000)));
    expect(gaps).toMatchObject({ rows: 10_000_000, filled: 1, missing: 1000, greatest: 1e6 });
  }, 120_000);
});
