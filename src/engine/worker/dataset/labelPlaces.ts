/** Where labels lie in rows that are written, told by the rows themselves. */
import type { IntervalColumns } from '../../../core/label/flags';
import type { LabelRow } from '../../../core/label/types';
import { at, lowerBound } from '../../../core/list';

/** The first and last row of each label, of rows that come in order of time. */
export class LabelPlaces {
  private readonly places = new Map<string, { first: number; last: number; rows: number }>();

  /** Rows `[from, to)` of a series, and the labels that may touch them. */
  note(series: string, times: Float64Array, from: number, to: number, labels: IntervalColumns): void {
    for (const [index, id] of labels.ids.entries()) {
      const first = lowerBound(times, at(labels.starts, index), from, to);
      const after = lowerBound(times, at(labels.ends, index), first, to);
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
