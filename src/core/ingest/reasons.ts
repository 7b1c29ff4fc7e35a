/** Why lines of a file were refused, with how many for each reason. */

export interface ReasonCount {
  reason: string;
  count: number;
}

/** Reasons that are kept apart; some name a number of cells, so that a damaged file has very many. */
const MAX_REASONS = 500;
const OTHERS = 'other reasons';

/** Counts by reason. */
export class Reasons {
  private readonly counts = new Map<string, number>();

  add(reason: string, count = 1): void {
    const known = this.counts.get(reason);
    if (known !== undefined) this.counts.set(reason, known + count);
    else if (this.counts.size < MAX_REASONS) this.counts.set(reason, count);
    else this.counts.set(OTHERS, (this.counts.get(OTHERS) ?? 0) + count);
  }

  /** The most frequent first; of as many, by their text. */
  counted(): ReasonCount[] {
    return Array.from(this.counts, ([reason, count]) => ({ reason, count })).sort(
      (a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1),
    );
  }
}
