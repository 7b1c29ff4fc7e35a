import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { item, member, moved, narrowed, omitted, presence, present, withKey, type Edit } from './edit';
import { fieldOf } from './problems';
import {
  amountReading,
  countReading,
  lengthReading,
  numberReading,
  numbersReading,
  readCount,
  readTime,
  timeText,
} from './readings';
import { nice, softRange, stepOf } from './Slider';

describe('the field of an error', () => {
  const known = [
    '$.generated[0]',
    '$.generated[0].signal[1]',
    '$.generated[0].signal[1].sine.period',
    '$.generated[0].signal[1].modes.levels',
  ];

  it.each([
    ['$.generated[0].signal[1].sine.period', '$.generated[0].signal[1].sine.period'],
    ['$.generated[0].signal[1].modes.levels[3]', '$.generated[0].signal[1].modes.levels'],
    ['$.generated[0].signal[1].sine.phase', '$.generated[0].signal[1]'],
    ['$.generated[0].signal[12]', '$.generated[0]'],
    ['$.generated[0].rows', '$.generated[0]'],
  ])('%s is %s: its own, or the nearest around it', (path, field) => {
    expect(fieldOf(path, known)).toBe(field);
  });

  it('is none where no field on the page is around it', () => {
    expect(fieldOf('$.injections[0]', known)).toBeUndefined();
    expect(fieldOf('$.generated[01]', known)).toBeUndefined();
    expect(fieldOf(undefined, known)).toBeUndefined();
  });
});

describe('an edit of a part', () => {
  it('changes that part alone and knows its path', () => {
    const taken: unknown[] = [];
    const root: Edit<{ list: { a: number; b?: number }[]; name: string }> = {
      value: { list: [{ a: 1, b: 2 }, { a: 3 }], name: 'x' },
      path: '$.generated[0]',
      preview: () => undefined,
      commit: (value) => void taken.push(value),
    };
    const list = member(root, 'list');
    const second = item(list, 1, { a: 3 });
    expect(member(second, 'a').path).toBe('$.generated[0].list[1].a');
    member(second, 'a').commit(4);
    member(item(list, 0, { a: 1, b: 2 }), 'b').commit(undefined);
    expect(taken).toEqual([
      { list: [{ a: 1, b: 2 }, { a: 4 }], name: 'x' },
      { list: [{ a: 1 }, { a: 3 }], name: 'x' },
    ]);
  });

  it('leaves out what is not set', () => {
    expect(Object.keys(withKey<{ a?: number }, 'a'>({ a: 1 }, 'a', undefined))).toEqual([]);
  });

  it('is there only where its value is', () => {
    const taken: unknown[] = [];
    const root: Edit<{ a?: number }> = {
      value: {},
      path: '$',
      preview: () => undefined,
      commit: (value) => void taken.push(value),
    };
    const a = member(root, 'a');
    expect(present(a)).toBeUndefined();
    expect(present({ ...a, value: 0 })?.value).toBe(0);
    expect(
      narrowed<unknown, number>({ ...a, value: 'x' }, (value) => typeof value === 'number'),
    ).toBeUndefined();
    presence(a, 5).commit(true);
    presence(a, 5).commit(false);
    omitted(a, 0).commit(0);
    omitted(a, 0).commit(2);
    expect(taken).toEqual([{ a: 5 }, {}, {}, { a: 2 }]);
  });

  it('moves an item and loses none', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), fc.nat(), fc.nat(), (list, a, b) => {
        const from = a % list.length;
        const to = b % list.length;
        const next = moved(list, from, to);
        expect(next[to]).toBe(list[from]);
        const inOrder = (items: number[]): number[] => items.toSorted((x, y) => x - y);
        expect(inOrder(next)).toEqual(inOrder(list));
      }),
    );
  });
});

