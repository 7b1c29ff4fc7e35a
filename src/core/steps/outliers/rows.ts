import { at } from '../../list';
import { fewestValues } from '../../recipe/reach';
import type { OutliersOptions } from '../../recipe/types';
import type { Answer, Question } from '../../rows/measure';
import { ownRows } from '../../rows/piece';
import type { Applied, Piece } from '../../rows/types';
import type { ReadyStep, StepKernel } from '../kernel';
import { actOnOutliers } from './act';
import { windowed } from './window';

/** Mean absolute deviation to standard deviation of a normal distribution: √(π/2). Iglewicz and Hoaglin 1993, where the MAD is zero. */
const MEAN_DEVIATION = 1.253314;
/** MAD to standard deviation of a normal distribution. */
const MAD = 1.4826;
/** So many rows on each side of a piece have a value among them that is no outlier, as a rule. */
const BESIDE = 16;

/** Of all values of a series. */
interface Measures {
  count: number;
  /** Whether they are not all equal. */
  varied: boolean;
  /** Where the spread is laid on, downwards and upwards, and the spread itself; NaN of too few values. */
  centres: readonly [number, number];
  spread: number;
  /** Whether the MAD is zero, so that the mean deviation is taken. */
  meanDeviation: boolean;
}

const unexpected = (answer: Answer): RangeError =>
  new RangeError(`expected the answer to another question, got ${answer.kind}`);

function zscore([answer]: readonly Answer[]): { ask: Question } | Measures {
  if (!answer) return { ask: { kind: 'moments' } };
  if (answer.kind !== 'moments') throw unexpected(answer);
  const { count, low, high, mean, sd } = answer;
  return { count, varied: low < high, centres: [mean, mean], spread: sd, meanDeviation: false };
}

function iqr([answer]: readonly Answer[]): { ask: Question } | Measures {
  if (!answer) return { ask: { kind: 'quantiles', at: [0.25, 0.75] } };
  if (answer.kind !== 'quantiles') throw unexpected(answer);
  const { count, low, high, values } = answer;
  const [q1, q3] = [at(values, 0), at(values, 1)];
  return { count, varied: low < high, centres: [q1, q3], spread: q3 - q1, meanDeviation: false };
}

function hampel([median, mad, mean]: readonly Answer[]): { ask: Question } | Measures {
  if (!median) return { ask: { kind: 'quantiles', at: [0.5] } };
  if (median.kind !== 'quantiles') throw unexpected(median);
  const { count, low, high, values } = median;
  const centre = at(values, 0);
  const measures = { count, varied: low < high, centres: [centre, centre] as const, meanDeviation: false };
  if (!measures.varied) return { ...measures, spread: count > 0 ? 0 : NaN };
  if (!mad) return { ask: { kind: 'quantiles', at: [0.5], around: centre } };
  if (mad.kind !== 'quantiles') throw unexpected(mad);
  const spread = MAD * at(mad.values, 0);
  if (spread > 0) return { ...measures, spread };
  if (!mean) return { ask: { kind: 'meanDistance', around: centre } };
  if (mean.kind !== 'meanDistance') throw unexpected(mean);
  return { ...measures, spread: MEAN_DEVIATION * mean.mean, meanDeviation: true };
}

const rules = { zscore, iqr, hampel };

/** Marks the values outside the limits with 1; null where there are none. */
function findOutside({ rows: { length, values } }: Piece, low: number, high: number): Uint8Array | null {
  let found: Uint8Array | null = null;
  for (let row = 0; row < length; row++) {
    const x = values[row] as number;
    if (!(x < low || x > high) || x - x !== 0) continue;
    found ??= new Uint8Array(length);
    found[row] = 1;
  }
  return found;
}

function readyStep(options: OutliersOptions, measures: Measures): ReadyStep {
  const { rule, threshold, then } = options;
  const { count, varied, centres, spread, meanDeviation } = measures;
  const known = spread > 0 && Number.isFinite(centres[0]) && Number.isFinite(centres[1]);
  const low = known ? centres[0] - threshold * spread : -Infinity;
  const high = known ? centres[1] + threshold * spread : Infinity;
  return {
    facts: {
      constant: Number(count > 0 && !varied),
      short: Number(varied && count < fewestValues(rule, threshold)),
      meanDeviation: Number(meanDeviation),
      noWidth: Number(varied && spread === 0),
    },
    around: { rows: then === 'interpolate' && known ? BESIDE : 0, us: 0 },
    apply(piece): Applied {
      const found = findOutside(piece, low, high);
      if (found) return actOnOutliers(piece, options, found, low, high);
      const { start, end } = ownRows(piece);
      const counts = { found: 0, protected: 0, changed: 0 };
      return { rowsIn: end - start, rowsOut: end - start, counts, changes: null };
    },
  };
}

/**
 * Values far from the others of their series or window, marked or changed, as `spec/steps.md` says. Counts: found, protected, changed; of the series constant,
 * short, and without a window meanDeviation and noWidth, which with one are counts of rows. Throws RangeError for answers to other questions than it asked.
 */
export function outliersKernel(options: OutliersOptions): StepKernel {
  if (options.window !== undefined) return windowed(options);
  return (answers) => {
    const measured = rules[options.rule](answers);
    return 'ask' in measured ? measured : { ready: readyStep(options, measured) };
  };
}
