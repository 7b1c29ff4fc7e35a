import type { LabelRow } from '../label/types';
import { formatInstant } from '../recipe/instant';
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

const nab = (us: number, digits: boolean): string => {
  const text = new Date(Math.floor(us / 1000)).toISOString().slice(0, 19).replace('T', ' ');
  return digits ? `${text}.${String(us - Math.floor(us / 1e6) * 1e6).padStart(6, '0')}` : text;
};

/** NAB's label files of the processed rows (keys sorted, indent 4, every series listed); a label without rows is left out. */
export function nabLabels(
  series: readonly string[],
  labels: readonly LabelRow[],
): { labels: string; windows: string } {
  const points: Record<string, string[]> = {};
  const windows: Record<string, [string, string][]> = {};
  for (const name of [...series].sort()) {
    const mine = labels
      .filter((label) => label.series === name && label.processedStart !== null)
      .sort((a, b) => a.start - b.start);
    const start = (label: LabelRow): number => label.processedStart ?? label.start;
    const end = (label: LabelRow): number => label.processedLast ?? start(label);
    points[name] = mine.filter(({ shape }) => shape === 'point').map((label) => nab(start(label), false));
    windows[name] = mine
      .filter(({ shape }) => shape === 'window')
      .map((label) => [nab(start(label), true), nab(end(label), true)]);
  }
  return { labels: JSON.stringify(points, null, 4), windows: JSON.stringify(windows, null, 4) };
}
