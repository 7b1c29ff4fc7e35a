import type { Detectability } from '../../../core/inject';
import type { useGenerated } from '../../../state/generated';

type Reports = ReturnType<typeof useGenerated.getState>['reports'];
/** A report that also says what plain detectors make of each of its series. */
type Looked = Reports[string] & { detectability?: Readonly<Record<string, Detectability>> };

/** What plain detectors make of a series' anomalies; undefined where the report of its source does not say. */
export function detectabilityOf(reports: Readonly<Reports>, series: string): Detectability | undefined {
  const report: Looked | undefined = Object.values(reports).find((one) => one.series.includes(series));
  return report?.detectability?.[series];
}
