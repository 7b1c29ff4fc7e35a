import { describe, expect, it } from 'vitest';
import { baseKinds, compileSource, defaultsFor, fieldsFor, noiseKinds, noiseScaleFields } from '.';
import type { SyntheticSource } from '../../recipe/types';
import { sourceOf } from './fixtures';

const refused = (parts: Partial<SyntheticSource>): { path: string; message: string } => {
  const result = compileSource(sourceOf(parts), 42);
  if (result.ok) throw new Error('the source was taken');
  expect(result.error.code).toBe('recipe-value');
  return { path: result.error.path ?? '', message: result.error.message };
};
const channels = (correlation: number[][]): Partial<SyntheticSource> => ({
  noise: [{ gaussian: { sd: 1 } }],
  channels: { list: [{ name: 'a' }, { name: 'b' }], correlation },
});
const wave = { amplitude: 1 };

describe('a source is refused at the field', () => {
  it.each<[Partial<SyntheticSource>, string, string]>([
    [{ rows: 0 }, '.rows', 'from 1 to 100,000,000; got 0'],
    [{ rows: 101_000_000 }, '.rows', '100,000,000; got 101,000,000'],
    [{ rows: 1.5 }, '.rows', 'whole number'],
    [{ step: '1d', rows: 100_000 }, '.rows', '84,891 rows fit'],
    [{ start: '1700-01-01T00:00:00Z', step: '1d', rows: 104_500 }, '.rows', 'at most 285 years'],
    [{ step: '0s' }, '.step', '1 ms to 1 d'],
    [{ step: '0.5ms' }, '.step', '1 ms to 1 d'],
    [{ step: '2d' }, '.step', '1 ms to 1 d'],
    [{ step: 'fast' }, '.step', '"fast"'],
    [{ start: '2023-02-30T00:00:00Z' }, '.start', '2023-02-30'],
    [{ start: '9999-01-01T00:00:00Z' }, '.start', '2255'],
    [{ seed: -1 }, '.seed', '-1'],
    [{ synthetic: '' }, '.synthetic', 'name'],
    [{ synthetic: ' a' }, '.synthetic', 'spaces'],
    [{ synthetic: 'a\nb' }, '.synthetic', 'line breaks'],
    [{ synthetic: 'x'.repeat(201) }, '.synthetic', 'at most 200 characters; got 201'],
    [
      { signal: [{ sine: { ...wave, period: '0s' } }] },
      '.signal[0].sine.period',
      'above zero such as 1h; got "0s"',
    ],
    [
      { signal: [{ constant: { value: 1 } }, { sine: { ...wave, period: '-1h' } }] },
      '.signal[1].sine.period',
      '"-1h"',
    ],
    [{ signal: [{ sine: { period: '1h', amplitude: NaN } }] }, '.signal[0].sine.amplitude', 'number'],
    [
      { signal: [{ sine: { period: '1h', amplitude: 1e16 } }] },
      '.signal[0].sine.amplitude',
      '1000000000000000',
    ],
    [
      { signal: [{ sine: { ...wave, period: '1h', phase: 2 } }] },
      '.signal[0].sine.phase',
      'from 0 to 1; got 2',
    ],
    [{ signal: [{ square: { ...wave, period: '1h', duty: 1 } }] }, '.signal[0].square.duty', 'both excluded'],
    [
      { signal: [{ modes: { dwell: '1h', levels: [] } }] },
      '.signal[0].modes.levels',
      '1 to 1,000 numbers; got 0',
    ],
    [{ signal: [{ trend: { coefficients: [1, Infinity] } }] }, '.signal[0].trend.coefficients[1]', 'number'],
    [{ signal: [{ walk: { sd: -1 } }] }, '.signal[0].walk.sd', 'got -1'],
    [{ noise: [{ student: { df: 0, scale: 1 } }] }, '.noise[0].student.df', 'from 0.25'],
    [{ noise: [{ ar1: { phi: 1, sd: 1 } }] }, '.noise[0].ar1.phi', 'between -1 and 1'],
    [
      { noise: [{ bootstrap: { values: [1, 2], block: 3 } }] },
      '.noise[0].bootstrap.block',
      'at most 2 values, the number of residuals',
    ],
    [{ noise: [{ gaussian: { sd: 1 }, unit: 'share', apply: 'multiply' }] }, '.noise[0].unit', 'multiplies'],
    [
      { signal: [{ constant: { value: 0.1 } }], noise: [{ gaussian: { sd: 1 }, unit: 'share' }] },
      '.noise[0].unit',
      'varies',
    ],
    [channels([[1]]), '.channels.correlation', '2 rows'],
    [channels([[1, 0], [0]]), '.channels.correlation[1]', '2 numbers'],
    [
      channels([
        [1, 0.5],
        [0.4, 1],
      ]),
      '.channels.correlation[1][0]',
      'symmetric',
    ],
    [
      channels([
        [1, 1],
        [1, 1],
      ]),
      '.channels.correlation[1]',
      'positive definite',
    ],
    [
      channels([
        [2, 0],
        [0, 1],
      ]),
      '.channels.correlation[0][0]',
      '-1 to 1',
    ],
    [
      channels([
        [0.5, 0],
        [0, 1],
      ]),
      '.channels.correlation[0][0]',
      'diagonal',
    ],
    [{ channels: { list: [] } }, '.channels.list', '1 to 100'],
    [{ channels: { list: [{ name: 'a' }, { name: 'a' }] } }, '.channels.list[1].name', 'twice'],
    [{ channels: { list: [{ name: 'a', lag: '0s' }] } }, '.channels.list[0].lag', 'above zero'],
    [
      { channels: { list: [{ name: 'a' }], shared: { signal: [{ formula: { expression: 'x' } }] } } },
      '.channels.shared.signal[0].formula.expression',
      '"x"',
    ],
    [
      {
        channels: {
          list: [{ name: 'a' }],
          shared: { signal: [], noise: [{ gaussian: { sd: 1 }, unit: 'share' }] },
        },
      },
      '.channels.shared.noise[0].unit',
      'varies',
    ],
    [{ faults: { jitter: 1.5 } }, '.faults.jitter', 'from 0 to 1'],
    [{ faults: { backward: 0.3 } }, '.faults.backward', 'from 0 to 0.25'],
    [{ faults: { missing: { as: 'absent', random: 2 } } }, '.faults.missing.random', 'from 0 to 1'],
    [
      { faults: { missing: { as: 'absent', bursts: { perDay: 10, length: '3h' } } } },
      '.faults.missing.bursts.length',
      'at most 1 d',
    ],
    [
      { faults: { missing: { as: 'absent', pattern: { every: '1h', length: '1h' } } } },
      '.faults.missing.pattern.length',
      'below the distance 1h',
    ],
  ])('%j', (parts, path, message) => {
    const got = refused(parts);
    expect(got.path).toBe(path);
    expect(got.message).toContain(message);
  });

  it('and taken at the limits', () => {
    for (const parts of [
      { rows: 1 },
      { rows: 100_000_000, step: '1ms' },
      { step: '1d', rows: 84_891 },
      { start: '1700-01-01T00:00:00Z', step: '1d', rows: 104_000 },
      { synthetic: 'x'.repeat(200), seed: Number.MAX_SAFE_INTEGER },
    ]) {
      expect(compileSource(sourceOf(parts), 42).ok).toBe(true);
    }
  });
});

