/** How far two sets of labels agree. Indices are those of the lists that were compared. */
export interface Agreement {
  /** Every pair that overlaps, by start; a label that overlaps two others stands in two pairs. */
  matched: { a: number; b: number }[];
  onlyA: number[];
  onlyB: number[];
  /** Microseconds that both cover, and that either covers. */
  both: number;
  either: number;
  /** Their quotient (Jaccard 1901): 0 to 1, and 1 where neither covers any. */
  iou: number;
}

interface Interval {
  start: number;
  end: number;
}

/**
 * Compares labels of one series, `[start, end)` in microseconds, in any order; they may overlap within a list. Intervals
 * match where they share time; an empty one matches none. O(n log n), and the pairs.
 */
export function compareLabels(a: readonly Interval[], b: readonly Interval[]): Agreement {
  const lists = [a, b] as const;
  const order = ([0, 1] as const)
    .flatMap((side) => lists[side].map(({ start, end }, index) => ({ side, index, start, end })))
    .filter(({ start, end }) => start < end)
    .sort((x, y) => x.start - y.start);
  const open: [typeof order, typeof order] = [[], []];
  const found = [new Uint8Array(a.length), new Uint8Array(b.length)] as const;
  const matched: Agreement['matched'] = [];
  const reach = [-Infinity, -Infinity] as [number, number];
  let both = 0;
  let either = 0;
  for (const label of order) {
    const other = label.side === 0 ? 1 : 0;
    // Those that have ended go; each of the rest is a pair.
    const left = open[other].filter(({ end }) => end > label.start);
    open[other] = left;
    for (const { index } of left) {
      matched.push(label.side === 0 ? { a: label.index, b: index } : { a: index, b: label.index });
      found[other][index] = 1;
      found[label.side][label.index] = 1;
    }
    open[label.side].push(label);
    // What this label adds to its own side's cover begins at `from`; of that the other side covers up to its reach already.
    const from = Math.max(label.start, reach[label.side]);
    if (label.end <= from) continue;
    const already = Math.max(0, Math.min(label.end, reach[other]) - from);
    both += already;
    either += label.end - from - already;
    reach[label.side] = label.end;
  }
  const unmatched = (side: 0 | 1): number[] =>
    lists[side].map((_label, index) => index).filter((index) => found[side][index] === 0);
  const iou = either === 0 ? 1 : both / either;
  return { matched, onlyA: unmatched(0), onlyB: unmatched(1), both, either, iou };
}

/** A set of labels to compare: those of one file as they stand, or all of one origin. */
export type LabelSet = { file: string } | { origin: 'manual' | 'injected' | 'detected' };

export interface ComparedSeries {
  series: string;
  a: number;
  b: number;
  /** Labels of each side that share time with one of the other. */
  matchedA: number;
  matchedB: number;
  iou: number;
  /** The differences and agreements, by start; the first of them where there are many. */
  items: { side: 'both' | 'a' | 'b'; start: number; end: number }[];
}

export interface AgreementReport {
  /** Series where either set has a label. */
  series: ComparedSeries[];
  a: number;
  b: number;
  matchedA: number;
  matchedB: number;
  /** Over all series. */
  iou: number;
}
