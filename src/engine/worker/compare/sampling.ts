/** Which rows of a long series a comparison looks at. Pure. */
import type { SeriesPart, Stretch } from '../../../core/compare/types';

/** Rows that distributions are taken from at most, and as many, in one stretch, that autocorrelation and periodogram are taken from. */
export const SAMPLE_ROWS = 1_000_000;

/** The stretches of time that a part of a series covers; `first` and `last` are the times of its ends, microseconds. */
export function stretchesOf(part: SeriesPart, first: number, last: number): Stretch[] {
  const all = { from: first, to: last + 1 };
  const middle = Math.ceil((first + last + 1) / 2);
  const cut = ({ from, to }: Stretch): Stretch => ({
    from: Math.max(first, Math.min(from, all.to)),
    to: Math.max(first, Math.min(to, all.to)),
  });
  const found = ((): Stretch[] => {
    if (part === 'all') return [all];
    if (part === 'first-half') return [{ from: first, to: middle }];
    if (part === 'second-half') return [{ from: middle, to: all.to }];
    if ('outside' in part) {
      const { from, to } = cut(part.outside);
      return [
        { from: first, to: from },
        { from: to, to: all.to },
      ];
    }
    return [cut(part)];
  })();
  return found.filter(({ from, to }) => to > from);
}

const lengthOf = (stretches: readonly Stretch[]): number =>
  stretches.reduce((sum, { from, to }) => sum + to - from, 0);

/** The middle of the longest stretch, the share `share` of the time of all. */
export function middleOf(stretches: readonly Stretch[], share: number): Stretch[] {
  const [longest] = [...stretches].sort((a, b) => b.to - b.from - (a.to - a.from));
  if (!longest) return [];
  const length = Math.min(longest.to - longest.from, Math.max(1, Math.floor(lengthOf(stretches) * share)));
  const from = longest.from + Math.floor((longest.to - longest.from - length) / 2);
  return [{ from, to: from + length }];
}

/** Exactly `count` of the rows, evenly; all of them where there are no more. */
export function thinned(rows: Float64Array<ArrayBuffer>, count: number): Float64Array<ArrayBuffer> {
  if (rows.length <= count) return rows;
  return Float64Array.from(
    { length: count },
    (_, i) => rows[Math.floor((i * rows.length) / count)] as number,
  );
}
