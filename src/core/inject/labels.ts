import type { Label } from '../label/types';
import { isAbsent } from './draw';
import type { RealisedAnomaly, RealisedNumbers } from './types';

/** The numbers that are there. */
function known(realised: RealisedNumbers): NonNullable<Label['realised']> {
  const numbers: NonNullable<Label['realised']> = {};
  for (const [name, value] of Object.entries(realised) as [string, number | string | null | undefined][]) {
    if (value !== undefined) numbers[name] = value;
  }
  return numbers;
}

/** The catalogue's entries. A single row is a point; everything else, and rows that are left out, a window. */
export function toLabels(anomalies: readonly RealisedAnomaly[]): Label[] {
  return anomalies.map((anomaly) => {
    const { id, series, kind, start, end, injection, requested, realised, severitySigma, seed, note } =
      anomaly;
    return {
      id,
      series,
      start,
      end,
      type: kind,
      shape: realised.rows === 1 && !isAbsent(requested) ? 'point' : 'window',
      origin: 'injected',
      injection,
      requested,
      realised: known(realised),
      severitySigma,
      seed,
      ...(note === undefined ? {} : { note }),
    };
  });
}
