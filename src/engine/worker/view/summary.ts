import type { Summary } from '../../../core/view/types';
import { seriesId, type ViewContext } from './context';
import { valueStats } from './histogram';

const empty: Summary = {
  rows: 0,
  count: 0,
  missing: 0,
  mean: null,
  std: null,
  min: null,
  q1: null,
  median: null,
  q3: null,
  max: null,
  first: null,
  last: null,
  step: null,
  gaps: 0,
  duplicates: 0,
  backward: 0,
};

/** The numbers of one series, raw and processed side by side. Mean, deviation and quantiles are of the finite values. */
export async function summary(
  request: { series: string },
  context: ViewContext,
): Promise<{ raw: Summary; processed: Summary }> {
  const sid = await seriesId(request.series, context);
  return {
    raw: await summarise(context.tables.raw, sid, context),
    processed:
      context.tables.processed === null ? empty : await summarise(context.tables.processed, sid, context),
  };
}

async function summarise(relation: string, sid: number, context: ViewContext): Promise<Summary> {
  const profile = (await context.view.profiles(relation, context)).get(sid);
  if (!profile) return empty;
  const { mean, std, quantiles } = await valueStats({ relation, sid }, context);
  const { rows, count, first, last, step, gaps, duplicates, backward } = profile;
  return {
    rows,
    count,
    missing: rows - count,
    mean,
    std,
    min: quantiles?.min ?? null,
    q1: quantiles?.q1 ?? null,
    median: quantiles?.median ?? null,
    q3: quantiles?.q3 ?? null,
    max: quantiles?.max ?? null,
    first,
    last,
    step,
    gaps,
    duplicates,
    backward,
  };
}
