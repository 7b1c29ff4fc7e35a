import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { compareSeries, ks, moments, onGrid, psi, sampleOf, wasserstein } from '../../../core/compare';
import type { CompareSide } from '../../../core/compare/types';
import { fitSeries } from '../../../core/synth/fit';
import { openNodeDatabase } from '../duckdb/database.node';
import { numbersOf } from '../series/stored.node';
import { Session } from '../session';
import { inThisThread } from '../steps/pool';
import { rawOf } from '../steps/running.node';
import { compare, fit } from './index';
import { isDrawn } from './drawn';
import { commonBins } from './numbers';
import { readSide } from './rows';
import { plainRunner } from './runner';
import { middleOf, SAMPLE_ROWS, stretchesOf, thinned } from './sampling';

const signal = new AbortController().signal;
const minute = 6e7;
const noon = Date.UTC(2024, 0, 1) * 1000;

let session: Session;
beforeAll(async () => {
  session = Session.open(await openNodeDatabase(), inThisThread);
  const add = (
    sid: number,
    name: string,
    rows: number,
    value: (row: number) => number,
    zone = 'UTC',
  ): void => {
    const times = Float64Array.from({ length: rows }, (_, row) => noon + row * minute);
    session.store.put(
      sid,
      rawOf(
        times,
        Float64Array.from(times, (_, row) => value(row)),
      ),
    );
    session.series.push({
      sid,
      name,
      file: name,
      zone,
      rows,
      source: 'file',
      first: noon,
      sparkline: [],
      last: noon + (rows - 1) * minute,
    });
  };
  add(0, 'wave', 4320, (row) => Math.sin((row * 2 * Math.PI) / 1440) + ((row * 7919) % 100) / 500);
  add(1, 'holes', 3000, (row) => (row % 10 === 0 ? NaN : (row * 7919) % 101));
  add(2, 'long', 1_500_000, (row) => (row * 7919) % 10007);
  add(3, 'local', 100, (row) => row, 'Europe/Berlin');
});

const side = (series: string, part: CompareSide['part'] = 'all'): CompareSide => ({
  series,
  layer: 'raw',
  part,
});
const context = (stop = signal) => ({
  session,
  signal: stop,
  progress: () => undefined,
  openRunner: plainRunner,
});
const held = (reference: CompareSide, other: CompareSide) => compare({ reference, other }, context());

const rowsOf = (sid: number) => numbersOf(session.store.need(sid));

