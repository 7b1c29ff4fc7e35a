import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitSeries, residualBlocks, toSource, type FittedSeries, type TimedSeries } from '.';
import { compileSource } from '../signal';
import { blockLength } from './blocks';
import { made } from './made.node';

function fit(series: TimedSeries): FittedSeries {
  const result = fitSeries(series);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

describe('residual blocks', () => {
  const signal = [{ constant: { value: 20 } }, { sine: { period: '1d', amplitude: 5 } }];
  const series = made(signal, [{ ar1: { phi: 0.8, sd: 1 } }]);
  const fitted = fit(series);

  it('are the values less level, trend and rhythms, one for each value that is there', () => {
    const gaps = {
      times: series.times,
      values: series.values.map((value, i) => (i % 4 === 1 ? NaN : value)),
    };
    const found = residualBlocks(gaps, fit(gaps));
    expect(found.values).toHaveLength(3024);
    const mean = found.values.reduce((sum, value) => sum + value, 0) / 3024;
    expect(Math.abs(mean)).toBeLessThan(0.1);
    expect(residualBlocks(series, fitted).values).toHaveLength(4032);
  });

  it('are long where rows are correlated, and as long as asked for', () => {
    const white = made(signal, [{ gaussian: { sd: 1 } }]);
    expect(residualBlocks(series, fitted).block).toBeGreaterThan(20);
    expect(residualBlocks(white, fit(white)).block).toBeLessThan(8);
    expect(residualBlocks(series, fitted, 17).block).toBe(17);
    expect(residualBlocks(series, fitted, 1e9).block).toBe(4032);
  });

  it('make a source whose rows have the deviation and the memory of the series', () => {
    const models = compileSource(toSource(fitted, 'copy', residualBlocks(series, fitted)), 7);
    const [model] = models.ok ? models.value : [];
    const again = new Float64Array(model!.rows);
    model!.fill(0, model!.rows, again);
    const refitted = fit({ times: series.times, values: again });
    expect(refitted.residual!.sd / fitted.residual!.sd).toBeCloseTo(1, 0);
    expect(Math.abs(refitted.residual!.ar1.phi - fitted.residual!.ar1.phi)).toBeLessThan(0.1);
  });

  it('of a long series are stretches of it, no more than a recipe holds', () => {
    const long = made(signal, [{ gaussian: { sd: 1 } }], { rows: 120_000, step: '5min' });
    const all = fit(long);
    const found = residualBlocks(long, all);
    expect(found.values).toHaveLength(50_000);
    expect(compileSource(toSource(all, 'copy', found), 1)).toMatchObject({ ok: true });
  });

  it('of a constant are none', () => {
    const flat = made([{ constant: { value: 4 } }], []);
    expect(residualBlocks(flat, fit(flat))).toEqual({ values: new Float64Array(), block: 1 });
    expect(toSource(fit(flat), 'copy', residualBlocks(flat, fit(flat))).noise).toEqual([]);
  });
});

it('a block is at least one row and at most a third of them, whatever the values', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 300 }),
      (list) => {
        const found = blockLength(Float64Array.from(list));
        expect(found).toBeGreaterThanOrEqual(1);
        expect(found).toBeLessThanOrEqual(Math.max(1, Math.ceil(list.length / 3)));
      },
    ),
  );
});
