import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stream } from '../../random';
import type { AnomalyKind, AnomalyShape, DrawnInjection, Injection } from '../../recipe/types';
import { formatInstant } from '../../recipe/instant';
import { gridSeries, realSeries, second, start } from './fixtures';
import { absentRows, inject, injectTimes, kinds, realise, shapeAs } from './index';
import { toLabels } from '../../label/injected';
import { strengthField } from './kinds';
import type { Others, RealisedAnomaly, SeriesAccess } from './types';

const everyKind = Object.keys(kinds) as AnomalyKind[];

const between = (least: number, most: number): fc.Arbitrary<number | [number, number]> =>
  fc.oneof(
    fc.double({ min: least, max: most, noNaN: true }),
    fc
      .tuple(
        fc.double({ min: least, max: most, noNaN: true }),
        fc.double({ min: least, max: most, noNaN: true }),
      )
      .map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]),
  );

const lengthArb = fc.oneof(
  fc.integer({ min: 1, max: 40 }).map((seconds) => `${seconds}s`),
  fc
    .tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 30 }))
    .map(([least, more]): [string, string] => [`${least}s`, `${least + more}s`]),
);

/** Any shape of any kind that the checks let through. */
const shapeArb: fc.Arbitrary<AnomalyShape> = fc
  .record({
    kind: fc.constantFrom(...everyKind),
    length: lengthArb,
    sigma: between(0, 10),
    factor: between(0.05, 1),
    unit: fc.constantFrom('sigma', 'absolute', 'factor'),
    ramp: fc.record({
      in: fc.double({ min: 0, max: 0.5, noNaN: true }),
      out: fc.double({ min: 0, max: 0.5, noNaN: true }),
    }),
    pick: fc.nat(),
  })
  .map(({ kind, length, sigma, factor, unit, ramp, pick }) => {
    const info = kinds[kind];
    const field = info.strength.find((one) => one.unit === unit) ?? info.strength[0];
    const choices = info.choices.map(({ key, options }) => [key, options[pick % options.length]?.value]);
    return {
      kind,
      length,
      ...(field && { strength: { [field.unit]: field.unit === 'factor' ? factor : sigma } as never }),
      ...(info.ramp && { ramp }),
      ...(info.with && { with: 'o' }),
      ...Object.fromEntries(choices),
    };
  });

/** Rows at any distance, some at one time, some far apart, some without a value. */
function uneven(rows: number, seed: number): SeriesAccess {
  const draw = stream(seed, 'uneven');
  let time = start;
  const times = Float64Array.from({ length: rows }, (_, row) => {
    const u = draw.uniform(row);
    time += u < 0.2 ? 0 : u > 0.99 ? 300 * second : Math.floor(u * 2 * second) + 1;
    return time;
  });
  const clean = gridSeries({ name: 'real', rows, seed }).values(0, rows);
  return realSeries(
    times,
    clean.map((value, row) => (draw.uniform(rows + row) < 0.05 ? NaN : value)),
  );
}

const accessArb: fc.Arbitrary<SeriesAccess> = fc
  .record({
    real: fc.boolean(),
    rows: fc.integer({ min: 60, max: 1500 }),
    seed: fc.nat(),
    noise: fc.constantFrom(0, 1),
  })
  .map(({ real, rows, seed, noise }) => (real ? uneven(rows, seed) : gridSeries({ rows, seed, noise })));

const drawnArb = (access: SeriesAccess, id: string): fc.Arbitrary<DrawnInjection> =>
  fc
    .record({
      shapes: fc.array(shapeArb, { minLength: 1, maxLength: 3 }),
      count: fc.integer({ min: 0, max: 6 }),
      apart: fc.option(
        fc.integer({ min: 1, max: 20 }).map((seconds) => `${seconds}s`),
        { nil: undefined },
      ),
      avoid: fc.array(fc.tuple(fc.nat(access.rows - 1), fc.integer({ min: 1, max: 50 })), { maxLength: 3 }),
      seed: fc.option(fc.nat(), { nil: undefined }),
    })
    .map(({ shapes, count, apart, avoid, seed }) => ({
      id,
      series: access.name,
      draw: {
        count,
        apart,
        seed,
        avoid: avoid.map(([row, seconds]): [string, string] => [
          formatInstant(access.timeOf(row)),
          formatInstant(access.timeOf(row) + seconds * second),
        ]),
      },
      shapes,
    }));

interface Case {
  access: SeriesAccess;
  injections: Injection[];
  seed: number;
}

