import { describe, expect, it } from 'vitest';
import { checkSplits } from './checkSplits';
import { emptyRecipe, parseRecipe } from './index';
import { splitSpans } from './splits';

const at = (text: string): number => Date.parse(text) * 1000;

describe('splits of a series', () => {
  it('follow each other from before the first row to after the last', () => {
    expect(
      splitSpans([{ name: 'train', share: 0.6 }, { name: 'validation', share: 0.2 }, { name: 'test' }], {
        first: 100,
        last: 1100,
      }),
    ).toEqual([
      { name: 'train', from: -Infinity, to: 700 },
      { name: 'validation', from: 700, to: 900 },
      { name: 'test', from: 900, to: Infinity },
    ]);
  });

  it('sum their shares before they round, halves up', () => {
    const thirds = [{ name: 'a', share: 0.25 }, { name: 'b', share: 0.25 }, { name: 'c' }];
    expect(splitSpans(thirds, { first: 0, last: 6 }).map(({ to }) => to)).toEqual([2, 3, Infinity]);
    // Rounded one by one, the second would end at 4.
    expect(splitSpans(thirds, { first: -6, last: 0 }).map(({ to }) => to)).toEqual([-4, -3, Infinity]);
  });

  it('end at the same moment in every series where they have one', () => {
    const until = [{ name: 'train', until: '2023-01-02T00:00:00Z' }, { name: 'test' }];
    for (const first of [at('2020-01-01'), at('2030-01-01')])
      expect(splitSpans(until, { first, last: first + 1 })[0]?.to).toBe(at('2023-01-02'));
  });

  it('leave the last row to the last split, however great the shares before it', () => {
    const spans = splitSpans([{ name: 'train', share: 0.999_999_9 }, { name: 'test' }], {
      first: 0,
      last: 3,
    });
    expect(spans[1]?.from).toBeLessThanOrEqual(3);
  });
});

describe('splits that contradict each other are refused', () => {
  it.each([
    ['$.splits[1].name', [{ name: 'a', share: 0.5 }, { name: 'A' }]],
    [
      '$.splits[1]',
      [
        { name: 'a', share: 0.5 },
        { name: 'b', share: 0.1 },
      ],
    ],
    ['$.splits[0]', [{ name: 'a' }, { name: 'b' }]],
    ['$.splits[0]', [{ name: 'a', share: 0.5, until: '2023-01-01T00:00:00Z' }, { name: 'b' }]],
    ['$.splits[1]', [{ name: 'a', share: 0.5 }, { name: 'b', until: '2023-01-01T00:00:00Z' }, { name: 'c' }]],
    ['$.splits[1]', [{ name: 'a', until: '2023-01-01T00:00:00Z' }, { name: 'b', share: 0.5 }, { name: 'c' }]],
    ['$.splits[1].share', [{ name: 'a', share: 0.5 }, { name: 'b', share: 0.5 }, { name: 'c' }]],
    ['$.splits[0].until', [{ name: 'a', until: '2023-02-30T00:00:00Z' }, { name: 'b' }]],
    [
      '$.splits[1].until',
      [
        { name: 'a', until: '2023-01-02T00:00:00Z' },
        { name: 'b', until: '2023-01-02T00:00:00Z' },
        { name: 'c' },
      ],
    ],
  ])('at %s', (path, splits) => {
    expect(checkSplits(splits)).toMatchObject({ code: 'recipe-value', path });
    const parsed = parseRecipe({ ...emptyRecipe(), splits });
    expect(parsed).toMatchObject({ ok: false, error: { path } });
  });

  it('and no others', () => {
    expect(checkSplits(undefined)).toBeUndefined();
    expect(checkSplits([{ name: 'only' }])).toBeUndefined();
    expect(checkSplits([{ name: 'train', share: 0.7 }, { name: 'test' }])).toBeUndefined();
    expect(
      checkSplits([
        { name: 'a', until: '2023-01-01T00:00:00Z' },
        { name: 'b', until: '2023-01-02T00:00:00Z' },
        { name: 'c' },
      ]),
    ).toBeUndefined();
  });
});
