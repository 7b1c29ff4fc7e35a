import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LabError } from '../../../errors';
import { stream } from '../../../random';
import type { AnomalyShape, DrawnInjection, Injection, PlacedInjection } from '../../../recipe/types';
import { formatInstant } from '../../../recipe/instant';
import { gridSeries, realSeries, second, start } from '../fixtures';
import { realise } from '..';
import type { RealisedAnomaly, RealiseOptions, SeriesAccess } from '../types';

const at = (row: number): string => formatInstant(start + row * second);
const shift: AnomalyShape = { kind: 'level-shift', length: '10s' };
const placed = (id: string, row: number, shape: AnomalyShape = shift): PlacedInjection => ({
  id,
  series: 's',
  start: at(row),
  shape,
});
const drawn = (
  draw: DrawnInjection['draw'],
  shapes: DrawnInjection['shapes'] = [shift],
  rest: Partial<DrawnInjection> = {},
): DrawnInjection => ({ id: 'd', series: 's', draw, shapes, ...rest });

function must(
  injections: readonly Injection[],
  access: SeriesAccess = gridSeries(),
  options?: RealiseOptions,
  seed = 1,
): RealisedAnomaly[] {
  const result = realise(injections, access, seed, options);
  if (!result.ok) throw new Error(`${result.error.path}: ${result.error.message}`);
  return result.value;
}
function refused(
  injections: readonly Injection[],
  access = gridSeries(),
  options?: RealiseOptions,
): LabError {
  const result = realise(injections, access, 1, options);
  if (result.ok) throw new Error('it was realised');
  return result.error;
}
const byId = (anomalies: readonly RealisedAnomaly[]): Map<string, RealisedAnomaly> =>
  new Map(anomalies.map((anomaly) => [anomaly.id, anomaly]));

describe('a placed anomaly', () => {
  it('begins at the first row at or after its time', () => {
    const [anomaly] = must([{ ...placed('p', 0), start: formatInstant(start + 41.3 * second) }]);
    expect([anomaly?.from, anomaly?.to]).toEqual([42, 52]);
  });

  it('has a row for every part of a step, and at least what its kind takes', () => {
    const [part, least] = must([
      placed('a', 10, { kind: 'spike', length: '1500ms' }),
      placed('b', 20, { kind: 'pattern', length: '1ms' }),
    ]);
    expect([part?.realised.rows, least?.realised.rows]).toEqual([2, 4]);
  });

  it.each([-1, 2000])('at row %i of a series of 2,000 is refused with the series’ extent', (row) => {
    const error = refused([placed('p', row)]);
    expect(error.path).toBe('[0].start');
    expect(error.message).toContain('from 2023-01-01T00:00:00Z to 2023-01-01T00:33:19Z');
  });

  it('that would end after the series is refused at its length', () => {
    expect(must([placed('p', 1990)])[0]?.to).toBe(2000);
    expect(refused([placed('q', 0), placed('p', 1991)]).path).toBe('[1].shape.length');
  });

  it('that is off, or of another series, is passed over', () => {
    expect(
      must([
        { ...placed('a', 5), off: true },
        { ...placed('b', 5), series: 'x' },
      ]),
    ).toEqual([]);
  });

  it.each([
    ['one after another in part', 100, 105, '10s'],
    ['one inside another', 100, 103, '2s'],
    ['two at one time', 100, 100, '10s'],
  ])('%s is refused with both names and times', (_, first, other, length) => {
    const error = refused([placed('first', first), placed('second', other, { kind: 'spike', length })]);
    expect(error.path).toMatch(/^\[[01]\]\.start$/);
    expect(error.message).toContain('"first"');
    expect(error.message).toContain('"second"');
    expect(error.message).toContain(at(other));
  });

  it('may touch another', () => {
    expect(must([placed('a', 100), placed('b', 110)])).toHaveLength(2);
  });

  it('may overlap where that is allowed', () => {
    expect(must([placed('a', 100), placed('b', 105)], gridSeries(), { overlaps: 'allow' })).toHaveLength(2);
  });

  it('that holds two others overlaps with both', () => {
    const long: AnomalyShape = { kind: 'level-shift', length: '900s' };
    const error = refused([placed('long', 100, long), placed('near', 300), placed('deep', 800)]);
    expect(error.path).toBe('[1].start');
    expect(error.message).toContain('"long"');
    expect(error.message).toContain('1 more overlaps');
  });
});