describe('a slider', () => {
  it('spans its value with room, within the limits, in steps that divide the span', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), (value) => {
        const { min, max } = softRange(value, { min: -1e15, max: 1e15 });
        expect(min).toBeLessThanOrEqual(value);
        expect(max).toBeGreaterThanOrEqual(value);
        expect(max).toBeLessThanOrEqual(1e15);
        expect(stepOf({ min, max })).toBeGreaterThan(0);
      }),
    );
  });

  it('spans near limits whole, and far ones in part', () => {
    expect(softRange(0.2, { min: 0, max: 1 })).toEqual({ min: 0, max: 1 });
    expect(softRange(4, { min: 0, max: 1000 }, 6)).toEqual({ min: 0, max: 20 });
    expect(softRange(20, { min: -1e15, max: 1e15 })).toEqual({ min: -50, max: 50 });
  });

  it('rounds up to 1, 2 or 5 times a power of ten', () => {
    expect([1, 1.1, 3, 7, 0.012, 400].map(nice)).toEqual([1, 2, 5, 10, 0.02, 500]);
  });
});

describe('what a field reads', () => {
  it('is a value that its own text gives back', () => {
    const reading = amountReading({ min: 0, max: 1000 });
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 500, noNaN: true }),
        fc.double({ min: 0, max: 500, noNaN: true }),
        (a, b) => {
          const amount: [number, number] = [Math.min(a, b), Math.max(a, b)];
          const [least, most] = amount.map((value) => Number(value.toPrecision(15)));
          expect(reading.read(reading.write(amount))).toEqual({ ok: true, value: [least, most] });
        },
      ),
    );
  });

  it('is refused with the limits and what came', () => {
    const read = numberReading({ min: 0, max: 1 }, 100).read('120');
    expect(read.ok ? '' : read.error.message).toBe('Expected a number from 0 to 100 %; got "120".');
    const rows = countReading(1, 100_000_000, 'rows').read('101M');
    expect(rows.ok ? '' : rows.error.message).toBe(
      'Expected rows, a whole number from 1 to 100,000,000; got "101M".',
    );
  });

  it('is one length, or two in order', () => {
    expect(lengthReading.read('5min;')).toEqual({ ok: true, value: '5min' });
    expect(lengthReading.read('5min;1h')).toEqual({ ok: true, value: ['5min', '1h'] });
    expect(lengthReading.read('1h;5min').ok).toBe(false);
  });

  it('is a list of as many numbers as are asked for', () => {
    expect(numbersReading(1).read('1, 2.5  -3')).toEqual({ ok: true, value: [1, 2.5, -3] });
    expect(numbersReading(1).read('').ok).toBe(false);
    expect(numbersReading(1).read('1 x').ok).toBe(false);
  });
});

describe('a time that a person writes', () => {
  it.each([
    ['2023-01-01', '2023-01-01T00:00:00Z'],
    ['2023-01-01 06:30', '2023-01-01T06:30:00Z'],
    ['2023-01-01T06:30:15.5Z', '2023-01-01T06:30:15.5Z'],
  ])('is taken as UTC: %s', (text, iso) => {
    expect(readTime(text)).toBe(iso);
    expect(readTime(timeText(iso))).toBe(iso);
  });

  it.each(['2023-02-30', '2023-01-01 25:00', '01/02/2023', ''])(
    'is refused where it does not exist: "%s"',
    (text) => {
      expect(readTime(text)).toBeUndefined();
    },
  );
});

describe('a count', () => {
  it.each([
    ['1,000,000', 1_000_000],
    ['1 000', 1000],
    ['1e6', 1_000_000],
    ['10M', 10_000_000],
    ['1.5k', 1500],
    ['0', 0],
  ])('is read from %s', (text, value) => {
    expect(readCount(text)).toBe(value);
  });

  it.each(['', '-1', '1.5', 'many', '1e300'])('is not read from "%s"', (text) => {
    expect(readCount(text)).toBeUndefined();
  });
});
