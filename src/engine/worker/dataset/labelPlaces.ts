/** Where labels lie in rows that are written, told by the rows themselves. */
import type { Interval } from '../../../core/label/flags';
import type { LabelRow } from '../../../core/label/types';
import { firstWhere } from '../../../core/list';

/** The first and last row of each label, of rows that come in order of time. */
export class LabelPlaces {
  private readonly places = new Map<string, { first: number; last: number; rows: number }>();

  /** Rows `[from, to)` of a series, and the labels that may touch them. */
  note(series: string, times: Float64Array, from: number, to: number, labels: readonly Interval[]): void {
    for (const { id, start, end } of labels) {
      const first = firstWhere(from, to, (row) => (times[row] as number) >= start);
      const after = firstWhere(first, to, (row) => (times[row] as number) >= end);
      if (after === first) continue;
      const last = times[after - 1] as number;
      const key = `${series}\n${id}`;
      const before = this.places.get(key);
      if (before) Object.assign(before, { last, rows: before.rows + after - first });
      else this.places.set(key, { first: times[first] as number, last, rows: after - first });
    }
  }

  /** The labels where they lie in these rows. */
  placed(labels: readonly LabelRow[]): LabelRow[] {
    return labels.map((label): LabelRow => {
      const place = this.places.get(`${label.series}\n${label.id}`);
      return {
        ...label,
        processedRows: place?.rows ?? 0,
        processedStart: place?.first ?? null,
        processedEnd: place ? place.last + 1 : null,
        processedLast: place?.last ?? null,
      };
    });
  }
}
