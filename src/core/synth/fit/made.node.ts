import type { Noise, SignalBase } from '../../recipe/types';
import { compileSource } from '../signal';
import type { TimedSeries } from './types';

const stepUs: Record<string, number> = { '5min': 3e8, '10min': 6e8, '1h': 3.6e9, '6h': 2.16e10 };
/** Monday 2024-01-01T00:00:00Z. */
export const start = 1_704_067_200_000_000;

/** Rows that the lab's own generator makes. */
export function made(
  signal: SignalBase[],
  noise: Noise[],
  { rows = 4032, step = '10min', seed = 1 }: { rows?: number; step?: string; seed?: number } = {},
): TimedSeries {
  const source = { synthetic: 'made', start: '2024-01-01T00:00:00Z', step, rows, signal, noise };
  const models = compileSource(source, seed);
  const [model] = models.ok ? models.value : [];
  const every = stepUs[step];
  if (!model || !every) throw new Error(models.ok ? `no step ${step}` : models.error.message);
  const values = new Float64Array(rows);
  model.fill(0, rows, values);
  return { times: Float64Array.from(values, (_, i) => start + i * every), values };
}
