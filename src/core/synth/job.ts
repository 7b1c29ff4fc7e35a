/** What a generator needs, as data that crosses to a worker. */
import type { CopySource, SyntheticSource } from '../recipe/types';
import type { RealisedAnomaly } from './inject/types';

/** A loaded series as it was read, in order of time; microseconds, NaN where a value is missing. */
export interface CopiedSeries {
  times: Float64Array;
  values: Float64Array;
  /** IANA zone of the times. */
  zone: string;
}

/** One series to be made. `rows` counts the grid: faults and missing stretches may take some away, or add some. */
export interface PlannedSeries {
  name: string;
  rows: number;
  /** Microseconds from each row to the next, where every row is there and stands on the grid. */
  step?: number;
  anomalies: RealisedAnomaly[];
}

export interface GeneratorJob {
  seed: number;
  /** The source itself, unless it is a copy, then those that its anomalies relate to. */
  synthetic: SyntheticSource[];
  /** Loaded series by name: what a copy is a copy of, and what anomalies relate to. */
  copied: Record<string, CopiedSeries>;
  /** Set where the source is a copy. */
  copy?: CopySource;
  series: PlannedSeries[];
  /** Whether extremes of long series are estimated from a sample: for a preview. */
  rough?: boolean;
}

/** A loaded series by its name. */
export const copiedSeries = (
  copied: Readonly<Record<string, CopiedSeries>>,
  name: string,
): CopiedSeries | undefined => (Object.hasOwn(copied, name) ? copied[name] : undefined);
