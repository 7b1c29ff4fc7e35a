/** Detectors over series: scores, and the intervals that they propose as labels. */
import { LabFailure } from '../../../core/errors';
import { detectorOf, suggest, type DetectorKind, type Suggestion } from '../../../core/detect';
import type { DetectorOptions, Proposal } from '../../../core/detect/types';
import { probationRows } from '../../../core/nab';
import type { CallArgument, CallResult } from '../../protocol';
import { columnsOf } from '../series/rows';
import type { LoadedSeries } from '../series/loaded';
import { Meter } from '../progress';
import type { SessionContext } from '../session';
import { workerRunner, type DetectRunner } from './runner';

export type DetectContext = SessionContext & {
  /** How detectors run; in a worker unless a test says otherwise. */
  openRunner?: () => DetectRunner;
};

/** Proposals of one series that go to the page. */
export const MAX_PROPOSALS = 2000;

/**
 * The scores of each series, one a raw row, kept for the next time. Rejects with `recipe-value` where options are not the detector's,
 * and AbortError; scores that were ready by then are kept.
 */
export async function detectorScores(
  kind: DetectorKind,
  options: DetectorOptions,
  wanted: readonly LoadedSeries[],
  context: DetectContext,
): Promise<Map<LoadedSeries, Float64Array>> {
  const { session, signal, progress } = context;
  const detector = detectorOf(kind);
  const error = detector.check(options);
  if (error) throw new LabFailure(error);
  const { cache } = session;
  const found = new Map<LoadedSeries, Float64Array>();
  const runner = (context.openRunner ?? workerRunner)();
  const total = wanted.reduce((sum, { rows }) => sum + rows, 0);
  const meter = new Meter(progress, total, 'rows');
  try {
    for (const series of wanted) {
      signal.throwIfAborted();
      const onRows = (done: number): void => meter.at(`${detector.label}: ${series.name}`, done);
      onRows(0);
      const { times, values, key: zone } = await columnsOf(session, series, signal);
      const key = JSON.stringify([kind, options, zone]);
      let scores = cache.scoresOf(series, key);
      if (!scores) {
        const task = { kind, options, times, values: values ?? new Float64Array(0), onRows };
        scores = await runner.run(task, signal);
        cache.keepScores(series, key, scores);
      }
      found.set(series, scores);
      meter.next(series.rows);
    }
    return found;
  } finally {
    runner.close();
  }
}

/** What a detector proposes for the series asked about. */
export async function detect(
  request: CallArgument<'detect'>,
  context: DetectContext,
): Promise<CallResult<'detect'>> {
  const { session, signal } = context;
  const { detector, options, threshold, joinRows, afterProbation } = request;
  const wanted = session.series.filter(({ name }) => request.series.includes(name));
  const scores = await detectorScores(detector, options, wanted, context);
  const series: CallResult<'detect'>['series'] = [];
  for (const one of wanted) {
    const mine = scores.get(one);
    if (!mine) continue;
    const { times } = await columnsOf(session, one, signal, 'times');
    const first = afterProbation ? probationRows(mine.length) : 0;
    const all = suggest(mine.subarray(first), threshold, joinRows);
    let greatest = 0;
    for (const score of mine) if (score > greatest) greatest = score;
    series.push({
      series: one.name,
      found: strongest(all).map((proposal) => timed(proposal, first, times)),
      total: all.length,
      greatest,
    });
  }
  return { series };
}

/** The highest peaks where there are too many, in the order of rows. */
function strongest(all: readonly Suggestion[]): readonly Suggestion[] {
  if (all.length <= MAX_PROPOSALS) return all;
  return [...all]
    .sort((a, b) => b.peak - a.peak)
    .slice(0, MAX_PROPOSALS)
    .sort((a, b) => a.startRow - b.startRow);
}

/** Rows as times; within a stretch of rows that steps back in time, the least and greatest. */
function timed(
  { startRow, endRow, peak, peakRow }: Suggestion,
  first: number,
  times: Float64Array,
): Proposal {
  let start = Infinity;
  let last = -Infinity;
  for (const time of times.subarray(first + startRow, first + endRow)) {
    if (time < start) start = time;
    if (time > last) last = time;
  }
  return { start, end: last + 1, rows: endRow - startRow, peak, peakAt: times[first + peakRow] ?? start };
}
