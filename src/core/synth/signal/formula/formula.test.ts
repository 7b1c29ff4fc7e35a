import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileSource } from '../compile';
import { modelOf, sourceOf, valuesOf, valuesOfBase } from '../fixtures';
import { parseFormula } from './parse';

/** A formula at row 0 to 2 of a series whose rows are seconds: t is 0, 1, 2. */
const at = (expression: string): number[] => [
  ...valuesOfBase({ formula: { expression } }, { step: '1s', rows: 3 }),
];
const refusal = (expression: string): string => {
  const result = compileSource(sourceOf({ signal: [{ formula: { expression } }] }), 1);
  if (result.ok) throw new Error(`${expression} was taken`);
  expect(result.error.path).toBe('.signal[0].formula.expression');
  return result.error.message;
};

describe('a formula', () => {
  it.each<[string, number[]]>([
    ['1 + 2 * 3', [7, 7, 7]],
    ['(1 + 2) * 3', [9, 9, 9]],
    ['((t))', [0, 1, 2]],
    ['-t^2', [0, -1, -4]],
    ['(-t)^2', [0, 1, 4]],
    ['-(t - 1)^2', [-1, 0, -1]],
    ['2^3^2', [512, 512, 512]],
    ['2^-1', [0.5, 0.5, 0.5]],
    ['2 * -t ^ 2', [0, -2, -8]],
    ['--t', [0, 1, 2]],
    ['+t', [0, 1, 2]],
    ['7 % 4 - t', [3, 2, 1]],
    ['-7 % 4', [-3, -3, -3]],
    ['mod(-7, 4)', [1, 1, 1]],
    ['mod(7, -4)', [-1, -1, -1]],
    ['t < 1', [1, 0, 0]],
    ['t >= 1 && t != 2', [0, 1, 0]],
    ['t == 0 || t == 2', [1, 0, 1]],
    ['!t', [1, 0, 0]],
    ['t > 1 ? 10 : 20', [20, 20, 10]],
    ['if(t, 1/t, 5)', [5, 1, 0.5]],
    ['min(3, t, 1) + max(t, 1)', [1, 2, 3]],
    ['sign(t - 1) + abs(t - 1)', [0, 0, 2]],
    ['floor(t/2) + ceil(t/2) + round(t/2)', [0, 2, 3]],
    ['step(t - 1)', [0, 1, 1]],
    ['sqrt(t) ^ 2', [0, 1, 2.0000000000000004]],
    ['pow(t, 3)', [0, 1, 8]],
    ['i + d * 86400', [0, 2, 4]],
    ['1e3 + .5', [1000.5, 1000.5, 1000.5]],
  ])('%s has the values of arithmetic', (expression, want) => {
    const got = at(expression);
    for (const [k, value] of got.entries()) expect(value).toBeCloseTo(want[k]!, 12);
  });

  it('knows the functions of analysis', () => {
    const t = [0, 1, 2];
    const known: [string, (x: number) => number][] = [
      ['sin(3*t)', (x) => Math.sin(3 * x)],
      ['cos(t + pi)', (x) => Math.cos(x + Math.PI)],
      ['tan(t)', Math.tan],
      ['exp(-t^2/2)', (x) => Math.exp((-x * x) / 2)],
      ['log(t + e)', (x) => Math.log(x + Math.E)],
      ['(t + 0.5)^1.7', (x) => (x + 0.5) ** 1.7],
      ['sin(1e6*t)', (x) => Math.sin(1e6 * x)],
    ];
    for (const [expression, truth] of known) {
      const got = at(expression);
      for (const [k, x] of t.entries()) expect(got[k]).toBeCloseTo(truth(x), 12);
    }
  });

  it('knows the hour and the day of the week in UTC', () => {
    const parts = { start: '2023-01-02T22:30:00Z', step: '1h', rows: 3 };
    expect([...valuesOfBase({ formula: { expression: 'tod' } }, parts)]).toEqual([22.5, 23.5, 0.5]);
    expect([...valuesOfBase({ formula: { expression: 'dow' } }, parts)]).toEqual([0, 0, 1]);
  });

  it('agrees with JavaScript on random arithmetic', () => {
    const leaf = fc.constantFrom('t', '2', '0.5', '3');
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc
          .tuple(tie('tree'), fc.constantFrom('+', '-', '*', '<', '>='), tie('tree'))
          .map(([a, o, b]) => `(${a}) ${o} (${b})`),
        fc
          .tuple(tie('tree'), fc.constantFrom('+', '-', '*'), tie('tree'))
          .map(([a, o, b]) => `${a} ${o} ${b}`),
        tie('tree').map((a) => `-(${a})`),
        fc.tuple(tie('tree'), tie('tree'), tie('tree')).map(([a, b, c]) => `((${a}) ? (${b}) : (${c}))`),
      ),
    }));
    fc.assert(
      fc.property(tree, (expression) => {
        const parsed = parseFormula(expression);
        fc.pre(parsed.ok && expression.length < 900);
        // oxlint-disable-next-line no-new-func, typescript/no-implied-eval -- the same text, run by another engine
        const run = new Function('t', `return Number(${expression})`) as (t: number) => number;
        const want = [0, 1, 2].map(run);
        fc.pre(want.every((value) => Number.isFinite(value) && Math.abs(value) < 1e100));
        const got = at(expression);
        for (const [k, value] of want.entries()) expect(got[k]).toBeCloseTo(value, 6);
      }),
      { seed: 5, numRuns: 400 },
    );
  });

  it('that has no value in some row that was not probed leaves that row without one', () => {
    const model = modelOf({
      signal: [{ formula: { expression: '1/(i - 777)' } }, { constant: { value: 1 } }],
      rows: 20_000,
    });
    expect(model.mayBeUndefined).toBe(true);
    const values = valuesOf(model);
    expect(values[777]).toBeNaN();
    expect(values.filter((value) => Number.isNaN(value))).toHaveLength(1);
  });
});

