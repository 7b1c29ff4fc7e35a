import type { ChartData, ChartRequest, Histogram, HistogramRequest, Summary } from '../../core/view/types';
import type { Reject } from '../../core/ingest/types';
import type { QueryResult, RowsRequest } from '../../engine/protocol';
import { call } from '../engine/engine';
import { runEnded } from '../engine/run';

/** Looks at the engine's rows. Nothing of what they bring is kept in the state. */
export const fetchChart = (request: ChartRequest, signal: AbortSignal): Promise<ChartData> =>
  call('chart', request, { signal });

export const fetchHistogram = (request: HistogramRequest, signal: AbortSignal): Promise<Histogram> =>
  call('histogram', request, { signal });

export const fetchSummary = (
  series: string,
  signal: AbortSignal,
): Promise<{ raw: Summary; processed: Summary }> => call('summary', { series }, { signal });

export const fetchRows = (
  request: RowsRequest,
  signal: AbortSignal,
): Promise<{ total: number; rows: Record<string, unknown>[] }> => call('rows', request, { signal });

export const fetchRejects = (
  request: { offset: number; limit: number },
  signal: AbortSignal,
): Promise<{ total: number; rows: Reject[] }> => call('rejects', request, { signal });

/** The answer of a read-only statement about the recipe as it stands: a run that is to come is waited for. Rejects with LabFailure. */
export async function runQuery(sql: string, signal?: AbortSignal, limit = 10_000): Promise<QueryResult> {
  await runEnded();
  return call('query', { sql, limit }, signal ? { signal } : {});
}