describe('bad injections', () => {
  it.each<[string, Injection]>([
    ['[0].draw.count', drawn({})],
    ['[0].draw.count', drawn({ count: 3, perDay: 2 })],
    ['[0].draw.count', drawn({ count: 1.5 })],
    ['[0].draw.perDay', drawn({ perDay: -1 })],
    ['[0].draw.apart', drawn({ count: 1, apart: '0s' })],
    ['[0].draw.avoid[0][1]', drawn({ count: 1, avoid: [[at(10), at(10)]] })],
    [
      '[0].draw.avoid[1][0]',
      drawn({
        count: 1,
        avoid: [
          [at(1), at(2)],
          ['2023-02-30T00:00:00Z', at(9)],
        ],
      }),
    ],
    ['[0].shapes', drawn({ count: 1 }, [{ ...shift, weight: 0 }])],
    ['[0].shapes[0].weight', drawn({ count: 1 }, [{ ...shift, weight: -1 }])],
    ['[0].shapes[1].length', drawn({ count: 1 }, [shift, { kind: 'spike', length: ['9s', '2s'] }])],
    ['[0].changed[2].start', drawn({ count: 3 }, [shift], { changed: { 2: { start: 'soon' } } })],
    [
      '[0].changed[2].shape.hold',
      drawn({ count: 3 }, [shift], { changed: { 2: { shape: { ...shift, hold: 'last' } } } }),
    ],
    ['[0].shape.strength', placed('p', 1, { ...shift, strength: { factor: 2 } })],
    ['[0].shape.strength.sigma', placed('p', 1, { ...shift, strength: { sigma: -2 } })],
    ['[0].shape.strength.sigma', placed('p', 1, { ...shift, strength: { sigma: [5, 2] } })],
    ['[0].shape.strength.sigma', placed('p', 1, { ...shift, strength: { sigma: NaN } })],
    [
      '[0].shape.strength.factor',
      placed('p', 1, { kind: 'frequency', length: '9s', strength: { factor: 0 } }),
    ],
    ['[0].shape.ramp', placed('p', 1, { ...shift, ramp: { in: 0.6, out: 0.6 } })],
    ['[0].shape.with', placed('p', 1, { kind: 'correlation', length: '9s' })],
    ['[0].shape.with', placed('p', 1, { kind: 'correlation', length: '9s', with: 'nobody' })],
    ['[0].shape.with', placed('p', 1, { kind: 'correlation', length: '9s', with: 's' })],
    ['[0].shapes[0].with', drawn({ count: 1 }, [{ kind: 'correlation', length: '9s', with: 'nobody' }])],
    ['[0].shape.length', placed('p', 0, { kind: 'missing', length: '2000s', as: 'absent' })],
  ])('are refused at %s', (path, injection) => {
    const error = refused([injection]);
    expect(error.code).toBe('recipe-value');
    expect(error.path).toBe(path);
    expect(error.message).toMatch(/Expected|expected|has no/);
  });

  it('of one id are refused', () => {
    const one = drawn({ count: 1 });
    expect(refused([one, placed('d/1', 5)]).path).toMatch(/\.id$/);
  });
});

