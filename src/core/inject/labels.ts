import type { Label } from '../label/types';
import { isAbsent } from './draw';
import type { RealisedAnomaly } from './types';

/** The catalogue's entries. A single row is a point; everything else, and rows that are left out, a window. */
export function toLabels(anomalies: readonly RealisedAnomaly[]): Label[] {
  return anomalies.map((anomaly) => {
    const { id, series, kind, start, end, injection, requested, realised, severitySigma, seed, note } =
      anomaly;
    const known = Object.entries(realised).filter(([, value]) => value !== undefined);
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
      realised: Object.fromEntries(known),
      severitySigma,
      seed,
      ...(note === undefined ? {} : { note }),
    };
  });
}
