import type { LabelRow } from '../../label/types';
import { formatInstant } from '../../recipe/instant';

/** `anomalies_v1.json`. Times are ISO 8601 UTC with microseconds. */
interface AnomalyDocument {
  version: 1;
  anomalies: {
    timestamp: string;
    type: string;
    id: string;
    series: string;
    /** Half-open. */
    start: string;
    end: string;
    /** First and last labelled row of the processed data, inclusive; null where no row is left. */
    labelStart: string | null;
    labelEnd: string | null;
    origin: string;
    file: string | null;
    rows: number;
    /** Greatest change in standard deviations of the values around it; null where unknown or where no value changed. */
    severitySigma: number | null;
    /** Of an injected anomaly: what the recipe asks for, and what was realised. */
    requested: Record<string, unknown> | null;
    realised: Record<string, unknown> | null;
    seed: number | null;
    injection: string | null;
    detector: string | null;
    note: string | null;
    confidence: number | null;
  }[];
}

/** The labels by series and time; one that lost all its rows stays, with 0 rows. */
export function anomalyDocument(labels: readonly LabelRow[]): AnomalyDocument {
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