describe('what a form shows', () => {
  it('is whole for every kind, and what it offers first is taken', () => {
    expect(baseKinds).toHaveLength(13);
    expect(noiseKinds).toHaveLength(6);
    for (const kind of baseKinds)
      expect(compileSource(sourceOf({ signal: [defaultsFor(kind)] }), 1).ok).toBe(true);
    for (const kind of noiseKinds)
      expect(compileSource(sourceOf({ noise: [defaultsFor(kind)] }), 1).ok).toBe(true);
    for (const kind of [...baseKinds, ...noiseKinds]) {
      const { label, meaning, fields } = fieldsFor(kind);
      expect(label.length * meaning.length * fields.length).toBeGreaterThan(0);
      for (const field of [...fields, ...noiseScaleFields]) expect(field.meaning).toMatch(/\.$/);
    }
  });

  it('knows every option of the recipe', () => {
    for (const kind of baseKinds) {
      const known = fieldsFor(kind).fields.map(({ key }) => key);
      for (const key of Object.keys(Object.values(defaultsFor(kind))[0] as object))
        expect(known).toContain(key);
    }
  });

  it('offers a new object each time', () => {
    expect(defaultsFor('sine')).toEqual(defaultsFor('sine'));
    expect(defaultsFor('sine')).not.toBe(defaultsFor('sine'));
  });
});
