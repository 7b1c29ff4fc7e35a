/** Where the splits of a recipe lie in a series; what they mean is in `spec/splits.md`. */
import { instant } from './instant';
import type { Split } from './types';

/** A split of one series: rows at times `[from, to)`, microseconds UTC; -Infinity and Infinity at the ends. */
export interface SplitSpan {
  name: string;
  from: number;
  to: number;
}

/**
 * The splits of a series whose rows lie from `first` to `last`, in their order: each begins where the one before ends, the last takes the rest. A split whose
 * end lies before its start has no rows.
 */
export function splitSpans(
  splits: readonly Split[],
  { first, last }: { first: number; last: number },
): SplitSpan[] {
  const spans: SplitSpan[] = [];
  let from = -Infinity;
  let shares = 0;
  for (const { name, share, until } of splits) {
    shares += share ?? 0;
    const end =
      until !== undefined
        ? instant(until)
        : share !== undefined
          ? first + Math.round(shares * (last - first))
          : Infinity;
    const to = Math.max(from, end);
    spans.push({ name, from, to });
    from = to;
  }
  return spans;
}
