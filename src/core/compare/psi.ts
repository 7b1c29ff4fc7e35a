import { measured, finePercent } from '../format';
import { lowerBound, upperBound } from '../list';
import { quantileOf } from '../statistics';
import { NOTHING_TO_COMPARE, type Sample } from './series';

/** A bin holds values above `from` (or from it on, where `fromIncluded`) up to `to` (or below it, unless `toIncluded`); null: no limit. */
export interface PsiBin {
  from: number | null;
  to: number | null;
  fromIncluded: boolean;
  toIncluded: boolean;
  /** Share of rows. */
  reference: number;
  other: number;
  /** What the bin adds to the index. */
  part: number;
}

/** Population stability index. */
export interface Psi {
  value: number;
  bins: PsiBin[];
  /** What two samples of one distribution have on average at these numbers of rows: (bins − 1)·(1/n + 1/m). */
  chance: number;
}

interface Cut {
  at: number;
  included: boolean;
}

/**
 * Σ (b − a)·ln(b / a) over bins, a and b the shares of rows of reference and other (Siddiqi 2006). Bins: between the reference's quantiles,
 * open at both ends, a value on a limit in the lower bin. A value on which two or more quantiles fall has a bin of its own, so that ties do
 * not hide in a neighbour. A bin without a row in one of the two counts as half a row there; one without a row in both is left out. Null
 * where one of the two has no value.
 */
export function psi(reference: Sample, other: Sample, bins = 10): Psi | null {
  const n = reference.sorted.length;
  const m = other.sorted.length;
  if (n === 0 || m === 0) return null;
  const cuts = cutsOf(reference.sorted, bins);
  const found: PsiBin[] = [];
  let before: Cut | undefined;
  let fromA = 0;
  let fromB = 0;
  for (const cut of [...cuts, undefined]) {
    const toA = cut ? end(reference.sorted, cut) : n;
    const toB = cut ? end(other.sorted, cut) : m;
    const inA = toA - fromA;
    const inB = toB - fromB;
    if (inA > 0 || inB > 0) {
      const a = Math.max(inA, 0.5) / n;
      const b = Math.max(inB, 0.5) / m;
      found.push({
        from: before?.at ?? null,
        to: cut?.at ?? null,
        fromIncluded: before?.included === false,
        toIncluded: cut?.included ?? false,
        reference: inA / n,
        other: inB / m,
        part: (b - a) * Math.log(b / a),
      });
    }
    before = cut;
    fromA = toA;
    fromB = toB;
  }
  const value = found.reduce((sum, bin) => sum + bin.part, 0);
  return { value, bins: found, chance: (found.length - 1) * (1 / n + 1 / m) };
}

/** How many of the ascending values lie before a cut. */
const end = (sorted: Float64Array, { at, included }: Cut): number =>
  included ? upperBound(sorted, at) : lowerBound(sorted, at);

/** Where bins end: at the inner quantiles, before and after one that occurs more than once. */
function cutsOf(sorted: Float64Array, bins: number): Cut[] {
  const edges = Array.from({ length: bins - 1 }, (_, i) => quantileOf(sorted, (i + 1) / bins));
  const cuts: Cut[] = [];
  for (const [i, at] of edges.entries()) {
    if (at === edges[i - 1]) continue;
    if (at === edges[i + 1]) cuts.push({ at, included: false });
    cuts.push({ at, included: true });
  }
  return cuts;
}

/** What the index means. Limits 0.1 and 0.25: Siddiqi, Credit Risk Scorecards (2006). */
export function readPsi(result: Psi | null): string {
  if (!result) return NOTHING_TO_COMPARE;
  const { value, bins, chance } = result;
  const size =
    value < 0.1
      ? 'below 0.1, no relevant change'
      : value < 0.25
        ? 'from 0.1 to 0.25, a moderate change'
        : 'above 0.25, the distribution has changed';
  const few = chance >= 0.1 ? ` With so few rows, chance alone gives about ${measured(chance)}.` : '';
  const largest = bins.reduce<PsiBin | undefined>(
    (best, bin) => (best && best.part >= bin.part ? best : bin),
    undefined,
  );
  const where =
    largest && largest.part > 0 && value >= 0.1
      ? ` ${binText(largest)} contribute most: ${finePercent(largest.reference)} of the reference's rows, ${finePercent(largest.other)} of the other's.`
      : '';
  return `PSI ${measured(value)}: ${size}.${where}${few}`;
}

function binText({ from, to }: PsiBin): string {
  if (from === null) return to === null ? 'All values' : `Values up to ${measured(to)}`;
  if (to === null) return `Values above ${measured(from)}`;
  return from === to ? `Values of ${measured(from)}` : `Values from ${measured(from)} to ${measured(to)}`;
}
