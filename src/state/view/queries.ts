import type { ChartData, ChartRequest, Histogram, HistogramRequest, Summary } from '../../core/view/types';
import type { Reject } from '../../core/ingest/types';
import type { QueryResult, RowsRequest } from '../../engine/protocol';
import { call } from '../engine/engine';

/** Looks into the engine's tables. Nothing of what they bring is kept in the state. */
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

export const runQuery = (sql: string, signal?: AbortSignal, limit = 10_000): Promise<QueryResult> =>
  call('query', { sql, limit }, signal ? { signal } : {});