describe('a comparison', () => {
  it('has the numbers that the rows themselves give', async () => {
    const found = await held(side('wave'), side('holes'));
    const [a, b] = [rowsOf(0), rowsOf(1)];
    const [first, second] = [sampleOf(a.values), sampleOf(b.values)];
    expect(found.ks).toEqual(ks(first, second));
    expect(found.wasserstein).toEqual(wasserstein(first, second));
    expect(found.psi).toEqual(psi(first, second));
    expect(found.moments).toEqual([moments(a.values), moments(b.values)]);
    const whole = compareSeries(onGrid(a.times, a.values), onGrid(b.times, b.values), 750);
    expect(found.acf).toEqual(whole.acf);
    expect(found.acfGap).toEqual(whole.acfGap);
    expect(found.peaks).toEqual(whole.peaks);
    expect(found.sampling[1]).toMatchObject({ rows: 3000, taken: 3000, missing: 300, step: minute });
    expect(found.peaks[0][0]?.period).toBeCloseTo(1440 * minute, -8);
  });

  it('finds a series and itself the same', async () => {
    const found = await held(side('wave'), side('wave'));
    expect(found.ks?.statistic).toBe(0);
    expect(found.wasserstein?.distance).toBe(0);
    expect(found.psi?.value).toBe(0);
    expect(found.acfGap?.gap).toBe(0);
    expect(found.bins.reference).toEqual(found.bins.other);
  });

  it('counts every value in the common bins', async () => {
    const { bins } = await held(side('wave'), side('holes'));
    const sum = (list: number[]): number => list.reduce((total, n) => total + n, 0);
    expect(sum(bins.reference)).toBe(4320);
    expect(sum(bins.other)).toBe(2700);
    expect(bins.edges).toHaveLength(bins.reference.length + 1);
  });

  it('holds halves, and a stretch and the rest, against each other without losing a row', async () => {
    const halves = await held(side('wave', 'first-half'), side('wave', 'second-half'));
    expect(halves.sampling.map(({ rows }) => rows)).toEqual([2160, 2160]);
    const stretch = { from: noon + 100 * minute, to: noon + 200 * minute };
    const rest = await held(side('wave', { outside: stretch }), side('wave', stretch));
    expect(rest.sampling.map(({ rows }) => rows)).toEqual([4220, 100]);
    expect(rest.sampling[0].missing).toBe(0);
  });

  it('takes a sample of a long series and says so, as like the whole as chance allows', async () => {
    const found = await held(side('long'), side('long', 'first-half'));
    const [whole] = found.sampling;
    expect(whole.rows).toBe(1_500_000);
    expect(whole.taken).toBe(SAMPLE_ROWS);
    expect(whole.inTime).toBeGreaterThan(0.99 * SAMPLE_ROWS);
    expect(found.sampling[1]).toMatchObject({ rows: 750_000, taken: 750_000 });
    expect(found.ks?.statistic).toBeLessThan(0.01);
  });

  it('is refused for a series that is not there, and for rows that no run has made', async () => {
    await expect(held(side('none'), side('wave'))).rejects.toMatchObject({
      error: { code: 'source-missing' },
    });
    const processed = { ...side('wave'), layer: 'processed' as const };
    await expect(held(processed, side('wave'))).rejects.toMatchObject({ error: { code: 'source-missing' } });
  });

  it('ends when it is cancelled', async () => {
    const control = new AbortController();
    const cancelled = compare({ reference: side('long'), other: side('long') }, context(control.signal));
    control.abort(new DOMException('Cancelled.', 'AbortError'));
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('a fit', () => {
  it('is that of the raw rows', async () => {
    const { fitted, blocks } = await fit({ series: 'wave' }, context());
    expect({ ok: true, value: fitted }).toEqual(fitSeries(rowsOf(0)));
    expect(fitted.daily).not.toBeNull();
    expect(blocks).toBeUndefined();
  });

  it('brings residuals where a bootstrap is asked for', async () => {
    const { blocks } = await fit({ series: 'wave', bootstrap: true }, context());
    expect(blocks?.values).toHaveLength(4320);
  });

  it('is refused while times are those of a zone', async () => {
    await expect(fit({ series: 'local' }, context())).rejects.toMatchObject({
      error: { code: 'recipe-order', message: expect.stringContaining('Europe/Berlin') },
    });
  });
});

const stretches = fc
  .tuple(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 1, max: 1e6 }), fc.nat(1e6), fc.nat(1e6))
  .map(([first, length, from, size]) =>
    stretchesOf({ outside: { from, to: from + size } }, first, first + length),
  );
const length = (list: readonly { from: number; to: number }[]): number =>
  list.reduce((sum, { from, to }) => sum + to - from, 0);
const inside = (list: readonly { from: number; to: number }[], of: readonly { from: number; to: number }[]) =>
  list.every(({ from, to }) => of.some((one) => one.from <= from && to <= one.to));

describe('the stretches of a sample', () => {
  it('in the middle lies in what is sampled, and is no longer than asked for', () => {
    fc.assert(
      fc.property(stretches, fc.double({ min: 0.001, max: 1, noNaN: true }), (all, share) => {
        const middle = middleOf(all, share);
        expect(inside(middle, all)).toBe(true);
        expect(length(middle)).toBeLessThanOrEqual(Math.max(1, length(all) * share));
      }),
    );
  });

  it('of halves and of a stretch and the rest are together the whole', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.nat(1e6), fc.nat(2e6), fc.nat(1e6), (first, size, from, wide) => {
        const last = first + size;
        const parts = [
          ['first-half', 'second-half'],
          [{ from, to: from + wide }, { outside: { from, to: from + wide } }],
        ] as const;
        for (const pair of parts)
          expect(length(pair.flatMap((part) => stretchesOf(part, first, last)))).toBe(size + 1);
      }),
    );
  });
});

describe('common bins', () => {
  it('count every value once, whatever the values', () => {
    const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 60 });
    fc.assert(
      fc.property(values, values, (a, b) => {
        const [first, second] = [Float64Array.from(a), Float64Array.from(b)];
        const bins = commonBins(sampleOf(first), sampleOf(second), [moments(first).sd, moments(second).sd]);
        const sum = (list: number[]): number => list.reduce((total, n) => total + n, 0);
        expect(sum(bins.reference)).toBe(a.length);
        expect(sum(bins.other)).toBe(b.length);
        expect(Math.max(0, bins.edges.length - 1)).toBeLessThanOrEqual(200);
      }),
    );
  });
});

it('the sample of a long series is drawn by the hash of its times, in their order', async () => {
  const { rows } = await readSide(session, side('long'), signal);
  const { times, values } = rowsOf(2);
  const share = (1.005 * SAMPLE_ROWS) / 1_500_000;
  const drawn = times.filter((time) => isDrawn(time, share)).subarray(0, 1.01 * SAMPLE_ROWS);
  const expected = thinned(drawn, SAMPLE_ROWS);
  expect(rows.taken.times.every((time, row) => time === expected[row])).toBe(true);
  const rowOf = (time: number): number => (time - noon) / minute;
  expect(rows.taken.values.every((value, row) => value === values[rowOf(expected[row] as number)])).toBe(
    true,
  );
});

it('thinning keeps the number of rows asked for, in order and evenly', () => {
  fc.assert(
    fc.property(fc.nat(500), fc.integer({ min: 1, max: 500 }), (rows, most) => {
      const kept = thinned(
        Float64Array.from({ length: rows }, (_, i) => i),
        most,
      );
      expect(kept).toHaveLength(Math.min(rows, most));
      const distances = Array.from(kept.subarray(1), (value, i) => value - (kept[i] ?? 0));
      for (const distance of distances) expect(Math.abs(distance - Math.max(1, rows / most))).toBeLessThan(1);
    }),
  );
});
