/** How long a recipe takes on Spark and how much it writes, from what was measured. */
import type { Place } from './commands';
import { perRow, perRowWritten, startSeconds, STRETCH_ROWS } from './throughput';
import type { SparkWork } from './work';

export interface Estimate {
  seconds: number;
  /** Of the Parquet files. */
  bytes: number;
  /** Cores that have something to do. */
  cores: number;
}

export function estimate(
  { series, generated, files, written }: SparkWork,
  cores: number,
  place: Place,
): Estimate {
  const work = generated * perRow.generated + files * perRow.file;
  const stretches = Math.max(series, Math.ceil((generated + files) / STRETCH_ROWS));
  const busy = Math.max(1, Math.min(cores, stretches));
  const { clean = 0, resampled = 0 } = written;
  return {
    seconds: startSeconds[place === 'local' ? 'machine' : 'cluster'] + work / busy,
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
