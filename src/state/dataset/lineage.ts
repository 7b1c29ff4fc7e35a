/** What the lineage of the last run shows beside its report. */
import type { RowFlow } from '../../core/dataset/lineage';
import { call } from '../engine/engine';

/** Rows and filled ones after each step; null before the first run. Rejects with LabFailure. */
export const fetchRowFlow = (signal: AbortSignal): Promise<RowFlow | null> =>
  call('rowFlow', null, { signal });

/** The SQL of a source (`source`, a blank and its name), of a step (`step 0`), of `raw` or `output`; empty where it has none. Rejects with LabFailure. */
export const fetchSqlOf = async (of: string, signal: AbortSignal): Promise<string> =>
  (await call('pipelinePart', { of }, { signal })).text;
