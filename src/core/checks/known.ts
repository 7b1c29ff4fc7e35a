/** What is known of a series without a look at its rows: from the facts of the stage and the labels that were followed. */
import { inLimits } from './verdicts';
import { maxOf, minOf } from '../list';
import { bucketFields } from '../rows/buckets';
import type { StageFacts } from '../rows/facts';
import type { LabelRow } from '../label/types';
import type { CheckColumn } from '../recipe/types';
import { columnsOf } from './rows';
import { MOST_EXAMPLES } from './tally';
import { rowsOfLabel, tallyLabels } from './labels';
import type { Answer, FailingRow, Need, RowRule, Tally } from './types';

/** A stage of one series. */
export interface SeriesStage {
  stage: 'clean' | 'resampled';
  /** Null where there are no rows. */
  facts: StageFacts | null;
  /** Whether these are the last rows of the run, where its labels lie. */
  final: boolean;
  utc: boolean;
  /** Of the series. */
  labels: readonly LabelRow[];
  /** Where they lie in the rows of the stage; one that lost its rows lies nowhere. */
  intervals: readonly { start: number; end: number }[];
  /** Names of the recipe's splits. */
  splits: readonly string[];
}

const tally = (looked: number, unexpected = 0, extreme: number | null = null): Tally => ({
  of: 'tally',
  looked,
  unexpected,
  examples: [] as FailingRow[],
  extreme,
});

/** The answer to a need where no row has to be looked at for it; undefined where rows have to be. */
export function knownAnswer(need: Need, series: SeriesStage): Answer | undefined {
  const { stage, facts, labels, final } = series;
  const missing = missingColumn(need, stage) ?? missingSplit(need, series.splits);
  if (missing !== undefined) return { of: 'nothing', reason: missing };
  const rows = facts?.rows ?? 0;
  switch (need.of) {
    case 'count':
      return { of: 'count', count: need.what === 'rows' ? rows : labels.length };
    case 'utc':
      return tally(rows, series.utc ? 0 : rows);
    case 'labels':
      return tallyLabels(labels, need.rule, facts, final);
    case 'share':
      return need.column === 'filled'
        ? { of: 'share', part: filledRows(facts), whole: rows }
        : labelledShare(series, rows);
    case 'moments':
    case 'quantiles':
      return undefined;
    case 'rows':
      return rows === 0 || !facts ? tally(0) : fromFacts(need.column, need.rule, facts);
  }
}

function missingColumn(need: Need, stage: SeriesStage['stage']): string | undefined {
  if (!('column' in need) || columnsOf(stage).includes(need.column)) return undefined;
  return `${stage} rows have no column ${need.column}`;
}

function missingSplit(need: Need, splits: readonly string[]): string | undefined {
  if (need.of !== 'rows' || need.rule.rule !== 'unlabelled' || splits.includes(need.rule.split))
    return undefined;
  return `the recipe has no split named ${need.rule.split}`;
}

/** Rows of all filled stretches: four numbers each, of which the last is how many. */
function filledRows(facts: StageFacts | null): number {
  let rows = 0;
  for (let at = 3; at < (facts?.filled.length ?? 0); at += 4) rows += facts?.filled[at] as number;
  return rows;
}

/** Where labels do not overlap, the rows in them are those of each. */
function labelledShare({ labels, intervals, final }: SeriesStage, whole: number): Answer | undefined {
  const sorted = intervals.toSorted((a, b) => a.start - b.start);
  let end = -Infinity;
  for (const interval of sorted) {
    if (interval.start < end) return undefined;
    ({ end } = interval);
  }
  return { of: 'share', part: labels.reduce((sum, label) => sum + rowsOfLabel(label, final), 0), whole };
}

function fromFacts(column: CheckColumn, rule: RowRule, facts: StageFacts): Tally | undefined {
  const { rows, count, duplicates, backward, regular, step } = facts;
  switch (rule.rule) {
    case 'present':
      if (column === 'value') return count === rows ? tally(rows) : undefined;
      return column === 'anomaly_type' || column === 'anomaly_id' ? undefined : tally(rows);
    case 'unique':
      return duplicates === 0 ? tally(rows) : undefined;
    case 'increasing':
      if (column !== 'timestamp' || backward > 0) return undefined;
      return !rule.strictly || duplicates === 0 ? tally(rows) : undefined;
    case 'step':
      return regular ? tally(rows - 1) : undefined;
    case 'gap':
      return regular && step !== null && step <= rule.longest ? tally(rows - 1, 0, step) : undefined;
    case 'between': {
      const extent = column === 'value' ? extentOf(facts) : undefined;
      const inside = extent?.every((value) => inLimits(value, rule.limits));
      return inside ? tally(count) : undefined;
    }
    case 'in':
    case 'unlabelled':
      return undefined;
  }
}

const [LEAST, MOST] = [bucketFields.indexOf('vmin'), bucketFields.indexOf('vmax')] as const;

/** Least and greatest value, of the coarsest level of detail; undefined of a series without. */
function extentOf({ levels }: StageFacts): [number, number] | undefined {
  const records = levels.at(-1)?.records;
  if (!records) return undefined;
  let [low, high] = [Infinity, -Infinity];
  for (let at = 0; at < records.length; at += bucketFields.length) {
    const [least, most] = [records[at + LEAST] as number, records[at + MOST] as number];
    if (least < low) low = least;
    if (most > high) high = most;
  }
  return low <= high ? [low, high] : undefined;
}

/** Whether the answers of series add up to that of all of them. */
export const addsUp = ({ of }: Need): boolean => of !== 'moments' && of !== 'quantiles';

/** The answer to a need for several series together, of the answers of each, where these add up. Throws RangeError for others. */
export function joinedAnswer(need: Need, bySeries: ReadonlyMap<string, Answer>): Answer {
  const answers = [...bySeries.values()];
  const [opening] = answers;
  const refused = answers.find(({ of }) => of === 'nothing');
  if (!opening) return { of: 'nothing', reason: 'no series' };
  if (refused) return refused;
  const parts = <K extends Answer['of']>(of: K): Extract<Answer, { of: K }>[] =>
    answers.filter((answer): answer is Extract<Answer, { of: K }> => answer.of === of);
  switch (opening.of) {
    case 'tally': {
      const all = parts('tally');
      const extremes = all.flatMap(({ extreme }) => (extreme === null ? [] : [extreme]));
      return {
        of: 'tally',
        looked: sum(all, ({ looked }) => looked),
        unexpected: sum(all, ({ unexpected }) => unexpected),
        examples: [...bySeries]
          .flatMap(([series, answer]) =>
            answer.of === 'tally' ? answer.examples.map((example) => ({ ...example, series })) : [],
          )
          .slice(0, MOST_EXAMPLES),
        extreme: extremes.length === 0 ? null : need.of === 'labels' ? minOf(extremes) : maxOf(extremes),
      };
    }
    case 'share': {
      const all = parts('share');
      return { of: 'share', part: sum(all, ({ part }) => part), whole: sum(all, ({ whole }) => whole) };
    }
    case 'count':
      return { of: 'count', count: sum(parts('count'), ({ count }) => count) };
    case 'moments':
    case 'quantiles':
    case 'nothing':
      throw new RangeError(`expected answers that add up, got ${opening.of}`);
  }
}

const sum = <T>(list: readonly T[], of: (one: T) => number): number =>
  list.reduce((total, one) => total + of(one), 0);
