import type { Label } from './types';
import { isAbsent } from '../synth/inject/place/draw';
import type { RealisedAnomaly, RealisedNumbers } from '../synth/inject/types';

/** The numbers that are present. */
function known(realised: RealisedNumbers): NonNullable<Label['realised']> {
  const numbers: NonNullable<Label['realised']> = { ...realised };
  for (const name in numbers) if (numbers[name] === undefined) delete numbers[name];
  return numbers;
}

/** Injected anomalies as labels. A single row is a point; everything else, and rows that are left out, a window. */
export function toLabels(anomalies: readonly RealisedAnomaly[]): Label[] {
  return anomalies.map((anomaly) => {
    const { id, series, kind, start, end, injection, requested, realised, severitySigma, seed, note } =
      anomaly;
    const label: Label = {
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
    };
    if (note !== undefined) label.note = note;
    return label;
  });
}