describe('a formula is refused', () => {
  it.each([
    ['', 'nothing'],
    ['   ', 'nothing'],
    ['log(t)', 'row 0 (2023-01-01T00:00:00Z)'],
    ['1/(i - 4999)', 'row 4,999 (2023-01-04T11:19:00Z)'],
    ['1e400', 'row 0'],
    ['sqrt(2400 - i)', 'row 2,401'],
    ['exp(t^2)', 'overflows'],
    ['sin t', 'several'],
    ['sin', 'parentheses after the function sin'],
    ['sin()', 'Expected 1 value for sin(…); got 0'],
    ['pow(t)', 'Expected 2 values for pow(…); got 1'],
    ['sine(t)', 'no function "sine"; the nearest is "sin"'],
    ['tt + 1', 'no variable or constant "tt"; the nearest is "t"'],
    ['t.constructor', 'Member access (a.b or a[b]) is not allowed'],
    ['t["constructor"]("return 1")()', 'function before "("'],
    ['constructor', 'no variable or constant "constructor"'],
    ['__proto__', 'no variable or constant "__proto__"'],
    ['toString(t)', 'no function "toString"'],
    ['2(t)', 'Put an operator between them'],
    ['"text"', 'numbers and names only'],
    ['[t]', 'not lists'],
    ['this', '"this"'],
    ['t = 1', 'cannot be parsed'],
    ['(t', 'cannot be parsed'],
    ['t)', 'cannot be parsed'],
    ['t + ', 'cannot be parsed'],
    ['t; d', 'several'],
    ['t, d', 'several'],
    ['()', 'one expression between parentheses'],
    ['t & 1', 'operator & is not allowed'],
    ['~t', 'operator ~ is not allowed'],
    ['$(t)', '$ is not allowed'],
    ['true', 'numbers and names only'],
    [Array.from({ length: 150 }, () => 't').join('+'), 'at most 200'],
    ['t'.padEnd(1001, ' '), 'at most 1,000 characters; got 1,001'],
  ])('%s', (expression, why) => {
    expect(refusal(expression)).toContain(why);
  });

  it('or taken, whatever the text, without an exception', () => {
    const piece = fc.constantFrom(
      't',
      '1',
      '(',
      ')',
      '+',
      '-',
      '^',
      '*',
      ',',
      ' ',
      'sin',
      '?',
      ':',
      '.',
      '[',
      ']',
      '"',
      "'",
      '!',
      '`',
      '\\',
      'é',
      '$',
      '&&',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 60 }),
          fc.array(piece, { maxLength: 25 }).map((all) => all.join('')),
        ),
        (text) => {
          const parsed = parseFormula(text);
          expect(parsed.ok || parsed.message.length > 10).toBe(true);
        },
      ),
      { seed: 9, numRuns: 3000 },
    );
    for (const deep of [
      '('.repeat(1000),
      `${'('.repeat(499)}t${')'.repeat(499)}`,
      '-'.repeat(999) + 't',
      '!'.repeat(1000),
    ]) {
      expect(typeof parseFormula(deep).ok).toBe('boolean');
    }
  });
});
