import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { csvFacts, hasNab, nabData, nabMissing } from '../../../e2e/fixtures/nab';
import { erfc, windowedGaussian } from './windowedGaussian';

interface Golden {
  small: { window: number; step: number; values: number[]; scores: number[] }[];
  files: { file: string; rows: number[]; scores: number[] }[];
  erfc: [x: number, value: number][];
}
const golden = JSON.parse(
  readFileSync(new URL('fixtures/windowed_gaussian.json', import.meta.url), 'utf8'),
) as Golden;

const scores = (values: readonly number[], options = windowedGaussian.defaults): Float64Array =>
  windowedGaussian.scores(
    { times: Float64Array.from(values, (_v, i) => i), values: Float64Array.from(values) },
    options,
  );

describe("windowedGaussian scores as NAB's own detector does", () => {
  it.each(golden.small)(
    'with a window of $window rows and a step of $step',
    ({ window, step, ...series }) => {
      const mine = scores(series.values, { window, step });
      series.scores.forEach((score, row) => expect(Math.abs(mine[row]! - score)).toBeLessThan(1e-12));
      expect(new Set(series.scores).size).toBeGreaterThan(20);
    },
  );

  it.skipIf(!hasNab).each(golden.files)(
    `over $file${hasNab ? '' : ` (${nabMissing})`}`,
    ({ file, rows, scores: expected }) => {
      const values = csvFacts(nabData, join(nabData, file)).rows.map(([, value]) => value);
      const mine = scores(values);
      rows.forEach((row, i) => expect(Math.abs(mine[row]! - expected[i]!)).toBeLessThan(1e-9));
    },
  );
});

it('a missing value scores 0 and changes no other score', () => {
  const { values, window, step } = golden.small[0]!;
  const holes = values.flatMap((value, i) => (i % 5 === 0 ? [NaN, Infinity, value] : [value]));
  const mine = scores(holes, { window, step });
  const there = holes.map((value) => Number.isFinite(value));
  expect([...mine].filter((_score, row) => there[row])).toEqual([...scores(values, { window, step })]);
  expect([...mine].filter((score, row) => !there[row] && score !== 0)).toEqual([]);
});

it('a constant series scores 0.5 after its first value, whatever the constant', () => {
  for (const constant of [0, 0.1, -1e9, 1e300, 1e-300]) {
    const mine = scores(
      Array.from({ length: 300 }, () => constant),
      { window: 50, step: 10 },
    );
    expect([...new Set(mine)]).toEqual([0, 0.5]);
  }
});

it('a spike is seen on a far offset and at any scale', () => {
  const wave = Array.from({ length: 400 }, (_, i) => (i === 390 ? 60 : (i * 7) % 5));
  const plain = scores(wave, { window: 100, step: 10 });
  expect(plain[390]).toBe(1);
  const offset = scores(
    wave.map((value) => value + 2 ** 24),
    { window: 100, step: 10 },
  );
  plain.forEach((score, row) => expect(offset[row]).toBeCloseTo(score, 8));
  for (const scale of [2 ** 900, 2 ** -900]) {
    const scaled = scores(
      wave.map((value) => value * scale),
      { window: 100, step: 10 },
    );
    plain.slice(20).forEach((score, i) => expect(scaled[i + 20]).toBeCloseTo(score, 12));
  }
});

it('one row and all missing score 0', () => {
  expect([...scores([5])]).toEqual([0]);
  expect([...scores([NaN, NaN])]).toEqual([0, 0]);
  expect([...scores([])]).toEqual([]);
});

it('a step beyond the window is refused at its path', () => {
  const bad = { window: 10, step: 11 };
  expect(windowedGaussian.check(bad)).toMatchObject({ code: 'recipe-value', path: '$.step' });
  expect(() => scores([1, 2], bad)).toThrow(RangeError);
  expect(windowedGaussian.check({ window: 10, step: 10 })).toBeUndefined();
});

it.each(golden.erfc)('erfc(%d) is %d to 13 digits', (x, value) => {
  expect(Math.abs(erfc(x) - value)).toBeLessThanOrEqual(2e-13 * value);
});