const caseArb: fc.Arbitrary<Case> = accessArb.chain((access) =>
  fc.record({
    access: fc.constant(access),
    seed: fc.nat(),
    injections: fc
      .tuple(
        drawnArb(access, 'd1'),
        drawnArb(access, 'd2'),
        fc.array(fc.tuple(fc.nat(access.rows - 1), shapeArb), { maxLength: 2 }),
      )
      .map(([first, other, placed]): Injection[] => [
        first,
        ...placed.map(([row, shape], k) => ({
          id: `p${k}`,
          series: access.name,
          start: formatInstant(access.timeOf(row)),
          shape,
        })),
        other,
      ]),
  }),
);

const others = (access: SeriesAccess): Others => {
  const other = gridSeries({ name: 'o', rows: access.rows, seed: 99 });
  return (name) =>
    name === 'o' ? { ...other, timeOf: access.timeOf, rowAt: access.rowAt, step: access.step } : undefined;
};

/** Calls `check` with what could be realised; most cases can, and the number of those that could not is looked at. */
function holds(check: (one: Case, anomalies: RealisedAnomaly[]) => void, numRuns = 150): void {
  let realised = 0;
  let refused = 0;
  fc.assert(
    fc.property(caseArb, (one) => {
      const result = realise(one.injections, one.access, one.seed, { others: others(one.access) });
      if (!result.ok) {
        expect(result.error.code).toBe('recipe-value');
        expect(result.error.path).toMatch(/^\[\d\]/);
        refused++;
        return;
      }
      realised++;
      check(one, result.value);
    }),
    { numRuns },
  );
  expect(realised).toBeGreaterThan(refused / 3);
}

const whole = ({ access }: Case, anomalies: RealisedAnomaly[]): Float64Array => {
  const values = access.values(0, access.rows).slice();
  inject(anomalies, access, 0, access.rows, values, others(access));
  return values;
};
const bytes = (values: Float64Array): Buffer =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength);
const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * (1 + Math.abs(b));
const sameBytes = (a: Float64Array, b: Float64Array): boolean => bytes(a).equals(bytes(b));

describe('injected values', () => {
  it('have the same bytes however the rows are split', () => {
    holds((one, anomalies) => {
      const { access } = one;
      const values = whole(one, anomalies);
      const times = Float64Array.from({ length: access.rows }, (_, row) => access.timeOf(row));
      const parts = times.slice();
      injectTimes(anomalies, access, 0, access.rows, times);
      fc.assert(
        fc.property(fc.array(fc.nat(access.rows), { maxLength: 8 }), (cuts) => {
          const pieces = new Float64Array(access.rows);
          const pieceTimes = parts.slice();
          const inside = anomalies.map(({ from, to }) => (from + to) >> 1);
          const ends = [...new Set([0, ...cuts, ...inside, access.rows])].sort((a, b) => a - b);
          for (const [k, to] of ends.entries()) {
            const from = ends[k - 1] ?? 0;
            const part = access.values(from, to).slice();
            inject(anomalies, access, from, to, part, others(access));
            pieces.set(part, from);
            injectTimes(anomalies, access, from, to, pieceTimes.subarray(from, to));
          }
          expect(sameBytes(pieces, values)).toBe(true);
          expect(sameBytes(pieceTimes, times)).toBe(true);
        }),
        { numRuns: 4 },
      );
    });
  });

  it('differ from the clean ones inside anomalies alone, and after those that persist by their amounts', () => {
    holds((one, anomalies) => {
      const values = whole(one, anomalies);
      const clean = one.access.values(0, one.access.rows);
      const lasting = anomalies.filter(({ requested }) => requested.persists);
      const wrong: number[] = [];
      for (let row = 0; row < clean.length; row++) {
        if (anomalies.some(({ from, to }) => row >= from && row < to)) continue;
        const left = lasting.filter(({ to }) => to <= row);
        const amount = left.reduce((sum, { realised }) => sum + (realised.amount ?? 0), 0);
        const [was = NaN, is = NaN] = [clean[row], values[row]];
        const right =
          left.length === 0
            ? Object.is(is, was)
            : Number.isNaN(was)
              ? Number.isNaN(is)
              : near(is - was, amount);
        if (!right) wrong.push(row);
      }
      expect(wrong).toEqual([]);
    });
  });

  it('are missing where the clean ones are, and beyond that only in missing stretches', () => {
    holds((one, anomalies) => {
      const values = whole(one, anomalies);
      const clean = one.access.values(0, one.access.rows);
      const gone = anomalies.filter(({ kind }) => kind === 'missing');
      const wanted = [...clean.keys()].filter(
        (row) => Number.isNaN(clean[row]) || gone.some(({ from, to }) => row >= from && row < to),
      );
      expect([...values.keys()].filter((row) => Number.isNaN(values[row]))).toEqual(wanted);
    });
  });

  it('change by the effect that is reported, which makes the severity', () => {
    holds((one, anomalies) => {
      const clean = one.access.values(0, one.access.rows);
      for (const anomaly of anomalies) {
        const { kind, from, to, realised, severitySigma } = anomaly;
        if (kind === 'missing' || kind === 'timestamps') {
          expect([realised.effect, severitySigma]).toEqual([null, null]);
          continue;
        }
        const values = whole(one, [anomaly]);
        const changes = [...clean.subarray(from, to)].map((value, k) =>
          Math.abs((values[from + k] ?? NaN) - value),
        );
        const most = Math.max(0, ...changes.filter((change) => change === change));
        expect(realised.effect).toBe(most);
        const local = [...clean.subarray(Math.max(0, from - 128), to + 128)].filter(
          (value) => value === value,
        );
        const mean = local.reduce((sum, value) => sum + value, 0) / local.length;
        const sum = local.reduce((total, value) => total + (value - mean) ** 2, 0);
        const deviation = local.length > 1 ? Math.sqrt(sum / (local.length - 1)) : 0;
        expect(realised.localDeviation).toBeCloseTo(deviation, 8);
        if (severitySigma !== null) expect(severitySigma).toBe(most / realised.localDeviation);
        else expect(realised.localDeviation).toBe(0);
      }
    });
  });
});

