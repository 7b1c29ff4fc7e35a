/** Real series: NAB's, where they are at hand (NAB_DATA, or ../shared/nab/data beside the project). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hasNab, nabData } from '../../../../e2e/fixtures/nab';
import { fitSeries, readFit, residualBlocks, toSource, type NoiseChoice, type TimedSeries } from '.';
import { compareSeries } from '../../compare';
import { compileSource } from '../signal';

function read(name: string): TimedSeries {
  const rows = readFileSync(`${nabData}/${name}`, 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(','));
  return {
    times: Float64Array.from(rows, ([time = '']) => Date.parse(`${time.replace(' ', 'T')}Z`) * 1000),
    values: Float64Array.from(rows, ([, value]) => Number(value)),
  };
}

function fit(series: TimedSeries) {
  const result = fitSeries(series);
  if (!result.ok) throw new Error(result.error.message);
  const fitted = result.value;
  const again = (choice: NoiseChoice): Float64Array => {
    const models = compileSource(toSource(fitted, 'copy', choice), 1);
    const [model] = models.ok ? models.value : [];
    if (!model) throw new Error(models.ok ? 'no channel' : models.error.message);
    const values = new Float64Array(model.rows);
    model.fill(0, model.rows, values);
    return values;
  };
  return { fitted, again };
}

describe.skipIf(!hasNab)('series of NAB', () => {
  it('taxis in New York have a day and a week that explain most of the variance', () => {
    const series = read('realKnownCause/nyc_taxi.csv');
    const { fitted, again } = fit(series);
    expect(fitted).toMatchObject({ step: 1.8e9, rows: 10_320, trend: 0 });
    expect(fitted.r2).toBeGreaterThan(0.6);
    expect(fitted.daily?.values).toHaveLength(48);
    expect(fitted.weekly?.values).toHaveLength(7);
    // Least at five in the morning.
    const low = fitted.daily!.values.indexOf(Math.min(...fitted.daily!.values));
    expect(low).toBe(10);
    expect(readFit(fitted).join(' ')).toContain('A weekly rhythm');
    const made = again('auto');
    const deviation = fit({ times: series.times, values: made }).fitted.residual!.sd;
    expect(deviation / fitted.residual!.ar1.sd).toBeCloseTo(1, 0);
    const { ks } = compareSeries({ values: series.values, step: 1.8e9 }, { values: made, step: 1.8e9 });
    expect(ks?.statistic).toBeLessThan(0.1);
  });

  it('occupancy of a road has a daily rhythm and no weekly one in two weeks and a half', () => {
    const { fitted } = fit(read('realTraffic/occupancy_6005.csv'));
    expect(fitted.r2).toBeGreaterThan(0.4);
    expect(fitted.daily?.strength).toBeGreaterThan(0.4);
    expect(fitted.weekly).toBeNull();
  });

  it('a flat line has neither noise nor rhythm', () => {
    const { fitted, again } = fit(read('artificialNoAnomaly/art_flatline.csv'));
    expect(fitted).toMatchObject({ level: 45, residual: null, daily: null, weekly: null });
    expect(new Set(again('auto'))).toEqual(new Set([45]));
  });

  it.each([
    'artificialNoAnomaly/art_noisy.csv',
    'realKnownCause/machine_temperature_system_failure.csv',
    'realKnownCause/ec2_request_latency_system_failure.csv',
    'realKnownCause/cpu_utilization_asg_misconfiguration.csv',
    'realTraffic/TravelTime_451.csv',
    'artificialWithAnomaly/art_load_balancer_spikes.csv',
  ])('a bootstrap of %s has its distribution', (name) => {
    const series = read(name);
    const { fitted, again } = fit(series);
    const made = again(residualBlocks(series, fitted));
    const { step } = fitted;
    const { ks, wasserstein } = compareSeries({ values: series.values, step }, { values: made, step }, 10);
    // A few dozen blocks are drawn: their mean differs from that of all by parts of a deviation.
    expect(ks?.statistic).toBeLessThan(0.15);
    expect(wasserstein?.distance).toBeLessThan(0.3 * fitted.residual!.sd);
  });
});
