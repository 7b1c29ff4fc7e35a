import type { LabelRow } from '../../label/types';
import { formatInstant } from '../../recipe/instant';
import type { Catalogue } from './types';

/** The labels by series and time; one that lost all its rows stays, with 0 rows. */
export function catalogue(labels: readonly LabelRow[]): Catalogue {
  const text = (us: number | null): string | null => (us === null ? null : formatInstant(us));
  const sorted = [...labels].sort(
    (a, b) =>
      (a.series < b.series ? -1 : a.series > b.series ? 1 : 0) || a.start - b.start || (a.id < b.id ? -1 : 1),
  );
  return {
    version: 1,
    anomalies: sorted.map((label) => ({
      timestamp: formatInstant(label.start),
      type: label.type,
      id: label.id,
      series: label.series,
      start: formatInstant(label.start),
      end: formatInstant(label.end),
      labelStart: text(label.processedStart),
      labelEnd: text(label.processedLast),
      origin: label.origin,
      file: label.file ?? null,
      rows: label.processedRows,
      severitySigma: label.severitySigma ?? null,
      requested: label.requested ? { ...label.requested } : null,
      realised: label.realised ?? null,
      seed: label.seed ?? null,
      injection: label.injection ?? null,
      detector: label.detector ?? null,
      note: label.note ?? null,
      confidence: label.confidence ?? null,
    })),
  };
}
