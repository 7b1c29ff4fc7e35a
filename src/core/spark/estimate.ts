/** How long a recipe takes on Spark and how much it writes, from what was measured. */
import { perRow, perRowWritten, START_SECONDS, STRETCH_ROWS } from './throughput';
import type { SparkWork } from './work';

export interface Estimate {
  seconds: number;
  /** Of the Parquet files. */
  bytes: number;
  /** Cores that have something to do. */
  cores: number;
}

export function estimate({ series, generated, files, steps, written }: SparkWork, cores: number): Estimate {
  const rows = generated + files;
  const work = generated * perRow.generated + files * perRow.file + rows * steps * perRow.step;
  const busy = Math.max(1, Math.min(cores, Math.max(series, Math.ceil(rows / STRETCH_ROWS))));
  const { clean = 0, resampled = 0 } = written;
  return {
    seconds: START_SECONDS + work / busy,
    bytes: clean * perRowWritten.clean + resampled * perRowWritten.resampled,
    cores: busy,
  };
}

/** A time for a person, as good as the estimate: `20 s`, `4 min`, `2.5 h`, `3 days`. */
export function timeText(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds / 5) * 5} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  const hours = seconds / 3600;
  return hours < 48
    ? `${hours < 10 ? Math.round(hours * 2) / 2 : Math.round(hours)} h`
    : `${Math.round(hours / 24)} days`;
}
