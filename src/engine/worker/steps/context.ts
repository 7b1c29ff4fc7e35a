import type { Label } from '../../../core/label/types';
import type { CallContext } from '../../protocol';
import type { Database } from '../duckdb/database';
import type { LoadedSeries } from '../series/loaded';

/** What a run is given beside its recipe. */
export interface RunContext extends CallContext {
  database: Database;
  series: readonly LoadedSeries[];
  labels: readonly Label[];
  /** Sets this run's tables apart from those of the one before. */
  prefix: string;
}
