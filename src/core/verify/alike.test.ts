import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numbersAlike, sentencesAlike } from './alike';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

describe('numbers of two implementations', () => {
  it('are alike to 1e-9 of the greater one, or of 1', () => {
    expect(numbersAlike(1e6, 1e6 + 0.0009)).toBe(true);
    expect(numbersAlike(1e6, 1e6 + 0.0011)).toBe(false);
    expect(numbersAlike(0, 0.9e-9)).toBe(true);
    expect(numbersAlike(0, 1.1e-9)).toBe(false);
  });

  it('are held to less where all of a series is small', () => {
    expect(numbersAlike(1e-12, 1.001e-12)).toBe(true);
    expect(numbersAlike(1e-12, 1.001e-12, 1e-11)).toBe(false);
    expect(numbersAlike(0, 0.9e-9, 1e15)).toBe(true);
    expect(numbersAlike(0, 1.1e-9, 1e15)).toBe(false);
  });

  it('are the same as themselves, also those that are no finite number, and these as nothing else', () => {
    for (const value of [0, -0, 1, NaN, Infinity, -Infinity]) expect(numbersAlike(value, value)).toBe(true);
    for (const value of [NaN, Infinity, -Infinity])
      for (const other of [0, 1, 1e308]) expect(numbersAlike(value, other)).toBe(false);
    expect(numbersAlike(Infinity, -Infinity)).toBe(false);
    expect(numbersAlike(0, -0)).toBe(true);
  });

  it('are alike in both orders', () => {
    fc.assert(
      fc.property(finite, finite, (a, b) => {
        expect(numbersAlike(a, b)).toBe(numbersAlike(b, a));
      }),
    );
  });
});

describe('sentences of two implementations', () => {
  it('are alike where a rounded number differs by one in its last digit', () => {
    expect(sentencesAlike('mean 3.14; sd 1,209.5', 'mean 3.15; sd 1,209.4')).toBe(true);
    expect(sentencesAlike('mean 9.999', 'mean 10')).toBe(true);
    expect(sentencesAlike('p 1.20e-9', 'p 1.21e-9')).toBe(true);
    expect(sentencesAlike('−0.11', '−0.12')).toBe(true);
  });

  it('are not where it differs by more, a whole number differs, or a word', () => {
    expect(sentencesAlike('mean 3.14', 'mean 3.16')).toBe(false);
    expect(sentencesAlike('mean 2.5', 'mean 3')).toBe(false);
    expect(sentencesAlike('12 rows', '13 rows')).toBe(false);
    expect(sentencesAlike('p 1.20e-9', 'p 1.20e-8')).toBe(false);
    expect(sentencesAlike('−0.11', '0.11')).toBe(false);
    expect(sentencesAlike('min 3.14', 'max 3.14')).toBe(false);
    expect(sentencesAlike('3.1 and 4.1', '3.1')).toBe(false);
  });
});