describe('labels', () => {
  it('cover exactly the rows of their anomalies, by the times that the rows end up with', () => {
    holds(({ access }, anomalies) => {
      const times = Float64Array.from({ length: access.rows }, (_, row) => access.timeOf(row));
      injectTimes(anomalies, access, 0, access.rows, times);
      const absent = absentRows(anomalies);
      const present = (row: number): boolean => !absent.some(({ from, to }) => row >= from && row < to);
      for (const [k, label] of toLabels(anomalies).entries()) {
        const { from, to, requested } = anomalies[k]!;
        const covered = [...times.keys()].filter(
          (row) => present(row) && times[row]! >= label.start && times[row]! < label.end,
        );
        if (requested.as === 'absent') {
          const tell = to < access.rows ? access.timeOf(to) : access.timeOf(from - 1);
          expect(covered.length).toBeGreaterThan(0);
          expect(covered.every((row) => times[row] === tell)).toBe(true);
        } else {
          expect(covered).toEqual(Array.from({ length: to - from }, (_, i) => from + i));
          expect(label.shape).toBe(to - from === 1 ? 'point' : 'window');
        }
      }
    });
  });

  it('never overlap', () => {
    holds((_, anomalies) => {
      const sorted = toLabels(anomalies).sort((a, b) => a.start - b.start);
      for (const [k, { end }] of sorted.entries()) {
        expect(end).toBeLessThanOrEqual(sorted[k + 1]?.start ?? Infinity);
      }
    });
  });
});

describe('draws', () => {
  it('are the same for the same seed, whatever else was asked before', () => {
    holds(({ access, injections, seed }, anomalies) => {
      expect(realise(injections, access, seed, { others: others(access) })).toEqual({
        ok: true,
        value: anomalies,
      });
    }, 60);
  });

  it('keep their ranges of length and strength', () => {
    holds((_, anomalies) => {
      for (const { requested, realised, from, to } of anomalies) {
        const ends = [requested.length].flat().map((text) => Number.parseInt(text, 10) * second);
        expect(realised.length).toBeGreaterThanOrEqual(ends[0]!);
        expect(realised.length).toBeLessThanOrEqual(ends[ends.length - 1]!);
        expect(realised.rows).toBe(to - from);
        const given = strengthField(requested);
        if (!given) continue;
        const amounts = [given.amount].flat();
        expect(realised.strength).toBeGreaterThanOrEqual(Math.min(...amounts));
        expect(realised.strength).toBeLessThanOrEqual(Math.max(...amounts));
        expect(realised.unit).toBe(given.field.unit);
      }
    });
  });
});

describe('shapes', () => {
  it('taken over by another kind are shapes of that kind', () => {
    fc.assert(
      fc.property(shapeArb, fc.constantFrom(...everyKind), (shape, kind) => {
        const access = gridSeries();
        const as = shapeAs(kind, { ...shape, with: 'o' });
        const injections = [{ id: 'p', series: 's', start: formatInstant(start + 900 * second), shape: as }];
        const result = realise(injections, access, 1, { others: others(access) });
        if (!result.ok) throw new Error(result.error.message);
        expect(result.value[0]?.kind).toBe(kind);
      }),
    );
  });
});
