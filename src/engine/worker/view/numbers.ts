/** What tables of the page show of series: their numbers and checks. */
import { fewFilled, verdictOn } from '../../../core/dataset/verdict';
import { isoTime } from '../../../core/format';
import type { Step } from '../../../core/recipe/types';
import type { StageFacts } from '../../../core/rows/facts';
import { filledLimit } from '../../../core/steps/resample/grid';
import { filledShare } from '../../../core/view/filled';
import type { Quantiles, Summary } from '../../../core/view/types';
import type { SeriesCheck } from '../../protocol';
import type { Stages } from '../series/stages';
import { factsWithRows, sameRows, type ViewContext } from './context';
import { valueStats } from './distribution';

const noNumbers = { min: null, q1: null, median: null, q3: null, max: null };

const fiveNumbers = (quantiles: Quantiles | null): Pick<Summary, keyof typeof noNumbers> => {
  if (quantiles === null) return noNumbers;
  const { min, q1, median, q3, max } = quantiles;
  return { min, q1, median, q3, max };
};

const empty: Summary = {
  ...noNumbers,
  rows: 0,
  count: 0,
  missing: 0,
  mean: null,
  std: null,
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
  const sid = context.stages.sidOf(request.series);
  const raw = await summarise('raw', sid, context);
  return { raw, processed: sameRows(context, sid) ? raw : await summarise('processed', sid, context) };
}

async function summarise(stage: 'raw' | 'processed', sid: number, context: ViewContext): Promise<Summary> {
  const facts = factsWithRows(context, sid, stage);
  if (!facts) return empty;
  const { mean, std, quantiles } = await valueStats({ sid, stage }, context);
  const { rows, count, first, last, step, gaps, duplicates, backward } = facts;
  return {
    rows,
    count,
    missing: rows - count,
    mean,
    std,
    ...fiveNumbers(quantiles),
    first,
    last,
    step,
    gaps,
    duplicates,
    backward,
  };
}

/** "All timestamps in UTC and no gaps", observed on the processed rows of the given series; none before the first run. */
export function checks(
  steps: readonly Step[],
  series: readonly { sid: number; name: string }[],
  stages: Stages,
): SeriesCheck[] {
  if (stages.processedKind === null) return [];
  return series.map(({ sid, name }): SeriesCheck => {
    const facts = stages.facts(sid, 'processed');
    const share = filledShare(facts?.filled ?? new Float64Array(0));
    return {
      series: name,
      // Every run puts the times into UTC, which the rows cannot tell.
      utc: true,
      ...checked(facts),
      filled: share.filled,
      longestFilled: share.longest,
      filledLimit: filledLimit(steps, name, facts?.step ?? null),
    };
  });
}

/** A line for each series whose values were filled in more than passes; the first twenty. */
export function filledWarnings(found: readonly SeriesCheck[]): string[] {
  const many = found.filter((check) => !fewFilled(check));
  const lines = many.slice(0, 20).map((check) => {
    const { series, longestFilled } = check;
    const { grid, values } = verdictOn(check);
    const where = longestFilled
      ? ` The longest filled stretch begins at ${isoTime(longestFilled.start)}.`
      : '';
    return `${series}: ${grid}; ${values}.${where}`;
  });
  return many.length > 20 ? [...lines, `And ${many.length - 20} more series.`] : lines;
}

type FromFacts = Omit<SeriesCheck, 'series' | 'utc' | 'filled' | 'longestFilled' | 'filledLimit'>;

/** What facts show; steps may have dropped every row. */
function checked(facts: StageFacts | null): FromFacts {
  if (!facts || facts.rows === 0)
    return {
      rows: 0,
      ordered: true,
      step: null,
      gaps: 0,
      regular: true,
      missing: 0,
      first: null,
      last: null,
    };
  const { rows, count, backward, duplicates, step, gaps, regular, first, last } = facts;
  const ordered = backward === 0 && duplicates === 0;
  return { rows, ordered, step, gaps, regular, missing: rows - count, first, last };
}
