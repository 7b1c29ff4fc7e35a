import { countUpTo, quantileOf, type Sample } from '../../../core/compare';
import type { CommonBins } from '../../../core/compare/types';
import { binEdges, QUANTILES, statsOf, type ValueStats } from '../../../core/view/histogram';

function stats({ sorted }: Sample, sd: number | null): ValueStats {
  const quantiles = sorted.length === 0 ? [] : QUANTILES.map((part) => quantileOf(sorted, part));
  return statsOf(null, sd, [sorted], quantiles);
}

/** Both samples on the bins that they share, by the rule of the other histograms; `sds`: their standard deviations. The last bin holds its upper edge. */
export function commonBins(
  reference: Sample,
  other: Sample,
  sds: readonly [number | null, number | null],
): CommonBins {
  const edges = binEdges([stats(reference, sds[0]), stats(other, sds[1])], 'auto');
  const counts = ({ sorted }: Sample): number[] =>
    edges.slice(1).map((edge, bin) => {
      const upTo = bin === edges.length - 2 ? sorted.length : countUpTo(sorted, edge, true);
      return upTo - (bin === 0 ? 0 : countUpTo(sorted, edges[bin] ?? edge, true));
    });
  return { edges, reference: counts(reference), other: counts(other) };
}
