/** Questions about all rows of a series, answered in passes over its pieces. All of it is plain data, so that pieces may be looked at anywhere. */
import { type Distances, gatherDistances, mergeDistances } from './distances';
import { concludeLook, lookAtDistances, nextLook, type DistancesFound, type DistancesLook } from './looks';
import { concludeMeanDistance, gatherMeanDistance, type MeanDistancePart } from './meanDistance';
import { concludeMoments, gatherMoments, type Moments, type MomentsPart } from './moments';
import {
  concludeQuantiles,
  firstQuantilesLook,
  gatherQuantiles,
  type QuantilesAnswer,
  type QuantilesLook,
  type QuantilesPart,
} from './quantiles';
import type { Rows } from './types';

export type { Moments } from './moments';

/** Of finite values. `quantiles`: by linear interpolation (type 7); `around`: of the distances from this number, without sign. */
export type Question =
  | { kind: 'moments' }
  | { kind: 'quantiles'; at: readonly number[]; around?: number }
  /** Mean of the distances from a number, without sign. */
  | { kind: 'meanDistance'; around: number }
  /** Extent and distances of neighbouring rows. */
  | { kind: 'distances' };

export type Answer =
  | Moments
  | QuantilesAnswer
  | { kind: 'meanDistance'; count: number; mean: number }
  | { kind: 'distances'; distances: Distances };

/** What one pass gathers of each piece. */
export type Look =
  | { kind: 'moments' }
  | QuantilesLook
  | { kind: 'meanDistance'; around: number }
  | { kind: 'distances'; next: DistancesLook | null };

/** What it found in one of them. */
export type Gathered =
  | MomentsPart
  | QuantilesPart
  | MeanDistancePart
  | { kind: 'distances'; distances: Distances }
  | { kind: 'found'; found: DistancesFound };

/** The first pass for a question. */
export function firstLook(question: Question): Look {
  if (question.kind === 'quantiles') return firstQuantilesLook(question.around ?? null);
  return question.kind === 'distances' ? { kind: 'distances', next: null } : question;
}

/** Looks at rows `[start, end)`. `before`: the time of the row before `start`, null for the first of the series. */
export function gather(look: Look, rows: Rows, start: number, end: number, before: number | null): Gathered {
  switch (look.kind) {
    case 'moments':
      return gatherMoments(rows.values, start, end);
    case 'quantiles':
      return gatherQuantiles(look, rows.values, start, end);
    case 'meanDistance':
      return gatherMeanDistance(look.around, rows.values, start, end);
    case 'distances':
      return look.next
        ? { kind: 'found', found: lookAtDistances(look.next, rows, start, end, before) }
        : { kind: 'distances', distances: gatherDistances(rows, start, end, before) };
  }
}

/** Parts of the kinds that a pass gathers. Throws RangeError for others. */
function partsOf<K extends Gathered['kind']>(
  gathered: readonly Gathered[],
  ...kinds: readonly K[]
): Extract<Gathered, { kind: K }>[] {
  const expected = (part: Gathered): part is Extract<Gathered, { kind: K }> =>
    kinds.some((kind) => kind === part.kind);
  const parts = gathered.filter(expected);
  if (parts.length === gathered.length) return parts;
  throw new RangeError(`expected parts of the kind ${kinds.join(' or ')}, got others`);
}

/** What follows of a pass, its pieces in order: the answer, or the next pass. The same however many pieces there were, but for the last digits of sums. */
export function conclude(
  question: Question,
  look: Look,
  gathered: readonly Gathered[],
): { answer: Answer } | { look: Look } {
  switch (look.kind) {
    case 'moments':
      return { answer: concludeMoments(partsOf(gathered, 'moments')) };
    case 'quantiles': {
      if (question.kind !== 'quantiles') throw new RangeError(`expected quantiles, got ${question.kind}`);
      return concludeQuantiles(question.at, look, partsOf(gathered, 'values', 'tallies'));
    }
    case 'meanDistance':
      return {
        answer: { kind: 'meanDistance', ...concludeMeanDistance(partsOf(gathered, 'meanDistance')) },
      };
    case 'distances': {
      const distances = look.next
        ? concludeLook(
            look.next,
            partsOf(gathered, 'found').map(({ found }) => found),
          )
        : mergeDistances(partsOf(gathered, 'distances').map((part) => part.distances));
      const next = nextLook(distances);
      return next ? { look: { kind: 'distances', next } } : { answer: { kind: 'distances', distances } };
    }
  }
}
