import { array, assert, double, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { append, at, firstWhere, last, lookup, lowerBound, maxOf, minOf, upperBound } from './list';

const sortedLists = array(integer({ min: -20, max: 20 })).map((list) => list.sort((a, b) => a - b));

describe('a list', () => {
  it('gives the element of an index that exists, and throws for every other', () => {
    expect(at([5, 6], 1)).toBe(6);
    expect(at(Float64Array.of(7), 0)).toBe(7);
    for (const index of [-1, 2, NaN, Infinity]) expect(() => at([5, 6], index)).toThrow(RangeError);
    expect(last('ab')).toBe('b');
    expect(() => last([])).toThrow(RangeError);
  });

  it('tells a key whose value is undefined from one that is not there', () => {
    const map = new Map<string, number | undefined>([['a', undefined]]);
    expect(lookup(map, 'a')).toBeUndefined();
    expect(() => lookup(map, 'b')).toThrow('got b');
  });

  it('takes more elements than a call takes arguments', () => {
    const many = new Float64Array(300_000).map((_, index) => index);
    const list: number[] = [];
    append(list, many);
    expect(list).toHaveLength(many.length);
    expect(minOf(many)).toBe(0);
    expect(maxOf(many)).toBe(299_999);
  });

  it('finds the extremes that Math finds', () => {
    assert(
      property(array(double()), (list) => {
        expect(minOf(list)).toBe(Math.min(...list));
        expect(maxOf(list)).toBe(Math.max(...list));
      }),
    );
  });
});

describe('a place in a sorted list', () => {
  it('is that of the first element not below, or above, a value', () => {
    assert(
      property(sortedLists, integer({ min: -21, max: 21 }), (list, value) => {
        const end = (index: number): number => (index < 0 ? list.length : index);
        expect(lowerBound(list, value)).toBe(end(list.findIndex((one) => one >= value)));
        expect(upperBound(list, value)).toBe(end(list.findIndex((one) => one > value)));
        expect(firstWhere(0, list.length, (index) => at(list, index) >= value)).toBe(lowerBound(list, value));
      }),
    );
  });

  it('stays within the part that was asked about', () => {
    expect(lowerBound([1, 2, 3, 4], 0, 2)).toBe(2);
    expect(upperBound([1, 2, 3, 4], 9, 0, 3)).toBe(3);
  });
});
