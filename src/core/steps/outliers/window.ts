import { fewestValues } from '../../recipe/reach';
import type { OutliersOptions } from '../../recipe/types';
import { ownRows } from '../../rows/piece';
import type { Applied, Piece } from '../../rows/types';
import type { StepKernel } from '../kernel';
import { actOnOutliers } from './act';
import { noFinds, type WindowFinds } from './windowFinds';
import { findByMoments } from './windowMoments';
import { findByRanks } from './windowRanks';

/** How many more rows than half a window are looked at, for the good neighbours of an outlier that is interpolated. */
const BESIDE = 16;

/** Narrows what is sure by half a window where rows are not there, and finds the outliers of the rest. */
function find(piece: Piece, options: OutliersOptions, half: number): WindowFinds {
  const { rows, first, last } = piece;
  const { length, values } = rows;
  const finds = noFinds(length, ownRows(piece), options.then === 'clip');
  const from = first && piece.sureFrom === 0 ? 0 : Math.min(piece.sureFrom + half, length);
  const to = last && piece.sureTo === length ? length : Math.max(piece.sureTo - half, from);
  piece.sureFrom = from;
  piece.sureTo = to;
  if (options.rule === 'zscore') findByMoments(options.threshold, values, length, half, from, to, finds);
  else findByRanks(options, values, length, half, from, to, finds);
  return finds;
}

function apply(piece: Piece, options: OutliersOptions, half: number): Applied {
  const { found, low, high, meanDeviation, noWidth } = find(piece, options, half);
  const applied = actOnOutliers(piece, options, found, low ?? NaN, high ?? NaN);
  return { ...applied, counts: { ...applied.counts, meanDeviation, noWidth } };
}

/**
 * Outliers by the limits of the window of rows around each. Counts: found, protected, changed; meanDeviation and noWidth, rows whose window has no MAD, and no width; of
 * the series constant and short. Throws RangeError without a window or for another answer than the moments it asked for.
 */
export const windowed =
  (options: OutliersOptions): StepKernel =>
  ([answer]) => {
    const { rule, threshold, window } = options;
    if (window === undefined) throw new RangeError('expected outliers with a window');
    if (answer === undefined) return { ask: { kind: 'moments' } };
    if (answer.kind !== 'moments') throw new RangeError(`expected moments, got ${answer.kind}`);
    const { count, low, high } = answer;
    const varied = count > 0 && low < high;
    const half = (window - 1) / 2;
    return {
      ready: {
        facts: {
          constant: Number(count > 0 && !varied),
          short: Number(varied && count < fewestValues(rule, threshold)),
        },
        around: varied ? { rows: half + BESIDE, us: 0 } : { rows: 0, us: 0 },
        apply(piece) {
          if (varied) return apply(piece, options, half);
          const { start, end } = ownRows(piece);
          const counts = { found: 0, protected: 0, changed: 0, meanDeviation: 0, noWidth: 0 };
          return { rowsIn: end - start, rowsOut: end - start, counts, changes: null };
        },
      },
    };
  };