describe('drawn anomalies', () => {
  it('are as many as asked for, or a day’s number times the days', () => {
    expect(must([drawn({ count: 20 })])).toHaveLength(20);
    const days = gridSeries({ rows: 3 * 1440, step: 60 * second });
    expect(must([drawn({ perDay: 7 }, [{ ...shift, length: '10min' }])], days)).toHaveLength(21);
  });

  it('keep their distance from each other and from those of others, and what they avoid stays free', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.tuple(fc.nat(1900), fc.integer({ min: 1, max: 80 })), { maxLength: 5 }),
        fc.option(fc.nat(1990), { nil: undefined }),
        fc.boolean(),
        fc.nat(),
        (count, apart, stretches, hand, even, seed) => {
          const draw = stream(seed, 'times');
          let time = start;
          const times = Float64Array.from({ length: 2000 }, (_, row) => {
            time += draw.uniform(row) > 0.98 ? 90 * second : Math.ceil(draw.uniform(row) * second);
            return even ? start + row * second : time;
          });
          const values = gridSeries().values(0, 2000);
          const access = even ? gridSeries() : realSeries(times, values, 's');
          const avoid = stretches.map(([row, seconds]): [number, number] => [
            access.timeOf(row),
            access.timeOf(row) + seconds * second,
          ]);
          const half = avoid.length >> 1;
          const injections: Injection[] = [
            drawn({
              count,
              apart: `${apart}s`,
              avoid: avoid.slice(0, half).map(([a, b]) => [formatInstant(a), formatInstant(b)]),
            }),
          ];
          if (hand !== undefined)
            injections.push({
              id: 'p',
              series: 's',
              start: formatInstant(access.timeOf(hand)),
              shape: { ...shift, length: '1s' },
            });
          const result = realise(injections, access, seed, { avoid: avoid.slice(half) });
          if (!result.ok) {
            expect(result.error.message).toMatch(/Expected (at most \d+ anomalies|an end within)/);
            return;
          }
          const anomalies = result.value;
          for (const [k, { end, id, start: begin }] of anomalies.entries()) {
            const next = anomalies[k + 1];
            if (next) expect(next.start - end).toBeGreaterThanOrEqual(apart * second);
            if (id === 'p') continue;
            expect(avoid.some(([a, b]) => begin < b && end > a)).toBe(false);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('fill a series to the last that fits; one more is refused with how many fit', () => {
    const full = must([drawn({ count: 200 })]);
    expect(full.map(({ from }) => from)).toEqual(Array.from({ length: 200 }, (_, k) => 10 * k));
    const error = refused([placed('p', 3, { ...shift, length: '10s' }), drawn({ count: 200 })]);
    expect(error.path).toBe('[1].draw.count');
    expect(error.message).toContain('at most 198 anomalies');
    expect(refused([drawn({ count: 201 })]).message).toContain('at most 200 anomalies');
  });

  it('that are too many a day are refused at the rate', () => {
    expect(refused([drawn({ perDay: 86_400 })]).path).toBe('[0].draw.perDay');
  });

  it('find room around those of others even where there is next to none', () => {
    const injections = [placed('p', 7), placed('q', 1983), drawn({ count: 196 })];
    const anomalies = must(injections);
    expect(anomalies).toHaveLength(198);
  });

  it('stay where they are when one by hand is put elsewhere, but for those that it hits', () => {
    const before = byId(must([drawn({ count: 50 })]));
    const hit = before.get('d/20')!;
    const after = byId(must([drawn({ count: 50 }), placed('p', hit.from + 3)]));
    const moved = [...before.keys()].filter((id) => after.get(id)?.from !== before.get(id)?.from);
    expect(moved).toContain('d/20');
    const reached = [...before.values()].filter(({ from, to }) => from < hit.from + 13 && to > hit.from + 3);
    expect(moved).toEqual(reached.map(({ id }) => id));
  });

  it('stay where they are when others of theirs are moved, reshaped or taken out', () => {
    const base = drawn({ count: 30, apart: '5s' }, [
      { kind: 'spike', length: ['1s', '9s'], strength: { sigma: [3, 9] }, direction: 'either' },
      { kind: 'noise-burst', length: '20s', weight: 2 },
    ]);
    const other = drawn({ count: 10 }, [{ kind: 'flatline', length: '10s' }], { id: 'e' });
    fc.assert(
      fc.property(
        fc.nat(1990),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 30 }),
        (row, one, gone) => {
          const changed = {
            [one]: { start: at(row), shape: { kind: 'spike' as const, length: '2s' }, note: 'mine' },
            [gone]: { removed: true },
          };
          const access = gridSeries();
          const before = must([base, other], access);
          const after = realise([{ ...base, changed }, other], access, 1, { overlaps: 'allow' });
          if (!after.ok) throw new Error(after.error.message);
          const rest = (list: RealisedAnomaly[]): RealisedAnomaly[] =>
            list.filter(({ id }) => id !== `d/${one}` && id !== `d/${gone}`);
          expect(rest(after.value)).toEqual(rest(before));
          const mine = byId(after.value).get(`d/${one}`);
          if (one !== gone) expect(mine).toMatchObject({ from: row, to: row + 2, note: 'mine' });
          expect(byId(after.value).has(`d/${gone}`)).toBe(false);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('moved onto another are refused at the change', () => {
    const before = must([drawn({ count: 5 })]);
    const changed = { 2: { start: formatInstant(before[3]!.start) } };
    const error = refused([drawn({ count: 5 }, [shift], { changed })]);
    expect(error.path).toBe('[0].changed[2].start');
  });

  it('keep their strength, length and direction when they are moved', () => {
    const base = drawn({ count: 5 }, [
      { kind: 'trend', length: ['5s', '50s'], strength: { absolute: [1, 9] }, direction: 'either' },
    ]);
    const before = byId(must([base])).get('d/3')!;
    const access = gridSeries();
    const result = realise([{ ...base, changed: { 3: { start: at(1900) } } }], access, 1, {
      overlaps: 'allow',
    });
    const after = byId(result.ok ? result.value : []).get('d/3')!;
    expect(after.from).toBe(1900);
    expect(after.realised).toMatchObject({
      length: before.realised.length,
      amount: before.realised.amount,
      direction: before.realised.direction,
    });
  });

  it('are of each kind as often as its weight says', () => {
    const shapes: DrawnInjection['shapes'] = [
      { kind: 'spike', length: '1s', weight: 3 },
      { kind: 'flatline', length: '2s' },
      { kind: 'trend', length: '2s', weight: 0 },
    ];
    const anomalies = must([drawn({ count: 4000 }, shapes)], gridSeries({ rows: 100_000 }));
    const share = (kind: string): number => anomalies.filter((one) => one.kind === kind).length / 4000;
    expect(Math.abs(share('spike') - 0.75)).toBeLessThan(0.03);
    expect(share('trend')).toBe(0);
  });

  it('by another seed are others; by a seed of their own they do not mind the recipe’s', () => {
    const rows = (injection: DrawnInjection, seed: number): number[] =>
      must([injection], gridSeries(), {}, seed).map(({ from }) => from);
    expect(rows(drawn({ count: 20 }), 1)).not.toEqual(rows(drawn({ count: 20 }), 2));
    expect(rows(drawn({ count: 20, seed: 5 }), 1)).toEqual(rows(drawn({ count: 20, seed: 5 }), 2));
  });

  it('are spread over the whole: 500 in ten million rows, all apart', () => {
    const rows = 10_000_000;
    const anomalies = must(
      [drawn({ count: 500, apart: '10min' }, [{ kind: 'spike', length: '1s' }])],
      gridSeries({ rows }),
    );
    expect(anomalies).toHaveLength(500);
    const share = (from: number, to: number): number =>
      anomalies.filter((one) => one.from >= from * rows && one.from < to * rows).length;
    for (let part = 0; part < 5; part++) {
      // 100 expected; six deviations of a binomial number of them.
      expect(Math.abs(share(part / 5, (part + 1) / 5) - 100)).toBeLessThan(54);
    }
  });
});
